"""Arrays that ranking and excerpts look at, made of each passage when it is indexed.

The arrays are kept as files in numpy's format and mapped, so a passage costs a page or two when it
is first looked at. For n passages with m characters in all:

    marks[n]              uint64  a hash of the passage's indexed text (see `terms.marks_of`)
    starts[n + 1]         int64   where the passage's characters begin in `flags`; then m
    flags[m]              uint8   what is at a character of the passage: the sum of the flags below
    unit_starts[n + 1]    int64   where the passage's text begins in `units`; then their number
    units[…]              uint16  the folded texts, in UTF-16 without marks of byte order
    above[n]              uint32  the number of the title and headings above the passage
    above_starts[k + 1]   int64   where each of the k titles with headings begins in `above_units`
    above_units[…]        uint16  the titles and headings, folded, a blank between two, in UTF-16

A flag says of a character that at it

    1   a term of the analyzer begins      4   a word that no other contains begins
    2   such a term ends                   8   such a word ends
    32  the first passage below its        16  a sentence ends
        title and headings begins

Characters count as in Python, so that one outside of the basic plane has two units and one flag.
Passages below the same headings, one after the other, have one number in `above`.
`AnalyzedText` reads one passage, for debugging as well.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentences
from retrieval.index.indexed_text import BREAK, FIRST
from retrieval.index.terms import marks_of
from retrieval.text.analysis import Analysis, whole_words

TERM_BEGINS, TERM_ENDS, WORD_BEGINS, WORD_ENDS, SENTENCE_ENDS, SECTION_BEGINS = 1, 2, 4, 8, 16, 32

_SENTENCE_END = re.compile(rb"[\x10-\x1f\x30-\x3f]")
"""The flags of a character at which a sentence ends."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TextArrays:
    """The arrays of some passages; the module's docstring describes them."""

    marks: NDArray[np.uint64]
    starts: NDArray[np.int64]
    flags: NDArray[np.uint8]
    unit_starts: NDArray[np.int64]
    units: NDArray[np.uint16]
    above: NDArray[np.uint32]
    above_starts: NDArray[np.int64]
    above_units: NDArray[np.uint16]

    def __post_init__(self) -> None:
        for one in fields(self):  # As mapped ones are: code is compiled for these.
            getattr(self, one.name).setflags(write=False)


TEXT_ARRAYS = tuple(field.name for field in fields(TextArrays))
"""The names of the arrays."""


class AnalyzedText:
    """A passage's text, folded, with the places of its sentences and words.

    What is asked for is read from the arrays once.

    Attributes:
        row: The number of the passage.

    Args:
        arrays: The texts of all passages.
        row: The number of the passage.
    """

    __slots__ = ("_above", "_arrays", "_flags", "_folded", "_sentences", "row")

    def __init__(self, arrays: TextArrays, row: int) -> None:
        self._arrays = arrays
        self.row = row
        self._folded: str | None = None
        self._above: str | None = None
        self._flags: bytes | None = None
        self._sentences: tuple[Span, ...] | None = None

    @property
    def folded(self) -> str:
        """The passage's text, folded; offsets are those of the text."""
        if self._folded is None:
            arrays = self._arrays
            self._folded = decoded(_piece(arrays.unit_starts, arrays.units, self.row))
        return self._folded

    @property
    def above(self) -> str:
        """The article's title and the headings above the passage, folded."""
        if self._above is None:
            arrays = self._arrays
            number = arrays.above.item(self.row)
            self._above = decoded(_piece(arrays.above_starts, arrays.above_units, number))
        return self._above

    @property
    def flags(self) -> bytes:
        """The flags of each character."""
        if self._flags is None:
            self._flags = _piece(self._arrays.starts, self._arrays.flags, self.row).tobytes()
        return self._flags

    @property
    def begins_section(self) -> bool:
        """True for the first passage below its title and headings."""
        return bool(self.flags and self.flags[0] & SECTION_BEGINS)

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The spans of the passage's sentences, adjacent."""
        if self._sentences is None:
            ends = [match.end() for match in _SENTENCE_END.finditer(self.flags)]
            self._sentences = tuple(zip((0, *ends), ends, strict=False))
        return self._sentences


def text_arrays(analyses: Sequence[Analysis]) -> TextArrays:
    """Return the arrays of some passages, whose indexed texts have been analyzed."""
    parts = [one.folded.partition(BREAK) for one in analyses]
    texts = [
        (own, above.removeprefix(FIRST), _flags(one))
        for (above, _, own), one in zip(parts, analyses, strict=True)
    ]
    return arrays_of(texts, marks_of([one.text for one in analyses]))


def arrays_of(texts: Sequence[tuple[str, str, bytes]], marks: NDArray[np.uint64]) -> TextArrays:
    """Return the arrays of some passages.

    Args:
        texts: Of each passage its text and what is above it, folded, and its flags.
        marks: Their marks; none if nobody asks for them.
    """
    own = [encoded(one) for one, _, _ in texts]
    above = [encoded(one) for _, one, _ in texts]
    flags = [one for _, _, one in texts]
    is_new = [row == 0 or above[row] != above[row - 1] for row in range(len(above))]
    kept = [text for text, new in zip(above, is_new, strict=True) if new]
    return TextArrays(
        marks=marks,
        starts=starts_of(map(len, flags)),
        flags=np.frombuffer(b"".join(flags), np.uint8),
        unit_starts=starts_of(len(text) // 2 for text in own),
        units=np.frombuffer(b"".join(own), np.uint16),
        above=(np.cumsum(is_new) - 1).astype(np.uint32),
        above_starts=starts_of(len(text) // 2 for text in kept),
        above_units=np.frombuffer(b"".join(kept), np.uint16),
    )


def starts_of(sizes: Iterable[int]) -> NDArray[np.int64]:
    """Return where each of some texts of these sizes begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.fromiter(sizes, np.int64))]).astype(np.int64)


def encoded(text: str) -> bytes:
    """Return a text in the encoding of the texts."""
    return codecs.utf_16_le_encode(text)[0]  # `str.encode` looks this function up each time.


def decoded(units: NDArray[np.uint16]) -> str:
    """Return a text that is in the encoding of the texts."""
    return codecs.utf_16_le_decode(units.data)[0]


def _piece(starts: NDArray[np.int64], array: NDArray[Any], number: int) -> NDArray[Any]:
    return array[starts.item(number) : starts.item(number + 1)]


def _flags(analysis: Analysis) -> bytes:
    """Return the flags of a passage's characters."""
    above, mark, text = analysis.text.partition(BREAK)
    flags, first = bytearray(len(analysis.text)), len(above) + len(mark)
    for _, start, end in analysis.terms:
        flags[start] |= TERM_BEGINS
        flags[end - 1] |= TERM_ENDS
    for _, start, end in whole_words(analysis.terms):
        flags[start] |= WORD_BEGINS
        flags[end - 1] |= WORD_ENDS
    for _, end in sentences(text):
        flags[first + end - 1] |= SENTENCE_ENDS
    if text and above.startswith(FIRST):
        flags[first] |= SECTION_BEGINS
    return bytes(flags[first:])


NO_TEXTS = text_arrays(())
"""The arrays of no passages."""
