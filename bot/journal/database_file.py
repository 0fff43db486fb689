"""The file of the journal's database: where it is, who may read it, and if it can be written."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import URL
from sqlalchemy.engine import make_url

_IN_MEMORY = (None, "", ":memory:")

_BUSY_SECONDS = 1
"""Seconds that the probe waits for a writer, so that a locked database is noticed."""

FileId = tuple[int, int]
"""The device and the number of a file, which stay when it is renamed."""


def shared_url(url: URL, name: str) -> URL:
    """Return the URL of a database for all connections of a program.

    Those to a database in memory share it, and none makes a file, which would be for everybody to
    read.

    Args:
        url: The URL as it was set.
        name: The name for a database in memory.
    """
    if url.database in _IN_MEMORY:
        query = {"mode": "memory", "cache": "shared", "uri": "true"}
        return url.set(database=f"file:{name}", query=query)
    database = str(url.database)
    if not database.startswith("file:"):
        database = f"file:{quote(os.path.abspath(database))}"  # noqa: PTH100 - keeps links
    return url.set(database=database, query={"mode": "rw", **url.query, "uri": "true"})


def file_of_url(url: str | URL) -> Path | None:
    """Return the file of a database, or None if it is in memory or on a server."""
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return None
    name = url.database or ":memory:"
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    is_in_memory = ":memory:" in name or url.query.get("mode") == "memory"
    return None if is_in_memory else Path(name)


def file_id(file: Path | None) -> FileId | None:
    """Return what tells a file from others of its name, None if there is none."""
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def make_private(file: Path | None) -> None:
    """Create a file and its folder where they are missing, and let only the owner read the file.

    An existing file is never opened: closing it would end the locks that SQLite holds on it. The
    files beside it get its mode from SQLite.

    Raises:
        OSError: The file or its folder cannot be made.
    """
    if not file:
        return
    file = file.resolve()  # Else a link that leads to no file yet would stay one.
    for folder in reversed(file.parents):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):  # It may be somebody else's.
            file.with_name(file.name + suffix).chmod(0o600)


def size_of(file: Path | None) -> int | None:
    """Return the size of a database with its write-ahead log; None if it has no file."""
    if file is None:
        return None
    total = None
    for suffix in ("", "-wal"):
        with suppress(OSError):
            total = (total or 0) + file.with_name(file.name + suffix).stat().st_size
    return total


def is_writable(file: Path | None) -> bool:
    """Write to a database without changing it, and return True if the disk has it.

    This blocks for a second or more where another program holds the database's lock. It opens the
    file anew, so that one that vanished is noticed. A database in memory can always be written.
    """
    if file is None:
        return True
    address = f"{file.absolute().as_uri()}?mode=rw"
    try:
        with closing(
            sqlite3.connect(address, _BUSY_SECONDS, isolation_level=None, uri=True)
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {int(version)}")
            connection.execute("COMMIT")
    except sqlite3.Error:
        return False
    return True
