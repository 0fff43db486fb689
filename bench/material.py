"""The collections of the benchmarks: public question sets, and generated ones of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.model import Article, Corpus, Passage
from corpus.sentences import sentences
from retrieval.evaluation.judged import RankingQuestion, read_passages, read_ranked_questions

SEED = 20261122
MIN_LENGTH, MAX_LENGTH = 150, 230
"""Range of the length, in characters, from which a generated passage gets no more sentences."""

SENTENCE_LENGTHS = range(8, 81)
"""Lengths of the sentences that passages are generated from, in characters."""

PASSAGES_PER_ARTICLE = 10
TIMED = 320
"""Number of questions that engines are timed with, drawn evenly from the public sets."""


@dataclass(frozen=True, slots=True)
class Source:
    """A collection: a public set by its name, or a number of passages generated from all sets."""

    data: Path
    name: str

    @property
    def is_generated(self) -> bool:
        """True if the passages are generated, so that no right passage is known for a question."""
        return self.name.isdigit()

    @property
    def folder(self) -> Path:
        """The folder of a public set."""
        return self.data / "eval" / "public" / self.name

    def corpus(self) -> Corpus:
        """Return the articles; those of a generated collection are the same each time."""
        if not self.is_generated:
            return read_passages(self.folder / "passages.jsonl")
        return Corpus(tuple(_generated(self.data, int(self.name))))

    def texts(self) -> Iterator[str]:
        """Return the texts of the passages, in the order of the corpus."""
        if not self.is_generated:
            return (passage.text for passage in self.corpus().passages)
        articles = _generated(self.data, int(self.name))
        return (passage.text for article in articles for passage in article.passages)

    def questions(self) -> list[RankingQuestion]:
        """Return the judged questions; for a generated collection, samples of all public sets."""
        if not self.is_generated:
            return read_ranked_questions(self.folder / "queries.jsonl")
        sets = [source.questions() for source in public_sets(self.data)]
        share = TIMED // len(sets)
        return [one for questions in sets for one in sampled(questions, share)]


def public_sets(data: Path) -> list[Source]:
    """Return the public sets in a folder of data."""
    folders = sorted((data / "eval" / "public").glob("*/queries.jsonl"))
    return [Source(data, path.parent.name) for path in folders]


def sampled(questions: list[RankingQuestion], count: int) -> list[RankingQuestion]:
    """Return some of these questions, the same each time."""
    return random.Random(SEED).sample(questions, min(count, len(questions)))  # noqa: S311 - no secret


def _generated(data: Path, count: int) -> Iterator[Article]:
    """Yield articles with *count* passages in all, joined from sentences of the public sets."""
    articles = [article for source in public_sets(data) for article in source.corpus().articles]
    titles = sorted({article.title for article in articles})
    pool = [
        text for article in articles for one in article.passages for text in _sentences(one.text)
    ]
    generator = random.Random(SEED)  # noqa: S311 - no secret
    texts = _joined(pool, generator)
    for first in range(0, count, PASSAGES_PER_ARTICLE):
        name = f"a{first}"
        taken = islice(texts, min(PASSAGES_PER_ARTICLE, count - first))
        passages = (Passage(f"p{row}", name, text) for row, text in enumerate(taken, first))
        yield Article(name, "", generator.choice(titles), passages=tuple(passages))


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentences(text) if end - start in SENTENCE_LENGTHS)


def _joined(pool: list[str], generator: random.Random) -> Iterator[str]:
    while True:
        text, wanted = "", generator.randint(MIN_LENGTH, MAX_LENGTH)
        while len(text) < wanted:
            text += generator.choice(pool)
        yield text
