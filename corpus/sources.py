"""sources.toml: the operator's metadata for articles whose files lack it or have it wrong."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from corpus.followed import KEYS, Followed, read_followed
from corpus.message import Message, system_error
from corpus.model import Problem

FILE = "sources.toml"

_FIELDS = frozenset({"author", "date", "id", "site", "title", "url"})
"""Keys of an entry that give metadata."""

_OPTIONS = frozenset({"match", "fill"})
"""Keys of an entry that say which files it applies to, and how."""

_PLACEHOLDERS = frozenset({"post_id", "stem"})
"""Fields of a file that an address may contain in braces."""

_BEGIN = "[[source]]"
_MAX_BYTES = 1 << 20
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
        """Return True if the entry applies to a file; *name* is relative to the collection.

        A pattern matches the whole name or its last part; after a slash, only the whole name.
        """
        if self.pattern.startswith("/"):
            return fnmatchcase(f"/{name}", self.pattern)
        return fnmatchcase(name, self.pattern) or fnmatchcase(
            PurePosixPath(name).name, self.pattern
        )


@dataclass(frozen=True, slots=True)
class Sources:
    """All entries in order; a later entry overrides an earlier one.

    `followed` are the feeds and pages that are read for new articles.
    """

    entries: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    followed: tuple[Followed, ...] = ()

    def apply(self, name: str, stated: Mapping[str, Any]) -> dict[str, Any]:
        """Return a file's metadata, completed and overridden by the matching entries.

        Args:
            name: The file, relative to the collection.
            stated: The metadata that the file itself states.
        """
        known = dict(stated)
        for entry in self.matching(name):
            for key, template in entry.metadata.items():
                value = _filled_in(template, name, stated)
                is_stated = entry.only_fills and known.get(key)
                if value is not None and not is_stated:
                    known[key] = value
        return known

    def matching(self, name: str) -> tuple[Source, ...]:
        """Return the entries that apply to one file."""
        return tuple(entry for entry in self.entries if entry.matches(name))

    def unused(self, names: Iterable[str]) -> tuple[Problem, ...]:
        """Return a warning for each entry that applies to none of these files."""
        listed = list(names)
        return tuple(
            _warning(
                Message(
                    "“{pattern}” matches no file; correct it or remove the entry",
                    pattern=entry.pattern,
                )
            )
            for entry in self.entries
            if not any(entry.matches(name) for name in listed)
        )


def read_sources(folder: Path) -> Sources:
    """Read a collection's sources.toml; faults in it become problems, never an error."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except FileNotFoundError:
        return Sources()
    except OSError as error:
        message = Message(
            "cannot be read: {reason}; grant permission to read it, or remove it",
            reason=system_error(error),
        )
        return Sources(problems=(_warning(message),))
    return parse_sources(data)


def parse_sources(data: bytes) -> Sources:
    """Parse the content of a sources.toml; faults in it become problems."""
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))
        message = Message(
            "is ignored, as it is not TOML in UTF-8; correct the line, or the one before"
        )
        return Sources(problems=(_warning(message, int(line[1]) if line else None),))
    sources = _entries(table)
    followed, faults = read_followed(table, text)
    problems = (*sources.problems, *(_warning(message, line) for message, line in faults))
    return replace(sources, problems=problems, followed=followed)


def _entries(table: Mapping[str, Any]) -> Sources:
    """Return the entries of a sources.toml, and the problems of those that are faulty."""
    rows = table.get("source", [])
    if not isinstance(rows, list):
        message = Message("is ignored; its entries begin with {begin}", begin=_BEGIN)
        return Sources(problems=(_warning(message),))
    problems = [
        _warning(
            Message("has an unknown key {key}; entries begin with {begin}", key=key, begin=_BEGIN)
        )
        for key in table
        if key != "source" and key not in KEYS
    ]
    entries: list[Source] = []
    for number, row in enumerate(rows, start=1):
        if fault := _fault(row):
            message = Message("entry {number} is ignored: {fault}", number=number, fault=fault)
            problems.append(_warning(message))
        else:
            metadata = {key: value for key, value in row.items() if key in _FIELDS}
            entries.append(Source(row["match"], metadata, bool(row.get("fill"))))
    return Sources(tuple(entries), tuple(problems))


def _fault(row: Any) -> Message | None:
    """Return the fault of an entry, None if it is valid."""
    if not isinstance(row, dict) or not isinstance(row.get("match"), str):
        return Message(
            "match must name a file, or files by a pattern such as {pattern}",
            pattern="2021-*.html",
        )
    if unknown := row.keys() - _FIELDS - _OPTIONS:
        keys = ", ".join(sorted(_FIELDS))
        return Message(
            "unknown key {key}; metadata keys are {keys}",
            key=", ".join(sorted(unknown)),
            keys=keys,
        )
    url = row.get("url", "https://")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return Message("url must begin with https:// or http://")
    try:
        fields = {field for _, field, _, _ in string.Formatter().parse(url) if field is not None}
    except ValueError as error:
        return Message(
            "url has a brace too many or too few: {detail}; correct it", detail=str(error)
        )
    if unknown := fields - _PLACEHOLDERS:
        return Message(
            "url may contain {allowed}, not {found}",
            allowed=", ".join(f"{{{name}}}" for name in sorted(_PLACEHOLDERS)),
            found=f"{{{min(unknown)}}}",
        )
    return None


def _filled_in(template: Any, name: str, stated: Mapping[str, Any]) -> Any:
    """Return an address with its placeholders filled, None if the file lacks a value for one.

    Values without placeholders are returned as they are.
    """
    if not isinstance(template, str) or "{" not in template:
        return template
    values = {"stem": PurePosixPath(name).stem, "post_id": stated.get("post_id")}
    filled = template
    for placeholder, value in values.items():
        if f"{{{placeholder}}}" in template:
            if not value:
                return None
            filled = filled.replace(f"{{{placeholder}}}", quote(str(value), safe=""))
    return filled


def _warning(message: Message, line: int | None = None) -> Problem:
    return Problem("warning", FILE, line, message)
