"""A small encoder, whose vectors are counts of words by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from retrieval.meaning.encoder import EncoderError, Vectors

CONCEPTS: Mapping[str, Sequence[str]] = {
    "thrift": ("省钱", "便宜", "节约开支", "划算", "cheap"),
    "sleep": ("睡觉", "失眠", "打盹", "就寝"),
    "rain": ("下雨", "暴雨", "带伞", "潮湿"),
    "cat": ("猫", "喵星人"),
}
"""Words that mean about the same, by what they are about."""


class ConceptEncoder:
    """Encodes a text by the concepts in it.

    Attributes:
        encoded: The texts of passages that were encoded, in order.
        questions: The questions that were encoded, in order.
        is_broken: True to fail.
        fails_after: The number of passages after which it fails.

    Args:
        version: The version of the encoder.
        fails_after: See above.
    """

    name = "concepts"

    def __init__(self, version: str = "1", fails_after: int | None = None) -> None:
        self.version = version
        self.encoded: list[str] = []
        self.questions: list[str] = []
        self.is_broken = False
        self.fails_after = fails_after

    def passages(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """Yield the vector of each passage."""
        for text in texts:
            if self.is_broken or len(self.encoded) == self.fails_after:
                raise EncoderError("it is broken")
            self.encoded.append(text)
            yield self._vector(text)[None]

    def question(self, text: str) -> Vectors:
        """Return the vector of a question."""
        if self.is_broken:
            raise EncoderError("it is broken")
        self.questions.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        counts = [sum(map(text.count, words)) for words in CONCEPTS.values()]
        vector = np.array([*counts, 0.1], np.float32)  # No text is without a vector.
        scaled: Vectors = vector / np.linalg.norm(vector)
        return scaled
