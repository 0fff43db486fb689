"""Lines that look like credits, and are text: turns of an interview, and days of events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from corpus.days import DAY, find_day
from corpus.document import Block
from corpus.people import HAN_NAME, begins_with_surname
from corpus.sentences import STOPS

_ASKED = re.compile(r"(?P<asker>记者|記者|编辑|編輯|作者|主持|主持人)\s?[:：]\s?(?P<words>.*)")
_NAME = re.compile(HAN_NAME)
_WEEKDAY = r"(?:[\s（(]{0,2}(?:星期|周|週)[一二三四五六日天][）)]?)?"
_EVENT = re.compile(rf"(?:{DAY}){_WEEKDAY}[\s,，]{{0,3}}(?P<words>[^\d:：/|｜／丨]{{0,30}})")
_STOPS = tuple(STOPS)
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
    """Yield the lines that begin with a day, of several.

    One that stands alone has prose below it, and above it unless it is the first: those of
    comments stand below names.
    """
    lines = [line for block in blocks for line in _lines(block)]
    found = dict[str, date | None]()
    is_below_prose = True
    for line, following in pairwise([*lines, ""]):
        bare = line.removeprefix("• ")
        match = _EVENT.fullmatch(bare) if len(bare) <= _MAX_EVENT else None
        is_event = is_below_prose and following.endswith(_STOPS)
        if match and (match["words"].strip() or is_event):
            found[line] = find_day(bare)
        is_below_prose = not found or line.endswith(_STOPS)
    if len({day for day in found.values() if day}) >= _MIN_LINES:
        yield from found


def _lines(block: Block) -> list[str]:
    is_text = block.kind in {"heading", "paragraph", "item"} and not block.is_furniture
    return block.text.split("\n") if is_text else []
