"""Furniture: recognizing text of a page outside its article, by rules kept as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from corpus.document import Block


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One kind of furniture; furniture.toml says what each field means."""

    name: str
    pattern: re.Pattern[str]
    longest: int
    ends: bool
    examples: tuple[str, ...]
    spares: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return True if a block with this text is furniture of this kind."""
        return len(text) <= self.longest and bool(self.pattern.fullmatch(text.strip()))


@cache
def rules() -> tuple[FurnitureRule, ...]:
    """Return the rules of furniture.toml."""
    table = tomllib.loads(files("corpus").joinpath("furniture.toml").read_text("utf-8"))
    return tuple(
        FurnitureRule(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE | re.DOTALL),
            row["longest"],
            row.get("ends", False),
            tuple(row["examples"]),
            tuple(row["spares"]),
        )
        for row in table["rule"]
    )


def mark_furniture(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks, with furniture marked as such."""
    marked: list[Block] = []
    is_over = False
    for block in blocks:
        found = [rule for rule in rules() if rule.matches(block.text)]
        is_over = is_over or any(rule.ends for rule in found)
        marked.append(replace(block, is_furniture=True) if found or is_over else block)
    return tuple(marked)
