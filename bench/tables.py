"""Tables of figures, on a terminal and between the markers of a document."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of figures with its heading, and a note below it."""

    heading: str
    columns: Row
    rows: Sequence[Row]
    note: str = ""


_END = "<!-- /bench -->"


class MissingMarkerError(Exception):
    """The document lacks the markers of a part; the message names them."""


def show(console: Console, table: FigureTable) -> None:
    """Print a table."""
    printed = Table(title=table.heading, title_justify="left", box=None, header_style="dim")
    for index, column in enumerate(table.columns):
        printed.add_column(column, justify="left" if index == 0 else "right")
    for row in table.rows:
        printed.add_row(*row)
    printed.caption = table.note or None
    console.print(printed, "")


def write(document: Path, part: str, table: FigureTable) -> None:
    """Write a table between a document's markers for *part*, replacing the one of its heading.

    Raises:
        MissingMarkerError: The document has no such markers.
    """
    tables = _tables(document, part)
    tables[table.heading] = _as_markdown(table)
    _put(document, part, tables)


def keep_only(document: Path, part: str, headings: Container[str]) -> None:
    """Remove the tables of *part* with other headings, which are out of date.

    Raises:
        MissingMarkerError: The document has no such markers.
    """
    tables = _tables(document, part)
    _put(document, part, {one: text for one, text in tables.items() if one in headings})


def _tables(document: Path, part: str) -> dict[str, str]:
    """Return the tables between a document's markers for *part*, by their headings."""
    found = _between(document, part)
    text = found[0].removeprefix(_begin(part)).removesuffix(_END).strip()
    tables = (one for one in re.split(r"\n\n(?=\*\*)", text) if one)
    return {one.split("\n", 1)[0].strip("*"): one for one in tables}


def _put(document: Path, part: str, tables: Mapping[str, str]) -> None:
    found = _between(document, part)
    part_text = "\n\n".join((_begin(part), *tables.values(), _END))
    text = found.string
    document.write_text(f"{text[: found.start()]}{part_text}{text[found.end() :]}", "utf-8")


def _between(document: Path, part: str) -> re.Match[str]:
    pattern = f"{re.escape(_begin(part))}.*?{re.escape(_END)}"
    if found := re.search(pattern, document.read_text("utf-8"), re.DOTALL):
        return found
    raise MissingMarkerError(f"{document} lacks {_begin(part)} … {_END}; add these two lines")


def _begin(part: str) -> str:
    return f"<!-- bench:{part} -->"


def _as_markdown(table: FigureTable) -> str:
    lines = [
        f"**{table.heading}**\n",
        _line(table.columns),
        _line(["---", *["---:"] * (len(table.columns) - 1)]),
        *map(_line, table.rows),
    ]
    return "\n".join([*lines, f"\n{table.note}" if table.note else ""]).rstrip()


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
