"""The part of a passage that is quoted, and what is highlighted in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.sentences import sentences
from retrieval.analysis import Term

LONGEST = 160
"""Characters an excerpt has at most, unless a single sentence has more."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One contiguous slice of a passage: `text` begins at `start`; highlights count from there."""

    text: str
    start: int
    highlights: tuple[Span, ...]


def excerpt(text: str, terms: Iterable[Term], worth: Mapping[str, float]) -> Excerpt:
    """The run of whole sentences that holds most of what matched.

    Args:
        text: The passage.
        terms: Its terms, where they stand.
        worth: What each matched term gave to the passage's score.
    """
    found = [term for term in terms if worth.get(term.text, 0) > 0]
    start, end = max(
        _runs(text), key=lambda run: _value(run, found, worth), default=(0, len(text))
    )
    end = start + len(text[start:end].rstrip())
    inside = [(t.start - start, t.end - start) for t in found if start <= t.start and t.end <= end]
    return Excerpt(text[start:end], start, tuple(merge(inside)))


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same stretches as spans that neither touch nor overlap, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _runs(text: str) -> Iterable[Span]:
    """Every run of sentences that is short enough, and every sentence by itself."""
    spans = list(sentences(text))
    for first, (start, _) in enumerate(spans):
        for last in range(first, len(spans)):
            end = spans[last][1]
            if last > first and end - start > LONGEST:
                break
            yield start, end


def _value(run: Span, found: Iterable[Term], worth: Mapping[str, float]) -> tuple[float, int]:
    """What distinct terms within a run are worth; of equal runs the longer one goes first."""
    start, end = run
    inside = {term.text for term in found if start <= term.start and term.end <= end}
    return sum(worth[term] for term in inside), end - start
