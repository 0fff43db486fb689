"""The record of what is followed: when each address was fetched, and the articles seen there.

It is a SQLite database. Each write is a transaction of its own, so that processes, such as the bot
and a command, only wait for one another's writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.fetched import NO_VALIDATORS, Validators
from corpus.message import Message, ReportedError, system_error

MAX_SEEN = 50_000
"""Number of addresses that are remembered, those seen last."""

_FILE = "feeds.sqlite3"
_BUSY_SECONDS = 30

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
    url TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    checked REAL NOT NULL,
    due REAL NOT NULL,
    failures INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    is_begun INTEGER NOT NULL,
    problem TEXT
);
CREATE TABLE IF NOT EXISTS seen (
    url TEXT PRIMARY KEY,
    file TEXT,
    tries INTEGER NOT NULL,
    at REAL NOT NULL
);
"""


class FeedStoreError(ReportedError):
    """The record cannot be read or written; the message says why."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """The state of a feed or page: the times in seconds since 1970 of the last and next fetch.

    `failures` counts those in a row, `articles` what it has given; `is_begun` is True once it has
    been read. `problem` is what was wrong with it the last time.
    """

    url: str
    validators: Validators = NO_VALIDATORS
    checked: float = 0.0
    due: float = 0.0
    failures: int = 0
    articles: int = 0
    is_begun: bool = False
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class SeenArticle:
    """The address of an article, and its file if it was added.

    `tries` counts failures to read it; 0 if it need not be tried again.
    """

    url: str
    file: str | None = None
    tries: int = 0


class FeedStore:
    """The record of one collection.

    Args:
        folder: The folder for the database, which must not be in the collection.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def states(self) -> dict[str, SourceState]:
        """Return the states of all addresses that have been fetched, by address.

        Raises:
            FeedStoreError: The database cannot be read.
        """
        if not (self._folder / _FILE).exists():
            return {}
        with self._opened() as database:
            rows = database.execute(
                "SELECT url, etag, modified, checked, due, failures, articles, is_begun, problem"
                " FROM sources"
            ).fetchall()
        return {row[0]: _state(row) for row in rows}

    def seen(self, urls: Iterable[str]) -> dict[str, SeenArticle]:
        """Return what is known of addresses of articles, for those that have been seen.

        Raises:
            FeedStoreError: The database cannot be read.
        """
        query = "SELECT url, file, tries FROM seen WHERE url = ?"
        with self._opened() as database:
            rows = [database.execute(query, [url]).fetchone() for url in urls]
        return {row[0]: SeenArticle(*row) for row in rows if row}

    def save(self, state: SourceState, seen: Iterable[SeenArticle], now: float) -> None:
        """Record the state of an address, and the articles that were seen there.

        Raises:
            FeedStoreError: The database cannot be written.
        """
        problem = None if state.problem is None else json.dumps(_as_json(state.problem))
        row = [state.url, state.validators.etag, state.validators.modified, state.checked]
        row += [state.due, state.failures, state.articles, state.is_begun, problem]
        with self._opened() as database, database:
            database.execute("REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            database.executemany(
                "REPLACE INTO seen VALUES (?, ?, ?, ?)",
                [(one.url, one.file, one.tries, now) for one in seen],
            )
            database.execute(
                "DELETE FROM seen WHERE url IN"
                " (SELECT url FROM seen ORDER BY at DESC, rowid DESC LIMIT -1 OFFSET ?)",
                [MAX_SEEN],
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._folder / _FILE, _BUSY_SECONDS)) as database:
                database.executescript(_SCHEMA)
                yield database
        except OSError as error:
            raise FeedStoreError(
                "{folder} cannot be written: {reason}",
                folder=str(self._folder),
                reason=system_error(error),
            ) from error
        except sqlite3.Error as error:
            raise FeedStoreError(
                "the record of feeds in {folder} cannot be used: {reason}; if it is damaged,"
                " move it away",
                folder=str(self._folder),
                reason=str(error),
            ) from error


def _state(row: tuple[Any, ...]) -> SourceState:
    url, etag, modified, checked, due, failures, articles, is_begun, problem = row
    return SourceState(
        url=url,
        validators=Validators(etag, modified),
        checked=checked,
        due=due,
        failures=failures,
        articles=articles,
        is_begun=bool(is_begun),
        problem=None if problem is None else _from_json(json.loads(problem)),
    )


def _as_json(value: Message | str | int) -> Any:
    """Return a message as JSON has it: its templates, and its values by name."""
    if not isinstance(value, Message):
        return value
    values = {name: _as_json(one) for name, one in value.values}
    return {"template": value.template, "plural": value.plural, "values": values}


def _from_json(stored: Any) -> Message:
    values = {
        name: _from_json(one) if isinstance(one, dict) else one
        for name, one in stored["values"].items()
    }
    template, plural = stored["template"], stored["plural"]
    return Message(template, plural, **values)
