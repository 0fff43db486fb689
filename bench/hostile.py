"""The CPU time of questions that are made to be expensive."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from itertools import cycle, islice

from bench.tables import FigureTable
from bot.service.bootstrap import DEFAULT_ENGINE, ENGINES, load_collection, prepare
from bot.settings import Settings
from corpus.model import Corpus
from retrieval.answer.answerer import Answerer
from retrieval.library import Library, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.patterns import question_table
from retrieval.text.analysis import Analyzer

MAX_MESSAGE = 4096
"""Maximum length of a message in Telegram, in characters."""

REPETITIONS = 5
"""Number of times that each question is asked after the first."""


def hostile_questions(corpus: Corpus, analyzer: Analyzer) -> Iterator[tuple[str, str]]:
    """Yield descriptions and questions; the collection's own text matches most passages."""
    text = "".join(passage.text for passage in corpus.passages)
    words = dict.fromkeys(term.text for term in analyzer.terms(text))
    stop = question_table()["stop_words"].split()
    yield "an ordinary question", "金融科技为什么要成为基础设施？"
    yield "the collection itself, 4,096 characters", text[:MAX_MESSAGE]
    yield "one character repeated", "金" * MAX_MESSAGE
    yield "two characters repeated", "金融" * (MAX_MESSAGE // 2)
    yield "all stop words", "".join(islice(cycle(stop), MAX_MESSAGE))[:MAX_MESSAGE]
    yield "every word of the collection", "，".join(words)[:MAX_MESSAGE]
    yield "every word backwards", "".join(word[::-1] for word in words)[:MAX_MESSAGE]
    yield "pinyin repeated", ("jinrong " * MAX_MESSAGE)[:MAX_MESSAGE]
    yield "thanks repeated", f"{'好的' * 499}x"
    yield "vowels without a space", f"{'ao' * (MAX_MESSAGE // 2 - 1)}1"
    yield "pinyin without a space", ("jinrong" * MAX_MESSAGE)[:MAX_MESSAGE]
    yield "letters and digits without a space", ("a1b2" * MAX_MESSAGE)[:MAX_MESSAGE]
    yield "only question marks", "？" * MAX_MESSAGE


def hostile_costs(analyzer: Analyzer) -> FigureTable:
    """Return the CPU time of each question, over the packaged collection.

    The time includes all threads. The collection is prepared as it is for serving.
    """
    loaded = load_collection(Settings.model_construct().collection, analyzer)
    snapshot = build_snapshot(loaded, analyzer, ENGINES[DEFAULT_ENGINE], read_aliases())
    prepare(snapshot, analyzer)
    answerer = Answerer(Library(lambda: snapshot, snapshot), analyzer)
    asked = dict(hostile_questions(loaded.corpus, analyzer))
    asyncio.run(answerer.answer(next(iter(asked.values()))))
    rows = []
    for name, text in asked.items():
        first, *others = asyncio.run(_costs(answerer, text))
        rows.append([name, f"{first:.1f}", f"{statistics.median(others):.1f}"])
    columns = ["question", "ms of CPU", "asked again"]
    return FigureTable("Hostile questions", columns, rows)


async def _costs(answerer: Answerer, text: str) -> list[float]:
    """Return the milliseconds of CPU for each time that a question is asked."""
    taken = []
    for _ in range(1 + REPETITIONS):
        begun = time.process_time()
        await answerer.answer(text)
        taken.append((time.process_time() - begun) * 1000)
    return taken
