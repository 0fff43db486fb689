"""Passages that hold words letter for letter, also within other words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Passage
from retrieval.answer.excerpt import Excerpt, merge
from retrieval.index.lexicon import Lexicon
from retrieval.index.searcher import Query
from retrieval.index.text_arrays import Span
from retrieval.library import Snapshot
from retrieval.text.analysis import SINGLE, Analyzer
from retrieval.text.script import fold

MAX_CHARACTERS = 200
"""Number of characters of a text that are looked for."""

MAX_HITS = 300
"""Maximum number of passages of the index that are looked at; some have the words in their title
alone."""

MAX_PAIRS = 100
"""Maximum number of pairs by which a single character is looked for."""

MAX_HIGHLIGHTS = 20
"""Maximum number of places of a word that are highlighted in a passage."""


def passages_with(
    text: str, snapshot: Snapshot, analyzer: Analyzer, limit: int
) -> list[tuple[Passage, Excerpt]]:
    """Return whole passages that hold each word of a text, in either script.

    Args:
        text: The words, between white space.
        snapshot: The collection.
        analyzer: The analyzer that it was indexed with.
        limit: Maximum number of passages.
    """
    words = list(dict.fromkeys(fold(text[:MAX_CHARACTERS]).split()))
    terms = {term: 1.0 for word in words for term in _terms(word, snapshot.lexicon, analyzer)}
    found = []
    for hit in snapshot.searcher.search(Query(terms), MAX_HITS) if terms else ():
        passage = snapshot.corpus.passage(hit.passage_id)
        spans = _spans(snapshot.texts.of(hit.passage_id).folded, words) if passage else ()
        if passage and spans:
            found.append((passage, Excerpt(passage.text, 0, tuple(merge(spans)))))
        if len(found) == limit:
            break
    return found


def _terms(word: str, lexicon: Lexicon, analyzer: Analyzer) -> Iterable[str]:
    """Return the terms of the index by which passages with a word are found."""
    if len(word) == 1:
        return [word, *lexicon.pairs_with(word, MAX_PAIRS)]
    return [term for term in analyzer.bag(word) if not term.startswith(SINGLE)]


def _spans(folded: str, words: Iterable[str]) -> Sequence[Span]:
    """Return the places of some words in a folded text, none if it lacks one of them."""
    if not all(word in folded for word in words):
        return ()
    return [span for word in words for span in _places(word, folded)]


def _places(word: str, folded: str) -> Iterator[Span]:
    """Yield the first places of a word in a text."""
    end = 0
    for _ in range(MAX_HIGHLIGHTS):
        start = folded.find(word, end)
        if start < 0:
            break
        end = start + len(word)
        yield start, end
