"""Lines that look like credits, and are text: turns of an interview, and days of events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.days import DAY, find_day
from corpus.document import Block
from corpus.people import HAN_NAME, begins_with_surname
from corpus.sentences import STOPS

_ASKED = re.compile(r"(?P<asker>记者|記者|编辑|編輯|作者|主持|主持人)\s?[:：]\s?(?P<words>.*)")
_NAME = re.compile(HAN_NAME)
_WEEKDAY = r"(?:[\s（(]{0,2}(?:星期|周|週)[一二三四五六日天][）)]?)?"
_EVENT = re.compile(rf"(?:{DAY}){_WEEKDAY}[\s,，]{{0,3}}(?P<words>[^\d:：/|｜／丨]{{0,30}})")
_MAX_LINE = 160
_MAX_EVENT = 60
"""Maximum length of a line that is looked at, and of one that begins with a day."""

_MIN_LINES = 2
"""Number of turns of one person, and of days, from which they belong to the text."""


def own_lines(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the lines with what one person asks repeatedly, and those that begin with days.

    One who asks says something that is no name, at least once. Days head prose, or have words
    behind them; there are several different ones.
    """
    return frozenset([*_asked(blocks), *_events(blocks)])


def _asked(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the lines of whoever speaks in several, under a label such as 记者."""
    turns = defaultdict[str, dict[str, str]](dict)
    for block in blocks:
        for line in block.text.split("\n"):
            if match := _ASKED.fullmatch(line[: _MAX_LINE + 1]):
                turns[match["asker"]][line] = match["words"].strip()
    for said in turns.values():
        if len(said) >= _MIN_LINES and not all(map(_names_somebody, said.values())):
            yield from said


def _names_somebody(words: str) -> bool:
    names = re.split(r"[\s、，,/|]+", words)
    return all(_NAME.fullmatch(name) and begins_with_surname(name) for name in names)


def _events(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the lines that begin with a day, of several."""
    found = {}
    for block, following in pairwise([*blocks, Block("paragraph", " ")]):
        match = _EVENT.fullmatch(block.text) if len(block.text) <= _MAX_EVENT else None
        if match and (match["words"].strip() or _ends_like_prose(following)):
            found[block.text] = find_day(block.text)
    if len({day for day in found.values() if day}) >= _MIN_LINES:
        yield from found


def _ends_like_prose(block: Block) -> bool:
    is_text = block.kind in {"paragraph", "item"} and not block.is_furniture
    return is_text and block.text.endswith((*STOPS,))
