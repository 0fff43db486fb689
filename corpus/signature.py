"""The signature at the end of a notice: the offices that issued it, and the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.document import Block
from corpus.tables import read_table

_TABLE = read_table("corpus", "signature.toml")
_LETTER = rf"[^\s\d，,。.！!？?：:；;、“”《》（）()|｜{_TABLE['sentence']}]"
_OFFICE = rf"{_LETTER}{{1,26}}(?:{'|'.join(_TABLE['offices'])})"
_STAMP = r"[（(](?:盖章|蓋章|公章|章|代章)[)）]"
_DIGITS = "〇一二三四五六七八九"
_DAY = (
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    rf"|(?P<year>[{_DIGITS}零○]{{4}})年(?P<month>[一二三四五六七八九十]{{1,2}})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})日"
)
_LINE = re.compile(
    rf"(?P<offices>{_OFFICE}(?:{_STAMP})?(?:[\s、]+{_OFFICE}(?:{_STAMP})?){{0,4}})?\s*"
    rf"(?P<date>{_DAY})?\s*(?:{_STAMP})?"
)
_STAMPED = re.compile(_STAMP)
_BELOW = re.compile(_TABLE["below"])

_MAX_LINE = 100
_MAX_OFFICES = 5
"""Maximum length of a line of a signature, and number of offices on lines of their own."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The offices of a signature, joined by 、, and its day, if it is a possible one."""

    offices: str | None = None
    day: date | None = None


def take_signature(blocks: Sequence[Block]) -> tuple[Signature, tuple[Block, ...]]:
    """Return the signature below a text, and the blocks with its lines as furniture.

    It is a line with an office and a day, or an office and a day on neighbouring lines.
    """
    start, stop = _place(blocks)
    lines = [match for block in blocks[start:stop] if (match := _read(block))]
    offices = [match["offices"] for match in lines if match["offices"]]
    if not offices or not any(block.text for block in blocks[:start] if not block.is_furniture):
        return Signature(), tuple(blocks)
    names = [
        name for line in offices for name in _STAMPED.sub(" ", line).replace("、", " ").split()
    ]
    day = next((_day(match) for match in lines if match["date"]), None)
    signed = (replace(block, is_furniture=True) for block in blocks[start:stop])
    return Signature("、".join(names), day), (*blocks[:start], *signed, *blocks[stop:])


def _place(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the start and the stop of the lines at the end that may be a signature."""
    stop = len(blocks)
    while stop and (blocks[stop - 1].is_furniture or _BELOW.match(blocks[stop - 1].text)):
        stop -= 1
    if stop < len(blocks) and _has(blocks[stop], "date"):
        stop += 1  # Alone on its line, a day is furniture.
    start = stop - 1
    if start < 0:
        return 0, 0
    if _has(blocks[start], "date") and not _has(blocks[start], "offices"):
        while start and stop - start <= _MAX_OFFICES and _has(blocks[start - 1], "offices"):
            start -= 1
    elif start and not _has(blocks[start], "date") and _has(blocks[start - 1], "date"):
        start -= 1
    is_dated = any(_has(block, "date") for block in blocks[start:stop])
    return (start, stop) if is_dated else (0, 0)


def _has(block: Block, part: str) -> bool:
    match = _read(block)
    return bool(match and match[part])


def _read(block: Block) -> re.Match[str] | None:
    if block.kind not in {"heading", "paragraph"} or len(block.text) > _MAX_LINE:
        return None
    return _LINE.fullmatch(block.text)


def _day(match: re.Match[str]) -> date | None:
    """Return the day of a line, None if there is no such day."""
    try:
        if match["y"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        digits = re.sub("[零○]", "〇", match["year"])
        year = int("".join(str(_DIGITS.index(digit)) for digit in digits))
        return date(year, _number(match["month"]), _number(match["day"]))
    except ValueError:
        return None


def _number(numeral: str) -> int:
    """Return the value of a numeral below a hundred, such as 二十三.

    Raises:
        ValueError: It is none.
    """
    tens, ten, units = numeral.rpartition("十")
    return 10 * _DIGITS.index(tens or "一") * len(ten) + _DIGITS.index(units or "〇")
