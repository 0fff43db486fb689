"""What questions cost that somebody made to cost much."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from itertools import cycle, islice

from bench.tables import Figured
from bot.service.bootstrap import DEFAULT_ENGINE, ENGINES, load_collection, prepare
from bot.settings import Settings
from corpus.model import Corpus
from retrieval.answer.answerer import Answerer
from retrieval.library import Library, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.patterns import question_table
from retrieval.text.analysis import Analyzer

LONGEST = 4096
"""Characters that Telegram lets through."""

AGAIN = 5


def hostile_questions(corpus: Corpus, analyzer: Analyzer) -> Iterator[tuple[str, str]]:
    """Each with what it is; the collection's own text is what finds most."""
    said = "".join(passage.text for passage in corpus.passages)
    words = dict.fromkeys(term.text for term in analyzer.terms(said))
    stop = question_table()["stop_words"].split()
    yield "an ordinary question", "金融科技为什么要成为基础设施？"
    yield "the collection itself, 4,096 characters", said[:LONGEST]
    yield "one character repeated", "金" * LONGEST
    yield "two characters repeated", "金融" * (LONGEST // 2)
    yield "all stop words", "".join(islice(cycle(stop), LONGEST))[:LONGEST]
    yield "every word of the collection", "，".join(words)[:LONGEST]
    yield "every word backwards", "".join(word[::-1] for word in words)[:LONGEST]
    yield "pinyin without end", ("jinrong " * LONGEST)[:LONGEST]
    yield "thanks without end", f"{'好的' * 499}x"
    yield "vowels in one piece", f"{'ao' * (LONGEST // 2 - 1)}1"
    yield "pinyin in one piece", ("jinrong" * LONGEST)[:LONGEST]
    yield "letters without a blank", ("a1b2" * LONGEST)[:LONGEST]
    yield "nothing but question marks", "？" * LONGEST


def hostile_costs(analyzer: Analyzer) -> Figured:
    """Milliseconds of CPU for each, over the packaged collection, prepared as it is served.

    All threads are counted.
    """
    loaded = load_collection(Settings.model_construct().collection, analyzer)
    snapshot = build_snapshot(loaded, analyzer, ENGINES[DEFAULT_ENGINE], read_aliases())
    prepare(snapshot.lexicon, analyzer)
    answerer = Answerer(Library(lambda: snapshot, snapshot), analyzer)
    asked = dict(hostile_questions(loaded.corpus, analyzer))
    asyncio.run(answerer.answer(next(iter(asked.values()))))
    rows = []
    for what, text in asked.items():
        first, *others = asyncio.run(_costs(answerer, text))
        rows.append([what, f"{first:.1f}", f"{statistics.median(others):.1f}"])
    columns = ["question", "ms of CPU", "asked again"]
    return Figured("Questions made to cost much", columns, rows)


async def _costs(answerer: Answerer, text: str) -> list[float]:
    taken = []
    for _ in range(1 + AGAIN):
        begun = time.process_time()
        await answerer.answer(text)
        taken.append((time.process_time() - begun) * 1000)
    return taken
