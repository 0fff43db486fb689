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


def write(document: Path, part: str, tables: Iterable[Figured]) -> None:
    """Put tables between a document's markers for *part*, in place of what stood there.

    Raises:
        MissingMarkerError: The document has no such markers.
    """
    begin, end = f"<!-- bench:{part} -->", "<!-- /bench -->"
    text = document.read_text("utf-8")
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not between.search(text):
        raise MissingMarkerError(f"{document} lacks {begin} … {end}; put them where they belong")
    written = "\n\n".join(map(_as_markdown, tables))
    text = between.sub(lambda _: f"{begin}\n\n{written}\n\n{end}", text)
    document.write_text(text, "utf-8")


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
