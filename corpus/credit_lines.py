"""Lines with author, date and source in a text that does not mark them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from corpus.credit_fields import is_label
from corpus.credits import NameTest, read_lines
from corpus.document import Block
from corpus.own_lines import own_lines

_NUMBER = re.compile(
    r"[㐀-鿿]{1,12}\s?[〔﹝\[【（(]\s?(?:19|20)\d\d\s?[〕﹞\]】）)]\s?第?\s?\d{1,5}\s?[号號]"
    r"|[（(]?(?:(?:19|20)\d\d年)?第\s?\d{1,5}\s?[号號][）)]?"
)
"""The number of a document, as on those of offices: 某政发〔2019〕12号."""

_AFFILIATION = re.compile(r"[（(][^（()）]{4,150}\d{6}[^（()）]{0,100}[)）]")
"""The universities of authors, with their postal codes, as below the title of a paper."""

_CONVERTED = re.compile(r"本文由[^。\n]{1,60}(?:转码|轉碼)[^。\n]{0,100}")
"""The note of a program that saved a page."""

_LINK = re.compile(r"[\s•·>\-]{0,4}(?:链接|連結|网址|網址|url|link)\s{0,3}[:：]", re.IGNORECASE)
"""A label of any address, which is the article's own only above its text."""

_DAY_FIRST = re.compile(r"[(（\[【]?\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_MAX_LINE = 160
_MAX_HEADING = 40
"""Maximum length of a line above the text, and of one that heads an entry of a diary."""

_MAX_LINES, _MAX_REFERENCE = 8, 300
_FIRST, _LAST = 10, 6
"""Number of blocks at the beginning and the end of a text that may be such lines."""


def mark_credits(
    blocks: Sequence[Block], title: str | None, is_name: NameTest
) -> tuple[Block, ...]:
    """Return the blocks, with the lines that credit an article marked as furniture.

    Labelled ones stand near the beginning or the end of a text; others above it, below its title.
    If the *title* is not known, it is the first line but the number of a document.
    """
    visible = [place for place, block in enumerate(blocks) if not block.is_furniture]
    head = visible[: next((at for at, p in enumerate(visible) if _ends_head(blocks[p])), None)]
    if len(head) == len(visible):
        return tuple(blocks)
    parts = dict[int, tuple[Block, ...]]()
    rest = []
    for place in [*visible[:_FIRST], *visible[_FIRST:][-_LAST:]]:
        if place in head and _is_reference(blocks[place].text):
            parts[place] = (replace(blocks[place], is_furniture=True),)
        else:
            rest.append(place)
    above = frozenset(() if _is_diary(blocks, visible[len(head) :]) else head)
    places = _with_values(blocks, rest[title is None :])
    own = own_lines(blocks)
    lines = [
        (place, at, "" if line in own else line)
        for place in places
        for at, line in enumerate(_lines(blocks[place]))
    ]
    credited = defaultdict[int, set[int]](set)
    last = visible[-1]
    for start, stop, found in read_lines([line for _, _, line in lines], is_name):
        place, _, line = lines[start]
        is_signed = place == last and found.author is not None
        is_own = found.is_labelled and not _LINK.match(line)
        if is_own or is_signed or place in above:
            for place, at, _ in lines[start:stop]:
                credited[place].add(at)
    parts |= {place: _split(blocks[place], numbers) for place, numbers in credited.items()}
    return tuple(part for at, block in enumerate(blocks) for part in parts.get(at, (block,)))


def _is_reference(text: str) -> bool:
    """Return True for the number of a document, the places where authors work, and notes."""
    patterns = (_NUMBER, _AFFILIATION, _CONVERTED)
    return len(text) <= _MAX_REFERENCE and any(one.fullmatch(text.strip()) for one in patterns)


def is_number(text: str) -> bool:
    """Return True if a text is the number of a document."""
    return len(text) <= _MAX_REFERENCE and _NUMBER.fullmatch(text) is not None


def _with_values(blocks: Sequence[Block], places: Iterable[int]) -> Iterator[int]:
    """Yield places, and those of furniture below a label, as a day is if it stands alone."""
    for place in places:
        yield place
        below = blocks[place + 1 : place + 2]
        if below and below[0].is_furniture and is_label(blocks[place].text):
            yield place + 1


def _split(block: Block, credited: AbstractSet[int]) -> tuple[Block, ...]:
    """Return a block with *credited* lines at its beginning and end as furniture of their own."""
    lines = block.text.split("\n")
    start = next((at for at in range(len(lines)) if at not in credited), len(lines))
    stop = next((at for at in range(len(lines), start, -1) if at - 1 not in credited), start)
    line = replace(block, is_furniture=True, notes=())
    first = [replace(line, text=text) for text in lines[:start]]
    last = [replace(line, text=text) for text in lines[stop:]]
    rest = [replace(block, text="\n".join(lines[start:stop]))] if start < stop else []
    return (*first, *rest, *last)


def _ends_head(block: Block) -> bool:
    """Return True if a block is no line that may stand above a text."""
    return block.kind in {"code", "table"} or len(block.text) > _MAX_LINE or "。" in block.text


def _is_diary(blocks: Sequence[Block], places: Iterable[int]) -> bool:
    """Return True if days head parts of a text."""
    texts = (blocks[place].text for place in places)
    return any(len(text) <= _MAX_HEADING and _DAY_FIRST.match(text) for text in texts)


def _lines(block: Block) -> list[str]:
    """Return the lines of a block that may credit the article."""
    return [] if block.kind in {"code", "table"} else block.text.split("\n")[:_MAX_LINES]
