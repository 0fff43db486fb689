"""Repair of damaged article text.

Repairs are pure functions that explain what they changed. They apply to articles, never to
questions. In this order: wrongly decoded text is decoded again, shifted bytes are realigned with
the help of the inserted readings, and the readings are removed. After parsing, single characters
are repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from corpus.characters import names, repair_characters
from corpus.document import Block, Document
from corpus.likelihood import Frequency
from corpus.message import Message
from corpus.misaligned import printed_readings, repair_misaligned, strip_annotations
from corpus.model import Repair
from corpus.mojibake import repair_decoding
from corpus.pinyin import readings

_MIN_READINGS = 5
_MIN_DENSITY = 0.02
"""Minimum number of readings, in all and per Chinese character; fewer are an author's glosses."""

_SAMPLE = 100
"""Maximum number of readings that are looked up to tell readings from other brackets."""

_MAX_MARKS = 1000
"""Maximum number of question marks examined in one article; each may take 10 ms or more."""

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text with its repairs; the number of lines is unchanged."""

    text: str
    repairs: tuple[Repair, ...] = ()
    annotations: int = 0


def repair(text: str, frequency: Frequency) -> RepairedText:
    """Repair the text of one article, before it is parsed.

    Args:
        text: The whole text, as decoded.
        frequency: Counts of words in either script.
    """
    decoded = _repair_lines(text)
    repaired = _without_annotations(decoded.text, frequency)
    return replace(repaired, repairs=(*decoded.repairs, *repaired.repairs))


def _with_text(block: Block, text: str, notes: tuple[str, ...]) -> Block:
    is_same = (text, notes) == (block.text, block.notes)
    return block if is_same else replace(block, text=text, notes=notes)


def repair_document(document: Document) -> Document:
    """Repair the characters of a document, wherever its format hid them."""
    written = [text for block in document.blocks for text in (block.text, *block.notes)]
    texts, repairs = repair_characters(written)
    repaired = iter(texts)
    blocks = (
        _with_text(block, text.strip("\n") if block.kind == "code" else text.strip(), notes)
        for block in document.blocks
        for text, notes in [(next(repaired), tuple(next(repaired) for _ in block.notes))]
        if text.strip()
    )
    metadata = {
        key: _repaired_line(value) if isinstance(value, str) else value
        for key, value in document.metadata.items()
    }
    return replace(
        document,
        blocks=tuple(blocks),
        metadata=metadata,
        repairs=(*document.repairs, *repairs),
    )


def _repaired_line(text: str) -> str:
    """Return a text with repaired characters, as one line."""
    (repaired,), _ = repair_characters([text])
    return " ".join(repaired.split())


def _repair_lines(text: str) -> RepairedText:
    """Repair the decoding of each line, and remove control characters."""
    lines: list[str] = []
    repairs: list[Repair] = []
    for line in text.split("\n"):
        decoded, found = repair_decoding(line)
        lines.append(decoded)
        repairs.extend(found)
    # The parsers of HTML and YAML reject control characters or stop at them.
    whole, count = _CONTROLS.subn("", text := "\n".join(lines))
    if count:
        removed = "".join(sorted(set(_CONTROLS.findall(text))))
        why = Message("a control character is not text")
        repairs.append(Repair(f"{names(removed)} ×{count}", "", why))
    return RepairedText(whole, tuple(repairs))


def _is_annotated(text: str) -> bool:
    """Return True if the readings in a text were inserted by a program, not by the author."""
    count = strip_annotations(text)[1]
    if count < _MIN_READINGS or count < _MIN_DENSITY * len(_HAN.findall(text)):
        return False
    sample = list(islice(printed_readings(text), _SAMPLE))
    right = sum(reading in readings(character) for character, reading in sample)
    return right > len(sample) // 2


def _without_annotations(text: str, frequency: Frequency) -> RepairedText:
    """Remove readings that a program inserted, and repair the bytes that it damaged."""
    if not _is_annotated(text):
        return RepairedText(text)
    lines: list[str] = []
    repairs: list[Repair] = []
    total = 0
    marks = 0
    for line in text.split("\n"):
        marks += line.count("?")
        if marks <= _MAX_MARKS:
            aligned, found = repair_misaligned(line, frequency)
            repairs.extend(found)
        else:
            aligned = line
        stripped, removed = strip_annotations(aligned)
        lines.append(stripped)
        total += removed
    return RepairedText("\n".join(lines), tuple(repairs), total)
