"""The analyzed texts of all passages of a collection, as the ranking and excerpts look them up."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.index.names import Names
from retrieval.index.scanning import PlainScanner, Scanner
from retrieval.index.text_arrays import AnalyzedText, TextArrays

MakeScanner = Callable[[TextArrays], Scanner]
"""Makes what looks texts up in passages, from the texts of all passages."""


class AnalyzedTexts:
    """The texts of all passages of a collection.

    Attributes:
        scanner: Looks texts up in these passages.

    Args:
        arrays: The texts, by row.
        passages: The ids of the passages, by row.
        make_scanner: Makes the scanner.
    """

    def __init__(
        self,
        arrays: TextArrays,
        passages: Names,
        make_scanner: MakeScanner = PlainScanner,
    ) -> None:
        self._arrays = arrays
        self._passages = passages
        self.scanner = make_scanner(arrays)

    def of(self, passage_id: str) -> AnalyzedText:
        """Return the text of a passage.

        Raises:
            KeyError: The collection has no such passage.
        """
        row = self._passages.number(passage_id)
        if row is None:
            raise KeyError(passage_id)
        return AnalyzedText(self._arrays, row)
