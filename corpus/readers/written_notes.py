"""Footnotes without links: marks in sentences, and blocks below them that begin with a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Block

RAISED = "\x03"
"""Stands on both sides of a raised mark, which is left out unless there is a note to it."""

_CIRCLED = "[①-⑳㉑-㉟㊱-㊿]"
_BRACKETED = r"[\[〔【［]\s*+(?:[注註]\s*+)?\d{1,3}\s*+[\]〕】］]"
_MARK = re.compile(rf"{RAISED}[^{RAISED}]*{RAISED}|{_CIRCLED}|{_BRACKETED}")
_RAISED = re.compile(rf"{RAISED}([^{RAISED}]*){RAISED}")
_MARKED = re.compile(rf"[{RAISED}①-⑳㉑-㊿]|[\[〔【［]\s*+(?:[注註]\s*+)?\d")
_LABEL = re.compile(rf"\s*(?P<mark>{_CIRCLED}|{_BRACKETED}|\d{{1,3}}[.、]\s*\^)[\s.、:：^]*")
_NUMBER = re.compile(r"\s*(?P<mark>\d{1,3})[.、]\s*")
_INTRODUCTION = re.compile(
    r"\s*+(?:•\s*+)?(?:[【\[]\s*+)?(?:注\s*释|註\s*釋|注解|註解|尾注|脚注|附注|注|註"
    r"|参考(?:文献|资料)?|參考(?:文獻|資料)?|references?|notes?)[^\S\n]*+(?:[】\]][^\S\n]*+)?(?:[:：]\s*+|(?=\n)|$)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s，。；：、！？,.;:!?”’」』）)》…]|$")
_BEHIND = re.compile(
    r"[^\W图圖式表由将將把与與和及或至从從第题題问問按]|[。！？，；、”’」』）)》…]"
)
_WORD = re.compile(r"\w|[”’」』）)》]")
"""What stands behind and before a mark that refers to a note, unlike the number of an item."""

_MAX_NOTE = 1000
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

Note = tuple[str, str, str]
"""What a note has in common with its mark, its label, and its text."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """A mark in a sentence: the position of its block, and how it is written there."""

    block: int
    mark: str


@dataclass(slots=True)
class _Reading:
    """One pass over blocks: the latest reference by each key, and the notes found by block."""

    references: dict[str, _Reference] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=dict)
    kept_marks: dict[int, set[str]] = field(default_factory=dict)
    is_listing: bool = False

    def take(self, block: Block) -> Block | None:
        """Take the notes that a block consists of; return what is left of it.

        Of a block without a word such as 注 above its notes, all are taken or none.
        """
        is_introduced, found = written_notes(block.text, is_listing=self.is_listing)
        known = [key in self.references for key, _, _ in found]
        is_introduced = is_introduced or self.is_listing
        self.is_listing = bool(_INTRODUCTION.fullmatch(block.text)) or (
            self.is_listing and all(known) and bool(found)
        )
        if not any(known) or not (is_introduced or all(known)):
            return block
        for key, _, text in found:
            if reference := self.references.get(key):
                self.kept_marks.setdefault(reference.block, set()).add(reference.mark)
                self.notes.setdefault(reference.block, []).append(f"{reference.mark} {text}")
        left = [f"{label} {text}" for key, label, text in found if key not in self.references]
        return replace(block, text="\n".join(left)) if left else None


def with_written_notes(blocks: Sequence[Block]) -> list[Block | None]:
    """Return the blocks, each with the notes to its marks; None in place of those that are notes.

    A block is notes if it begins with a mark that stands behind a word or a sentence above it.
    """
    if not any(_MARKED.search(block.text) for block in blocks):
        return list(blocks)
    reading, left = _Reading(), list[Block | None]()
    for position, block in enumerate(blocks):
        left.append(block if block.kind == "code" else reading.take(block))
        if left[-1] is block and block.kind != "code":
            for key, mark in _marks(block.text):
                reading.references[key] = _Reference(position, mark)
    return [block and _finished(block, position, reading) for position, block in enumerate(left)]


def _finished(block: Block, position: int, reading: _Reading) -> Block:
    """Return a block with its notes, and without raised marks to which there are none."""
    notes = tuple(dict.fromkeys(reading.notes.get(position, ())))
    text = block.text
    if RAISED in text and block.kind != "code":
        kept = reading.kept_marks.get(position, set())
        text = _RAISED.sub(lambda match: match[1] if match[1] in kept else "", text)
    elif not notes:
        return block
    return replace(block, text=text, notes=(*block.notes, *notes))


def _marks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the key of each mark that refers to a note, and how it is written."""
    before, last = "", 0
    for match in _MARK.finditer(text):
        mark = match[0].strip(RAISED)
        is_first = match.start() > last or last == 0
        before = text[max(0, match.start() - 1) : match.start()] if is_first else before
        last = match.end()
        is_behind = _BEHIND.match(before) is not None
        ends = _AFTER.match(text, last) is not None or not is_first
        if mark != match[0] or (is_behind and (ends or _WORD.match(before))):
            yield _key(mark), mark


def _key(mark: str) -> str:
    """Return what a mark and the label of its note have in common: a number or a circle."""
    return (
        "".join(c for c in mark if c.isdecimal() or (c.isascii() and c.isalpha())) or mark.strip()
    )


def written_notes(text: str, *, is_listing: bool = False) -> tuple[bool, list[Note]]:
    """Return the notes that a text consists of, none if it is no notes.

    In a list below a heading such as 注释, numbers are labels as well.

    Returns:
        True if a word such as 注 stands above them, and the key, label and text of each.
    """
    text = text.removeprefix("• ")
    if introduction := _INTRODUCTION.match(text):
        text = text[introduction.end() :]
    label = _LABEL.match(text) or (_NUMBER.match(text) if is_listing else None)
    found: list[Note] = []
    while label:
        key, start = _key(label["mark"]), label.end()
        following = _following(key, text, start)
        note = text[start : following.start() if following else len(text)]
        found.append((key, label["mark"], " ".join(note.split()).strip(" ；;")))
        label = following
    is_short = all(0 < len(note) <= _MAX_NOTE for *_, note in found)
    return introduction is not None, found if is_short else []


def _following(key: str, text: str, start: int) -> re.Match[str] | None:
    """Return the label of the next note in a text, the one that counts on from a key."""
    place = _CIRCLES.find(key) + 1
    if place:
        wanted = re.escape(_CIRCLES[place : place + 1]) or r"(?!)"
    else:
        wanted = rf"(?<=[\s。；;.])[\[〔【［]\s*(?:注|註)?\s*{int(key) + 1}\s*[\]〕】］]"
    return re.compile(rf"(?P<mark>{wanted})[\s.、:：^]*").search(text, start)
