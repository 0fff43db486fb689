"""Furniture: text of a page outside its article, recognized by the rules of furniture.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, chain, zip_longest
from typing import Any

from corpus.byline import usual_marks
from corpus.days import DAY, MONTH_DAY
from corpus.document import Block
from corpus.headings import is_line_of_site, may_be_title
from corpus.own_lines import own_lines
from corpus.people import surname_pattern
from corpus.sentences import STOPS
from corpus.tables import read_table

_DAY = re.compile(rf"(?:{DAY})\s*$")
_MAX_DAY = 24
"""The day at the end of a signature, and the number of characters that it has at most."""

_FLAGS = re.IGNORECASE | re.DOTALL

_MAX_LENGTH = 400
"""Length, with marks around it, from which a block is no furniture."""

_MAX_BEHIND = 30
"""Length up to which text below the end is none of the article's."""

_AHEAD = 7
"""Number of blocks above the text that are looked at together: the name of a site, its bars, the
title and what follows it."""

_MAX_LISTED = 40
"""Maximum length of the title of another article in a list."""

_MAX_BUTTONS = 5
"""Number of lines above code that are looked at for buttons."""

_BRACKETS = re.compile(
    r"(?<=[。！？!?…”’」』.])\s*(?P<brackets>[（(【\[][^（(【\[\]】)）]{1,100}[)）】\]])$"
)
_MAX_BRACKETS = 110


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One kind of furniture; furniture.toml describes each field."""

    name: str
    pattern: re.Pattern[str]
    longest: int
    headings: bool
    ends: str
    place: str
    left_behind: bool
    lists: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Return True if a block with this text is furniture of this kind."""
        bare = _bare(text)
        return len(bare) <= self.longest and self.pattern.fullmatch(bare) is not None


