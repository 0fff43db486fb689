"""Questions as CSV for spreadsheets, or as JSON Lines, without anybody's number.

`python -P export.py` reads the arguments of `Export` as JSON from its standard input, writes files
in a process of its own, and prints the name and the number of questions of each: a million rows
would take the time of those who wait for answers. So this module imports nothing of the program.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FORMATS = ("csv", "jsonl")

PART_BYTES = 45 << 20
"""Size of a file after which another one is begun; Telegram takes 50 MB."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Beginnings of cells that a spreadsheet may take for a formula."""

_NICE = 10
"""How far the process steps back behind those that answer readers."""

_QUERY = """
    SELECT id, asked_at,
           chat_type AS kind_of_chat, CASE WHEN chat_id < 0 THEN chat_id END AS "group",
           collection, language, text AS question, outcome, reason,
           coalesce(reason NOT IN (SELECT value FROM json_each(?)), 1) AS is_question,
           round(took_ms, 1) AS milliseconds,
           (SELECT group_concat(article_id, char(10)) FROM
               (SELECT DISTINCT article_id FROM citations WHERE question_id = questions.id)
           ) AS articles,
           (SELECT count(*) FROM feedback
            WHERE question_id = questions.id AND verdict = 'good') AS helpful,
           (SELECT count(*) FROM feedback
            WHERE question_id = questions.id AND verdict = 'bad') AS not_helpful
    FROM questions WHERE asked_at >= ? ORDER BY asked_at, id
"""

_SERVER_QUERY = """
    SELECT id, to_char(asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS asked_at,
           chat_type AS kind_of_chat, CASE WHEN chat_id < 0 THEN chat_id END AS "group",
           collection, language, text AS question, outcome, reason,
           coalesce(reason <> ALL ($1::text[]), true)::int AS is_question,
           round(took_ms::numeric, 1)::float8 AS milliseconds,
           (SELECT string_agg(article_id, chr(10) ORDER BY first) FROM
               (SELECT article_id, min(place) AS first FROM citations
                WHERE question_id = questions.id GROUP BY article_id) AS quoted
           ) AS articles,
           (SELECT count(*) FROM feedback
            WHERE question_id = questions.id AND verdict = 'good') AS helpful,
           (SELECT count(*) FROM feedback
            WHERE question_id = questions.id AND verdict = 'bad') AS not_helpful
    FROM questions WHERE asked_at >= ($2::text)::timestamp AT TIME ZONE 'UTC'
    ORDER BY questions.asked_at, id
"""

_TOGETHER = 100
"""Number of rows after which the size of a file is looked at."""

Row = dict[str, Any]


class UnreadableError(Exception):
    """The journal cannot be read from its server."""


