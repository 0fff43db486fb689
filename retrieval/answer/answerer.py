"""A question's answer: passages quoted, articles shown, or the reason why nothing is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.duplicates import NEARLY_SAME, resemblance, shingles
from corpus.model import Passage
from retrieval.answer.answer import QUOTED, Abstention, Answer, Citation
from retrieval.answer.article_lookup import MAX_CARDS, find_articles, with_aspect, with_titles
from retrieval.answer.declining import Reason, assess
from retrieval.answer.excerpt import Excerpt, excerpt, whole
from retrieval.answer.ranking import Candidate, RankedPassage, rank
from retrieval.index.searcher import Query
from retrieval.library import Library, Snapshot
from retrieval.question.parsing import Question, parse_question
from retrieval.question.patterns import Aspect
from retrieval.text.analysis import Analyzer
from retrieval.text.script import letters

CANDIDATES = 50
"""Passages that an engine is asked for; the ranking looks at their text."""

MAX_EVIDENCE_PASSAGES = 5
"""Passages, from the best one, that may show that a question is answered."""

SAME_ARTICLE_DECAY = 0.6
"""What is left of a passage's score for each better one of its article, where several articles
are asked about."""

FOLLOW_UP_WEIGHT = 0.4
"""What the terms of the question before count in a follow-up."""


class Answerer:
    """Answers questions from the library's current snapshot.

    A question takes three steps, all in one call of a thread: it is parsed, passages are searched
    for, and the answer is composed of them. The engine runs in this process, so no step waits. An
    engine over the network would be awaited between parsing and composing.
    """

    def __init__(self, library: Library, analyzer: Analyzer) -> None:
        self._library = library
        self._analyzer = analyzer

    async def answer(
        self, text: str, limit: int = QUOTED, earlier: str | None = None
    ) -> Answer | Abstention:
        """Answer a question.

        Args:
            text: The question, as it was typed.
            limit: Quotations at most.
            earlier: The question before, where this one follows it up.
        """
        return await asyncio.to_thread(self._answer, self._library.current, text, limit, earlier)

    async def rank(self, text: str, limit: int) -> list[tuple[Passage, Excerpt]]:
        """Return the passages that match best, whether or not they answer the question."""
        return await asyncio.to_thread(self._rank, self._library.current, text, limit)

    def _answer(
        self, snapshot: Snapshot, text: str, limit: int, earlier: str | None
    ) -> Answer | Abstention:
        question = self._parse(snapshot, text, earlier)
        if question.is_greeting:
            return Abstention(text, Reason.GREETING)
        if question.is_thanks:
            return Abstention(text, Reason.THANKS)
        if not question.words and not question.aspect:
            return Abstention(text, Reason.NOTHING_ASKED)
        candidates = self._search(snapshot, question)
        return self._compose(snapshot, question, candidates, limit)

    def _rank(self, snapshot: Snapshot, text: str, limit: int) -> list[tuple[Passage, Excerpt]]:
        question = self._parse(snapshot, text)
        candidates = self._search(snapshot, question)
        ranked = rank(question, candidates, snapshot.lexicon)[:limit]
        return [(one.candidate.passage, self._excerpt(snapshot, question, one)) for one in ranked]

    def _parse(self, snapshot: Snapshot, text: str, earlier: str | None = None) -> Question:
        question = parse_question(text, self._analyzer, snapshot.lexicon, snapshot.aliases)
        if not earlier:
            return question
        before = parse_question(earlier, self._analyzer, snapshot.lexicon, snapshot.aliases)
        return question.following(before, FOLLOW_UP_WEIGHT)

    def _search(self, snapshot: Snapshot, question: Question) -> list[Candidate]:
        """Return the passages that the engine finds, with their articles."""
        hits = snapshot.searcher.search(Query(question.terms), CANDIDATES)
        found = ((snapshot.corpus.passage(hit.passage_id), hit.score) for hit in hits)
        return [
            Candidate(snapshot.corpus.article_of(passage), passage, score)
            for passage, score in found
            if passage
        ]

    def _compose(
        self, snapshot: Snapshot, question: Question, candidates: Sequence[Candidate], limit: int
    ) -> Answer | Abstention:
        ranked = rank(question, candidates, snapshot.lexicon)
        articles = snapshot.corpus.articles
        question = with_aspect(question, articles, ranked)
        if question.aspect and (
            meant := find_articles(question, articles, ranked, snapshot.lexicon)
        ):
            cards = (Citation(one, None, whole(one.lead), 0.0) for one in meant[:MAX_CARDS])
            count = len(meant) if question.aspect is Aspect.COUNT else None
            return Answer(question.text, tuple(cards), aspect=question.aspect, articles=count)
        titled = {article.id for article in with_titles(question, articles)}
        ranked = [one for one in ranked if one.candidate.article.id in titled] or ranked
        is_elsewhere = bool(question.titles) and not titled
        again = 0.0 if len(titled) > 1 else SAME_ARTICLE_DECAY if question.is_across else 1.0
        best = [one.candidate for one in ranked[:MAX_EVIDENCE_PASSAGES]]
        verdict = assess(question, best, self._analyzer.dictionary, snapshot.lexicon)
        if verdict.reason:
            return Abstention(question.text, verdict.reason)
        chosen = _distinct(_by_article(ranked, again), limit)
        citations = (
            Citation(
                one.candidate.article,
                one.candidate.passage,
                self._excerpt(snapshot, question, one),
                one.score,
            )
            for one in chosen
        )
        return Answer(question.text, tuple(citations), verdict.is_doubtful or is_elsewhere)

    def _excerpt(self, snapshot: Snapshot, question: Question, one: RankedPassage) -> Excerpt:
        return excerpt(question, one.candidate, self._analyzer, snapshot.lexicon)


def _distinct(ranked: Iterable[RankedPassage], limit: int) -> Iterator[RankedPassage]:
    """The first ones, each text once: a lead that repeats its article is not quoted twice."""
    quoted: list[frozenset[str]] = []
    for one in ranked:
        parts = shingles(letters(one.candidate.passage.text))
        if any(resemblance(parts, other) >= NEARLY_SAME for other in quoted):
            continue
        quoted.append(parts)
        yield one
        if len(quoted) == limit:
            return


def _by_article(ranked: Sequence[RankedPassage], again: float) -> Iterator[RankedPassage]:
    """The same, each article's further passages behind the others' better ones.

    After maximal marginal relevance (Carbonell & Goldstein 1998), articles being alike or not.

    Args:
        ranked: Passages, best first.
        again: What is left of a passage's score for each better one of its article; with 1 nothing
            changes, with 0 every article goes first once.
    """
    taken: Counter[str] = Counter()
    left = list(ranked)
    while left:
        best = max(left, key=lambda one: one.score * again ** taken[one.candidate.article.id])
        left.remove(best)
        taken[best.candidate.article.id] += 1
        yield best
