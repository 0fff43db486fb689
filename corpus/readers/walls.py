"""Pages that stand in place of an article: a login, a check for robots, a note of deletion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.document import Block, UnreadableError
from corpus.message import Message
from corpus.sentences import STOPS
from corpus.tables import read_table

_MAX_LENGTH = 300
"""Number of characters from which a page holds an article, whatever it says."""

_MAX_NOTE = 60
"""Maximum length of a text in place of the rest of an article."""


@dataclass(frozen=True, slots=True)
class Wall:
    """One kind of page in place of an article; walls.toml describes each field."""

    name: str
    pattern: re.Pattern[str]
    with_password: re.Pattern[str] | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@cache
def walls() -> tuple[Wall, ...]:
    """Return the rules of walls.toml."""
    return tuple(
        Wall(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE),
            re.compile(row["with_password"], re.IGNORECASE) if "with_password" in row else None,
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in read_table("corpus.readers", "walls.toml")["wall"]
    )


def check_walls(blocks: Sequence[Block], title: str, *, asks_password: bool) -> None:
    """Check that a page is an article, not one that stands in its place.

    Args:
        blocks: The blocks of the page.
        title: Its title.
        asks_password: True if a password can be entered on it.

    Raises:
        UnreadableError: It is a page in place of an article; the message says of which kind.
    """
    texts = [block.text for block in blocks if not block.is_furniture]
    if sum(map(len, texts)) > _MAX_LENGTH:
        return
    is_form = asks_password and not any(text[-1] in STOPS for text in texts)
    for wall in walls():
        if any(map(wall.pattern.search, [title, *texts])):
            raise UnreadableError(_MESSAGES[wall.name])
        if is_form and wall.with_password and any(map(wall.with_password.search, [title, *texts])):
            raise UnreadableError(_MESSAGES[wall.name])


def is_preview_note(text: str) -> bool:
    """Return True for a short text that stands in place of the rest of an article."""
    return len(text) <= _MAX_NOTE and bool(_preview().search(text))


@cache
def _preview() -> re.Pattern[str]:
    return re.compile(read_table("corpus.readers", "walls.toml")["preview"], re.IGNORECASE)


_MESSAGES = {
    "verification": Message(
        "is a page that asks for a verification, not an article;"
        " open the address in a browser, pass the check, and save the page"
    ),
    "deleted article": Message(
        "is a note that the article is gone, not an article;"
        " remove the file, or look for another copy"
    ),
    "login": Message(
        "is a page that asks for a login, not an article; log in with a browser, and save the page"
    ),
    "no permission": Message(
        "is a page that says who may read its article, not an article;"
        " open the address in a browser with an account that may, and save the page"
    ),
    "redirect": Message(
        "is a page that leads to another one, not an article;"
        " open the address in a browser, and save the page that it leads to"
    ),
    "script needed": Message(
        "is a page that the site did not show, not an article;"
        " open the address in a browser, and save the page once it is shown"
    ),
}
"""The problem to report for each kind of walls.toml."""
