"""Furniture: text of a page outside its article, recognized by the rules of furniture.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from corpus.byline import usual_marks
from corpus.document import Block
from corpus.tables import read_table


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One kind of furniture; furniture.toml describes each field."""

    name: str
    pattern: re.Pattern[str]
    longest: int
    headings: bool
    ends: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return True if a block with this text is furniture of this kind."""
        return self.accepts(_bare(text))

    def accepts(self, bare: str) -> bool:
        """Return True if a text without marks around it is furniture of this kind."""
        return len(bare) <= self.longest and self.pattern.fullmatch(bare) is not None


@cache
def rules() -> tuple[FurnitureRule, ...]:
    """Return the rules of furniture.toml."""
    table = read_table("corpus", "furniture.toml")
    return tuple(
        FurnitureRule(
            row["name"],
            re.compile(row["pattern"], re.IGNORECASE | re.DOTALL),
            row["longest"],
            row.get("headings", True),
            row.get("ends", False),
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in table["rule"]
    )


def mark_furniture(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks, with furniture marked as such, also at the ends of a block of lines."""
    marked: list[Block] = []
    has_ended = False
    for block in chain.from_iterable(map(_parts, blocks)):
        matching = _matching(block)
        has_ended = has_ended or any(rule.ends for rule in matching)
        marked.append(replace(block, is_furniture=True) if matching or has_ended else block)
    return tuple(marked)


def _matching(block: Block) -> list[FurnitureRule]:
    if block.kind in {"code", "table"}:
        return []
    bare = _bare(block.text)
    if len(bare) > _longest():
        return []
    is_heading = block.kind == "heading"
    return [rule for rule in rules() if (rule.headings or not is_heading) and rule.accepts(bare)]


def _bare(text: str) -> str:
    """Return a text without the marks of items and quotations before it."""
    return usual_marks(text.removeprefix("• ").lstrip("> ").strip())


@cache
def _longest() -> int:
    return max(rule.longest for rule in rules())


def _parts(block: Block) -> Iterator[Block]:
    """Yield a block, with lines of furniture at its beginning and end as blocks of their own."""
    lines = block.text.split("\n")
    if block.kind != "paragraph" or block.is_furniture or len(lines) == 1:
        yield block
        return
    if _matching(block):
        yield block
        return
    is_furniture = [any(rule.accepts(line) for rule in rules()) for line in map(_bare, lines)]
    start = [*is_furniture, False].index(False)
    stop = max(start, len(lines) - [*is_furniture[::-1], False].index(False))
    yield from (replace(block, text=line, notes=()) for line in lines[:start])
    if start < stop:
        yield replace(block, text="\n".join(lines[start:stop]))
    yield from (replace(block, text=line, notes=()) for line in lines[stop:])
