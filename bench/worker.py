"""A process that runs one engine over one collection, so that its memory can be measured.

It writes the cost of the build, then reads one command per line: `time_searches FIRST LAST`,
`time_answers FIRST LAST`, `time_whole FIRST LAST`, `search FIRST LAST`, `answer FIRST LAST`,
`memory` or `start`. Each reply is a line of JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.engine import Answering, Engine
from bench.material import Source
from bench.peers import Bm25s, Fts5, RankBm25, Tantivy
from bench.shared_terms import read_question_terms
from bench.yinju import Yinju

ENGINES: dict[str, Callable[[Source, Path], Engine]] = {
    "yinju": Yinju,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "rank-bm25": RankBm25,
}


class Worker:
    """Carries out the commands."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._asked = read_question_terms(folder)
        self._prepared = [engine.prepare(asked) for asked in self._asked]

    def time_searches(self, first: str, last: str) -> list[float]:
        """Return the milliseconds from terms to ids, for each question."""
        return _timed(self._engine.search, self._prepared[int(first) : int(last)])

    def time_answers(self, first: str, last: str) -> list[float]:
        """Return the milliseconds from a question as typed to excerpts, see `Answering`."""
        return _timed(self._answering.answer, self._texts(first, last))

    def time_whole(self, first: str, last: str) -> list[float]:
        """Return the milliseconds of answers as a reader gets them; only Yinju has these."""
        assert isinstance(self._engine, Yinju)  # noqa: S101 - others do not decline
        return _timed(self._engine.whole_answer, self._texts(first, last))

    def search(self, first: str, last: str) -> list[list[str]]:
        """Return the ids that the engine finds, for each question."""
        return [self._engine.search(one) for one in self._prepared[int(first) : int(last)]]

    def answer(self, first: str, last: str) -> list[list[str]]:
        """Return the ids that are quoted, for each question; see `Answering`."""
        return list(map(self._answering.answer, self._texts(first, last)))

    def memory(self) -> float:
        """Return the resident memory in MiB."""
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        (resident,) = (line for line in lines if line.startswith("VmRSS:"))
        return int(resident.split()[1]) / 1024

    def start(self) -> float | None:
        """Return the seconds from the index on disk to a first hit."""
        return self._engine.start()

    def _texts(self, first: str, last: str) -> list[str]:
        return [asked.text for asked in self._asked[int(first) : int(last)]]

    @property
    def _answering(self) -> Answering:
        assert isinstance(self._engine, Answering)  # noqa: S101 - others are not asked
        return self._engine


def main() -> None:
    """Build, then carry out commands until the input ends; a timeout of the build ends it."""
    name, data, source, folder, limit = sys.argv[1:]
    signal.alarm(int(limit))
    engine = ENGINES[name](Source(Path(data), source), Path(folder))
    built = engine.build()
    signal.alarm(0)
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(one).ru_maxrss for one in who) / 1024
    _reply({**asdict(built), "peak_mb": peak})
    worker = Worker(engine, Path(folder))
    for line in sys.stdin:
        command, *arguments = line.split()
        _reply(getattr(worker, command)(*arguments))


def _timed(act: Callable[[Any], object], items: Iterable[Any]) -> list[float]:
    taken = []
    for item in items:
        begun = time.perf_counter()
        act(item)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _reply(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
