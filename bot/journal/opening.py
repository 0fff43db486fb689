"""The choice of the journal's database by its URL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.journal import ExportError, JournalError
from bot.journal.database import Database
from bot.journal.database_file import file_of_url, is_writable
from bot.journal.examination import Examination
from bot.journal.sqlite_database import SqliteDatabase
from bot.journal.statements import POSTGRESQL

if TYPE_CHECKING:  # Whoever has a file needs no more.
    from bot.journal.postgresql import PostgresqlDatabase


def is_on_server(url: str) -> bool:
    """Return True for the URL of a PostgreSQL database, False for that of a SQLite file."""
    return url.startswith(POSTGRESQL)


def make_database(url: str, *, is_required: bool = True) -> Database:
    """Return the database of a URL, which is not open yet.

    Args:
        url: A SQLAlchemy URL.
        is_required: False to go on without a database that cannot be opened or written.

    Raises:
        JournalError: Its driver is not installed, or the URL is none.
    """
    if not is_on_server(url):
        return SqliteDatabase(url, is_required=is_required)
    return _on_server(url, is_required=is_required)


def _on_server(url: str, *, is_required: bool = True) -> PostgresqlDatabase:
    from bot.journal.postgresql import PostgresqlDatabase

    try:
        return PostgresqlDatabase(url, is_required=is_required)
    except ModuleNotFoundError as error:
        raise JournalError(
            "BOT_DATABASE_URL needs the extra {name}: {command}",
            name="scale",
            command="pip install 'yinju[scale]'",
        ) from error
    except (ArgumentError, ValueError) as error:  # Such as a port that is no number.
        raise JournalError(
            "BOT_DATABASE_URL must be like {example}",
            example="postgresql+asyncpg://user:password@host:5432/database",
        ) from error


async def examine_server(url: str) -> Examination:
    """Return what there is to say of a journal on a server, without migrating it.

    Raises:
        JournalError: Its driver is not installed, or it cannot be read.
    """
    return await _on_server(url).examine()


def export_source(url: str) -> str | dict[str, Any]:
    """Return what an export reads: the file of a journal, or what connects to its server.

    Raises:
        ExportError: There is no such file.
    """
    if is_on_server(url):
        place = make_url(url)
        _, options = place.get_dialect()().create_connect_args(place)
        return dict(options)
    file = file_of_url(url)
    if file is None or not file.is_file():
        raise ExportError("There is no journal {file} yet.", file=str(file))
    return str(file)


async def can_be_written(url: str, database: Database | None) -> bool:
    """Return True if the journal takes a write; one on a server, if it is open as well."""
    if database:
        return await database.is_writable()
    return not is_on_server(url) and await asyncio.to_thread(is_writable, file_of_url(url))
