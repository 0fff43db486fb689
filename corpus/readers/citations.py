"""Lists of sources at the end of a text, which are never quoted, and of notes, which are kept.

A note stands with the sentence that refers to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from corpus.document import Block
from corpus.readers.marks import (
    EDGE,
    literal_marks,
    raised_numbers,
    split_label,
    with_notes,
    without_marks,
)
from corpus.sentences import STOPS
from corpus.tables import read_table

_MAX_HEADING = 24
_MAX_FIRST = 3
"""Number of entries by which a list is told."""

_MAX_CITATION = 600
"""Length from which a paragraph is text, whatever it mentions."""

MAX_NOTE = 1000
"""Length from which nothing is added to a note."""

_TITLE = re.compile(r"《[^《》]{0,100}》|“[^“”]{0,100}”")
_NUMBER = (
    r"(?:[一二三四五六七八九十\d]{1,3}\s?[、.．]?\s*|第[一二三四五六七八九十\d]{1,3}[章节節]\s*)?"
)


@dataclass(slots=True)
class _Division:
    """The blocks outside the lists, and outside the lists of sources alone; the notes, and marks.

    Notes and the marks that lead to them are listed by number.
    """

    text: list[Block] = field(default_factory=list)
    with_lists: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)

    def leave_out(self, block: Block, kind: str) -> None:
        """Leave a block of a list out of the text, of notes only if a mark leads to them."""
        if kind == "notes":
            self.with_lists.append(block)


def without_sources(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks without lists of sources; notes from the end stand with their sentences.

    No mark stays enclosed. A text that is nothing but a list of sources is returned whole, and
    notes to which no mark leads are text.
    """
    divided = _divided(blocks)
    has_prose = any(block.kind != "heading" and block.text[-1] in STOPS for block in divided.text)
    chosen = divided.text if has_prose else blocks
    found = _with_notes(chosen, divided.notes, divided.marks)
    if divided.notes and has_prose and not any(block.notes for block in found):
        return tuple(_with_notes(divided.with_lists, {}, {}))
    return tuple(found)


def is_citation(text: str) -> bool:
    """Return True if a text names a source, as a line of a list of references does."""
    if len(text) > _MAX_CITATION:
        return False
    if _patterns()["coded"].search(text):
        return True
    return bool(_patterns()["citation"].search(text)) and not _speaks_of_source(text)


def _speaks_of_source(text: str) -> bool:
    """Return True for a sentence of the text, which may name a publisher, a page or a year."""
    is_ended = text[-1:] in {*"。！？!?”"}
    return is_ended and bool(_patterns()["prose"].search(_TITLE.sub("", text)))


def list_heading(text: str) -> str:
    """Return "references" or "notes" for the heading of such a list, else an empty text."""
    if len(text) > _MAX_HEADING:
        return ""
    kinds = ("references", "notes")
    return next((kind for kind in kinds if _patterns()[kind].fullmatch(text.strip())), "")


def _divided(blocks: Sequence[Block]) -> _Division:
    """Divide blocks into text, lists of sources, and notes."""
    found = _Division()
    inside, number = "", ""
    for place, block in enumerate(blocks):
        heading = list_heading(block.text)
        if heading and (
            inside or _begins_list(heading, blocks[place + 1 : place + 1 + _MAX_FIRST])
        ):
            inside, number = heading, ""
            found.leave_out(block, inside)
        elif _patterns()["begins"].match(block.text):
            inside = "references"
        elif inside and not _ends(block):
            found.leave_out(block, inside)
            label = split_label(block.text)
            number = label.number or number
            if inside == "notes" and label.number:
                found.notes.setdefault(number, label.text)
                found.marks.setdefault(number, _mark_in_line(label.mark))
            elif inside == "notes" and len(found.notes.get(number, "")) < MAX_NOTE:
                found.notes[number] = found.notes.get(number, "") + label.text
        else:
            inside = ""
            found.text.append(block)
            found.with_lists.append(block)
    return found


def _mark_in_line(mark: str) -> str:
    """Return the mark of a note at the end; one without brackets is in brackets in the text."""
    return f"[{mark[1:]}]" if mark.startswith("^") else mark


def _is_entry(block: Block) -> bool:
    is_text = block.kind in {"paragraph", "item", "heading"}
    return is_text and bool(split_label(block.text).number or is_citation(block.text))


def _begins_list(heading: str, blocks: Sequence[Block]) -> bool:
    """Return True if the first of some blocks is an entry; numbered sentences are no sources."""
    if not blocks or not _is_entry(blocks[0]):
        return False
    label = split_label(blocks[0].text)
    if heading == "notes" or not label.number or not _is_plain(label.text):
        return True
    return any(is_citation(block.text) for block in blocks[1:])


def _is_plain(text: str) -> bool:
    """Return True for a sentence that names no source."""
    return text[-1:] in {*"。！？!?；;"} and not is_citation(text)


def _ends(block: Block) -> bool:
    """Return True if a block stands behind a list of sources."""
    if block.kind in {"table", "code"} or _patterns()["further"].match(block.text):
        return True
    if _is_entry(block):
        return False
    return block.kind == "heading" or block.text[-1] in "。！？”"


def _with_notes(
    blocks: Sequence[Block], notes: Mapping[str, str], marks: Mapping[str, str]
) -> list[Block]:
    """Return blocks with their notes. In line, only a mark that stands once refers to a note."""
    if not notes:
        return [
            replace(block, text=without_marks(block.text)) if EDGE in block.text else block
            for block in blocks
        ]
    texts = [block.text for block in blocks]
    raised = {number for text in texts for number in raised_numbers(text)}
    literal = Counter(mark for text in texts for mark in literal_marks(text))
    in_line = {
        marks[number]: notes[number]
        for number in marks
        if number not in raised and literal[marks[number]] == 1
    }
    found: list[Block] = []
    for block in blocks:
        text, own = with_notes(block.text, notes, in_line)
        found.append(replace(block, text=without_marks(text), notes=(*block.notes, *own)))
    return found


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of papers.toml about sources."""
    table = read_table("corpus.readers", "papers.toml")
    end = r"\s*+[】\]]?\s*+[:：]?"
    begin = rf"[【\[]?\s*+{_NUMBER}"
    written = {
        "references": rf"{begin}(?:{table['references']}){end}",
        "notes": rf"{begin}(?:{table['notes']}){end}",
        "begins": rf"[【\[]?(?:{table['references']}){end}\s*+[\[［〔]\s?1\s?[\]］〕]",
        "coded": table["coded"],
        "citation": table["citation"],
        "prose": table["prose"],
        "further": table["further"],
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in written.items()}
