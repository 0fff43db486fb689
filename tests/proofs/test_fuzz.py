"""Ten thousand files that nobody would write: each is an article or a problem, never a crash."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from corpus.loading import load
from retrieval.text.analysis import Analyzer
from tests.mutation import mutant

BATCH = 100
MEMORY = 2 << 30
"""Bytes of address space, libraries and dictionary included: a megabyte must do with it."""

SECONDS = 600
"""Far more than a batch takes; what takes longer hangs."""


def bound_memory() -> None:
    """Let this process fail where it would otherwise grow without end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def unaccounted(first: int) -> list[str]:
    """The files of one batch, by name, that became neither an article nor an error."""
    analyzer = Analyzer(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(first, first + BATCH):
            file, data = mutant(seed)
            (folder / file).write_bytes(data)
        loaded = load(folder, analyzer.frequency)
        served = {article.path for article in loaded.corpus.articles}
        refused = {p.path for p in loaded.problems if p.severity == "error"}
        for passage in loaded.corpus.passages:
            assert 0 < len(passage.text.encode()) <= 4 * 600
        return [path.name for path in folder.iterdir() if path.name not in served ^ refused]


def test_mutated_files(request: pytest.FixtureRequest) -> None:
    """Every mutant, whatever it holds, is served or refused, in bounded time and memory."""
    count = request.config.getoption("--mutants")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=bound_memory) as pool:
        batches = pool.map(unaccounted, range(0, count, BATCH), timeout=SECONDS)

        assert [] == [name for batch in batches for name in batch]
