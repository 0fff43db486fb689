"""Furniture: text of a page outside its article, recognized by the rules of furniture.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from corpus.document import Block
from corpus.tables import read_table


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One kind of furniture; furniture.toml describes each field."""

    name: str
    pattern: re.Pattern[str]
    longest: int
    ends: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return True if a block with this text is furniture of this kind."""
        return len(text) <= self.longest and bool(self.pattern.fullmatch(text.strip()))


@cache
def rules() -> tuple[FurnitureRule, ...]:
    """Return the rules of furniture.toml."""
    table = read_table("corpus", "furniture.toml")
    return tuple(
        FurnitureRule(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE | re.DOTALL),
            row["longest"],
            row.get("ends", False),
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in table["rule"]
    )


def mark_furniture(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks, with furniture marked as such."""
    marked: list[Block] = []
    has_ended = False
    for block in blocks:
        matching = [rule for rule in rules() if rule.matches(block.text)]
        has_ended = has_ended or any(rule.ends for rule in matching)
        marked.append(replace(block, is_furniture=True) if matching or has_ended else block)
    return tuple(marked)
