"""Duplicate and near-duplicate passages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from unicodedata import normalize

from corpus.message import Message, counted
from corpus.model import Corpus, Passage, Problem

_SHINGLE = 4
"""Number of letters of a shingle."""

_MIN_PASSAGE = 20
"""Minimum number of letters of a passage that is compared; shorter ones are equal by chance."""

_MIN_CLAUSE = 5
"""Minimum number of letters of a clause that is indexed; shorter ones are shared by chance."""

_MAX_POSTINGS = 8
"""Maximum number of passages indexed under one clause; a common phrase tells nothing."""

_EXCERPT = 20
"""Number of characters of a repeated paragraph in a warning."""

_PUNCTUATION = re.compile(r"[^\w]+")

NEARLY_SAME = 0.8
"""The resemblance from which two texts count as duplicates."""


def shingles(letters: str) -> frozenset[str]:
    """Return all 4-grams of a text without punctuation (w-shingles, Broder 1997)."""
    count = max(1, len(letters) - _SHINGLE + 1)
    return frozenset(letters[start : start + _SHINGLE] for start in range(count))


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set of shingles that is in the other one, from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def find_duplicates(corpus: Corpus) -> tuple[Problem, ...]:
    """Return warnings about articles that repeat others and paragraphs that occur more than once.

    Each passage is compared only with earlier ones that share a clause with it, so the work is
    linear in the size of the collection.
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

    postings: dict[str, list[Passage]] = field(default_factory=dict)

    def original_of(self, passage: Passage) -> Passage | None:
        """Return an earlier passage that is a near-duplicate, if there is one."""
        letters = _letters(passage.text)
        if len(letters) < _MIN_PASSAGE:
            return None
        own = shingles(letters)
        seen: set[str] = set()
        for clause in _clauses(passage.text):
            for earlier in self.postings.get(clause, ()):
                if earlier.id not in seen:
                    seen.add(earlier.id)
                    if resemblance(own, shingles(_letters(earlier.text))) >= NEARLY_SAME:
                        return earlier
        return None

    def add(self, passage: Passage) -> None:
        """Index a passage under its clauses, except those with too many passages already."""
        if len(_letters(passage.text)) >= _MIN_PASSAGE:
            for clause in set(_clauses(passage.text)):
                postings = self.postings.setdefault(clause, [])
                if len(postings) < _MAX_POSTINGS:
                    postings.append(passage)


def _problem(corpus: Corpus, pair: tuple[str, str], count: int, sample: str) -> Problem:
    """Build the warning about an article that repeats another one, or itself."""
    article, original = (corpus.article(name) for name in pair)
    if not article or not original:
        raise KeyError(pair)
    start = " ".join(sample.split())[:_EXCERPT]
    if article is original:
        message = counted(
            "repeats {count} paragraph, “{start}…”; it is quoted only once",
            "repeats {count} paragraphs, such as “{start}…”; each is quoted only once",
            count=count,
            start=start,
        )
    elif count >= NEARLY_SAME * len(article.passages):
        message = Message("has the same text as {file}; remove one of the two", file=original.path)
    else:
        message = counted(
            "shares {count} paragraph with {file}, “{start}…”",
            "shares {count} paragraphs with {file}, such as “{start}…”",
            count=count,
            file=original.path,
            start=start,
        )
    return Problem("warning", article.path, None, message)


def _clauses(text: str) -> list[str]:
    return [
        clause for part in _PUNCTUATION.split(text) if len(clause := _letters(part)) >= _MIN_CLAUSE
    ]


def _letters(text: str) -> str:
    """Return the letters of a text, without punctuation, spaces, width and case."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))
