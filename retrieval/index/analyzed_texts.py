"""The analyzed texts of all passages of a collection, as the ranking and excerpts look them up."""

from __future__ import annotations

from retrieval.index.names import Names
from retrieval.index.text_arrays import AnalyzedText, TextArrays


class AnalyzedTexts:
    """The texts of all passages of a collection.

    Attributes:
        arrays: The texts, by row.
        passages: The ids of the passages, by row.
        is_compiled: True if compiled loops read them for the ranking.
    """

    def __init__(self, arrays: TextArrays, passages: Names, *, is_compiled: bool = False) -> None:
        self.arrays = arrays
        self.passages = passages
        self.is_compiled = is_compiled

    def row(self, passage_id: str) -> int:
        """Return the row of a passage.

        Raises:
            KeyError: The collection has no such passage.
        """
        row = self.passages.number(passage_id)
        if row is None:
            raise KeyError(passage_id)
        return row

    def of(self, passage_id: str) -> AnalyzedText:
        """Return the text of a passage.

        Raises:
            KeyError: The collection has no such passage.
        """
        return AnalyzedText(self.arrays, self.row(passage_id))
