"""sources.toml: the operator's metadata for articles whose files lack it or have it wrong."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from corpus.model import Problem

FILE = "sources.toml"

_KNOWN = frozenset({"author", "date", "id", "site", "title", "url"})
_OWN = frozenset({"match", "fill"})
_PLACES = frozenset({"post_id", "stem"})
_LARGEST = 1 << 20
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry: the pattern of the files it applies to, and their metadata.

    With `only_fills`, it adds what a file lacks; otherwise it overrides the file.
    """

    pattern: str
    metadata: Mapping[str, Any]
    only_fills: bool = False

    def matches(self, name: str) -> bool:
        """Return True if the entry applies to a file; *name* is relative to the collection."""
        return fnmatchcase(name, self.pattern) or fnmatchcase(
            PurePosixPath(name).name, self.pattern
        )


@dataclass(frozen=True, slots=True)
class Sources:
    """All entries in order; a later entry overrides an earlier one."""

    entries: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()

    def apply(self, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return a file's metadata, completed and overridden by the matching entries."""
        known = dict(said)
        for entry in self.matching(name):
            values = {key: _filled_in(value, name, said) for key, value in entry.metadata.items()}
            known.update(
                (key, value)
                for key, value in values.items()
                if value is not None and not (entry.only_fills and known.get(key))
            )
        return known

    def matching(self, name: str) -> tuple[Source, ...]:
        """Return the entries that apply to one file."""
        return tuple(entry for entry in self.entries if entry.matches(name))

    def unused(self, names: Iterable[str]) -> tuple[Problem, ...]:
        """Return a warning for each entry that applies to none of these files."""
        listed = list(names)
        return tuple(
            _warning(f'"{entry.pattern}" matches no file; mend it or remove the entry')
            for entry in self.entries
            if not any(entry.matches(name) for name in listed)
        )


def read_sources(folder: Path) -> Sources:
    """Read a collection's sources.toml; faults in it become problems, never an error."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            table = tomllib.loads(file.read(_LARGEST).decode("utf-8-sig"))
    except FileNotFoundError:
        return Sources()
    except OSError as error:
        return Sources(problems=(_warning(f"cannot be read: {error.strerror}"),))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))
        text = f"is left out, for it is no TOML: {error}"
        return Sources(problems=(_warning(text, int(line[1]) if line else None),))
    rows = table.get("source", [])
    if not isinstance(rows, list):
        return Sources(problems=(_warning("is left out; its entries begin with [[source]]"),))
    entries, problems = [], [_warning(f"knows no {key}") for key in table if key != "source"]
    for number, row in enumerate(rows, start=1):
        wrong = _fault(row)
        if wrong:
            problems.append(_warning(f"entry {number} is left out: {wrong}"))
        else:
            metadata = {key: value for key, value in row.items() if key in _KNOWN}
            entries.append(Source(row["match"], metadata, bool(row.get("fill"))))
    return Sources(tuple(entries), tuple(problems))


def _fault(row: Any) -> str | None:
    """Return the fault of an entry, None if it is valid."""
    if not isinstance(row, dict) or not isinstance(row.get("match"), str):
        return "match must name a file, or files by a pattern such as 2021-*.html"
    if unknown := row.keys() - _KNOWN - _OWN:
        return f"it knows no {', '.join(sorted(unknown))}; there are {', '.join(sorted(_KNOWN))}"
    url = row.get("url", "https://")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return "url must begin with https:// or http://"
    try:
        places = {place for _, place, _, _ in string.Formatter().parse(url) if place is not None}
    except ValueError as error:
        return f"url: {error}"
    if wrong := places - _PLACES:
        return f"url may hold {{post_id}} and {{stem}}, not {{{min(wrong)}}}"
    return None


def _filled_in(value: Any, name: str, said: Mapping[str, Any]) -> Any:
    """Fill the placeholders of an address; None if the file lacks a value."""
    if not isinstance(value, str) or "{" not in value:
        return value
    places = {"stem": PurePosixPath(name).stem, "post_id": said.get("post_id")}
    filled = value
    for place, known in places.items():
        if f"{{{place}}}" in value:
            if not known:
                return None
            filled = filled.replace(f"{{{place}}}", quote(str(known), safe=""))
    return filled


def _warning(message: str, line: int | None = None) -> Problem:
    return Problem("warning", FILE, line, message)
