"""What a change and a restart cost, held against building everything: counts and times of one run.

5,000 articles of 20 paragraphs of 200 characters, their words drawn from jieba's dictionary as
often as it counts them, cut by jieba itself. The restart is a process of its own; it and the full
build end with their first answer.
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

from bench.tables import Figured, show
from bot.service.bootstrap import make_builder
from bot.settings import Settings
from retrieval.answer.answerer import Answerer
from retrieval.builder import Builder
from retrieval.library import Library, Snapshot
from retrieval.text.analysis import Analyzer

ARTICLES, PARAGRAPHS, CHARACTERS = 5_000, 20, 200
SENTENCE = 25
CHANGED = 0.01
SEED = 20211228
QUESTION = "金融科技为什么要成为基础设施？"


def main(count: int = ARTICLES) -> None:
    """Print the figures for so many articles."""
    show(Console(), figured(count))


def figured(count: int = ARTICLES) -> Figured:
    """The figures for so many articles; times also as shares of the full build's."""
    with tempfile.TemporaryDirectory() as place:
        write_articles(Path(place), count)
        rows = [*_child("build", place), *_child("restart", place)]
    columns = ["", "files read", "passages cut", "time", "of full build", "peak"]
    return Figured(f"{count:,} articles again", columns, [_row(row, rows[0]) for row in rows])


def _row(row: dict[str, Any], full: dict[str, Any]) -> list[str]:
    return [
        row["what"],
        f"{row['read']}",
        f"{row['cut']}",
        f"{row['seconds']:.1f} s",
        f"{row['seconds'] / full['seconds']:.3f}",
        f"{row['peak_mb']:.0f} MiB",
    ]


def write_articles(place: Path, count: int) -> None:
    """Generate the collection."""
    folder = place / "articles"
    folder.mkdir()
    paragraphs = _paragraphs(SEED)
    for number in range(count):
        text = "\n\n".join(next(paragraphs) for _ in range(PARAGRAPHS))
        (folder / f"{number:05}.md").write_text(f"# 第{number}篇\n\n{text}\n", encoding="utf-8")


def change_articles(place: Path) -> None:
    """Give one paragraph of every hundredth article other words."""
    paths = sorted((place / "articles").iterdir())
    paragraphs = _paragraphs(SEED + 1)
    for path in paths[:: round(1 / CHANGED)]:
        kept, _ = path.read_text("utf-8").rstrip().rsplit("\n\n", 1)
        path.write_text(f"{kept}\n\n{next(paragraphs)}\n", encoding="utf-8")


def _paragraphs(seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - chance here is the same in every run
    with jieba.Tokenizer().get_dict_file() as lines:
        rows = [line.decode().split() for line in lines]
    words, weights = [row[0] for row in rows], list(accumulate(int(row[1]) for row in rows))
    draw = partial(chance.choices, words, cum_weights=weights, k=CHARACTERS)
    while True:
        text = "".join(draw())
        ends = range(0, CHARACTERS, SENTENCE)
        yield "".join(f"{text[start : start + SENTENCE - 1]}。" for start in ends)


def _child(what: str, place: str) -> list[dict[str, Any]]:
    """What a process of its own measured."""
    command = [sys.executable, "-m", "bench.reload", what, place, repr(time.time())]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def build(place: Path, begun: float) -> Iterator[dict[str, Any]]:
    """Build from nothing and answer, then build again after a change."""
    builder, analyzer = _builder(place)
    yield _timed("full build", partial(_answered, builder, analyzer), begun)
    change_articles(place)
    yield _timed("reload after 1 %", builder.build, time.time())


def restart(place: Path, begun: float) -> Iterator[dict[str, Any]]:
    """Answer from what is kept."""
    yield _timed("restart", partial(_answered, *_builder(place)), begun)


def _answered(builder: Builder, analyzer: Analyzer) -> Snapshot:
    """A snapshot that has answered its first question."""
    snapshot = builder.build()
    answerer = Answerer(Library(builder.build, snapshot), analyzer)
    asyncio.run(answerer.answer(QUESTION))
    return snapshot


def _builder(place: Path) -> tuple[Builder, Analyzer]:
    settings = Settings(data_dir=place, corpus_dir=place / "articles")
    analyzer = Analyzer(settings.cache_dir, fast=False)
    return make_builder(settings, analyzer, settings.collection), analyzer


def _timed(what: str, work: Callable[[], Snapshot], begun: float) -> dict[str, Any]:
    snapshot = work()
    return {
        "what": what,
        "read": snapshot.files_read,
        "cut": snapshot.passages_tokenized,
        "seconds": time.time() - begun,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    steps = {"build": build, "restart": restart}
    if sys.argv[1:] and sys.argv[1] in steps:
        rows = steps[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3]))
        print(json.dumps(list(rows)))  # noqa: T201
    else:
        main(*map(int, sys.argv[1:]))
