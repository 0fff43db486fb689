"""Limits of what PDFium is given: it reads a page as a whole, and cannot be stopped."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from corpus.document import UnreadableError
from corpus.message import Size

_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_MAX_UNPACKED = 16 << 20
"""Maximum number of bytes of a stream that is no picture; a full page has a hundredth of it."""

_MIN_PACKED = _MAX_UNPACKED // 1032
"""Minimum length of a stream that may unpack to more, in bytes."""

_SAMPLE = 8 << 10
"""Number of bytes of a stream that is unpacked to see how tightly it is packed."""

_DICTIONARY = 512
_PICTURE = re.compile(rb"/Image\b|/FontFile|/Length[123]\b")
"""In the dictionary of a stream that PDFium unpacks only to draw it."""

_OBJECTS_PER_CHARACTER = 2
_MAX_OBJECTS = 500_000
"""Maximum number of objects on all pages: so many for each character allowed, and so many more."""

_MANY_TEXTS = 5_000
_MAX_PAIRS = 1_000_000_000
"""Maximum number of pairs of texts on all pages of more texts than a newspaper's: PDFium compares
all texts of one line."""


def check_streams(data: bytes) -> None:
    """Check that no stream of a PDF unpacks to too much.

    Raises:
        UnreadableError: One does.
    """
    for match in _STREAM.finditer(data):
        start, stop = match.end(), data.find(b"endstream", match.end())
        length = (stop if stop >= 0 else len(data)) - start
        before = data[max(0, match.start() - _DICTIONARY) : match.start()]
        if length >= _MIN_PACKED and not _PICTURE.search(before.rpartition(b"obj")[2]):
            _check_stream(data, start, length)


def _check_stream(data: bytes, start: int, length: int) -> None:
    stream = zlib.decompressobj()
    try:
        sample = len(stream.decompress(data[start : start + _SAMPLE], _MAX_UNPACKED + 1))
        if sample * length > _MAX_UNPACKED * _SAMPLE:
            rest = stream.unconsumed_tail + data[start + _SAMPLE : start + length]
            sample += len(stream.decompress(rest, _MAX_UNPACKED + 1))
    except zlib.error:
        return
    if sample > _MAX_UNPACKED:
        raise UnreadableError(
            "unpacks to more than {limit}; print it as a PDF once more",
            limit=Size(_MAX_UNPACKED),
        )


class ObjectBudget:
    """Counts what is drawn on the pages of a PDF.

    Args:
        raw: PDFium's functions.
        longest: Maximum number of characters.
    """

    def __init__(self, raw: Any, longest: int) -> None:
        self._raw = raw
        self._objects = _MAX_OBJECTS + _OBJECTS_PER_CHARACTER * longest
        self._pairs = _MAX_PAIRS

    def take(self, page: Any) -> None:
        """Count a page.

        Raises:
            UnreadableError: There is too much on the pages until here.
        """
        self._objects -= self._raw.FPDFPage_CountObjects(page)
        texts = 0
        if self._objects >= 0:
            for kind in self._kinds(page):
                texts += kind == self._raw.FPDF_PAGEOBJ_TEXT
                self._pairs -= texts if texts > _MANY_TEXTS else 0
                if self._pairs < 0:
                    break
        if min(self._objects, self._pairs) < 0:
            raise UnreadableError(
                "has more on its pages than can be read; print it as a PDF once more"
            )

    def _kinds(self, page: Any) -> Iterator[int]:
        """Yield the kind of each object of a page that has many, those of forms included."""
        raw = self._raw
        count = raw.FPDFPage_CountObjects(page)
        pending = [
            raw.FPDFPage_GetObject(page, index) for index in range(min(count, _MAX_OBJECTS))
        ]
        while pending:
            drawn = pending.pop()
            kind = raw.FPDFPageObj_GetType(drawn)
            yield kind
            if kind == raw.FPDF_PAGEOBJ_FORM:
                inner = raw.FPDFFormObj_CountObjects(drawn)
                self._objects -= inner
                if self._objects < 0:
                    return
                pending += [raw.FPDFFormObj_GetObject(drawn, index) for index in range(inner)]
