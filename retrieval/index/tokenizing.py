"""Analysis of the passages of a collection, on all cores: their terms and their texts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

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
    """The terms and the texts of all passages, by the same rows.

    `tokenized` is the number of passages that were tokenized for them; the others were known.
    """

    terms: TermTable
    texts: TextArrays
    tokenized: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """The terms and the texts of some passages."""

    terms: TermBatch
    texts: TextArrays


NO_TABLES = Tables(TermTable(), NO_TEXTS)
"""The tables of no passages."""


def build_tables(
    texts: Mapping[str, str],
    analyzer: Analyzer,
    known: Tables = NO_TABLES,
    progress: Progress | None = None,
) -> Tables:
    """Build the tables of these passages.

    Args:
        texts: The indexed text of each passage, by its id.
        analyzer: The analyzer.
        known: Previous tables, of which what has not changed is reused; they may be of different
            passages.
        progress: Called with the number of passages that are tokenized, and that of all such.
    """
    sources, tokenized = [known.texts], 0

    def tokenize(fresh: Sequence[str]) -> Iterator[TermBatch]:
        nonlocal tokenized
        tokenized += len(fresh)
        for batch in analyze_texts(fresh, analyzer, progress):
            sources.append(batch.texts)
            yield batch.terms

    table = build_table(texts, tokenize, known.terms)
    rows = find_rows(table.marks, sources)
    if len(lacking := np.flatnonzero(rows < 0)):
        names = (table.passages[row] for row in lacking.tolist())
        for _ in tokenize([texts[name] for name in names]):
            pass
        rows = find_rows(table.marks, sources)
    return Tables(table, take_rows(rows, sources), tokenized)


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
