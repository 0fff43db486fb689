"""Notes at the foot of the pages of a PDF: taken from their place, and kept with their marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.readers.citations import MAX_NOTE, is_citation, list_heading
from corpus.readers.marks import enclosed, literal_numbers, numbers_of, split_label, with_notes
from corpus.readers.papers import is_field
from corpus.readers.pdf.paragraphs import SMALLER, Paragraph

_ENDS = "。．.！？!?"
"""Ends of a note, behind which a text without a number is none of its own."""

_Key = tuple[int, str]
"""The page of a note and its number, as many papers begin with 1 on each page."""


@dataclass(frozen=True, slots=True)
class FootNotes:
    """The notes of each page, by the numbers in raised marks, and in marks that stand in line."""

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
    raised = {
        (page, number)
        for one in paragraphs
        for place, mark, page in one.marks
        for number in (numbers_of(mark) if place else ())
    }
    literal = Counter(_literal_keys(paragraphs[:stop]))
    kept: list[Paragraph] = []
    notes: dict[_Key, str] = {}
    before: _Key | None = None
    for one in paragraphs[:stop]:
        number, text, is_label = _split(one)
        key = one.page, number
        is_small = is_label and one.size < SMALLER * usual
        if not one.is_note and not (is_small and (key in raised or literal[key] == 1)):
            kept.append(one)
        elif number and (key in raised or literal[key] == 1 or (is_label and is_citation(text))):
            before = key
            notes[key] = text
        elif before and not number and one.page <= before[0] + 1 and _is_open(notes[before]):
            notes[before] += text
        elif not is_field(text):
            kept.append(one)
    notes = {key: text for key, text in notes.items() if text and not is_field(text)}
    in_line = {key for key, count in literal.items() if count == 1} - raised
    return [*kept, *paragraphs[stop:]], FootNotes(
        _by_page(notes, raised), _by_page(notes, in_line)
    )


def _start_of_list(paragraphs: Sequence[Paragraph]) -> int:
    """Return the place of the heading of the sources or notes at the end, if there is one."""
    for place, (one, following) in enumerate(pairwise(paragraphs)):
        if list_heading(one.text) and (
            split_label(following.text)[0] or is_citation(following.text)
        ):
            return place
    return len(paragraphs)


def _is_open(note: str) -> bool:
    """Return True if a note goes on in the next line."""
    return note[-1:] not in _ENDS and len(note) < MAX_NOTE


def _split(paragraph: Paragraph) -> tuple[str, str, bool]:
    """Split a paragraph as `split_label` does; its number may be raised."""
    for place, mark, _ in paragraph.marks[:1]:
        if place == 0:
            return next(iter(numbers_of(mark)), ""), paragraph.text.strip(), True
    return split_label(paragraph.text)


def _literal_keys(paragraphs: Sequence[Paragraph]) -> Iterator[_Key]:
    """Yield the numbers that stand in brackets or circles in line, with each of their pages."""
    for one in paragraphs:
        for number in () if one.is_note else literal_numbers(one.text):
            yield from ((page, number) for page in _pages(one))


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
