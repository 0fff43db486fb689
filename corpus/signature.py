"""The signature at the end of a notice: the offices that issued it, and the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.credits import NameTest
from corpus.days import DAY, find_day
from corpus.document import Block
from corpus.people import HAN_NAME, begins_with_surname
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
_PERSON = re.compile(HAN_NAME)
_DAY_LINE = re.compile(
    rf"(?:写于|寫於|记于|[（(])?\s?(?:{DAY})\s?(?:[写寫記记]?[于於]{_LETTER}{{2,10}}|[)）])?"
)
_BELOW = re.compile(_TABLE["below"].strip())
_ATTACHMENT = re.compile(r"附[件表录錄]")

_MAX_LINE = 100
_MAX_OFFICES = 5
_MAX_BESIDE = 3
"""Maximum length of a line of a signature, number of offices on lines of their own,
and of lines beside the text that may be one."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The offices of a signature, joined by 、, or its person, and its day if there is such."""

    names: str | None = None
    day: date | None = None


def take_signature(
    blocks: Sequence[Block], is_name: NameTest = begins_with_surname
) -> tuple[Signature, tuple[Block, ...]]:
    """Return the signature below a text, and the blocks with its lines as furniture.

    It is a line with an office and a day, or an office and a day on neighbouring lines. Below it
    stand contacts, or attachments with texts of their own. A person, or nobody, may sign instead.
    """
    blocks = _divided(blocks)
    for end in _ends(blocks):
        start, stop = _span(blocks, end)
        if found := _signature(blocks, start, stop):
            return found, _signed(blocks, start, stop)
    stop = next(_ends(blocks))
    start, found = _personal(blocks, stop, is_name)
    is_text_above = sum(not block.is_furniture for block in blocks[:start]) > 1
    return (found, _signed(blocks, start, stop)) if is_text_above else (Signature(), tuple(blocks))


def _signed(blocks: Sequence[Block], start: int, stop: int) -> tuple[Block, ...]:
    lines = (replace(block, is_furniture=True) for block in blocks[start:stop])
    return (*blocks[:start], *lines, *blocks[stop:])


def _personal(blocks: Sequence[Block], stop: int, is_name: NameTest) -> tuple[int, Signature]:
    """Return the start and the signature of a person above an end: a name and a day, or a day.

    A day that stands alone may be furniture, below the end.
    """

    def name(place: int) -> str | None:
        text = blocks[place].text if place >= 0 else ""
        return text if _PERSON.fullmatch(text) and is_name(text) else None

    for place in (stop, stop - 1):
        line = blocks[place].text if 0 <= place < len(blocks) else ""
        if len(line) <= _MAX_LINE and _DAY_LINE.fullmatch(line):
            person = name(place - 1)
            start = place - 1 if person else place
            return start, Signature(person, find_day(line))
    return stop, Signature()


def _divided(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks, with lines that sign the last paragraph as blocks of their own."""
    stop = next(_ends(blocks))
    block = blocks[stop - 1] if stop else None
    if block is None or block.kind != "paragraph" or _read(block):
        return tuple(blocks)
    lines, signed = block.text.split("\n"), list[Block]()
    while len(lines) > 1 and (not lines[-1] or _read(replace(block, text=lines[-1]))):
        if line := lines.pop():
            signed.insert(0, replace(block, text=line, notes=()))
    return (*blocks[: stop - 1], replace(block, text="\n".join(lines)), *signed, *blocks[stop:])


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
    beside = blocks[stop : stop + _MAX_BESIDE]
    yield from (stop + at for at, block in enumerate(beside, 1) if block.is_furniture)
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
