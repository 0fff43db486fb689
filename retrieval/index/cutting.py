"""Tokenizing many texts, on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from corpus.progress import Progress
from retrieval.index.terms import TermBatch, cut_batch
from retrieval.text.analysis import Analyzer

BATCH = 500
WORTH_PROCESSES = 8 * BATCH
"""The number of texts from which starting processes pays off."""

_analyzer: Analyzer
"""The analyzer of this worker process."""


def cut_texts(
    texts: Sequence[str], analyzer: Analyzer, progress: Progress | None = None
) -> Iterator[TermBatch]:
    """Yield the terms of *texts* in batches, in order; worker processes share large numbers."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    done = 0
    for batch in _cut(batches, analyzer, len(texts)):
        done += len(batch.sizes)
        if progress:
            progress(done, len(texts))
        yield batch


def _cut(batches: list[Sequence[str]], analyzer: Analyzer, count: int) -> Iterator[TermBatch]:
    workers = os.cpu_count() or 1
    if count < WORTH_PROCESSES or workers == 1:
        yield from (cut_batch(batch, analyzer.bag) for batch in batches)
        return
    # Not forked: a fork would copy the locks of this process's threads in whatever state.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start, initargs=(analyzer.factory,)
    ) as pool:
        yield from pool.map(_cut_in_worker, batches)


def _start(factory: partial[Analyzer]) -> None:
    global _analyzer  # noqa: PLW0603 - a worker process has one
    _analyzer = factory()


def _cut_in_worker(texts: Sequence[str]) -> TermBatch:
    return cut_batch(texts, _analyzer.bag)
