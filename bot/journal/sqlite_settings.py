"""The settings of SQLite for each connection, and those that it has not taken."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

_SETTINGS: dict[str, object] = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""The settings of SQLite on which the promises of the inbox and of deletion rest."""


def configure(connection: Any, _: Any) -> None:
    """Let readers go on during a write, enforce foreign keys and overwrite deleted rows.

    With FULL, what is committed to the write-ahead log is on the disk. Where there can be none,
    only EXTRA also syncs the folder when a transaction ends.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    (mode,) = cursor.fetchone()
    cursor.execute(f"PRAGMA synchronous={'FULL' if mode == 'wal' else 'EXTRA'}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def refused_settings(connection: Connection) -> list[str]:
    """Return the settings that SQLite has not taken, such as `journal_mode=delete`."""
    found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _SETTINGS}
    return [f"{name}={found[name]}" for name in _SETTINGS if found[name] != _SETTINGS[name]]
