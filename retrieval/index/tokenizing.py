"""Analysis of the passages of a collection, on all cores: their terms and their texts."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.progress import Progress
from retrieval.index.indexed_text import ChosenTexts
from retrieval.index.joined_texts import JoinedTexts, ScratchTexts, find_rows
from retrieval.index.terms import TermBatch, TermTable, Texts, build_table, tokenize_batch
from retrieval.index.text_arrays import NO_TEXTS, TextArrays, text_arrays
from retrieval.text.analysis import Analyzer

BATCH = 500
"""Maximum number of texts in a batch."""

_AHEAD = 3
"""Number of batches for each worker that wait for it, or for being taken."""

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
        folder: The folder for scratch files; without one, all is in memory.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        known: TextArrays = NO_TEXTS,
        progress: Progress | None = None,
        folder: Path | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._known = known
        self._progress = progress
        self._fresh = ScratchTexts(folder)
        self.analyzed = 0

    def terms(self, texts: Texts) -> Iterator[TermBatch]:
        """Analyze indexed texts, and yield their terms in batches, in order."""
        self.analyzed += len(texts)
        for batch in analyze_texts(texts, self._analyzer, self._progress):
            self._fresh.add(batch.texts)
            yield batch.terms

    def texts(self, texts: Mapping[str, str], marks: NDArray[np.uint64]) -> JoinedTexts:
        """Return what is kept of passages; those that are not known yet are analyzed.

        Args:
            texts: The indexed text of each passage, by its id.
            marks: The marks of these texts; see `marks_of`.
        """
        if np.array_equal(marks, self._known.marks):
            return JoinedTexts(np.arange(len(marks)), [self._known])
        rows = find_rows(marks, [self._known.marks, *self._fresh.marks])
        if (lacking := rows < 0).any():
            for _ in self.terms(ChosenTexts(texts, lacking)):
                pass
            rows = find_rows(marks, [self._known.marks, *self._fresh.marks])
        return JoinedTexts(rows, [self._known, *self._fresh.arrays()])


def build_tables(texts: Mapping[str, str], analyzer: Analyzer) -> Tables:
    """Build the tables of passages in memory.

    Args:
        texts: The indexed text of each passage, by its id.
        analyzer: The analyzer.
    """
    passages = PassageAnalyzer(analyzer)
    table = build_table(texts, passages.terms)
    return Tables(table, passages.texts(texts, table.marks).arrays())


def analyze_texts(
    texts: Texts, analyzer: Analyzer, progress: Progress | None = None
) -> Iterator[Batch]:
    """Yield the tables of *texts* in batches, in order; worker processes analyze large numbers."""
    done = 0
    for batch in _analyze(_batches(texts), analyzer, len(texts)):
        done += len(batch.terms.sizes)
        if progress:
            progress(done, len(texts))
        yield batch


def _batches(texts: Iterable[str]) -> Iterator[Sequence[str]]:
    rest = iter(texts)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


def _analyze(batches: Iterator[Sequence[str]], analyzer: Analyzer, count: int) -> Iterator[Batch]:
    workers = os.cpu_count() or 1
    if count < PARALLEL_FROM or workers == 1:
        yield from (_batch(batch, analyzer) for batch in batches)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, as a fork would copy locks that this process's threads may hold at that moment.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start_worker, initargs=(analyzer.factory,)
    ) as pool:
        # The workers are a few batches ahead: handed out at once, all would be in memory.
        ahead: deque[Future[Batch]] = deque()
        for batch in batches:
            ahead.append(pool.submit(_analyze_in_worker, batch))
            if len(ahead) > _AHEAD * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _batch(texts: Sequence[str], analyzer: Analyzer) -> Batch:
    analyses = [analyzer.analyze(text) for text in texts]
    return Batch(tokenize_batch(analyses, lambda one: one.bag), text_arrays(analyses))


def _start_worker(factory: partial[Analyzer]) -> None:
    global _analyzer  # noqa: PLW0603 - a worker process has one
    _analyzer = factory()


def _analyze_in_worker(texts: Sequence[str]) -> Batch:
    return _batch(texts, _analyzer)
