"""What is measured on: public question sets, and collections of any size made from them."""

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
SHORTEST, LONGEST = 150, 230
"""Characters at which a made passage ends, with the sentence that reaches them."""

SENTENCE = range(8, 81)
"""How long a sentence is that passages are made from."""

PASSAGES_PER_ARTICLE = 10
TIMED = 320
"""Questions that an engine is timed with, drawn evenly from every public set."""


@dataclass(frozen=True, slots=True)
class Source:
    """A collection to measure on: a public set by its name, or so many passages made from all."""

    data: Path
    name: str

    @property
    def is_made(self) -> bool:
        """Whether its passages are made, so that no question of it is judged."""
        return self.name.isdigit()

    @property
    def folder(self) -> Path:
        """Where a public set lies."""
        return self.data / "eval" / "public" / self.name

    def corpus(self) -> Corpus:
        """Its articles; a made one is the same each time."""
        if not self.is_made:
            return read_passages(self.folder / "passages.jsonl")
        return Corpus(tuple(_made(self.data, int(self.name))))

    def texts(self) -> Iterator[str]:
        """The texts of its passages, in the order of the corpus."""
        if not self.is_made:
            return (passage.text for passage in self.corpus().passages)
        articles = _made(self.data, int(self.name))
        return (passage.text for article in articles for passage in article.passages)

    def questions(self) -> list[RankingQuestion]:
        """Its judged questions, or for a made one those of every set that it is made from."""
        if not self.is_made:
            return read_ranked_questions(self.folder / "queries.jsonl")
        sets = [source.questions() for source in public_sets(self.data)]
        share = TIMED // len(sets)
        return [one for questions in sets for one in sampled(questions, share)]


def public_sets(data: Path) -> list[Source]:
    """The public sets in a folder of data."""
    folders = sorted((data / "eval" / "public").glob("*/queries.jsonl"))
    return [Source(data, path.parent.name) for path in folders]


def sampled(questions: list[RankingQuestion], count: int) -> list[RankingQuestion]:
    """Some of these questions, the same each time."""
    return random.Random(SEED).sample(questions, min(count, len(questions)))  # noqa: S311 - no secret


def _made(data: Path, count: int) -> Iterator[Article]:
    """Articles of so many passages in all, spliced from the sentences of the public sets."""
    articles = [article for source in public_sets(data) for article in source.corpus().articles]
    titles = sorted({article.title for article in articles})
    pool = [text for article in articles for one in article.passages for text in _cut(one.text)]
    chance = random.Random(SEED)  # noqa: S311 - no secret
    texts = _spliced(pool, chance)
    for first in range(0, count, PASSAGES_PER_ARTICLE):
        name = f"a{first}"
        taken = islice(texts, min(PASSAGES_PER_ARTICLE, count - first))
        passages = (Passage(f"p{row}", name, text) for row, text in enumerate(taken, first))
        yield Article(name, "", chance.choice(titles), passages=tuple(passages))


def _cut(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentences(text) if end - start in SENTENCE)


def _spliced(pool: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        text, enough = "", chance.randint(SHORTEST, LONGEST)
        while len(text) < enough:
            text += chance.choice(pool)
        yield text
