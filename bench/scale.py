"""`make bench-scale`: a published collection beside the embedded engine."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from bench.engine import HITS
from bench.material import Source, sampled
from bench.seekdb import Server, resident
from bench.tables import FigureTable, show, write
from bench.yinju import build_stored, open_stored
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings
from retrieval.answer.answerer import Answerer
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.database import SearchDatabase
from retrieval.index.kernel import compiled_rows
from retrieval.index.lexicon import Lexicon
from retrieval.index.searcher import Query
from retrieval.library import Library, Snapshot
from retrieval.published import PublishedCollection
from retrieval.publishing import Publication, Publisher, overlap
from retrieval.question.aliases import read_aliases
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

DOCUMENT = Path(__file__).parents[1] / "docs" / "scaling.md"
SIZES = "10000,100000"
TIMED, BLOCK, ROUNDS = 160, 20, 3
"""The number of questions, of those that are asked in turn, and of times that all are asked."""

PARAMETERS = (
    "memory_limit=4G",
    "datafile_size=512M",
    "datafile_maxsize=32G",
    "log_disk_size=4G",
)

COLUMNS = (
    "engine",
    "build s",
    "p50 ms",
    "p99 ms",
    "p50 CPU ms",
    "MiB",
    "server CPU ms",
    "server MiB",
)

console = Console(highlight=False)

_answerer: Answerer
"""What answers in a process of its own."""


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True), default="../shared")
@click.option("--on", default=SIZES, help="These numbers of passages, separated by commas.")
@click.option("--document", type=click.Path(path_type=Path), default=DOCUMENT)
def main(data: Path, on: str, document: Path) -> None:
    """Measure collections that are generated from the question sets in the folder DATA."""
    for size in on.split(","):
        table = figures(Source(data, size))
        show(console, table)
        write(document, "scale", table)


def figures(source: Source) -> FigureTable:
    """Return the figures of both engines over one collection."""
    with TemporaryDirectory() as folder, ExitStack() as running:
        place = Path(folder)
        (place / "server").mkdir()
        server = Server(place / "server", PARAMETERS)
        server.start()
        running.callback(server.kill)
        url = server.new_database()
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            embedded_s, published_s, share = pool.submit(_publish, source, place, url).result()
        own = _Process(_open_embedded, source, place)
        running.callback(own.close)
        replica = _Process(_open_published, place, url)
        running.callback(replica.close)
        texts = [one.text for one in sampled(source.questions(), TIMED)]
        begun = server.cpu()
        times = _times({"embedded": own, "published": replica}, texts)
        asked_ms = (server.cpu() - begun) * 1000 / (len(texts) * (ROUNDS + 1))
        served = (f"{asked_ms:.1f}", f"{server.memory():,.0f}")
        rows = [
            [*_row("embedded", embedded_s, times["embedded"], own.memory()), "–", "–"],
            [*_row("published", published_s, times["published"], replica.memory()), *served],
        ]
    note = f"Of the best ten passages of the engines, {share:.4f} are the same."
    return FigureTable(f"{int(source.name):,} passages", COLUMNS, rows, note)


class _Process:
    """A process that answers from a collection.

    Args:
        begin: Opens the collection there.
        arguments: Its arguments.
    """

    def __init__(self, begin: Callable[..., None], *arguments: object) -> None:
        self._pool = ProcessPoolExecutor(
            1, get_context("spawn"), initializer=begin, initargs=arguments
        )

    def times(self, texts: Sequence[str]) -> list[tuple[float, float]]:
        """Return the milliseconds of each question until its excerpts, and those of its CPU."""
        return self._pool.submit(_ask, texts).result()

    def memory(self) -> float:
        """Return its resident memory in MiB."""
        return self._pool.submit(_memory).result()

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def _publish(source: Source, folder: Path, url: str) -> tuple[float, float, float]:
    """Index and publish a collection; return the seconds of both, and what they have in common."""
    begun = time.perf_counter()
    build_stored(source, folder)
    built = time.perf_counter()
    snapshot, analyzer = _embedded(source, folder), make_analyzer(read_settings())
    questions = [one.text for one in sampled(source.questions(), TIMED)]
    database = SearchDatabase(url)
    loading = time.perf_counter()
    publisher = Publisher(database, analyzer, folder / "published")
    publisher.publish(Publication(snapshot, questions=questions[:10]))
    published = time.perf_counter()
    other = PublishedCollection(database, analyzer, folder / "published").open()
    shares = []
    for text in questions:
        terms = parse_question(text, analyzer, snapshot.lexicon, snapshot.aliases).terms
        shares.append(overlap(snapshot.searcher, other.searcher, Query(terms), HITS))
    return built - begun, published - loading, statistics.fmean(shares)


def _embedded(source: Source, folder: Path) -> Snapshot:
    """Return a collection as a machine serves it that has it."""
    index, arrays = open_stored(folder)
    return Snapshot(
        source.corpus(),
        Bm25Searcher(index, compiled_rows()),
        Lexicon(index.table, folder),
        AnalyzedTexts(arrays, index.table.passages, is_compiled=True),
        read_aliases(),
    )


def _open_embedded(source: Source, folder: Path) -> None:
    _open(_embedded(source, folder), make_analyzer(read_settings()))


def _open_published(folder: Path, url: str) -> None:
    analyzer = make_analyzer(read_settings())
    collection = PublishedCollection(SearchDatabase(url), analyzer, folder / "replica")
    _open(collection.open(), analyzer)


def _open(snapshot: Snapshot, analyzer: Analyzer) -> None:
    global _answerer  # noqa: PLW0603 - a process has one
    snapshot.prepare()
    _answerer = Answerer(Library(lambda: snapshot, snapshot), analyzer)


def _ask(texts: Sequence[str]) -> list[tuple[float, float]]:
    taken = []
    with asyncio.Runner() as loop:
        for text in texts:
            begun, worked = time.perf_counter(), time.process_time()
            loop.run(_answerer.rank(text, HITS))
            taken.append((time.perf_counter() - begun, time.process_time() - worked))
    return [(wall * 1000, cpu * 1000) for wall, cpu in taken]


def _memory() -> float:
    return resident(os.getpid())


def _times(
    engines: Mapping[str, _Process], texts: Sequence[str]
) -> dict[str, list[tuple[float, float]]]:
    """Return the medians of each question's times; the engines take turns."""
    taken: dict[str, dict[str, list[tuple[float, float]]]] = {
        name: defaultdict(list) for name in engines
    }
    for process in engines.values():
        process.times(texts)
    for first in list(range(0, len(texts), BLOCK)) * ROUNDS:
        block = texts[first : first + BLOCK]
        for name, process in engines.items():
            for text, one in zip(block, process.times(block), strict=True):
                taken[name][text].append(one)
    return {
        name: [
            (
                statistics.median(wall for wall, _ in ones),
                statistics.median(cpu for _, cpu in ones),
            )
            for ones in questions.values()
        ]
        for name, questions in taken.items()
    }


def _row(name: str, build_s: float, times: Sequence[tuple[float, float]], mib: float) -> list[str]:
    walls, cpus = sorted(wall for wall, _ in times), sorted(cpu for _, cpu in times)
    p50, p99 = walls[len(walls) // 2], walls[len(walls) * 99 // 100]
    return [
        name,
        f"{build_s:,.0f}",
        f"{p50:.1f}",
        f"{p99:.1f}",
        f"{cpus[len(cpus) // 2]:.1f}",
        f"{mib:,.0f}",
    ]


if __name__ == "__main__":
    main()