@cache
def rules() -> tuple[FurnitureRule, ...]:
    """Return the rules of furniture.toml."""
    return tuple(
        FurnitureRule(
            row["name"],
            re.compile(_filled_in(row["pattern"]), _FLAGS),
            row["longest"],
            row.get("headings", True),
            row.get("ends", ""),
            row.get("place", ""),
            row.get("left_behind", False),
            row.get("lists", False),
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in _table()["rule"]
    )


def _filled_in(pattern: str) -> str:
    """Return a pattern with what its placeholders stand for."""
    named = pattern.replace("<name>", surname_pattern()).replace("<month_day>", MONTH_DAY)
    return named.replace("<button>", _button_pattern())


@cache
def _button_pattern() -> str:
    """Return a pattern of the words of buttons, which takes the longest one that is there."""
    longest_first = sorted(_table()["buttons"].split(), key=len, reverse=True)
    return f"(?>{'|'.join(map(re.escape, longest_first))})"


def mark_furniture(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks, with furniture marked as such.

    Furniture at the ends of a block of lines, and in brackets behind the last sentence, becomes
    blocks of its own. What sites write behind a heading, or around code, goes.
    """
    trimmed = [*map(_trimmed, blocks)]
    own = own_lines(trimmed)
    parts = [*chain.from_iterable(_parts(block, own) for block in trimmed)]
    matching = [[] if block.text in own else _matching(block, "") for block in parts]
    marked = [
        replace(block, is_furniture=True) if found else block
        for block, found in zip(parts, matching, strict=True)
    ]
    end = _end(marked, matching)
    for place in range(end, len(marked)):
        marked[place] = replace(marked[place], is_furniture=True)
    for place, found in enumerate(matching[:end]):
        if found and all(rule.ends == "comments" for rule in found):  # The text goes on below it.
            marked[place] = replace(marked[place], is_furniture=False)
    _mark_listed(marked)
    _mark_above(marked)
    _mark_below(marked)
    return tuple(_without_left_behind(marked))


def _end(blocks: Sequence[Block], matching: Sequence[Sequence[FurnitureRule]]) -> int:
    """Return the place at which an article ends: a mark of the end, unless the text goes on."""
    first = (next((rule.ends for rule in found if rule.ends), "") for found in matching)
    marks = [(place, ends) for place, ends in enumerate(first) if ends]
    start, counts = 0, _counts(blocks) if marks else []
    for place, ends in marks:
        above = counts[place].since(counts[start])
        if not _goes_on(above, counts[-1].since(counts[place + 1]), ends):
            return place
        start = place
    return len(blocks)


@dataclass(frozen=True, slots=True)
class _Counts:
    """The number of blocks, and of the texts among them, their sentences and characters."""

    blocks: int = 0
    texts: int = 0
    sentences: int = 0
    characters: int = 0

    def with_block(self, block: Block) -> _Counts:
        """Return the counts with one more block, which is a text unless it is furniture."""
        if block.is_furniture:
            return replace(self, blocks=self.blocks + 1)
        is_sentence = block.text.endswith((*STOPS,))
        sentences, characters = self.sentences + is_sentence, self.characters + len(block.text)
        return _Counts(self.blocks + 1, self.texts + 1, sentences, characters)

    def since(self, before: _Counts) -> _Counts:
        """Return what was counted since *before*."""
        return _Counts(
            self.blocks - before.blocks,
            self.texts - before.texts,
            self.sentences - before.sentences,
            self.characters - before.characters,
        )


def _counts(blocks: Sequence[Block]) -> list[_Counts]:
    """Return the counts of the first n blocks, for each n from 0."""
    return list(accumulate(blocks, _Counts.with_block, initial=_Counts()))


def _goes_on(above: _Counts, below: _Counts, ends: str) -> bool:
    """Return True if most of what stands below a mark is sentences, as long as a next story is.

    Below a heading of comments, they are more than the text above, and hardly anything else: a
    comment stands with a name, a day and buttons.
    """
    if ends == "comments":
        is_text = 3 * below.sentences >= 2 * below.blocks
        return is_text and below.characters > max(above.characters, _MAX_BEHIND)
    is_text = 2 * below.sentences >= below.texts
    return is_text and below.characters > max(above.characters // 3, _MAX_BEHIND)


def _trimmed(block: Block) -> Block:
    """Return a block without what sites write into it or behind it, and code without buttons."""
    if block.kind != "code" and ("[" in block.text or "［" in block.text):
        block = replace(block, text=_trim("mark_within").sub("", block.text))
    if block.kind == "heading":
        return replace(block, text=_trim("heading_end").sub("", block.text) or block.text)
    if block.kind != "code":
        return block
    lines = block.text.split("\n")
    for count in range(min(_MAX_BUTTONS, len(lines) - 1), 0, -1):
        if _trim("code_buttons").fullmatch(" ".join(map(str.strip, lines[:count]))):
            del lines[:count]
            break
    if len(lines) > 1 and _trim("code_buttons").fullmatch(lines[-1].strip()):
        del lines[-1]
    return replace(block, text="\n".join(lines).strip("\n"))


def _matching(block: Block, *places: str) -> list[FurnitureRule]:
    """Return the rules for such places that take a block for furniture."""
    if block.kind in {"code", "table"} or len(block.text) > _MAX_LENGTH:
        return []
    bare = _bare(block.text)
    is_heading = block.kind == "heading"
    found = (rule for place in places for rule in _accepting(bare, place))
    return [rule for rule in found if rule.headings or not is_heading]


def _accepting(bare: str, place: str) -> list[FurnitureRule]:
    """Return the rules for a place that take a text without marks around it for furniture."""
    length, found = len(bare), list[FurnitureRule]()
    for rule in _rules_for(place):
        if length > rule.longest:
            break
        if rule.pattern.fullmatch(bare):
            found.append(rule)
    return found


@cache
def _rules_for(place: str) -> tuple[FurnitureRule, ...]:
    """Return the rules for a place, those for the longest texts first."""
    chosen = (rule for rule in rules() if rule.place == place and not rule.left_behind)
    return tuple(sorted(chosen, key=lambda rule: -rule.longest))


def _mark_listed(blocks: list[Block]) -> None:
    """Mark the titles of other articles between a label such as 相关阅读 and the end."""
    position = len(blocks)
    while position and (blocks[position - 1].is_furniture or _is_listed(blocks[position - 1])):
        position -= 1
    labels = (
        place
        for place in range(position, len(blocks))
        if any(rule.lists for rule in _matching(blocks[place], ""))
    )
    for place in range(next(labels, len(blocks)), len(blocks)):
        blocks[place] = replace(blocks[place], is_furniture=True)


def _is_listed(block: Block) -> bool:
    """Return True for a block of short lines that do not end like sentences."""
    lines = block.text.split("\n")
    return block.kind in {"item", "paragraph"} and all(
        0 < len(line) <= _MAX_LISTED and line[-1] not in STOPS for line in lines
    )


def _mark_above(blocks: list[Block]) -> None:
    """Mark what is furniture above the text: lines before the first that is none.

    The first line may be the title, if no heading is.
    """
    has_title = False
    for position in range(len(blocks)):
        ahead = [*map(_marked_at_edges, blocks[position : position + _AHEAD])]
        is_heading = blocks[position].kind == "heading"
        if ahead[0].is_furniture or is_heading:
            blocks[position] = ahead[0]
            has_title = has_title or is_heading
        elif not has_title and is_line_of_site(ahead):
            blocks[position] = replace(ahead[0], is_furniture=True)
        elif has_title or not may_be_title(ahead):
            return
        else:
            has_title = True


def _marked_at_edges(block: Block) -> Block:
    """Return a block, as furniture if it is such above the text."""
    is_marked = block.is_furniture or (block.kind != "heading" and _matching(block, "edges"))
    return replace(block, is_furniture=True) if is_marked else block


def _mark_below(blocks: list[Block]) -> None:
    """Mark what is furniture below the text, as far up as nothing else stands below it."""
    position = len(blocks)
    while position and (
        blocks[position - 1].is_furniture
        or _matching(blocks[position - 1], "end", "edges", "signed")
        or _split_last(blocks, position - 1)
    ):
        position -= 1
    is_signed = position > 0 and bool(_DAY.search(blocks[position - 1].text[-_MAX_DAY:]))
    for below in range(position, len(blocks)):
        block = blocks[below]
        is_signed = is_signed or bool(_DAY.fullmatch(block.text[-_MAX_DAY:]))
        places = ("end", "edges", "signed") if is_signed else ("end", "edges")
        if not block.is_furniture and _matching(block, *places):
            blocks[below] = replace(block, is_furniture=True)


def _split_last(blocks: list[Block], position: int) -> bool:
    """Split furniture off the end of a paragraph: its last line, or brackets behind a sentence.

    Returns:
        True if there was any; it stands behind the paragraph then, marked.
    """
    block = blocks[position]
    if block.kind != "paragraph":
        return False
    text, _, last = block.text.rpartition("\n")
    if not text and (match := _BRACKETS.search(block.text[-_MAX_BRACKETS:])):
        last = match["brackets"]
        text = block.text[: -len(last)].rstrip()
    behind = Block("paragraph", last, is_furniture=True)
    if not text or not last or not _matching(behind, "", "end", "edges"):
        return False
    blocks[position : position + 1] = [replace(block, text=text), behind]
    return True


def _without_left_behind(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; headings are furniture if what they announce was taken from below them."""
    for block, following in zip_longest(blocks, blocks[1:]):
        is_last = following is None or following.is_furniture or following.kind == "heading"
        is_left = is_last and not block.is_furniture and _is_left_behind(block.text)
        yield replace(block, is_furniture=True) if is_left else block


def _is_left_behind(text: str) -> bool:
    return any(rule.matches(text) for rule in _left_behind() if len(text) <= rule.longest)


@cache
def _left_behind() -> tuple[FurnitureRule, ...]:
    return tuple(rule for rule in rules() if rule.left_behind)


def _bare(text: str) -> str:
    """Return a text without the marks of items and quotations before it."""
    return usual_marks(text.removeprefix("• ").lstrip("> ").strip())


@cache
def _trim(name: str) -> re.Pattern[str]:
    end = r"\Z" if name == "heading_end" else ""
    return re.compile(f"(?:{_table()[name]}){end}", re.IGNORECASE)


def _table() -> Mapping[str, Any]:
    return read_table("corpus", "furniture.toml")


def _parts(block: Block, own: AbstractSet[str]) -> Iterator[Block]:
    """Yield a block, with lines of furniture at its beginning and end as blocks of their own.

    Lines of the article's *own* are none.
    """
    lines = block.text.split("\n")
    if block.kind != "paragraph" or block.is_furniture or len(lines) == 1:
        yield block
        return
    if _matching(block, ""):
        yield block
        return
    is_furniture = [line not in own and bool(_accepting(_bare(line), "")) for line in lines]
    start = [*is_furniture, False].index(False)
    stop = max(start, len(lines) - [*is_furniture[::-1], False].index(False))
    yield from (replace(block, text=line, notes=()) for line in lines[:start])
    if start < stop:
        yield replace(block, text="\n".join(lines[start:stop]))
    yield from (replace(block, text=line, notes=()) for line in lines[stop:])
