"""Making of the vectors of a collection's passages, of new passages alone."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from corpus.artifacts import ArtifactStore, fingerprint
from corpus.model import Corpus, Passage
from corpus.progress import Progress
from retrieval.meaning.encoder import Encoder, Vectors
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.storage import open_vectors, save_vectors
from retrieval.meaning.table import VectorTable, marks_of
from retrieval.meaning.unhurried import unhurried
from retrieval.meaning.weight import MEANING_WEIGHT

SAVED_EVERY = 60.0
"""Seconds between two times that vectors are stored while they are made."""

_MODULES = ("retrieval.meaning.maker", "retrieval.meaning.packaged", "retrieval.meaning.storage")
"""The modules that decide which text is encoded, and how."""


def meant_texts(corpus: Corpus, passages: Iterable[Passage] | None = None) -> Iterator[str]:
    """Yield the text that is encoded of each passage: the article's title and its own text.

    Args:
        corpus: The corpus.
        passages: Passages of it; without them, all.
    """
    for passage in unhurried(corpus.passages if passages is None else passages):
        yield f"{corpus.article_of(passage).title}\n{passage.text}"


class VectorMaker:
    """Makes the vectors of one collection, and stores them.

    Args:
        encoder: The encoder.
        folder: The folder of the collection's index; None to store nothing.
        weight: What nearness in meaning weighs.
    """

    def __init__(
        self, encoder: Encoder, folder: Path | None = None, weight: float = MEANING_WEIGHT
    ) -> None:
        self.encoder = encoder
        self._weight = weight
        state = fingerprint(_MODULES, (), encoder.name, encoder.version)
        self._store = ArtifactStore(folder / "meaning", state) if folder else None
        self._table: VectorTable | None = None

    def known(self, corpus: Corpus) -> Meaning:
        """Return what is known of the meaning of a corpus, without encoding anything."""
        table, names = self._current(), [one.id for one in unhurried(corpus.passages)]
        lacking = table.lacking(names, marks_of(meant_texts(corpus)))
        return Meaning(self.encoder, table, len(names), len(lacking), self._weight)

    def forget(self) -> None:
        """Discard all vectors."""
        self._table = VectorTable()

    def make(
        self,
        corpus: Corpus,
        progress: Progress | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Meaning:
        """Make the vectors that are missing, and return the meaning of a corpus.

        They are stored now and again meanwhile, so that what is interrupted goes on from there.

        Args:
            corpus: The corpus.
            progress: Called with the numbers of passages that have a vector and of all.
            is_wanted: Function that returns False to stop early.

        Raises:
            EncoderError: A text could not be encoded; what was made before is stored.
        """
        names = [one.id for one in unhurried(corpus.passages)]
        lacking = self._current().lacking(names, marks_of(meant_texts(corpus)))
        passages = deque(one for name in lacking if (one := corpus.passage(name)))
        done, saved_at, pending = len(names) - len(passages), time.monotonic(), list[Vectors]()
        try:
            for vectors in self.encoder.passages(meant_texts(corpus, tuple(passages))):
                pending.append(vectors)
                done += len(vectors)
                if time.monotonic() - saved_at > SAVED_EVERY:
                    self._add(corpus, passages, pending)
                    saved_at = time.monotonic()
                if progress:
                    progress(done, len(names))
                if not is_wanted():
                    break
        finally:
            self._add(corpus, passages, pending)
        return self.known(corpus)

    def _current(self) -> VectorTable:
        if self._table is None:
            self._table = open_vectors(self._store) if self._store else VectorTable()
        return self._table

    def _add(self, corpus: Corpus, lacking: deque[Passage], pending: list[Vectors]) -> None:
        """Add the vectors of the first of the passages that lack one, and remove both."""
        if not pending:
            return
        vectors = np.concatenate(pending)
        passages = [lacking.popleft() for _ in range(len(vectors))]
        pending.clear()
        names, marks = [one.id for one in passages], marks_of(meant_texts(corpus, passages))
        made = VectorTable.of(names, marks, vectors)
        self._table = self._current().with_rows(made, (one.id for one in corpus.passages))
        with suppress(OSError):  # What cannot be stored is made anew at the next start.
            if self._store:
                self._table = save_vectors(self._store, self._table)
