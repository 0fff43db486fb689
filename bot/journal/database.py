"""The database below the journal: opened, set up for many readers, and brought up to date."""

from __future__ import annotations

import asyncio
import logging
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.journal import JournalError

_LOGGER = logging.getLogger(__name__)

BUSY_SECONDS = 10
"""How long a writer waits for another one before it gives up."""


async def open_database(url: str) -> AsyncEngine:
    """Open a database and migrate it to the schema of this version.

    Args:
        url: A SQLAlchemy address; a file's folder is made where it is missing.

    Raises:
        JournalError: The database cannot be opened or brought up to date.
    """
    # What people ask stands in no error, and so in no log.
    engine = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up)
    try:
        await asyncio.to_thread(_make_folder, url)
        async with engine.begin() as connection:
            await connection.run_sync(_migrate)
    except (OSError, SQLAlchemyError, CommandError) as error:
        await engine.dispose()
        raise JournalError(make_url(url).database, error) from error
    return engine


async def empty_log(engine: AsyncEngine) -> None:
    """Let go of the write-ahead log, where what was deleted still stands."""
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        done = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = done.one()
    if is_busy:
        _LOGGER.warning("the journal is being read: what was deleted stands in its log for now")


def _make_folder(url: str) -> None:
    name = make_url(url).database
    if name and name != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)


def _set_up(connection: Any, _: Any) -> None:
    """Let readers go on while one writes, hold foreign keys to their word, erase what goes."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _migrate(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("bot").joinpath("journal/migrations")))
    command.upgrade(config, "head")
