"""[[feeds]] and [[pages]] of sources.toml: the addresses that are followed for new articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.message import Message

FEEDS, PAGES = "feeds", "pages"

KEYS = frozenset({FEEDS, PAGES})
"""The keys of sources.toml that hold what is followed."""

_FIELDS = {FEEDS: frozenset({"url", "author"}), PAGES: frozenset({"addresses", "author"})}

_ADDRESS = re.compile(r"https?://[^\s<>\"/?#@]+(?:[/?#][^\s<>\"]{0,2000})?")

Fault = tuple[Message, int | None]
"""What is wrong with an entry, and the line that it begins at."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An address that is followed: a feed, or a single page.

    `author` is the author of its articles where they name none.
    """

    url: str
    is_feed: bool
    author: str | None = None


def read_followed(
    table: Mapping[str, Any], text: str
) -> tuple[tuple[Followed, ...], tuple[Fault, ...]]:
    """Return the addresses that a sources.toml follows, and the faults of its entries.

    Args:
        table: The parsed file.
        text: The file, in which the lines of entries are looked up.
    """
    found: dict[str, Followed] = {}
    faults: list[Fault] = []
    for key, number, row in _rows(table):
        fault = _fault(key, row) or _repeated(key, row, found)
        if fault:
            message = Message(
                "entry {number} of {name} is ignored: {fault}",
                number=number,
                name=f"[[{key}]]",
                fault=fault,
            )
            faults.append((message, _line(text, key, number)))
            continue
        for url in _urls(key, row):
            found[url] = Followed(url, key == FEEDS, row.get("author"))
    return tuple(found.values()), tuple(faults)


def is_address(url: object) -> bool:
    """Return True if a value is an address that can be followed."""
    return isinstance(url, str) and bool(_ADDRESS.fullmatch(url))


def _rows(table: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """Yield the entries that follow something, each with its key and its number."""
    for key in (FEEDS, PAGES):
        rows = table.get(key, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
            yield key, number, row


def _urls(key: str, row: Mapping[str, Any]) -> list[Any]:
    return [row["url"]] if key == FEEDS else row["addresses"]


def _fault(key: str, row: Any) -> Message | None:
    """Return the fault of an entry, None if it is valid."""
    if not isinstance(row, dict):
        return Message("it must begin with {begin} on a line of its own", begin=f"[[{key}]]")
    if unknown := row.keys() - _FIELDS[key]:
        return Message(
            "unknown key {key}; the keys are {keys}",
            key=", ".join(sorted(unknown)),
            keys=", ".join(sorted(_FIELDS[key])),
        )
    author = row.get("author", "x")
    if not (isinstance(author, str) and author.strip()):
        return Message("author must be a name, in quotes")
    return _fault_of_urls(key, row)


def _fault_of_urls(key: str, row: Mapping[str, Any]) -> Message | None:
    if key == FEEDS and not isinstance(row.get("url"), str):
        return Message("url must be the address of a feed, in quotes")
    if key == PAGES and not isinstance(row.get("addresses"), list):
        return Message("addresses must be a list of addresses, in brackets")
    for url in _urls(key, row):
        if not is_address(url):
            return Message(
                "{url} is not an address, which begins with https:// or http:// and has no "
                "password",
                url=str(url),
            )
    return None


def _repeated(key: str, row: Mapping[str, Any], found: Mapping[str, Followed]) -> Message | None:
    """Return the fault of an entry whose address an earlier one has."""
    for url in _urls(key, row):
        if url in found:
            return Message("{url} is followed already; remove one of the two", url=url)
    return None


def _line(text: str, key: str, number: int) -> int | None:
    """Return the line of an entry's header, None if it has none."""
    header = re.compile(rf"[ \t]*\[\[[ \t]*{key}[ \t]*\]\]")
    lines = (place for place, line in enumerate(text.splitlines(), 1) if header.match(line))
    return dict(enumerate(lines, start=1)).get(number)
