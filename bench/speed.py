"""Engines side by side over one collection: each in a process of its own, asked in turns.

All are asked the same questions, a block at a time, one engine after the other and the order
turning, so that what else the machine does hits all alike. A question counts with the median of
its rounds: what is left in the 99th percentile are dear questions, not bad moments.
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.engine import HITS
from bench.material import TIMED, Source
from bench.worker import ENGINES
from retrieval.evaluation.figures import ranking_report

ROUNDS = 3
BLOCK = 40
WARM_UP = 40
"""Questions that are asked before any is timed."""

MAX_BUILD = 1500
"""Seconds after which an engine's building is given up."""

MAX_TIMING = 60.0
"""Seconds of answering after which an engine is asked no more."""

MAX_PASSAGES = {"rank-bm25": 100_000}
"""Where an engine is left out of larger collections."""


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Milliseconds that half of the questions, and 99 in 100 of them, are answered within."""

    p50: float
    p99: float
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine took over one collection; `skipped` says why there is nothing to say."""

    engine: str
    built: dict[str, float | None] = field(default_factory=dict)
    serving_mb: float = 0.0
    terms_to_ids: Percentiles | None = None
    whole: Percentiles | None = None
    quality: dict[str, dict[str, float]] = field(default_factory=dict)
    start_s: float | None = None
    skipped: str = ""


class EndedError(Exception):
    """An engine's process ended by itself; the message says how."""


class Process:
    """An engine at work (see `bench.worker`)."""

    def __init__(self, engine: str, source: Source, folder: Path) -> None:
        place = (str(source.data), source.name, str(folder), str(MAX_BUILD))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", engine, *place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.built: dict[str, float | None] = self._heard()

    def ask(self, *words: object) -> Any:
        """Have it do something, and wait for what it says."""
        assert self._process.stdin  # noqa: S101 - opened above
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def close(self) -> None:
        """End it."""
        assert self._process.stdin  # noqa: S101 - opened above
        assert self._process.stdout  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _heard(self) -> Any:
        assert self._process.stdout  # noqa: S101 - opened above
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        code = self._process.wait()
        if code == -signal.SIGALRM:
            raise EndedError(f"took more than {MAX_BUILD} s")
        raise EndedError(f"ended with status {code}")


def measure(source: Source, progress: Any) -> list[Figures]:
    """All engines over one collection; building one after the other, answering in turns."""
    skipped: list[Figures] = []
    with TemporaryDirectory() as folder, ExitStack() as running:
        working: dict[str, Process] = {}
        for name in ENGINES:
            progress(f"{source.name}: {name} builds")
            if source.is_made and int(source.name) > MAX_PASSAGES.get(name, sys.maxsize):
                skipped.append(Figures(name, skipped=f"left out above {MAX_PASSAGES[name]:,}"))
                continue
            try:
                working[name] = Process(name, source, Path(folder))
            except EndedError as error:
                skipped.append(Figures(name, skipped=str(error)))
                continue
            running.callback(working[name].close)
        progress(f"{source.name}: all are asked in turns")
        times = _in_turns(working)
        whole = _percentiles(_whole(working["yinju"])) if "yinju" in working else None
        progress(f"{source.name}: memory and quality")
        figures = [
            Figures(
                engine=name,
                built=process.built,
                serving_mb=process.ask("memory"),
                terms_to_ids=_percentiles(times[name]),
                whole=whole if name == "yinju" else None,
                quality={} if source.is_made else dict(_quality(name, process, source)),
                start_s=process.ask("start"),
            )
            for name, process in working.items()
        ]
    return figures + skipped


def _in_turns(working: dict[str, Process]) -> dict[str, dict[int, list[float]]]:
    """For each engine the times of each question, by its place."""
    times: dict[str, dict[int, list[float]]] = {name: defaultdict(list) for name in working}
    spent = dict.fromkeys(working, 0.0)
    names = list(working)
    for process in working.values():
        process.ask("time", 0, min(WARM_UP, 5))
    for turn, first in enumerate(list(range(0, TIMED, BLOCK)) * ROUNDS):
        names = names[1:] + names[:1]
        for name in names:
            if spent[name] > MAX_TIMING:
                continue
            taken = working[name].ask("time", first, first + BLOCK)
            spent[name] += sum(taken) / 1000
            if turn >= 0:
                for place, one in enumerate(taken, first):
                    times[name][place].append(one)
    return times


def _whole(process: Process) -> dict[int, list[float]]:
    process.ask("whole", 0, WARM_UP)
    times: dict[int, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for place, one in enumerate(process.ask("whole", 0, TIMED)):
            times[place].append(one)
    return times


def _quality(
    name: str, process: Process, source: Source
) -> Iterator[tuple[str, dict[str, float]]]:
    """The ranking's figures by the way that was gone."""
    questions = source.questions()
    for way in ("find", "answer") if name == "yinju" else ("find",):
        rows = process.ask(way, 0, len(questions))
        places = [
            next((place for place, one in enumerate(ids[:HITS], 1) if one in question.gold), None)
            for question, ids in zip(questions, rows, strict=True)
        ]
        yield way, ranking_report(places, [])


def _percentiles(times: dict[int, list[float]]) -> Percentiles:
    medians = sorted(statistics.median(taken) for taken in times.values())
    count = len(medians)
    return Percentiles(medians[count // 2], medians[count * 99 // 100], count)
