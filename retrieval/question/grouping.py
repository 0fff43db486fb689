"""Groups of questions that share what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from retrieval.question.aliases import Aliases
from retrieval.question.parsing import evidence_weight
from retrieval.question.patterns import words_of
from retrieval.text.analysis import Analyzer
from retrieval.text.script import fold

MIN_OVERLAP = 0.6
"""Share of their informative words, by weight as evidence, that two questions of a group have in
common: Dice's coefficient."""


def topic(text: str, analyzer: Analyzer, aliases: Aliases) -> Mapping[str, float]:
    """Return the informative words of a question with their weights as evidence.

    Of several names for the same thing, one stands for all.
    """
    excluded = words_of("interrogatives") | words_of("courtesy") | words_of("stop_words")
    words = (term.text for term in analyzer.terms(fold(text), "default"))
    return {
        aliases.standing_for(word): evidence_weight(word, analyzer)
        for word in words
        if word not in excluded
    }


def grouped(topics: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """Return the places of questions in groups: greedily, each with the first one that is near.

    A question joins the group whose first question it shares most with, if that is enough; else it
    begins a group. The order of the questions decides what the groups are about.

    Args:
        topics: The informative words of each question; one without words stands alone.
    """
    groups: list[list[int]] = []
    totals: list[float] = []
    heads_with: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(topics):
        number = _nearest(words, totals, heads_with)
        if number is not None:
            groups[number].append(place)
            continue
        for word in words:
            heads_with[word].append(len(groups))
        groups.append([place])
        totals.append(sum(words.values()))
    return groups


def _nearest(
    words: Mapping[str, float], totals: Sequence[float], heads_with: Mapping[str, Iterable[int]]
) -> int | None:
    """Return the number of the group whose head shares most with a question, if it is enough.

    Args:
        words: The informative words of the question.
        totals: The weight of all words of each head.
        heads_with: The numbers of the heads that have a word.
    """
    shared: dict[int, float] = defaultdict(float)
    for word, weight in words.items():
        for number in heads_with.get(word, ()):
            shared[number] += weight
    total = sum(words.values())
    overlaps = [
        (2 * weight / (total + totals[number]), -number) for number, weight in shared.items()
    ]
    overlap, number = max(overlaps, default=(0.0, 0))
    return -number if overlap >= MIN_OVERLAP else None