@dataclass(frozen=True, slots=True)
class Export:
    """A request for an export.

    Attributes:
        journal: The file of the journal's database, or what connects to its server.
        file: The file to write, without its ending; parts are numbered if there are several.
        format: One of `FORMATS`.
        since: The time of the first question, in UTC, such as `2026-11-28 00:00:00`.
        small_talk: Reasons for declining what counts as no question.
        zone: The name of the time zone of the times that are written.
        part_bytes: Size of a file after which another one is begun; None for a single file.
    """

    journal: str | dict[str, Any]
    file: str
    format: str
    since: str
    small_talk: Sequence[str]
    zone: str
    part_bytes: int | None = PART_BYTES

    def as_json(self) -> str:
        """Return the export as JSON."""
        return json.dumps(asdict(self))

    def write(self) -> Iterator[tuple[Path, int]]:
        """Write the files, for their owner alone, and yield each with its number of questions.

        Without questions there is one, which is empty but for the heading.

        Raises:
            OSError: A file cannot be written, or exists already.
            sqlite3.Error: The journal cannot be read.
            UnreadableError: It cannot be read from its server.
        """
        with self._rows() as (names, rows):
            following = map(self._row, rows)
            number, first = 1, list(islice(following, _TOGETHER))
            while first or number == 1:
                path = Path(
                    f"{self.file}-{number}.{self.format}" if self.part_bytes else self.file
                )
                count, first = self._write_part(path, names, first, following)
                yield path, count
                number += 1

    @contextmanager
    def _rows(self) -> Iterator[tuple[list[str], Iterator[Mapping[str, Any]]]]:
        """Yield the names of the columns, and the rows."""
        if isinstance(self.journal, dict):
            with _server_rows(self.journal, self.small_talk, self.since) as found:
                yield found
            return
        address = f"{Path(self.journal).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(_QUERY, (json.dumps(self.small_talk), self.since))
            yield [column[0] for column in rows.description], map(dict, rows)

    def _row(self, row: Mapping[str, Any]) -> Row:
        """Return a row with its time by the clock of the zone, to the second."""
        asked_at = datetime.fromisoformat(row["asked_at"]).replace(microsecond=0, tzinfo=UTC)
        return {**row, "asked_at": asked_at.astimezone(ZoneInfo(self.zone)).isoformat()}

    def _write_part(
        self, path: Path, names: list[str], first: list[Row], following: Iterator[Row]
    ) -> tuple[int, list[Row]]:
        """Write rows until the file is full; return their number, and those that come next."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as binary:
            # Without the mark, Excel takes UTF-8 for the encoding of the system.
            encoding = "utf-8-sig" if self.format == "csv" else "utf-8"
            with TextIOWrapper(binary, encoding, errors="replace", newline="") as text:
                write, count = _writer(self.format, text, names), 0
                while first:
                    write(first)
                    count += len(first)
                    first = list(islice(following, _TOGETHER))
                    text.flush()
                    if self.part_bytes and binary.tell() > self.part_bytes:
                        break
        return count, first


@contextmanager
def _server_rows(
    server: dict[str, Any], small_talk: Sequence[str], since: str
) -> Iterator[tuple[list[str], Iterator[Mapping[str, Any]]]]:
    """Yield the names of the columns and the rows of a journal on a server, of one moment."""
    import asyncio

    import asyncpg

    with asyncio.Runner() as runner:

        def wait(work: Awaitable[Any]) -> Any:
            async def run() -> Any:
                try:
                    return await work
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    raise UnreadableError(str(error)) from error

            return runner.run(run())

        def rows(cursor: Any) -> Iterator[Mapping[str, Any]]:
            while some := wait(cursor.fetch(_TOGETHER)):
                yield from some

        connection = wait(asyncpg.connect(**server))
        try:
            wait(connection.transaction(isolation="repeatable_read", readonly=True).start())
            statement = wait(connection.prepare(_SERVER_QUERY))
            names = [column.name for column in statement.get_attributes()]
            yield names, rows(wait(statement.cursor(list(small_talk), since)))
        finally:
            connection.terminate()


def harmless_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers are left as they are."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def _writer(kind: str, text: TextIOWrapper, names: list[str]) -> Callable[[list[Row]], None]:
    """Return a function that writes rows to a file, which may begin with their names."""
    if kind == "jsonl":

        def write_lines(rows: list[Row]) -> None:
            for row in rows:
                articles = row["articles"].split("\n") if row["articles"] else []
                listed = row | {"articles": articles, "is_question": bool(row["is_question"])}
                line = json.dumps(listed, ensure_ascii=False)
                text.write(f"{line}\n")

        return write_lines
    table = csv.DictWriter(text, names)
    table.writeheader()

    def write_rows(rows: list[Row]) -> None:
        table.writerows({key: harmless_cell(row[key]) for key in row} for row in rows)

    return write_rows


def main() -> None:
    """Write what is asked for, and print a line of JSON for each file."""
    os.nice(_NICE)
    for path, count in Export(**json.load(sys.stdin)).write():
        print(json.dumps([str(path), count]))  # noqa: T201 - for the program that started it


if __name__ == "__main__":
    main()
