"""Several items of an enumeration in one passage: 一是修路，二是挖沟."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from itertools import pairwise

_START = r"(?:^|(?<=[,.;:!?。、\n]))[ \t\u3000]*"
"""The beginning of a clause or of a line, in a folded text."""

_LINE = r"(?:^|(?<=\n))[ \t\u3000]*"
"""The beginning of a line."""

_PAIRS = tuple(
    (re.compile(first), re.compile(second))
    for first, second in (
        (f"{_START}一是", f"{_START}二是"),
        (f"{_START}其一", f"{_START}其二"),
        (f"{_START}第一(?:[,:、是]|[个点条种步])", f"{_START}第二(?:[,:、是]|[个点条种步])"),
        (f"{_START}首先", f"{_START}(?:其次|再次|最后)"),
        (f"{_START}①", f"{_START}②"),
        (rf"{_LINE}1[.、)](?!\d)", rf"{_LINE}2[.、)](?!\d)"),
    )
)
"""The beginnings of a first item, and of the second one."""


_NUMBERED = tuple(
    tuple(re.compile(f"{_START}{mark.format(number)}") for number in "一二三四五六七八九")
    for mark in ("{}是", "其{}[,:、是]", "第{}(?:[,:、是]|[个点条种步])")
)
"""The beginnings of the items of an enumeration, in order."""

_UNIT = re.compile(r"方面|原因|理由|[步点条种层类项招样]")
"""What items are counted by."""

_ALIKE = (frozenset("种类样"), frozenset("点条项"))
"""Units that count the same items: 分成几种 is answered by 分为四类."""

_COUNT = "(?<![第十\\d午上早晚])[二两三四五六七八九十2-9](?:大|个)?"
"""How many there are: not the number of one of them, nor the time of day."""


def has_items(text: str) -> bool:
    """Return True if a folded text has the first two items of an enumeration."""
    return any(
        (match := first.search(text)) and second.search(text, match.end())
        for first, second in _PAIRS
    )


def item_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the items of an enumeration in a folded text; none if it has none.

    Of a list within another one, these are the items of the outer one. The last item ends with its
    sentence, or with the text if others have several.
    """
    numbered = map(partial(_starts, text), _NUMBERED)
    found = min((starts for starts in numbered if len(starts) > 1), default=[])
    if not found:
        return []
    has_sentences = any("。" in text[start : end - 1] for start, end in pairwise(found))
    end = len(text) if has_sentences else text.find("。", found[-1]) + 1 or len(text)
    return list(pairwise((*found, end)))


def _starts(text: str, marks: Iterable[re.Pattern[str]]) -> list[int]:
    """Return where the items begin that marks number, the first one first."""
    starts: list[int] = []
    for mark in marks:
        match = mark.search(text, starts[-1] + 1 if starts else 0)
        if not match:
            break
        starts.append(match.start())
    return starts


def counts_items(text: str, asked: str) -> bool:
    """Return True if a folded text says how many items follow, and is asked that: 分成三类:.

    Args:
        text: The text.
        asked: The words that ask for items, folded: 哪几类.
    """
    units = _UNIT.findall(asked)[-1:]
    alike = next((one for one in _ALIKE if one.issuperset(units)), units) if units else ()
    return any(re.search(f"{_COUNT}{unit}(?:[:。;]|[一-鿿]{{1,3}}:)", text) for unit in alike)
