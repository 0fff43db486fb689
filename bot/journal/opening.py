"""The choice of the journal's database by its URL."""

from __future__ import annotations

import asyncio

from sqlalchemy.engine import make_url

from bot.journal import JournalError
from bot.journal.database import Database
from bot.journal.database_file import file_of_url, is_writable
from bot.journal.sqlite_database import SqliteDatabase


def is_on_server(url: str) -> bool:
    """Return True for the URL of a PostgreSQL database, False for that of a SQLite file."""
    return make_url(url).get_backend_name() == "postgresql"


def make_database(url: str, *, is_required: bool = True) -> Database:
    """Return the database of a URL, which is not open yet.

    Args:
        url: A SQLAlchemy URL.
        is_required: False to go on without a database that cannot be opened or written.

    Raises:
        JournalError: Its driver is not installed.
    """
    if not is_on_server(url):
        return SqliteDatabase(url, is_required=is_required)
    from bot.journal.postgresql import PostgresqlDatabase

    try:
        return PostgresqlDatabase(url, is_required=is_required)
    except ModuleNotFoundError as error:
        raise JournalError(
            "BOT_DATABASE_URL needs a driver; install it with {command}",
            command="pip install 'yinju[scale]'",
        ) from error


async def can_be_written(url: str, database: Database | None) -> bool:
    """Return True if the journal takes a write; one on a server, if it is open as well."""
    if database:
        return await database.is_writable()
    return not is_on_server(url) and await asyncio.to_thread(is_writable, file_of_url(url))
