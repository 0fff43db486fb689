"""Figures as tables: on a terminal, and between the markers of docs/retrieval.md."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
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


_END = "<!-- /bench -->"


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
    tables = _standing(document, part)
    tables[table.heading] = _as_markdown(table)
    _put(document, part, tables)


def keep_only(document: Path, part: str, headings: Container[str]) -> None:
    """Remove the tables of other headings, which nothing writes any more.

    Raises:
        MissingMarkerError: The document has no such markers.
    """
    tables = _standing(document, part)
    _put(document, part, {one: text for one, text in tables.items() if one in headings})


def _standing(document: Path, part: str) -> dict[str, str]:
    """The tables between a document's markers for *part*, by their headings."""
    found = _between(document, part)
    stood = found[0].removeprefix(_begin(part)).removesuffix(_END).strip()
    tables = (one for one in re.split(r"\n\n(?=\*\*)", stood) if one)
    return {one.split("\n", 1)[0].strip("*"): one for one in tables}


def _put(document: Path, part: str, tables: Mapping[str, str]) -> None:
    found = _between(document, part)
    whole = "\n\n".join((_begin(part), *tables.values(), _END))
    text = found.string
    document.write_text(f"{text[: found.start()]}{whole}{text[found.end() :]}", "utf-8")


def _between(document: Path, part: str) -> re.Match[str]:
    pattern = f"{re.escape(_begin(part))}.*?{re.escape(_END)}"
    if found := re.search(pattern, document.read_text("utf-8"), re.DOTALL):
        return found
    raise MissingMarkerError(f"{document} lacks {_begin(part)} … {_END}; put them in their place")


def _begin(part: str) -> str:
    return f"<!-- bench:{part} -->"


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
