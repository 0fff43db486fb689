"""`make bench`: run all benchmarks, and write their figures into the document."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from bench import counting, delivery, gaps, play, processes, reload
from bench.ablation import ablate
from bench.declining import trade_off
from bench.figures import answers_table, quality_table, speed_table
from bench.hostile import hostile_costs
from bench.learning import learnt
from bench.material import Source, public_sets
from bench.speed import Measurement, measure
from bench.tables import FigureTable, keep_only, show, write
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "retrieval.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
STARTS = 5

SHORT_SIZE = 10_000
SHORT_ENGINES = ("yinju", "bm25s", "tantivy", "fts5")
"""The size and the engines of `--short`."""

console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
errors = Console(stderr=True)


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True), default="../shared")
@click.option(
    "--short", is_flag=True, help="Only the engines at 10,000 passages, and no document."
)
@click.option("--on", default="", help="Only these sets and sizes, separated by commas.")
@click.option("--part", "names", multiple=True, help="Only this part; may be repeated.")
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    default=DOCUMENT,
    help="The document with the tables; default: docs/retrieval.md.",
)
def main(data: Path, on: str, names: Sequence[str], document: Path, *, short: bool) -> None:
    """Run all parts, or the named ones, with the question sets in the folder DATA."""
    if unknown := set(names) - set(PARTS):
        raise click.UsageError(f"no part {min(unknown)}; the parts are {', '.join(PARTS)}")
    if not public_sets(data):
        raise click.UsageError(f"{data} has no question sets in eval/public; name another folder")
    if short:
        for table in short_speed(data):
            show(console, table)
        return
    for name in names or PARTS:
        headings = []
        for table in PARTS[name](data, on.split(",") if on else []):
            show(console, table)
            write(document, name, table)  # Table by table, in case the run is stopped.
            headings.append(table.heading)
        if not on:
            keep_only(document, name, headings)


def speed(data: Path, on: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the speed of all engines, over the public sets and over generated collections."""
    sources = [*public_sets(data), *(Source(data, str(size)) for size in SIZES)]
    if on:
        sources = [Source(data, name) for name in on]
    measured: dict[str, Sequence[Measurement]] = {}
    for source in sources:
        with _progress() as report:
            measured[source.name] = measure(source, report)
        count = int(source.name) if source.is_generated else len(source.corpus())
        yield speed_table(source.name, count, measured[source.name])
        if source.is_generated:
            yield answers_table(count, measured[source.name])
    if {source.name for source in public_sets(data)} <= measured.keys():
        yield quality_table(measured)
    yield _machine()


def short_speed(data: Path) -> Iterator[FigureTable]:
    """Yield the speed of all engines but the slowest over one generated collection."""
    source = Source(data, str(SHORT_SIZE))
    with _progress() as report:
        figures = measure(source, report, SHORT_ENGINES)
    yield speed_table(source.name, SHORT_SIZE, figures)
    yield answers_table(SHORT_SIZE, figures)


def ablation(data: Path, _: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the gain in quality of each part of retrieval."""
    with _progress() as report:
        yield from ablate(data, make_analyzer(read_settings()), report)


def declining(data: Path, _: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the costs and gains of the thresholds for declining."""
    yield trade_off(data, make_analyzer(read_settings()))


def learning(data: Path, _: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the gain of the learnt weights on sets that they were not learnt from."""
    with _progress() as report:
        yield learnt(data, make_analyzer(read_settings()), report)


def hostile(_: Path, __: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the CPU time of hostile questions."""
    yield hostile_costs(make_analyzer(read_settings()))


def waiting(_: Path, __: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the times that people wait: for the page, a reload, a restart."""
    rows = [[name, f"{seconds:.2f} s"] for name, seconds in play.figures().items()]
    yield FigureTable("From the command to the page", ["", "time"], rows)
    yield reload.figures(reload.ARTICLES)
    yield reload.figures(reload.MANY)


def beside(_: Path, __: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the memory and the processor time of the processes that the bot starts."""
    yield processes.figures()


def answering(_: Path, __: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the processor time and the latency of answers, beside an echo bot's."""
    yield delivery.figures()


def unanswered(_: Path, __: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the time of /unanswered in a large journal, and of a question meanwhile."""
    yield gaps.figures()


def counted(_: Path, __: Sequence[str]) -> Iterator[FigureTable]:
    """Yield the time of statistics over a million questions, and of questions meanwhile."""
    yield counting.figures()


PARTS = {
    "answering": answering,
    "counting": counted,
    "hostile": hostile,
    "unanswered": unanswered,
    "declining": declining,
    "learning": learning,
    "ablation": ablation,
    "processes": beside,
    "waiting": waiting,
    "speed": speed,
}
"""All parts by the name of their markers in the document, quick ones first."""


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that reports the current step, on a terminal in one line that changes."""
    with errors.status("") as status:

        def report(step: str) -> None:
            status.update(step)
            if not errors.is_terminal:
                errors.print(time.strftime("%H:%M:%S"), step)

        yield report


def _machine() -> FigureTable:
    """Return a table of the machine, with the time of a first answer on the command line."""
    rows = [
        ["Python", platform.python_version()],
        ["cores", str(os.cpu_count())],
        [f"`yinju ask`, from the command to its answer, median of {STARTS}", _first_answer()],
    ]
    return FigureTable("Machine", ["", ""], rows)


def _first_answer() -> str:
    times = []
    for _ in range(STARTS + 1):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "bot", "ask", "--json", "金融科技为什么要成为基础设施？"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return f"{statistics.median(times[1:]):.2f} s"


if __name__ == "__main__":
    main()
