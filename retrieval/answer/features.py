"""Features of the passages that an engine found, by which the ranking orders them.

Each is computed from the passage's text, the question and the terms of the collection.
docs/retrieval.md has their weights, which were learnt from judged questions, and what each gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from retrieval.answer.candidate import Candidate, find_texts
from retrieval.answer.coverage import SearchedWords, TextColumns
from retrieval.answer.sums import Floats, final, partial_sums, row_sums, total
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Bm25Parameters
from retrieval.index.scanning import Presence
from retrieval.question.question import Question
from retrieval.text.analysis import PAIR, SINGLE

_BM25 = Bm25Parameters()

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
        title_named: 1 if the question contains the article's title.
        value: 1 if the sentence with most of the question's terms gives all dates and numbers that
            are asked for, -1 if not, 0 if none are asked for.
    """

    bm25: float
    evidence: float = 0.0
    sentence: float = 0.0
    united: float = 0.0
    title_named: float = 0.0
    value: float = 0.0


class WeightedQuestion:
    """A question with the weights of its texts in one collection."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self._question, self._lexicon = question, lexicon
        self._columns = TextColumns()
        terms = {
            term.removeprefix(PAIR): weight * lexicon.idf(term)
            for term, weight in question.terms.items()
            if lexicon.document_frequency(term)
        }
        self._characters = {
            character: weight * lexicon.idf(SINGLE + character)
            for character, weight in question.characters.items()
        }
        self._term_count = len(terms)
        self._searched = np.array(self._columns.of((*terms, *self._characters)), np.int64)
        self._weights = np.array([*terms.values(), *self._characters.values()])
        self._total = (total(terms.values()) + total(self._characters.values())) or 1.0
        self._words = SearchedWords(question.words, question, lexicon, self._columns)
        self._evidence = np.array([question.weights[word.text] for word in question.words])
        self._all_evidence = total(self._evidence.tolist()) or 1.0

    def features(self, candidates: Sequence[Candidate]) -> list[Features]:
        """Return the features of each candidate (see `READ`)."""
        return [Features(*row) for row in self.table(candidates).tolist()]

    def table(self, candidates: Sequence[Candidate]) -> Floats:
        """Return the features of each candidate as a row of numbers (see `READ`)."""
        table = np.zeros((len(candidates), len(Features._fields)))
        if not candidates:
            return table
        scores = np.array([one.score for one in candidates]) + self._character_scores(candidates)
        best = np.sort(scores)[::-1][:READ]
        table[:, 0] = scores / (best[0] or 1.0)
        read = np.flatnonzero(scores >= best[-1])
        table[read, 1:] = self._read([candidates[number] for number in read.tolist()])
        return table

    def on_topic(self, candidates: Sequence[Candidate], *, following: int) -> list[str]:
        """Return of each the sentence with most of the terms, folded, and as many following ones.

        Args:
            candidates: The passages.
            following: The number of sentences behind the one with most of the terms.
        """
        presence = find_texts(candidates, self._columns.texts)
        return self._on_topic(candidates, presence, self._sums(presence), following)

    def _read(self, candidates: Sequence[Candidate]) -> Floats:
        """Return all features but the first, a row for each candidate."""
        presence = find_texts(candidates, self._columns.texts)
        sums = self._sums(presence)
        covered = self._words.coverage(candidates, presence)
        typed, titles = self._question.folded, [one.title for one in candidates]
        found = np.empty((len(candidates), len(Features._fields) - 1))
        found[:, 0] = row_sums(covered * self._evidence) / self._all_evidence
        found[:, 1] = np.maximum.reduceat(final(sums), presence.bounds[:-1]) / self._total
        found[:, 2] = self._united(presence)
        found[:, 3] = [bool(title) and title in typed for title in titles]
        found[:, 4] = self._values(candidates, presence, sums)
        return found

    def _character_scores(self, candidates: Sequence[Candidate]) -> Floats:
        """Return the BM25 scores of single characters, by the model that the engine uses."""
        lengths = self._lexicon.lengths([one.analyzed.row for one in candidates])
        norms = _BM25.k1 * (1 - _BM25.b + _BM25.b * lengths)
        passages = [one.analyzed for one in candidates]
        counts = candidates[0].scanner.count(passages, tuple(self._characters))
        weights = np.array(list(self._characters.values()))
        shares = weights * counts * (_BM25.k1 + 1) / (counts + norms[:, None])
        return row_sums(shares)

    def _sums(self, presence: Presence) -> Floats:
        """Return the sums of the weights of what was searched for in each sentence.

        A column has the sum of the texts up to that one: the terms, then the characters.
        """
        return partial_sums(presence.sentences[:, self._searched] * self._weights)

    def _united(self, presence: Presence) -> Floats:
        """Return the share of the question's words in the headings and one sentence."""
        above, bounds = self._words.mentioned(presence.above), presence.bounds
        passages = np.repeat(np.arange(len(above)), bounds[1:] - bounds[:-1])
        below = self._words.mentioned(presence.sentences) & ~above[passages]
        best = np.maximum.reduceat(row_sums(below * self._evidence), bounds[:-1])
        return (row_sums(above * self._evidence) + best) / self._all_evidence

    def _values(
        self, candidates: Sequence[Candidate], presence: Presence, sums: Floats
    ) -> Sequence[float]:
        if not self._question.asks_for_value:
            return [0.0] * len(candidates)
        is_answered = self._question.is_answered_by
        best = self._on_topic(candidates, presence, sums, following=0)
        return [1.0 if is_answered(text) else -1.0 for text in best]

    def _on_topic(
        self, candidates: Sequence[Candidate], presence: Presence, sums: Floats, following: int
    ) -> list[str]:
        """See `on_topic`.

        Args:
            candidates: The passages.
            presence: The texts that occur in them.
            sums: The sums of their weights; see `_sums`.
            following: The number of sentences behind the one with most of the terms.
        """
        weights = final(sums[:, : self._term_count]).tolist()
        spans, bounds = presence.spans.tolist(), presence.bounds.tolist()
        found = []
        for one, (first, last) in zip(candidates, pairwise(bounds), strict=True):
            own = weights[first:last]
            best = first + own.index(max(own))
            end = spans[min(best + following, last - 1)][1]
            found.append(one.folded[spans[best][0] : end])
        return found
