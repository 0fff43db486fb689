"""Texts that say the same: word for word, or nearly."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from unicodedata import normalize

from corpus.model import Corpus, Passage, Problem

_SHINGLE = 4
_SHORTEST = 20
"""Letters of a passage that is worth comparing; below, two may say the same by chance."""

_CLAUSE = 5
"""Letters of a clause that two passages hardly share by chance."""

_HOLDERS = 8
"""Passages that are remembered for one clause: a phrase that everybody uses tells nothing."""

_SAMPLE = 20
_MARK = re.compile(r"[^\w]+")

NEARLY_SAME = 0.8
"""The share of common shingles from which two texts count as one."""


def shingles(letters: str) -> frozenset[str]:
    """All stretches of four letters (w-shingles, Broder 1997) of a text without punctuation."""
    last = max(1, len(letters) - _SHINGLE + 1)
    return frozenset(letters[place : place + _SHINGLE] for place in range(last))


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set of shingles is in the other one, from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def find_duplicates(corpus: Corpus) -> tuple[Problem, ...]:
    """Articles that say what others say, and paragraphs that stand more than once: warnings.

    Each is held against those before it that share a clause with it, not against all, so the
    work grows with the collection and not with its square.
    """
    index = _Index()
    found: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], str] = {}
    for passage in corpus.passages:
        if original := index.original_of(passage):
            pair = (passage.article_id, original.article_id)
            found[pair] += 1
            samples.setdefault(pair, passage.text)
        else:
            index.add(passage)
    return tuple(
        _problem(corpus, pair, count, samples[pair]) for pair, count in sorted(found.items())
    )


@dataclass(slots=True)
class _Index:
    """Passages by their clauses."""

    holders: dict[str, list[Passage]] = field(default_factory=dict)

    def original_of(self, passage: Passage) -> Passage | None:
        """An earlier passage that says nearly the same."""
        letters = _letters(passage.text)
        if len(letters) < _SHORTEST:
            return None
        own = shingles(letters)
        seen: set[str] = set()
        for clause in _clauses(passage.text):
            for holder in self.holders.get(clause, ()):
                if holder.id not in seen:
                    seen.add(holder.id)
                    if resemblance(own, shingles(_letters(holder.text))) >= NEARLY_SAME:
                        return holder
        return None

    def add(self, passage: Passage) -> None:
        """Remember a passage, under clauses that not too many hold already."""
        if len(_letters(passage.text)) >= _SHORTEST:
            for clause in set(_clauses(passage.text)):
                holders = self.holders.setdefault(clause, [])
                if len(holders) < _HOLDERS:
                    holders.append(passage)


def _problem(corpus: Corpus, pair: tuple[str, str], count: int, sample: str) -> Problem:
    """What to say of an article that repeats another, or itself."""
    article, original = (corpus.article(name) for name in pair)
    if not article or not original:
        raise KeyError(pair)
    start = " ".join(sample.split())[:_SAMPLE]
    paragraphs = "1 paragraph" if count == 1 else f"{count} paragraphs"
    if article is original:
        text = f"says {paragraphs} twice, such as “{start}…”; only one is quoted"
    elif count >= NEARLY_SAME * len(article.passages):
        text = f"says what {original.path} says; remove one of the two"
    else:
        text = f"has {paragraphs} of {original.path}, such as “{start}…”"
    return Problem("warning", article.path, None, text)


def _clauses(text: str) -> list[str]:
    return [clause for part in _MARK.split(text) if len(clause := _letters(part)) >= _CLAUSE]


def _letters(text: str) -> str:
    """A text without what differs between two printings: marks, spaces, width, case."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))
