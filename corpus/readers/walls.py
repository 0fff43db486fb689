"""Pages that stand in place of an article: a login, a check for robots, a note of deletion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.document import Block
from corpus.tables import read_table

_MAX_LENGTH = 300
"""Number of characters from which a page holds an article, whatever it says."""


@dataclass(frozen=True, slots=True)
class Wall:
    """One kind of page in place of an article; walls.toml describes each field."""

    name: str
    pattern: re.Pattern[str]
    message: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@cache
def walls() -> tuple[Wall, ...]:
    """Return the rules of walls.toml."""
    return tuple(
        Wall(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE),
            row["message"],
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in read_table("corpus.readers", "walls.toml")["wall"]
    )


def wall(blocks: Sequence[Block], title: str) -> str | None:
    """Return the reason why a page is no article, None if it may be one."""
    texts = [block.text for block in blocks if not block.is_furniture]
    if sum(map(len, texts)) > _MAX_LENGTH:
        return None
    return next(
        (rule.message for rule in walls() if any(map(rule.pattern.search, [title, *texts]))), None
    )
