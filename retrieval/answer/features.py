"""Features of the passages that an engine found, by which the ranking orders them.

Each is computed from the passage's text, the question and the terms of the collection.
docs/retrieval.md has their weights, which were learnt from judged questions, and what each gains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from operator import mul
from typing import NamedTuple, Protocol

import numpy as np

from retrieval.answer.candidate import Candidate
from retrieval.answer.coverage import SearchedWords, TextColumns
from retrieval.answer.sums import Floats, final, partial_sums, row_sums, total
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Bm25Parameters
from retrieval.index.scanning import Booleans, Counts, Presence, SoughtTexts, find
from retrieval.question.question import Question
from retrieval.text.analysis import PAIR

BM25 = Bm25Parameters()
"""The parameters of the model, which are those of the engine."""

READ = 20
"""Number of passages that are read, those with the best BM25 scores; of the others, all features
but that score are 0."""


class Features(NamedTuple):
    """The features of one passage, from 0 to 1; `value` from -1 to 1.

    Attributes:
        bm25: The BM25 score of words, pairs and single characters, as a share of the best one.
        evidence: The share of the question's words that the passage covers, by their weights as
            evidence; see `SearchedWords.coverage`.
        sentence: The share of the words, pairs and characters that were searched for in the best
            sentence, by weight and idf.
        united: The share of the question's words in the headings and one sentence together, by
            their weights as evidence.
        lead: Of the first passage below its title and headings, the share of the words, pairs and
            characters that were searched for in these, by weight and idf.
        opening_named: 1 if the question contains what the passage begins with, up to 是, 为 or a
            mark: 锣鼓经是…
        title_named: 1 if the question contains the article's title.
        value: 1 if the sentence with most of the question's terms gives all dates and numbers that
            are asked for, -1 if not, 0 if none are asked for.
    """

    bm25: float
    evidence: float = 0.0
    sentence: float = 0.0
    united: float = 0.0
    lead: float = 0.0
    opening_named: float = 0.0
    title_named: float = 0.0
    value: float = 0.0


COUNTED = 6
"""Number of features, the first ones, that are counted from arrays; for the others, patterns and
texts of the few passages that they may concern are looked at."""

OPENING_MARKS = '《「『“"'
"""The marks before the name that a passage begins with."""

OPENING_ENDS = ',。;:!?、(《》」』”"|\n 是为'
"""What ends that name, folded."""

_OPENING = re.compile(f"[{OPENING_MARKS}]?([^{OPENING_ENDS}]+)")


class Counted(NamedTuple):
    """Counts in passages: a row for each passage.

    Attributes:
        features: The features, of which the first `COUNTED` are counted and the others 0.
        sums: Their weighted sums.
        is_read: True for a passage that is read; the others have no more than a BM25 score.
        covered: How much it covers of each word of the question: a row for each passage that is
            read.
        topics: Where the sentence with most of the question's terms begins and ends, and where
            the one behind it ends; those of passages that are not read only if they are wanted.
        may_be_named: True if the question may contain the article's title.
    """

    features: Floats
    sums: Floats
    is_read: Booleans
    covered: Floats
    topics: Counts
    may_be_named: Booleans


class Reading(NamedTuple):
    """Features of passages, and what else was read in them.

    Attributes:
        features: The features of each passage, as a row of numbers.
        sums: The weighted sum of these.
        covered: How much of each word of the question each passage covers; None if not read.
        topics: See `Counted`.
    """

    features: Floats
    sums: list[float]
    covered: Sequence[Sequence[float] | None]
    topics: Counts


_EQUAL = Features(*[1.0] * len(Features._fields))


class WeightedQuestion:
    """A question with the weights of its texts in one collection.

    Attributes:
        question: The question.
        lexicon: The terms of the collection.
        texts: All texts that are looked for.
        searched: The columns of what is searched for: the terms, then the single characters.
        weights: The weights of these.
        term_count: The number of terms.
        all_weights: The sum of the weights.
        words: The words of the question.
        evidence: The weight of each word as evidence.
        all_evidence: The sum of these weights.
    """

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self.question, self.lexicon = question, lexicon
        columns = TextColumns()
        known = zip(question.terms.items(), lexicon.known_idf(question.terms), strict=True)
        terms = {
            term.removeprefix(PAIR): weight * idf
            for (term, weight), idf in known
            if idf is not None
        }
        idf = map(lexicon.character_idf, question.characters)
        characters = list(map(mul, question.characters.values(), idf))
        self.term_count = len(terms)
        self.searched = columns.of((*terms, *question.characters))
        self.weights = [*terms.values(), *characters]
        self.all_weights = (total(terms.values()) + total(characters)) or 1.0
        self.words = SearchedWords(question.words, question, lexicon, columns)
        self.evidence = [question.weights[word.text] for word in question.words]
        self.all_evidence = total(self.evidence) or 1.0
        self.texts = SoughtTexts(columns.texts)

    def features(self, candidates: Sequence[Candidate]) -> list[Features]:
        """Return the features of each candidate (see `READ`)."""
        if not candidates:
            return []
        return [Features(*row) for row in self.read(candidates, _EQUAL).features.tolist()]

    def read(
        self, candidates: Sequence[Candidate], weights: Features, *, all_topics: bool = False
    ) -> Reading:
        """Return the features of each candidate, and what else was read on the way.

        Args:
            candidates: The passages; at least one.
            weights: The weights of the features.
            all_topics: True if `topics` are wanted of passages that are not read as well.
        """
        count = _compiled() if candidates[0].texts.is_compiled else count_with_numpy
        counted = count(self, candidates, weights, all_topics=all_topics)
        features, sums = counted.features, counted.sums.tolist()
        for number in np.flatnonzero(counted.may_be_named).tolist():
            title = candidates[number].title
            if title and title in self.question.folded:
                features[number, COUNTED] = 1.0
                sums[number] += weights.title_named
        if self.question.asks_for_value:
            for number in np.flatnonzero(counted.is_read).tolist():
                start, end, _ = counted.topics[number].tolist()
                value = self._value(candidates[number].folded[start:end])
                features[number, COUNTED + 1] = value
                sums[number] += weights.value * value
        rows = iter(counted.covered.tolist())
        covered = [next(rows) if is_read else None for is_read in counted.is_read.tolist()]
        return Reading(features, sums, covered, counted.topics)

    def _value(self, sentence: str) -> float:
        return 1.0 if self.question.is_answered_by(sentence) else -1.0


class Count(Protocol):
    """Counts what is counted in passages; see `count_with_numpy`."""

    def __call__(
        self,
        asked: WeightedQuestion,
        candidates: Sequence[Candidate],
        weights: Features,
        *,
        all_topics: bool,
    ) -> Counted:
        """Count what is counted in passages."""
        ...


@cache
def _compiled() -> Count:
    from retrieval.answer.compiled_features import count_compiled

    return count_compiled


def count_with_numpy(
    asked: WeightedQuestion,
    candidates: Sequence[Candidate],
    weights: Features,
    *,
    all_topics: bool,
) -> Counted:
    """Count what is counted in passages with numpy.

    Args:
        asked: The question.
        candidates: The passages; at least one.
        weights: The weights of the features.
        all_topics: See `WeightedQuestion.read`.
    """
    del all_topics  # They cost next to nothing.
    rows = np.array([one.row for one in candidates], np.int64)
    presence = find(*candidates[0].texts.gathered(rows), asked.texts)
    scores = np.array([one.score for one in candidates]) + _character_scores(asked, presence, rows)
    best = np.sort(scores)[::-1][:READ]
    is_read = scores >= best[-1]
    numbers = asked.words.number_coverage(candidates)
    covered = asked.words.coverage(presence, numbers)
    # A column has the sum of the weights up to that one: of the terms, then of the characters.
    searched_weights: Floats = np.array(asked.weights, np.float64)
    sums = partial_sums(presence.sentences[:, asked.searched] * searched_weights)
    sentences = np.maximum.reduceat(final(sums), presence.bounds[:-1])
    features = np.zeros((len(candidates), len(weights)))
    features[:, 1] = row_sums(covered * np.array(asked.evidence)) / asked.all_evidence
    features[:, 2] = sentences / asked.all_weights
    features[:, 3] = _united(asked, presence)
    above = row_sums(presence.above[:, asked.searched] * searched_weights)
    features[:, 4] = presence.is_first * above / asked.all_weights
    features[:, 5] = [
        is_one_read and _is_opening_named(one.folded, asked.question.folded)
        for one, is_one_read in zip(candidates, is_read.tolist(), strict=True)
    ]
    features *= is_read[:, None]
    features[:, 0] = scores / (best[0] or 1.0)
    topics = _topics(presence, final(sums[:, : asked.term_count]))
    sums_of_features = row_sums(features[:, :COUNTED] * np.array(weights[:COUNTED]))
    return Counted(features, sums_of_features, is_read, covered[is_read], topics, is_read)


def _character_scores(asked: WeightedQuestion, presence: Presence, rows: Counts) -> Floats:
    """Return the BM25 scores of single characters."""
    norms = BM25.k1 * (1 - BM25.b + BM25.b * asked.lexicon.lengths(rows))
    counts = presence.counts[:, asked.searched[asked.term_count :]]
    weights = np.array(asked.weights[asked.term_count :], np.float64)
    return row_sums(weights * counts * (BM25.k1 + 1) / (counts + norms[:, None]))


def _united(asked: WeightedQuestion, presence: Presence) -> Floats:
    """Return the share of the question's words in the headings and one sentence."""
    above, bounds = asked.words.mentioned(presence.above), presence.bounds
    evidence = np.array(asked.evidence)
    passages = np.repeat(np.arange(len(above)), bounds[1:] - bounds[:-1])
    below = asked.words.mentioned(presence.sentences) & ~above[passages]
    best = np.maximum.reduceat(row_sums(below * evidence), bounds[:-1])
    return (row_sums(above * evidence) + best) / asked.all_evidence


def _is_opening_named(text: str, question: str) -> bool:
    """Return True if the question contains what a passage begins with, unless one character."""
    found = _OPENING.match(text)
    return found is not None and len(found[1]) > 1 and found[1] in question


def _topics(presence: Presence, weights: Floats) -> Counts:
    """Return where the sentences are that have most of the terms; see `Counted`.

    Args:
        presence: The texts that occur in the passages.
        weights: The weight of the terms in each sentence.
    """
    spans, bounds = presence.spans.tolist(), presence.bounds.tolist()
    sums, found = weights.tolist(), []
    for first, last in pairwise(bounds):
        own = sums[first:last]
        best = first + own.index(max(own))
        found.append((*spans[best], spans[min(best + 1, last - 1)][1]))
    return np.array(found, np.int64)
