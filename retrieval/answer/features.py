"""Features of the passages that an engine found, by which the ranking orders them.

Each is computed from the passage's text, the question and the terms of the collection.
docs/retrieval.md has their weights, which were learnt from judged questions, and what each gains.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from retrieval.answer.candidate import Candidate
from retrieval.answer.evidence import mentions, term_coverage
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Bm25Parameters
from retrieval.question.question import Question
from retrieval.text.analysis import PAIR, SINGLE
from retrieval.text.script import fold

_BM25 = Bm25Parameters()

READ = 20
"""Number of passages that are read, those with the best BM25 scores; of the others, all features
but that score are 0."""


class Features(NamedTuple):
    """The features of one passage, from 0 to 1; `value` from -1 to 1.

    Attributes:
        bm25: The BM25 score of words, pairs and single characters, as a share of the best one.
        evidence: The share of the question's words that the passage covers, by their weights as
            evidence; see `term_coverage`.
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
    """A question with the weights of its texts in one collection.

    Attributes:
        terms: The words and pairs that were searched for and occur, with their weights times idf.
    """

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self._question, self._lexicon = question, lexicon
        self.terms: Mapping[str, float] = {
            term.removeprefix(PAIR): weight * lexicon.idf(term)
            for term, weight in question.terms.items()
            if lexicon.document_frequency(term)
        }
        self._characters = {
            character: weight * lexicon.idf(SINGLE + character)
            for character, weight in question.characters.items()
        }
        self._total = sum(self.terms.values()) + sum(self._characters.values())
        self._evidence = [question.weights[word.text] for word in question.words]

    def features(self, candidates: Sequence[Candidate]) -> list[Features]:
        """Return the features of each candidate (see `READ`)."""
        scores = [one.score + self._character_score(one) for one in candidates]
        best = sorted(scores, reverse=True)[:READ]
        top, lowest = (best[0] or 1.0, best[-1]) if best else (1.0, 0.0)
        return [
            self._features(one, score / top) if score >= lowest else Features(score / top)
            for one, score in zip(candidates, scores, strict=True)
        ]

    def on_topic(self, candidate: Candidate, *, following: int) -> str:
        """Return the sentence with most of the terms, folded, and as many following ones."""
        spans = candidate.sentences
        if not spans:
            return candidate.folded
        weights = [_contained(self.terms, candidate.folded[start:end]) for start, end in spans]
        best = weights.index(max(weights))
        end = spans[min(best + following, len(spans) - 1)][1]
        return candidate.folded[spans[best][0] : end]

    def _features(self, candidate: Candidate, bm25: float) -> Features:
        question, text = self._question, candidate.folded
        title = fold(candidate.article.title)
        sentences = [text[start:end] for start, end in candidate.sentences] or [text]
        covered = (term_coverage(w, question, candidate, self._lexicon) for w in question.words)
        return Features(
            bm25=bm25,
            evidence=self._evidence_share(covered),
            sentence=self._sentence_share(text, sentences),
            united=self._united_share(candidate, sentences),
            title_named=float(bool(title) and title in question.folded),
            value=self._value_presence(candidate),
        )

    def _character_score(self, candidate: Candidate) -> float:
        """Return the BM25 score of single characters, by the model that the engine uses."""
        text = candidate.headings + candidate.folded
        length = self._lexicon.length(candidate.passage.id)
        norm = _BM25.k1 * (1 - _BM25.b + _BM25.b * length)
        counts = ((weight, text.count(one)) for one, weight in self._characters.items())
        return sum(weight * n * (_BM25.k1 + 1) / (n + norm) for weight, n in counts if n)

    def _evidence_share(self, covered: Iterable[float]) -> float:
        """Return the share of the question's words that is covered, each from 0 to 1."""
        pairs = zip(covered, self._evidence, strict=True)
        return sum(cover * weight for cover, weight in pairs) / (sum(self._evidence) or 1.0)

    def _sentence_share(self, text: str, sentences: Iterable[str]) -> float:
        """Return the share of all terms that the best sentence of a text contains."""
        weights = [
            (one, weight)
            for table in (self.terms, self._characters)
            for one, weight in table.items()
            if one in text
        ]
        best = max(sum(weight for one, weight in weights if one in part) for part in sentences)
        return best / (self._total or 1.0)

    def _united_share(self, candidate: Candidate, sentences: Collection[str]) -> float:
        """Return the share of the question's words in the headings and one sentence."""
        above, below = 0.0, []
        for word, weight in zip(self._question.words, self._evidence, strict=True):
            if mentions(candidate.headings, word, self._question):
                above += weight
            elif mentions(candidate.folded, word, self._question):
                below.append((word, weight))
        best = max(
            sum(weight for word, weight in below if mentions(part, word, self._question))
            for part in sentences
        )
        return (above + best) / (sum(self._evidence) or 1.0)

    def _value_presence(self, candidate: Candidate) -> float:
        if not self._question.asks_for_value:
            return 0.0
        best = self.on_topic(candidate, following=0)
        return 1.0 if self._question.is_answered_by(best) else -1.0


def _contained(weights: Mapping[str, float], text: str) -> float:
    """Return the sum of the weights of the texts that occur in a text."""
    return sum(weight for one, weight in weights.items() if one in text)
