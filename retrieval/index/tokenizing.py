"""Tokenization of many texts, on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial

from corpus.progress import Progress
from retrieval.index.terms import TermBatch, tokenize_batch
from retrieval.text.analysis import Analyzer

BATCH = 500
"""Maximum number of texts in a batch."""

PARALLEL_FROM = 8 * BATCH
"""Minimum number of texts for which starting worker processes saves time."""

_analyzer: Analyzer
"""The analyzer of a worker process."""


def tokenize_texts(
    texts: Sequence[str], analyzer: Analyzer, progress: Progress | None = None
) -> Iterator[TermBatch]:
    """Yield the terms of *texts* in batches, in order; worker processes tokenize large numbers."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    done = 0
    for batch in _tokenize(batches, analyzer, len(texts)):
        done += len(batch.sizes)
        if progress:
            progress(done, len(texts))
        yield batch


def _tokenize(batches: list[Sequence[str]], analyzer: Analyzer, count: int) -> Iterator[TermBatch]:
    workers = os.cpu_count() or 1
    if count < PARALLEL_FROM or workers == 1:
        yield from (tokenize_batch(batch, analyzer.bag) for batch in batches)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, as a fork would copy locks that this process's threads may hold at that moment.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_start_worker, initargs=(analyzer.factory,)
    ) as pool:
        yield from pool.map(_tokenize_in_worker, batches)


def _start_worker(factory: partial[Analyzer]) -> None:
    global _analyzer  # noqa: PLW0603 - a worker process has one
    _analyzer = factory()


def _tokenize_in_worker(texts: Sequence[str]) -> TermBatch:
    return tokenize_batch(texts, _analyzer.bag)
