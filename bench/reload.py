"""The cost of a reload and a restart, compared with a full build.

The collection has 5,000 articles of 20 paragraphs of 200 characters, with words drawn from jieba's
dictionary by their frequency, and is tokenized by jieba itself, not by rjieba. The restart runs in
a process of its own; it and the full build end with their first answer.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import jieba
from rich.console import Console

from bench.engine import MIB
from bench.tables import FigureTable, show
from bot.service.bootstrap import make_builder
from bot.settings import Settings
from retrieval.answer.answerer import Answerer
from retrieval.builder import Builder
from retrieval.library import Library, Snapshot
from retrieval.text.analysis import Analyzer

ARTICLES, PARAGRAPHS, CHARACTERS = 5_000, 20, 200
MANY = 50_000
"""Number of articles with a million passages."""

SENTENCE = 25
"""Length of a sentence in characters, with its full stop."""

CHANGED = 0.01
"""Share of the articles that change before the reload."""

SEED = 20211228
QUESTION = "金融科技为什么要成为基础设施？"


def main(count: int = ARTICLES) -> None:
    """Print the figures for a number of articles."""
    show(Console(), figures(count))


def figures(count: int = ARTICLES) -> FigureTable:
    """Return the figures for *count* articles, with times also as shares of the full build's."""
    with tempfile.TemporaryDirectory() as folder:
        write_articles(Path(folder), count)
        rows = [*_child("build", folder), *_child("restart", folder)]
    columns = [
        *("", "files read", "passages tokenized", "time", "of full build"),
        *("peak MiB", "resident MiB", "anonymous MiB", "on disk MiB"),
    ]
    return FigureTable(
        f"Rebuilding {count:,} articles", columns, [_row(row, rows[0]) for row in rows]
    )


def _row(row: dict[str, Any], full: dict[str, Any]) -> list[str]:
    return [
        row["step"],
        f"{row['files_read']}",
        f"{row['passages_tokenized']}",
        f"{row['seconds']:.1f} s",
        f"{row['seconds'] / full['seconds']:.3f}",
        *(f"{row[name]:,.0f}" for name in ("peak", "resident", "anonymous", "stored")),
    ]


def write_articles(data: Path, count: int) -> None:
    """Generate the collection."""
    folder = data / "articles"
    folder.mkdir()
    paragraphs = _paragraphs(SEED)
    for number in range(count):
        text = "\n\n".join(next(paragraphs) for _ in range(PARAGRAPHS))
        (folder / f"{number:05}.md").write_text(f"# 第{number}篇\n\n{text}\n", encoding="utf-8")


def change_articles(data: Path) -> None:
    """Replace the last paragraph of every hundredth article."""
    paths = sorted((data / "articles").iterdir())
    paragraphs = _paragraphs(SEED + 1)
    for path in paths[:: round(1 / CHANGED)]:
        unchanged, _ = path.read_text("utf-8").rstrip().rsplit("\n\n", 1)
        path.write_text(f"{unchanged}\n\n{next(paragraphs)}\n", encoding="utf-8")


def _paragraphs(seed: int) -> Iterator[str]:
    generator = random.Random(seed)  # noqa: S311 - no secret
    with jieba.Tokenizer().get_dict_file() as lines:
        rows = [line.decode().split() for line in lines]
    words, weights = [row[0] for row in rows], list(accumulate(int(row[1]) for row in rows))
    draw = partial(generator.choices, words, cum_weights=weights, k=CHARACTERS)
    while True:
        text = "".join(draw())
        ends = range(0, CHARACTERS, SENTENCE)
        yield "".join(f"{text[start : start + SENTENCE - 1]}。" for start in ends)


def _child(step: str, folder: str) -> list[dict[str, Any]]:
    """Run a step in a process of its own, and return its figures."""
    command = [sys.executable, "-m", "bench.reload", step, folder, repr(time.time())]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def build(data: Path, begun: float) -> Iterator[dict[str, Any]]:
    """Build from nothing and answer, then build again after a change."""
    builder, analyzer = _builder(data)
    yield _timed("full build", partial(_answered, builder, analyzer), begun, data)
    change_articles(data)
    yield _timed("reload after 1 %", builder.build, time.time(), data)


def restart(data: Path, begun: float) -> Iterator[dict[str, Any]]:
    """Answer from the stored artifacts."""
    yield _timed("restart", partial(_answered, *_builder(data)), begun, data)


def _answered(builder: Builder, analyzer: Analyzer) -> Snapshot:
    """Return a snapshot that has answered its first question."""
    snapshot = builder.build()
    answerer = Answerer(Library(builder.build, snapshot), analyzer)
    asyncio.run(answerer.answer(QUESTION))
    return snapshot


def _builder(data: Path) -> tuple[Builder, Analyzer]:
    settings = Settings(data_dir=data, corpus_dir=data / "articles")
    analyzer = Analyzer(settings.cache_dir, fast=False)
    return make_builder(settings, analyzer, settings.collection), analyzer


def _timed(step: str, work: Callable[[], Snapshot], begun: float, data: Path) -> dict[str, Any]:
    """Return the figures of a step: seconds, and MiB of memory and of stored artifacts."""
    snapshot = work()
    seconds = time.time() - begun
    memory = _memory()
    return {
        "step": step,
        "files_read": snapshot.files_read,
        "passages_tokenized": snapshot.passages_tokenized,
        "seconds": seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "resident": memory["Rss"] / 1024,
        "anonymous": memory["Anonymous"] / 1024,
        "stored": sum(path.stat().st_size for path in (data / "index").rglob("*")) / MIB,
    }


def _memory() -> dict[str, int]:
    """Return the process's memory in KiB by kind, as proc(5) names them in smaps_rollup."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()[1:]
    pairs = (line.split(":") for line in lines)
    return {name: int(value.split()[0]) for name, value in pairs}


if __name__ == "__main__":
    steps = {"build": build, "restart": restart}
    if sys.argv[1:] and sys.argv[1] in steps:
        rows = steps[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))
        print(json.dumps(list(rows)))  # noqa: T201
    else:
        main(*map(int, sys.argv[1:]))
