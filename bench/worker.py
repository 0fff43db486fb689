"""One engine over one collection, in a process of its own, so that its memory is its own.

It says what building took, then does what each line of its input asks for: `time FIRST LAST`,
`whole FIRST LAST`, `find FIRST LAST`, `memory`, `start`. Every answer is a line of JSON.
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

from bench.engine import Engine
from bench.material import Source
from bench.ours import Yinju
from bench.peers import Bm25s, Fts5, RankBm25, Tantivy
from bench.shared_terms import read_asked

ENGINES: dict[str, Callable[[Source, Path], Engine]] = {
    "yinju": Yinju,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "rank-bm25": RankBm25,
}


class Worker:
    """Carries out what it is asked for."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._asked = read_asked(folder)
        self._prepared = [engine.prepare(asked) for asked in self._asked]

    def time(self, first: str, last: str) -> list[float]:
        """Milliseconds from terms to ids, question by question."""
        return _timed(self._engine.find, self._prepared[int(first) : int(last)])

    def whole(self, first: str, last: str) -> list[float]:
        """Milliseconds from a question as it is typed to ten excerpts; only Yinju has that way."""
        texts = [asked.text for asked in self._asked[int(first) : int(last)]]
        return _timed(self._whole, texts)

    def find(self, first: str, last: str) -> list[list[str]]:
        """The ids that are found."""
        return [self._engine.find(one) for one in self._prepared[int(first) : int(last)]]

    def answer(self, first: str, last: str) -> list[list[str]]:
        """The ids that the whole way finds; only Yinju has it."""
        return [self._whole(asked.text) for asked in self._asked[int(first) : int(last)]]

    def memory(self) -> float:
        """What is resident now, in MiB."""
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        (resident,) = (line for line in lines if line.startswith("VmRSS:"))
        return int(resident.split()[1]) / 1024

    def start(self) -> float | None:
        """Seconds from disk to a first answer."""
        return self._engine.start()

    def _whole(self, text: str) -> list[str]:
        assert isinstance(self._engine, Yinju)  # noqa: S101 - nothing else is asked this
        return self._engine.whole(text)


def main() -> None:
    """Build, then answer until the input ends; building for too long ends the process."""
    name, data, source, folder, limit = sys.argv[1:]
    signal.alarm(int(limit))
    engine = ENGINES[name](Source(Path(data), source), Path(folder))
    built = engine.build()
    signal.alarm(0)
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(one).ru_maxrss for one in who) / 1024
    _say({**asdict(built), "peak_mb": peak})
    worker = Worker(engine, Path(folder))
    for line in sys.stdin:
        command, *arguments = line.split()
        _say(getattr(worker, command)(*arguments))


def _timed(act: Callable[[Any], object], items: Iterable[Any]) -> list[float]:
    taken = []
    for item in items:
        begun = time.perf_counter()
        act(item)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
