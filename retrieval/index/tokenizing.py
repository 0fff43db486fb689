"""Analysis of the passages of a collection, on all cores: their terms and their texts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from corpus.progress import Progress
from retrieval.index.terms import TermBatch, TermTable, build_table, tokenize_batch
from retrieval.index.text_arrays import (
    NO_TEXTS,
    TextArrays,
    find_rows,
    take_rows,
    text_arrays,
)
from retrieval.text.analysis import Analyzer

BATCH = 500
"""Maximum number of texts in a batch."""

PARALLEL_FROM = 8 * BATCH
"""Minimum number of texts for which starting worker processes saves time."""

_analyzer: Analyzer
"""The analyzer of a worker process."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The terms and the texts of all passages, by the same rows."""

    terms: TermTable
    texts: TextArrays


@dataclass(frozen=True, slots=True)
class Batch:
    """The terms and the texts of some passages."""

    terms: TermBatch
    texts: TextArrays


class PassageAnalyzer:
    """Analyzes passages once, for the index and for their texts.

    Attributes:
        analyzed: The number of passages that were analyzed; the others were known.

    Args:
        analyzer: The analyzer.
        known: The texts of passages, which are reused where they have not changed.
        progress: Called with the number of passages that are analyzed, and that of all such.
    """

    def __init__(
        self, analyzer: Analyzer, known: TextArrays = NO_TEXTS, progress: Progress | None = None
    ) -> None:
        self._analyzer = analyzer
        self._sources = [known]
        self._progress = progress
        self.analyzed = 0

    def terms(self, texts: Sequence[str]) -> Iterator[TermBatch]:
        """Analyze indexed texts, and yield their terms in batches, in order."""
        self.analyzed += len(texts)
        for batch in analyze_texts(texts, self._analyzer, self._progress):
            self._sources.append(batch.texts)
            yield batch.terms

    def texts(self, texts: Sequence[str], marks: NDArray[np.uint64]) -> TextArrays:
        """Return what is kept of passages; those that are not known yet are analyzed.

        Args:
            texts: The indexed text of each passage.
            marks: The marks of these texts; see `marks_of`.
        """
        rows = find_rows(marks, self._sources)
        if len(lacking := np.flatnonzero(rows < 0)):
            for _ in self.terms([texts[row] for row in lacking.tolist()]):
                pass
            rows = find_rows(marks, self._sources)
        return take_rows(rows, self._sources)


def build_tables(texts: Mapping[str, str], analyzer: Analyzer) -> Tables:
    """Build the tables of passages in memory.

    Args:
        texts: The indexed text of each passage, by its id.
        analyzer: The analyzer.
    """
    passages = PassageAnalyzer(analyzer)
    table = build_table(texts, passages.terms)
    return Tables(table, passages.texts(tuple(texts.values()), table.marks))


def analyze_texts(
    texts: Sequence[str], analyzer: Analyzer, progress: Progress | None = None
) -> Iterator[Batch]:
    """Yield the tables of *texts* in batches, in order; worker processes analyze large numbers."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    done = 0
    for batch in _analyze(batches, analyzer, len(texts)):
        done += len(batch.terms.sizes)
        if progress:
            progress(done, len(texts))
        yield batch


def _analyze(batches: list[Sequence[str]], analyzer: Analyzer, count: int) -> Iterator[Batch]:
    workers = os.cpu_count() or 1
    if count < PARALLEL_FROM or workers == 1:
        yield from (_batch(batch, analyzer) for batch in batches)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, as a fork would copy locks that this process's threads may hold at that moment.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start_worker, initargs=(analyzer.factory,)
    ) as pool:
        yield from pool.map(_analyze_in_worker, batches)


def _batch(texts: Sequence[str], analyzer: Analyzer) -> Batch:
    analyses = [analyzer.analyze(text) for text in texts]
    return Batch(tokenize_batch(analyses, lambda one: one.bag), text_arrays(analyses))


def _start_worker(factory: partial[Analyzer]) -> None:
    global _analyzer  # noqa: PLW0603 - a worker process has one
    _analyzer = factory()


def _analyze_in_worker(texts: Sequence[str]) -> Batch:
    return _batch(texts, _analyzer)
