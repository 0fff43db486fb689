"""The analyzed texts of all passages of a collection, as the ranking and excerpts look them up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.names import PassageIds
from retrieval.index.text_arrays import AnalyzedText, TextArrays


class AnalyzedTexts:
    """The texts of all passages of a collection.

    Attributes:
        arrays: The texts, by row.
        passages: The ids of the passages, by row.
        is_compiled: True if compiled loops read them for the ranking.
        is_remote: True if a server has them, so that reading one takes a while and may fail.
    """

    is_remote = False

    def __init__(
        self, arrays: TextArrays, passages: PassageIds, *, is_compiled: bool = False
    ) -> None:
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
        return self.at(self.row(passage_id))

    def at(self, row: int) -> AnalyzedText:
        """Return the text of the passage of a row."""
        return AnalyzedText(self.arrays, row)

    def gathered(self, rows: NDArray[np.int64]) -> tuple[TextArrays, NDArray[np.int64]]:
        """Return arrays that have the texts of these rows, and the rows of these there."""
        return self.arrays, rows
