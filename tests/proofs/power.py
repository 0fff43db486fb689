"""A disk that loses its power: SQL is replayed on it, and cut at any write or sync.

The standard library's driver cannot be given a file system of ours. So the program's own SQL is
recorded from its own driver, and run again by another one that can (apsw), which records each
write and sync. What a disk may hold after a cut is made of that record.
"""

from __future__ import annotations

import random
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import event
from sqlalchemy.engine import Engine

SECTOR = 512
"""Number of bytes that a disk writes at once."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the program, with its values, and the connection that ran it."""

    connection: int
    sql: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the run, such as `confirmed` of an update."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Operation:
    """What SQLite has its file system do: write, sync, truncate, delete, or `sync-folder`."""

    kind: str
    file: str
    offset: int = 0
    data: bytes = b""


Record = list[Statement | Mark]


def record_statements(engines: Iterable[Engine], record: Record) -> None:
    """Add each statement that SQLite runs for some engines, implied ones included, to a record."""
    numbers = count()

    def trace(connection: Any, _: Any) -> None:
        number = next(numbers)

        def note(sql: str) -> None:
            if not sql.startswith("--"):
                record.append(Statement(number, sql))

        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(note)
        else:
            connection.run_async(lambda driver: driver.set_trace_callback(note))

    for engine in engines:
        event.listen(engine, "connect", trace, insert=True)


class _File(apsw.VFSFile):
    """A file that notes what is done to it.

    SQLite syncs the folder with the first sync of a new journal or write-ahead log.
    """

    def __init__(self, done: list[Operation | Mark], name: Any, flags: list[int]) -> None:
        path = Path(name if isinstance(name, str) else name.filename())
        self._done = done
        self._name = path.name
        self._syncs_folder = path.name.endswith(("-journal", "-wal")) and not path.exists()
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's names
        super().xWrite(data, offset)
        self._done.append(Operation("write", self._name, offset, bytes(data)))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._done.append(Operation("sync", self._name))
        if self._syncs_folder:
            self._done.append(Operation("sync-folder", self._name))
            self._syncs_folder = False

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._done.append(Operation("truncate", self._name, size))


class _FileSystem(apsw.VFS):
    """The system's own, with a note of each write, sync, truncation and deletion."""

    def __init__(self, done: list[Operation | Mark]) -> None:
        self._done = done
        super().__init__("power", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        if name is None:  # A temporary file, such as SQLite sorts an index in: none outlives it.
            return apsw.VFSFile("", None, flags)
        return _File(self._done, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: FBT001, N802
        super().xDelete(name, sync)
        self._done.append(Operation("delete", Path(name).name))
        if sync:
            self._done.append(Operation("sync-folder", Path(name).name))


def replay(record: Iterable[Statement | Mark], file: Path) -> list[Operation | Mark]:
    """Run statements on a new database, and return what was done to its files, with the marks.

    A statement that had to wait for another connection stands in the record where it began to;
    here it is run once the other one has committed.
    """
    done: list[Operation | Mark] = []
    system = _FileSystem(done)
    connections: dict[int, apsw.Connection] = {}
    waiting: dict[int, deque[str]] = {}
    for step in record:
        if isinstance(step, Mark):
            done.append(step)
            continue
        if step.connection not in connections:
            connections[step.connection] = apsw.Connection(str(file), vfs="power")
            waiting[step.connection] = deque()
        waiting[step.connection].append(step.sql)
        while any(_run(connections[number], queue) for number, queue in waiting.items()):
            pass
    assert not any(waiting.values())
    for connection in connections.values():
        connection.close()
    system.unregister()
    return done


def _run(connection: apsw.Connection, statements: deque[str]) -> bool:
    """Run the statements that can be run now, and return True if there were any."""
    before = len(statements)
    while statements:
        try:
            connection.execute(statements[0]).fetchall()
        except apsw.BusyError:
            break
        statements.popleft()
    return len(statements) < before


@dataclass
class Disk:
    """The files of a disk: what it holds for certain, and what it may have written.

    What was synced is there after a cut. Of what was not, each part may be there or not, in any
    order: writes by sectors, any of them torn. A file is there, or gone, for certain once its
    folder was synced.
    """

    synced: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[Operation]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    certain_names: set[str] = field(default_factory=set)

    def do(self, operation: Operation) -> None:
        """Take an operation."""
        name = operation.file
        if operation.kind == "sync-folder":
            self.certain_names = set(self.names)
        elif operation.kind == "delete":
            self.names.discard(name)
        elif operation.kind == "sync":
            self.synced[name] = _after(self._synced(name), self.pending.pop(name, []))
        else:
            if name not in self.names and name not in self.certain_names:
                self.synced.pop(name, None)  # A new file of an old name.
                self.pending.pop(name, None)
            self.names.add(name)
            self.pending.setdefault(name, []).append(operation)

    def cut(self, way: str, chance: random.Random) -> Iterator[tuple[str, bytearray]]:
        """Yield the files after a cut, by name.

        Args:
            way: `lost` if nothing is there that was not synced, `kept` if all is, else `torn`.
            chance: Decides what is there of a torn disk.
        """
        names = {"lost": self.certain_names, "kept": self.names}.get(way)
        if names is None:
            unsure = sorted(self.names ^ self.certain_names)
            names = self.names & self.certain_names
            names |= {name for name in unsure if chance.random() < 0.5}
        for name in sorted(names):
            waiting = self.pending.get(name, []) if way != "lost" else []
            if way == "torn":
                waiting = [part for one in waiting for part in _torn(one, chance)]
            yield name, _after(self._synced(name), waiting)

    def _synced(self, name: str) -> bytearray:
        return self.synced.get(name, bytearray())


def _after(before: bytearray, operations: Iterable[Operation]) -> bytearray:
    """Return the content of a file after some operations."""
    content = bytearray(before)
    for one in operations:
        if one.kind == "truncate":
            del content[one.offset :]
        else:
            content.extend(bytes(max(0, one.offset - len(content))))
            content[one.offset : one.offset + len(one.data)] = one.data
    return content


def _torn(operation: Operation, chance: random.Random) -> Iterator[Operation]:
    """Yield the parts of an operation that reached the disk."""
    if operation.kind != "write":
        if chance.random() < 0.5:
            yield operation
        return
    for start in range(0, len(operation.data), SECTOR):
        part = operation.data[start : start + SECTOR]
        if chance.random() < 0.2:
            part = part[: chance.randrange(len(part))]
        elif chance.random() < 0.4:
            continue
        yield Operation("write", operation.file, operation.offset + start, part)
