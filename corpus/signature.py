"""The signature at the end of a notice: the offices that issued it, and the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.days import DAY, find_day
from corpus.document import Block
from corpus.tables import read_table

_TABLE = read_table("corpus", "signature.toml")
_LETTER = rf"[^\s\d，,。.！!？?：:；;、“”《》（）()|｜{_TABLE['sentence']}]"
_OFFICE = rf"{_LETTER}{{1,26}}(?:{'|'.join(_TABLE['offices'])})"
_STAMP = r"[（(](?:盖章|蓋章|公章|章|代章)[)）]"
_LINE = re.compile(
    rf"(?P<offices>{_OFFICE}(?:{_STAMP})?(?:[\s、]+{_OFFICE}(?:{_STAMP})?){{0,4}})?\s*"
    rf"(?P<date>{DAY})?\s*(?:{_STAMP})?"
)
_STAMPED = re.compile(_STAMP)
_NAME = re.compile(_OFFICE)
_BELOW = re.compile(_TABLE["below"].strip())
_ATTACHMENT = re.compile(r"附[件表录錄]")

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

    It is a line with an office and a day, or an office and a day on neighbouring lines. Below it
    stand contacts, or attachments with texts of their own.
    """
    for end in _ends(blocks):
        start, stop = _span(blocks, end)
        if found := _signature(blocks, start, stop):
            signed = (replace(block, is_furniture=True) for block in blocks[start:stop])
            return found, (*blocks[:start], *signed, *blocks[stop:])
    return Signature(), tuple(blocks)


def office(name: Any) -> str | None:
    """Return a name if it is that of an office."""
    is_office = isinstance(name, str) and len(name) <= _MAX_LINE and _NAME.fullmatch(name)
    return str(name) if is_office else None


def _signature(blocks: Sequence[Block], start: int, stop: int) -> Signature | None:
    """Return the signature that lines hold, None if no office is among them, or no text above."""
    lines = [match for block in blocks[start:stop] if (match := _read(block))]
    offices = [match["offices"] for match in lines if match["offices"]]
    if not offices or all(block.is_furniture for block in blocks[:start]):
        return None
    names = [
        name for line in offices for name in _STAMPED.sub(" ", line).replace("、", " ").split()
    ]
    day = next((find_day(match["date"]) for match in lines if match["date"]), None)
    return Signature("、".join(names), day)


def _ends(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the positions below which a text has nothing, contacts or attachments."""
    stop = len(blocks)
    while stop and (blocks[stop - 1].is_furniture or _BELOW.match(blocks[stop - 1].text)):
        stop -= 1
    yield stop
    for place, block in enumerate(blocks):
        if len(block.text) <= _MAX_LINE and _ATTACHMENT.match(block.text):
            yield place


def _span(blocks: Sequence[Block], stop: int) -> tuple[int, int]:
    """Return the start and the stop of the lines at an end that may be a signature."""
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
