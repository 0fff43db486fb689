"""Notes at the foot of the pages of a PDF: taken from their place, and kept with their marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers.citations import MAX_NOTE, is_citation, list_heading
from corpus.readers.marks import (
    Label,
    enclosed,
    literal_marks,
    numbers_of,
    split_label,
    with_notes,
)
from corpus.readers.papers import is_field
from corpus.readers.pdf.paragraphs import SMALLER, Paragraph

_ENDS = "。．.！？!?"
"""Ends of a note, behind which a text without a number is none of its own."""

_Key = tuple[int, str]
"""The page of a note and its number or mark, as many papers begin with 1 on each page."""


@dataclass(frozen=True, slots=True)
class FootNotes:
    """The notes of each page, by the numbers in raised marks, and by marks that stand in line."""

    raised: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    literal: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def put(self, paragraph: Paragraph) -> tuple[str, tuple[str, ...]]:
        """Return the text and the notes of a paragraph, the marks of other notes enclosed."""
        if not paragraph.marks and not self.literal:
            return paragraph.text, ()
        parts, notes = list[str](), list[str]()
        start = 0
        for place, mark, page in paragraph.marks:
            written, found = with_notes(enclosed(mark), self.raised.get(page, {}), {})
            parts += paragraph.text[start:place], written
            notes += found
            start = place
        literal: dict[str, str] = {}
        for page in _pages(paragraph):
            literal |= self.literal.get(page, {})
        # Before the other marks, which are in brackets now.
        text = "".join((*parts, paragraph.text[start:]))
        if literal:
            text, found = with_notes(text, {}, literal)
            notes += found
        return text, tuple(dict.fromkeys(notes))


def take_notes(paragraphs: Sequence[Paragraph], usual: float) -> tuple[list[Paragraph], FootNotes]:
    """Return paragraphs without the notes at the foot of pages, and these notes.

    A small text at the foot is a note if its number stands on the page, or if it is a source;
    what states when a paper was received, or who its author is, is left out as well.

    Args:
        paragraphs: The paragraphs of all pages.
        usual: The size of the text in points.
    """
    stop = _start_of_list(paragraphs)
    raised = set(_raised_keys(paragraphs))
    has_small = any(one.size < SMALLER * usual for one in paragraphs[:stop])
    literal = Counter(_literal_keys(paragraphs[:stop] if has_small else ()))
    once = {key for key, count in literal.items() if count == 1}
    kept: list[Paragraph] = []
    notes: dict[_Key, str] = {}
    marks: dict[_Key, _Key] = {}
    before: _Key | None = None
    for one in paragraphs[:stop]:
        label = _label(one)
        key, mark = (one.page, label.number), (one.page, label.mark)
        is_known = key in raised or mark in once
        is_small = label.is_clear and one.size < SMALLER * usual
        if not one.is_note and not (is_small and is_known):
            kept.append(one)
        elif label.number and (is_known or (label.is_clear and is_citation(label.text))):
            before = key
            notes[key] = label.text
            marks[key] = mark
        elif before and not label.number and _goes_on(notes[before], one.page - before[0]):
            notes[before] += label.text
        elif not is_field(label.text):
            kept.append(one)
    notes = {key: text for key, text in notes.items() if text and not is_field(text)}
    in_line = {marks[key]: text for key, text in notes.items() if key not in raised}
    found = FootNotes(_by_page(notes, raised), _by_page(in_line, once))
    return [*kept, *paragraphs[stop:]], found


def _start_of_list(paragraphs: Sequence[Paragraph]) -> int:
    """Return the place of the heading of the sources or notes at the end, if there is one."""
    for place, (one, following) in enumerate(pairwise(paragraphs)):
        if list_heading(one.text) and (
            split_label(following.text).number or is_citation(following.text)
        ):
            return place
    return len(paragraphs)


def _goes_on(note: str, pages: int) -> bool:
    """Return True if a note goes on in a line without a number, so many pages later."""
    return note[-1:] not in _ENDS and len(note) < MAX_NOTE and pages <= 1


def _label(paragraph: Paragraph) -> Label:
    """Return the label of a paragraph, which may be raised."""
    for place, mark, _ in paragraph.marks[:1]:
        if place == 0:
            number = next(iter(numbers_of(mark)), "")
            return split_label(f"{mark} ")._replace(number=number, text=paragraph.text.strip())
    return split_label(paragraph.text)


def _raised_keys(paragraphs: Sequence[Paragraph]) -> Iterator[_Key]:
    """Yield the numbers in raised marks with their pages, but for one that begins a paragraph."""
    for one in paragraphs:
        for place, mark, page in one.marks:
            yield from ((page, number) for number in (numbers_of(mark) if place else ()))


def _literal_keys(paragraphs: Sequence[Paragraph]) -> Iterator[_Key]:
    """Yield the marks that stand in line, with each of their pages."""
    for one in paragraphs:
        for mark in () if one.is_note else literal_marks(one.text):
            yield from ((page, mark) for page in _pages(one))


def _pages(paragraph: Paragraph) -> Iterable[int]:
    """Return the first two pages of a paragraph."""
    return range(paragraph.page, min(paragraph.page + 1, paragraph.last_page) + 1)


def _by_page(notes: Mapping[_Key, str], keys: Container[_Key]) -> Mapping[int, Mapping[str, str]]:
    """Return those notes whose keys are in a collection, by page and number."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for (page, number), note in notes.items():
        if (page, number) in keys:
            found[page][number] = note
    return found
