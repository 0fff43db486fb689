"""`make bench`: measure, side by side and in one run, and write the figures into the document."""

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

from bench import play, reload
from bench.ablation import ablate
from bench.declining import trade_off
from bench.figures import quality_table, speed_table
from bench.hostile import hostile_costs
from bench.material import Source, public_sets
from bench.speed import Figures, measure
from bench.tables import Figured, keep_only, show, write
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "retrieval.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
STARTS = 5

console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
errors = Console(stderr=True)


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True), default="../shared")
@click.option("--on", default="", help="Only these sets and sizes, with commas between.")
@click.option("--part", "names", multiple=True, help="Only this part; may be given repeatedly.")
@click.option("--document", type=click.Path(path_type=Path), default=DOCUMENT)
def main(data: Path, on: str, names: Sequence[str], document: Path) -> None:
    """Measure all parts, or those that are named, with the question sets of a folder."""
    if unknown := set(names) - set(PARTS):
        raise click.UsageError(f"no part {min(unknown)}; there are {', '.join(PARTS)}")
    if not public_sets(data):
        raise click.UsageError(f"{data} has no eval/public; DATA=FOLDER names the question sets")
    for name in names or PARTS:
        headings = []
        for table in PARTS[name](data, on.split(",") if on else []):
            show(console, table)
            write(document, name, table)  # Each time, lest a run that is stopped leave nothing.
            headings.append(table.heading)
        if not on:
            keep_only(document, name, headings)


def speed(data: Path, on: Sequence[str]) -> Iterator[Figured]:
    """Every engine, over the public sets and over made collections."""
    sources = [*public_sets(data), *(Source(data, str(size)) for size in SIZES)]
    if on:
        sources = [Source(data, name) for name in on]
    measured: dict[str, Sequence[Figures]] = {}
    for source in sources:
        with _progress() as tell:
            measured[source.name] = measure(source, tell)
        count = int(source.name) if source.is_made else len(source.corpus())
        yield speed_table(source.name, count, measured[source.name])
    if not on:
        yield quality_table(measured)
        yield _machine()


def ablation(data: Path, _: Sequence[str]) -> Iterator[Figured]:
    """What each part of finding gains."""
    with _progress() as tell:
        yield from ablate(data, make_analyzer(read_settings()), tell)


def declining(data: Path, _: Sequence[str]) -> Iterator[Figured]:
    """What the limits of declining cost and gain."""
    yield trade_off(data, make_analyzer(read_settings()))


def hostile(_: Path, __: Sequence[str]) -> Iterator[Figured]:
    """What questions cost that are made to cost much."""
    yield hostile_costs(make_analyzer(read_settings()))


def waiting(_: Path, __: Sequence[str]) -> Iterator[Figured]:
    """What people wait for: the page, a reload, a restart."""
    rows = [[what, f"{seconds:.2f} s"] for what, seconds in play.figures().items()]
    yield Figured("From the command to the page", ["", "time"], rows)
    yield reload.figured()


PARTS = {
    "hostile": hostile,
    "declining": declining,
    "ablation": ablation,
    "waiting": waiting,
    "speed": speed,
}
"""Each part by the name of its markers in the document, quick ones first."""


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Tell what is being done: on a terminal in one line, else a line each."""
    with errors.status("") as status:

        def tell(what: str) -> None:
            status.update(what)
            if not errors.is_terminal:
                errors.print(time.strftime("%H:%M:%S"), what)

        yield tell


def _machine() -> Figured:
    """What it was measured on, and how long a first answer takes from the command line."""
    rows = [
        ["Python", platform.python_version()],
        ["cores", str(os.cpu_count())],
        [f"`yinju ask`, from the command to its answer, median of {STARTS}", _first_answer()],
    ]
    return Figured("Where it was measured", ["", ""], rows)


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
