"""The interface between what compares meanings and an encoder of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Vectors of length 1, a row each; or a single one."""


class EncoderError(Exception):
    """Texts could not be encoded; the message says why."""


class Encoder(Protocol):
    """Turns texts into vectors that point in similar directions if the texts mean about the same.

    Both calls block, so callers run them in a thread of their own.

    Attributes:
        name: Its name. Vectors of encoders with other names or versions are not compared.
        version: Its version.
    """

    name: str
    version: str

    def passages(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """Yield the vectors of passages in batches, in order, each an array of (texts, numbers).

        Raises:
            EncoderError: They could not be encoded.
        """
        ...

    def question(self, text: str) -> Vectors:
        """Return the vector of a question.

        Raises:
            EncoderError: It could not be encoded.
        """
        ...
