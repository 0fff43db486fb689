"""What a SQLite journal holds, read into an empty journal of either kind."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal import BackupError, cause_of
from bot.journal.backup import back_up
from bot.journal.examination import examine
from bot.journal.opening import make_database
from bot.journal.schema import inbox, metadata, replicas
from bot.setting_values import without_password
from corpus.message import Message, system_error

_ROWS = 200
"""Number of rows that are written at once, within the seconds that a statement may take."""

_TEMPORARY = ".import-"

_TABLES = [table for table in metadata.sorted_tables if table is not replicas]
"""What is copied, in an order in which each row comes after those that it refers to."""


def import_journal(file: Path, url: str, folder: Path) -> int:
    """Copy a SQLite journal, or a backup of one, into an empty journal.

    The file may be of an earlier version, and stays as it is. All of it is copied, or nothing;
    updates that wait are handled by the next start, as after any stop.

    Args:
        file: The journal to copy.
        url: The SQLAlchemy URL of the empty one.
        folder: A folder with room for a copy of the file.

    Returns:
        The number of questions.

    Raises:
        BackupError: The file cannot be read, or the other journal is not empty or cannot be
            written.
        JournalError: One of them is damaged, of a newer version, or cannot be opened.
    """
    if file.is_file():
        examine(file)  # Which names the file, not its copy, if a newer version has written it.
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_TEMPORARY}*"):  # By a kill; nobody would ever delete it.
            shutil.rmtree(left, ignore_errors=True)
        temporary = TemporaryDirectory(prefix=_TEMPORARY, dir=folder)
    except OSError as error:
        raise _not_written(str(folder), system_error(error)) from error
    with temporary:
        copy = Path(temporary.name) / "journal.sqlite3"
        questions = back_up(file, copy)
        asyncio.run(_copy_rows(f"sqlite+aiosqlite:///{copy}", url))
    return questions


async def _copy_rows(source_url: str, target_url: str) -> None:
    name = without_password(target_url)
    try:
        async with (
            make_database(source_url) as source,
            make_database(target_url) as target,
            source.connect() as reading,
            target.begin() as writing,
        ):
            await _check_empty(writing, name)
            for table in _TABLES:
                async for rows in _rows(reading, table):
                    await writing.execute(insert(table), rows)
    except OSError as error:
        raise _not_written(name, system_error(error)) from error
    except SQLAlchemyError as error:
        raise _not_written(name, cause_of(error)) from error


def _not_written(name: str, reason: Message | str) -> BackupError:
    return BackupError("{file} cannot be written: {reason}", file=name, reason=reason)


async def _check_empty(connection: AsyncConnection, name: str) -> None:
    for table in _TABLES:
        if (await connection.execute(select(table).limit(1))).first():
            raise BackupError(
                "The journal {file} is not empty; docs/scaling.md says how to empty it.",
                file=name,
            )


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the rows of a table, some at a time, but for those that refer to one that is gone."""
    async with connection.stream(_wanted(table)) as result:
        async for rows in result.mappings().partitions(_ROWS):
            yield [_copied(table, row) for row in rows]


def _wanted(table: Table) -> Select[Any]:
    query = select(table)
    for key in table.foreign_keys:
        query = query.where(key.parent.in_(select(key.column)))
    return query


def _copied(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with times as a server takes them, and in the name of no replica."""
    copied = {name: _in_utc(value) for name, value in row.items()}
    return copied | {"owner": None} if table is inbox else copied


def _in_utc(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
