"""Cutting many texts, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from retrieval.index.terms import TermBatch, cut_batch
from retrieval.text.analysis import Analyzer

Progress = Callable[[int, int], None]
"""Called with how many texts are cut, and how many there are."""

BATCH = 500
WORTH_PROCESSES = 8 * BATCH
"""Fewer texts are cut sooner than processes are started."""

_analyzer: Analyzer
"""The analyzer of a worker process."""


def cut_texts(
    texts: Sequence[str], analyzer: Analyzer, progress: Progress | None = None
) -> Iterator[TermBatch]:
    """The terms of *texts*, a batch at a time, in order; many are cut by all cores."""
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
    # Not forked: this process may run threads, whose locks a fork would copy as they are.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start, initargs=(analyzer.factory,)
    ) as pool:
        yield from pool.map(_cut_in_worker, batches)


def _start(factory: partial[Analyzer]) -> None:
    global _analyzer  # noqa: PLW0603 - a worker process has one
    _analyzer = factory()


def _cut_in_worker(texts: Sequence[str]) -> TermBatch:
    return cut_batch(texts, _analyzer.bag)
