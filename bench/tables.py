"""Figures as tables: on a terminal, and between the markers of docs/retrieval.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Figured:
    """A table of figures with its heading, and a line beneath it."""

    heading: str
    columns: Row
    rows: Sequence[Row]
    note: str = ""


class MissingMarkerError(Exception):
    """The document has no place for these figures; the message names it."""


def show(console: Console, figured: Figured) -> None:
    """Print a table."""
    table = Table(title=figured.heading, title_justify="left", box=None, header_style="dim")
    for place, column in enumerate(figured.columns):
        table.add_column(column, justify="left" if place == 0 else "right")
    for row in figured.rows:
        table.add_row(*row)
    table.caption = figured.note or None
    console.print(table, "")


def write(document: Path, part: str, table: Figured) -> None:
    """Put a table between a document's markers for *part*, in place of the one of its heading.

    Raises:
        MissingMarkerError: The document has no such markers.
    """
    begin, end = f"<!-- bench:{part} -->", "<!-- /bench -->"
    text = document.read_text("utf-8")
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    found = between.search(text)
    if not found:
        raise MissingMarkerError(f"{document} lacks {begin} … {end}; put them where they belong")
    stood = found[0].removeprefix(begin).removesuffix(end).strip()
    tables = {_heading(one): one for one in re.split(r"\n\n(?=\*\*)", stood) if one}
    written = _as_markdown(table)
    tables[_heading(written)] = written
    whole = "\n\n".join((begin, *tables.values(), end))
    document.write_text(f"{text[: found.start()]}{whole}{text[found.end() :]}", "utf-8")


def _heading(table: str) -> str:
    return table.split("\n", 1)[0]


def _as_markdown(figured: Figured) -> str:
    lines = [
        f"**{figured.heading}**\n",
        _line(figured.columns),
        _line(["---", *["---:"] * (len(figured.columns) - 1)]),
        *map(_line, figured.rows),
    ]
    return "\n".join([*lines, f"\n{figured.note}" if figured.note else ""]).rstrip()


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
