"""The meaning of a collection's passages, with which that of a question is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.meaning.encoder import Encoder, EncoderError, Vectors
from retrieval.meaning.table import VectorTable
from retrieval.meaning.weight import MEANING_WEIGHT


@dataclass(frozen=True)
class Meaning:
    """The vectors of the passages of one corpus, and the encoder that made them; immutable.

    Attributes:
        encoder: The encoder.
        table: The vectors, maybe those of other passages as well.
        total: The number of passages.
        missing: The number of passages without a vector. As long as there are any, questions are
            answered by words alone.
        weight: What nearness in meaning weighs.
    """

    encoder: Encoder
    table: VectorTable
    total: int = 0
    missing: int = 0
    weight: float = MEANING_WEIGHT

    def asked(self, question: str) -> AskedMeaning | None:
        """Encode a question.

        Returns:
            Its meaning beside that of the passages; None if vectors are missing, or if it cannot
            be encoded now.
        """
        if self.missing:
            return None
        try:
            return AskedMeaning(self, self.encoder.question(question))
        except EncoderError:
            return None


@dataclass(frozen=True)
class AskedMeaning:
    """The meaning of a question beside that of the passages."""

    meaning: Meaning
    vector: Vectors

    def cosines(self, passages: Sequence[str]) -> list[float]:
        """Return how near each passage is in meaning, by its id: at most 1."""
        return self.meaning.table.cosines(passages, self.vector)

    def nearest(self, texts: Sequence[str]) -> int | None:
        """Return the index of the text that is nearest in meaning; None if that is not known."""
        try:
            vectors = np.concatenate(list(self.meaning.encoder.passages(texts)))
        except EncoderError:
            return None
        return int(np.argmax(vectors @ self.vector))
