"""The speed, memory and quality of all engines over one collection.

Each engine runs in a process of its own. All get the same questions in blocks, one engine after
the other in rotating order, so that other load on the machine affects all alike. A question counts
with the median of its rounds, so the 99th percentile shows slow questions, not disturbances.
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.engine import HITS
from bench.judging import with_ndcg
from bench.material import TIMED, Source
from bench.worker import ENGINES
from retrieval.evaluation.figures import ranking_report

ROUNDS = 3
"""Number of times that each question is timed."""

BLOCK = 40
"""Number of questions that an engine is asked in its turn."""

WARM_UP = 40
"""Number of questions that are answered before any answer is timed."""

FIRST, WHOLE = range(WARM_UP, 180), range(180, TIMED)
"""The questions that are timed when they are first asked: for excerpts, and for whole answers."""

ANSWERING = ("yinju", "tantivy")
"""The engines that make excerpts."""

MAX_BUILD = 1500
"""Timeout of a build, in seconds."""

MAX_TIMING = 60.0
"""Seconds of searching after which an engine gets no more questions."""

MAX_PASSAGES = {"rank-bm25": 100_000}
"""The largest collection of engines that are too slow for larger ones."""


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The median and the 99th percentile in milliseconds, and the number of questions."""

    p50: float
    p99: float
    count: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of one engine over one collection.

    Attributes:
        engine: The name of the engine.
        built: The fields of `BuildCost`, and the peak memory in MiB.
        serving_mb: The resident memory after all questions, in MiB.
        searches: Times from terms to passage ids.
        answers: Times from a question as typed to excerpts; only Yinju has these.
        first_answers: The same, the first time that each question is asked; tantivy has these too,
            with its own snippets.
        whole_answers: Times of answers as a reader gets them, the first time; only Yinju.
        quality: The figures of the ranking, by the worker's command: `search` or `answer`.
        start_s: Seconds from the index on disk to a first hit.
        skipped: The reason why there are no figures.
    """

    engine: str
    built: dict[str, float | None] = field(default_factory=dict)
    serving_mb: float = 0.0
    searches: Percentiles | None = None
    answers: Percentiles | None = None
    first_answers: Percentiles | None = None
    whole_answers: Percentiles | None = None
    quality: dict[str, dict[str, float]] = field(default_factory=dict)
    start_s: float | None = None
    skipped: str = ""


class EndedError(Exception):
    """The process of an engine ended early; the message says how."""


class Process:
    """The process of an engine (see `bench.worker`)."""

    def __init__(self, engine: str, source: Source, folder: Path) -> None:
        place = (str(source.data), source.name, str(folder), str(MAX_BUILD))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", engine, *place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.built: dict[str, float | None] = self._receive()

    def ask(self, *words: object) -> Any:
        """Send a command and return the reply."""
        assert self._process.stdin  # noqa: S101 - opened above
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        return self._receive()

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin  # noqa: S101 - opened above
        assert self._process.stdout  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _receive(self) -> Any:
        assert self._process.stdout  # noqa: S101 - opened above
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        code = self._process.wait()
        if code == -signal.SIGALRM:
            raise EndedError(f"took more than {MAX_BUILD} s")
        raise EndedError(f"ended with status {code}")


def measure(
    source: Source, progress: Any, engines: Sequence[str] = tuple(ENGINES)
) -> list[Measurement]:
    """Build engines one after the other, then measure them in turns."""
    with TemporaryDirectory() as folder, ExitStack() as running:
        working, skipped = _built(source, Path(folder), progress, engines)
        for process in working.values():
            running.callback(process.close)
        progress(f"{source.name}: timing all engines")
        firsts = _first_times(working, "answers", FIRST)
        ours = {name: process for name, process in working.items() if name == "yinju"}
        wholes = _first_times(ours, "whole", WHOLE)
        times = _search_times(working)
        answers = {name: _percentiles(_answer_times(one)) for name, one in ours.items()}
        progress(f"{source.name}: measuring memory and quality")
        figures = [
            Measurement(
                engine=name,
                built=process.built,
                serving_mb=process.ask("memory"),
                searches=_percentiles(times[name]),
                answers=answers.get(name),
                first_answers=firsts.get(name),
                whole_answers=wholes.get(name),
                quality={} if source.is_generated else dict(_quality(name, process, source)),
                start_s=process.ask("start"),
            )
            for name, process in working.items()
        ]
    return figures + skipped


def _built(
    source: Source, folder: Path, progress: Any, engines: Sequence[str]
) -> tuple[dict[str, Process], list[Measurement]]:
    """Return the processes of the engines by name, and why there are none of others."""
    working: dict[str, Process] = {}
    skipped: list[Measurement] = []
    for name in engines:
        progress(f"{source.name}: building {name}")
        if source.is_generated and int(source.name) > MAX_PASSAGES.get(name, sys.maxsize):
            skipped.append(Measurement(name, skipped=f"left out above {MAX_PASSAGES[name]:,}"))
            continue
        try:
            working[name] = Process(name, source, folder)
        except EndedError as error:
            skipped.append(Measurement(name, skipped=str(error)))
    return working, skipped


def _first_times(
    working: Mapping[str, Process], command: str, questions: range
) -> dict[str, Percentiles]:
    """Return for each engine the times of questions that it was not asked before."""
    times: dict[str, dict[int, list[float]]] = {}
    names = [name for name in working if name in ANSWERING]
    for name in names:
        working[name].ask(f"time_{command}", 0, WARM_UP)
    for first in range(questions.start, questions.stop, BLOCK):
        names = names[1:] + names[:1]
        for name in names:
            last = min(first + BLOCK, questions.stop)
            taken = working[name].ask(f"time_{command}", first, last)
            of_engine = times.setdefault(name, {})
            of_engine.update((place, [one]) for place, one in enumerate(taken, first))
    return {name: _percentiles(of_engine) for name, of_engine in times.items()}


def _search_times(working: dict[str, Process]) -> dict[str, dict[int, list[float]]]:
    """Return for each engine the times of each question, by the question's index."""
    times: dict[str, dict[int, list[float]]] = {name: defaultdict(list) for name in working}
    spent = dict.fromkeys(working, 0.0)
    names = list(working)
    for process in working.values():
        process.ask("time_searches", 0, min(WARM_UP, 5))
    for first in list(range(0, TIMED, BLOCK)) * ROUNDS:
        names = names[1:] + names[:1]
        for name in names:
            if spent[name] > MAX_TIMING:
                continue
            taken = working[name].ask("time_searches", first, first + BLOCK)
            spent[name] += sum(taken) / 1000
            for place, one in enumerate(taken, first):
                times[name][place].append(one)
    return times


def _answer_times(process: Process) -> dict[int, list[float]]:
    process.ask("time_answers", 0, WARM_UP)
    times: dict[int, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for place, one in enumerate(process.ask("time_answers", 0, TIMED)):
            times[place].append(one)
    return times


def _quality(
    name: str, process: Process, source: Source
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of the ranking, by the worker's command."""
    questions = source.questions()
    for command in ("search", "answer") if name == "yinju" else ("search",):
        rows = process.ask(command, 0, len(questions))
        places = [
            next((place for place, one in enumerate(ids[:HITS], 1) if one in question.gold), None)
            for question, ids in zip(questions, rows, strict=True)
        ]
        figures = ranking_report(places, [])
        gold = {question.id: question.gold for question in questions}
        yield command, with_ndcg(figures, gold, [row[:HITS] for row in rows])


def _percentiles(times: dict[int, list[float]]) -> Percentiles:
    medians = sorted(statistics.median(taken) for taken in times.values())
    count = len(medians)
    return Percentiles(medians[count // 2], medians[count * 99 // 100], count)
