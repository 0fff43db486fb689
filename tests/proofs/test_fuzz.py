"""Each of thousands of mutated files becomes an article or an error, never a crash."""

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
"""Bytes of address space for reading files of one megabyte, libraries included."""

SECONDS = 600
"""Timeout of a batch in seconds, many times what it takes."""


def bound_memory() -> None:
    """Limit the address space of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def unaccounted(first: int) -> list[str]:
    """Return the names of files of one batch that did not become either an article or an error."""
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
    """Every mutant is loaded or refused, in bounded time and memory."""
    count = request.config.getoption("--mutants")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=bound_memory) as pool:
        batches = pool.map(unaccounted, range(0, count, BATCH), timeout=SECONDS)

        assert [] == [name for batch in batches for name in batch]
