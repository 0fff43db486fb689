"""The analyzed texts of all passages of a collection, as the ranking and excerpts look them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
        rows: The row of each passage, by its id.
        make_scanner: Makes the scanner.
    """

    def __init__(
        self,
        arrays: TextArrays,
        rows: Mapping[str, int],
        make_scanner: MakeScanner = PlainScanner,
    ) -> None:
        self._arrays = arrays
        self._rows = rows
        self.scanner = make_scanner(arrays)

    def of(self, passage_id: str) -> AnalyzedText:
        """Return the text of a passage.

        Raises:
            KeyError: The collection has no such passage.
        """
        return AnalyzedText(self._arrays, self._rows[passage_id])
