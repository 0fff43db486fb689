"""Answers to questions: quotations, article cards, or an abstention."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from corpus.model import Passage
from retrieval.answer.answer import Abstention, Answer, Citation, LazyCitations
from retrieval.answer.article_lookup import (
    MAX_CARDS,
    complete_request,
    find_articles,
    titled_articles,
)
from retrieval.answer.candidate import Candidate, candidate_of
from retrieval.answer.declining import NO_QUESTION, Reason, assess, reason_not_to_search
from retrieval.answer.definitions import renewal_of
from retrieval.answer.enumeration import Enumeration, enumeration_of, item_asked_for
from retrieval.answer.excerpt import Excerpt, Highlighter, whole_excerpt
from retrieval.answer.following import (
    FURTHER_TYPES,
    Turn,
    after,
    follow_up_in,
    is_on_topic,
    lacks_own,
    leans_on,
    other_articles,
    other_step,
    other_thing_first,
    passages_after,
    points_to_quoted,
    value_first,
    without_repeating,
)
from retrieval.answer.literal import passages_with
from retrieval.answer.nearness import NearnessRanking, rank_by_nearness
from retrieval.answer.ranking import RankedPassage, rank
from retrieval.answer.selection import in_order, select
from retrieval.index.searcher import Query, UnavailableError
from retrieval.library import Library, Snapshot
from retrieval.question.context import DEFAULT_QUOTATIONS, Context, FollowUp, follow_up, may_lean
from retrieval.question.parsing import parse_question
from retrieval.question.patterns import Aspect, patterns
from retrieval.question.question import SMALL_TALK, Question
from retrieval.text.analysis import Analyzer

MAX_CANDIDATES = 50
"""Maximum number of passages that the engine returns, which are then ranked by their text."""

MAX_EVIDENCE_PASSAGES = 5
"""Maximum number of passages that are checked for evidence before one of them is quoted."""


def _local_date() -> dt.date:
    return dt.datetime.now().astimezone().date()


class Answerer:
    """Answers questions from the library's current snapshot.

    A question is parsed, passages are searched, and an answer is composed of them. All three run
    in one call in a thread, as the engine is part of this process.
    """

    def __init__(
        self, library: Library, analyzer: Analyzer, today: Callable[[], dt.date] = _local_date
    ) -> None:
        self._library = library
        self._analyzer = analyzer
        self._today = today

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of questions, which is that of the passages as well."""
        return self._analyzer

    @property
    def snapshot(self) -> Snapshot:
        """The current snapshot, from which the next question is answered."""
        return self._library.current

    async def answer(
        self, text: str, limit: int = DEFAULT_QUOTATIONS, context: Context | None = None
    ) -> Answer | Abstention:
        """Answer a question.

        Args:
            text: The question as it was typed.
            limit: Maximum number of quotations.
            context: The conversation before it, which it may lean on.
        """
        snapshot = self._library.current
        try:
            return await asyncio.to_thread(self._answer, snapshot, text, limit, context)
        except UnavailableError:
            return Abstention(text, Reason.UNAVAILABLE)

    async def leans(self, text: str, context: Context) -> bool:
        """Return True if a question cannot stand alone after the conversation before it."""
        return await asyncio.to_thread(self._leans, self._library.current, text, context)

    def _leans(self, snapshot: Snapshot, text: str, context: Context) -> bool:
        return follow_up_in(snapshot, self._parse(snapshot, text), context) is not None

    def over(self, snapshot: Snapshot) -> Answerer:
        """Return an answerer like this one over another snapshot, which never reloads."""
        return Answerer(Library(lambda: snapshot, snapshot), self._analyzer, self._today)

    async def rank(self, text: str, limit: int) -> list[tuple[Passage, Excerpt]]:
        """Return the passages that match best, whether or not they answer the question."""
        return await asyncio.to_thread(self._rank, self._library.current, text, limit)

    async def passages_with(self, text: str, limit: int) -> list[tuple[Passage, Excerpt]]:
        """Return whole passages that hold each word of a text, also within other words."""
        snapshot = self._library.current
        return await asyncio.to_thread(passages_with, text, snapshot, self._analyzer, limit)

    def _answer(
        self, snapshot: Snapshot, text: str, limit: int, context: Context | None
    ) -> Answer | Abstention:
        question = self._parse(snapshot, text)
        if not snapshot.corpus.articles and question.intent not in SMALL_TALK:
            return Abstention(text, Reason.NO_ARTICLES)
        way = follow_up_in(snapshot, question, context) if context else None
        if context and way in (FollowUp.MORE, FollowUp.CONTINUE):
            return self._continue(snapshot, question, limit, context, way)
        turn = self._turn(snapshot, question, limit, context, way)
        result = turn.result
        if result.follows or (isinstance(result, Abstention) and result.reason in NO_QUESTION):
            return result
        passage = snapshot.corpus.passage(snapshot.examples.passage_for(text) or "")
        return self._by_example(snapshot, question, limit, passage, result) if passage else result

    def _by_example(
        self,
        snapshot: Snapshot,
        question: Question,
        limit: int,
        passage: Passage,
        result: Answer | Abstention,
    ) -> Answer:
        """Return the answer that an example gives: its passage, whole, then what is sure besides.

        Args:
            snapshot: The collection.
            question: The question.
            limit: Maximum number of quotations.
            passage: The passage of the example.
            result: The result without the example.
        """
        candidate = candidate_of(snapshot, passage)
        is_sure = isinstance(result, Answer) and not (result.aspect or result.doubtful)
        others = result.citations if isinstance(result, Answer) and is_sure else ()
        best = max((1.0, *(one.score for one in others)))
        excerpt = self._highlighter(snapshot, question).whole(candidate)
        first = Citation(candidate.article, passage, excerpt, best)
        return Answer(question.text, tuple(_each_once((first, *others)))[:limit])

    def _turn(
        self,
        snapshot: Snapshot,
        question: Question,
        limit: int,
        context: Context | None,
        way: FollowUp | None,
    ) -> Turn:
        """Answer a question alone or, if it leans on the one before, about that one's topic."""
        if context and way is FollowUp.ABOUT:
            return self._about(snapshot, question, limit, self._earlier(snapshot, context))
        alone = self._alone(snapshot, question, limit)
        if context and may_lean(question) and not snapshot.examples.passage_for(question.text):
            earlier = self._earlier(snapshot, context)
            if leans_on(alone, earlier):
                about = self._about(snapshot, question, limit, earlier)
                return about if about.cited else alone
        return alone

    def _earlier(self, snapshot: Snapshot, context: Context) -> Turn:
        """Return the last question of a conversation that may be leant on.

        It shows no more of an earlier answer, nor leans on one in vain.
        """
        question, before = self._parse(snapshot, context.question), context.before
        way = follow_up_in(snapshot, question, before) if before else None
        if before and way in (FollowUp.MORE, FollowUp.CONTINUE):
            return self._earlier(snapshot, before)
        turn = self._turn(snapshot, question, context.quoted, before, way)
        is_vain = turn.result.follows and not turn.cited
        return self._earlier(snapshot, before) if before and is_vain else turn

    def _alone(self, snapshot: Snapshot, question: Question, limit: int) -> Turn:
        """Answer a question by its words."""
        if reason := reason_not_to_search(question):
            return Turn(question, (), Abstention(question.text, reason))
        ranked = rank(question, self._search(snapshot, question), snapshot.lexicon)
        return Turn(question, ranked, self._compose(snapshot, question, ranked, limit))

    def _about(self, snapshot: Snapshot, question: Question, limit: int, earlier: Turn) -> Turn:
        """Answer a question about the topic of the one before."""
        previous, own_words = earlier.question, question.own_words
        question = after(question, previous)
        if reason := reason_not_to_search(question):
            return Turn(question, (), Abstention(question.text, reason, question.follows))
        if item := item_asked_for(question, previous, earlier.ranked, snapshot):
            citation = Citation(snapshot.corpus.article_of(item[0]), *item, 1.0)
            answer = Answer(question.text, (citation,), follows=question.follows)
            return Turn(previous, earlier.ranked, answer)  # The next item is one of the same.
        exchanged = other_step(question, previous)
        if exchanged := exchanged or other_articles(question, earlier, snapshot.directory):
            turn = self._alone(snapshot, self._parse(snapshot, exchanged), limit)
            result = replace(turn.result, question=question.text, follows=question.follows)
            return replace(turn, result=result)
        # A question about another thing, 那火车呢, may be answered elsewhere.
        stays = not own_words or points_to_quoted(question)
        asked = question if stays else question.asking_as(previous)
        candidates = self._search(snapshot, question)
        ranked = rank(asked, candidates, snapshot.lexicon, earlier.passage)
        if not own_words and (question.values or question.answer_types & FURTHER_TYPES):
            ranked = without_repeating(question, ranked, earlier.cited)
        elif not stays:
            ranked = other_thing_first(question, ranked, earlier.passage)
        on_topic = is_on_topic(question, own_words, ranked, earlier.passage)
        if asked.asks_for_value and (on_topic or not (stays and own_words)):
            ranked = value_first(asked, ranked, earlier.passage, stays=stays)
        result = self._compose(snapshot, question, ranked, limit, on_topic=on_topic)
        if isinstance(result, Answer) and not result.aspect and lacks_own(question, ranked):
            result = replace(result, doubtful=True)
        return Turn(question, ranked, result)

    def _continue(
        self, snapshot: Snapshot, question: Question, limit: int, context: Context, way: FollowUp
    ) -> Answer | Abstention:
        """Return what comes after the last answer's quotations: further results, or the text."""
        shown, before = context.quoted, context.before
        answer = self._answer(snapshot, context.question, shown + limit, before)
        if isinstance(answer, Abstention) or answer.aspect:  # All cards are shown at once.
            return Abstention(question.text, Reason.NO_MORE)
        earlier = self._parse(snapshot, context.question)
        goes_on = before and follow_up(earlier, is_reply=False) is FollowUp.CONTINUE
        if way is FollowUp.MORE or goes_on:
            rest = answer.citations[shown:]
        else:
            rest = tuple(passages_after(answer.citations, limit))
        if not rest:
            return Abstention(question.text, Reason.NO_MORE)
        follows = answer.follows or context.question
        return replace(answer, question=question.text, citations=rest, follows=follows)

    def _rank(self, snapshot: Snapshot, text: str, limit: int) -> list[tuple[Passage, Excerpt]]:
        question = self._parse(snapshot, text)
        candidates = self._search(snapshot, question)
        ranked = rank(question, candidates, snapshot.lexicon)
        ranking = rank_by_nearness(question, ranked, snapshot)
        highlighter = self._highlighter(snapshot, question)
        found = (one.candidate for one in ranking.ranked[:limit])
        return [
            (one.passage, highlighter.excerpt(one, ranking.nearest_sentence(one))) for one in found
        ]

    def _parse(self, snapshot: Snapshot, text: str) -> Question:
        return parse_question(text, self._analyzer, snapshot.lexicon, snapshot.aliases)

    def _search(self, snapshot: Snapshot, question: Question) -> list[Candidate]:
        """Return the passages that the engine finds."""
        hits = snapshot.searcher.search(Query(question.terms), MAX_CANDIDATES)
        return [Candidate(snapshot, hit.row, hit.score) for hit in hits]

    def _compose(
        self,
        snapshot: Snapshot,
        question: Question,
        ranked: Sequence[RankedPassage],
        limit: int,
        *,
        on_topic: bool = False,
    ) -> Answer | Abstention:
        """Return article cards if the question asks for known metadata, else quotations.

        Args:
            snapshot: The collection.
            question: The question.
            ranked: The passages that were found for it, best first.
            limit: Maximum number of quotations.
            on_topic: True to quote these, in doubt, also if they say none of its words.
        """
        today = self._today()
        question = complete_request(question, snapshot.directory, ranked, today)
        cards = _answer_with_cards(snapshot, question, ranked, today)
        return cards or self._quote(snapshot, question, ranked, limit, on_topic=on_topic)

    def _quote(
        self,
        snapshot: Snapshot,
        question: Question,
        ranked: Sequence[RankedPassage],
        limit: int,
        *,
        on_topic: bool,
    ) -> Answer | Abstention:
        """Quote the best passages, or decline if they do not answer the question."""
        titled = titled_articles(question.request.titles, snapshot.directory)
        named = {article.id for article in titled}
        # Passages of other articles are quoted only if no passage of a named one was found.
        if named:
            ranked = [one for one in ranked if one.candidate.article.id in named] or ranked
        best = ranked[:MAX_EVIDENCE_PASSAGES]
        enumeration = enumeration_of(question, ranked, snapshot)
        asked = patterns().enumeration.search(question.folded) if enumeration else None
        assessed = question.without_values_in(asked.span()) if asked else question
        verdict = assess(assessed, best, self._analyzer.dictionary, snapshot.lexicon)
        if verdict.reason and not (on_topic and verdict.reason is Reason.NOT_COVERED):
            return Abstention(question.text, verdict.reason, question.follows)
        ranking = rank_by_nearness(question, ranked, snapshot)
        ordered = in_order(question, ranking.ranked, named, snapshot.lexicon)
        renewal = renewal_of(question, [one.candidate for one in ranked], snapshot)
        if renewal:
            ordered = (RankedPassage(renewal, ranked[0].score), *ordered)
        highlighter = self._highlighter(snapshot, question)
        quoted: dict[str, Callable[[], Citation]] = {
            one.candidate.passage.id: partial(_citation, one, highlighter, ranking)
            for one in select(ordered, limit)
        }
        listed: list[Callable[[], Citation]] = []
        if enumeration:
            listed = [partial(_lines_of, enumeration)]
            passages = enumeration.passages if enumeration.is_asked_for else ()
            items = {one.id: partial(_item, snapshot, one, highlighter) for one in passages}
            quoted = items | {key: one for key, one in quoted.items() if key not in items}
        is_title_unknown = bool(question.request.titles) and not named
        is_doubtful = bool(verdict.reason) or verdict.is_doubtful or is_title_unknown
        citations: Sequence[Citation] = LazyCitations([*listed, *quoted.values()][:limit])
        if snapshot.texts.is_remote:  # Who looks at them later may neither wait nor fail.
            citations = tuple(citations)
        return Answer(question.text, citations, is_doubtful, follows=question.follows)

    def _highlighter(self, snapshot: Snapshot, question: Question) -> Highlighter:
        return Highlighter(question, self._analyzer, snapshot.lexicon)


def _citation(
    ranked: RankedPassage, highlighter: Highlighter, ranking: NearnessRanking
) -> Citation:
    """Quote what answers best of a passage; what is nearest if meaning brought it forward."""
    candidate = ranked.candidate
    excerpt = highlighter.excerpt(candidate, ranking.nearest_sentence(candidate))
    by_meaning = candidate.passage.id in ranking.raised
    article, passage = candidate.article, candidate.passage
    return Citation(article, passage, excerpt, ranked.score, by_meaning=by_meaning)


def _lines_of(enumeration: Enumeration) -> Citation:
    """Quote the lines of an enumeration, one a line."""
    text = "\n".join(enumeration.lines)
    return Citation(enumeration.article, None, whole_excerpt(text), 1.0, text)


def _item(snapshot: Snapshot, passage: Passage, highlighter: Highlighter) -> Citation:
    """Quote an item of an enumeration that is asked for."""
    candidate = candidate_of(snapshot, passage)
    return Citation(candidate.article, passage, highlighter.excerpt(candidate), 1.0)


def _answer_with_cards(
    snapshot: Snapshot, question: Question, ranked: Sequence[RankedPassage], today: dt.date
) -> Answer | Abstention | None:
    """Answer with the articles whose metadata is asked for; None if no article matches.

    Where authors and dates alone were to say which articles are meant, it is declined instead.
    """
    aspect = question.request.aspect
    if not aspect:
        return None
    articles = find_articles(question, snapshot.directory, ranked, snapshot.lexicon, today)
    if not articles:
        is_listing = question.request.is_listing
        return Abstention(question.text, Reason.NO_SUCH_DATE) if is_listing else None
    cards = tuple(
        Citation(article, None, whole_excerpt(article.lead), 0.0)
        for article in articles[:MAX_CARDS]
    )
    count = len(articles) if aspect is Aspect.COUNT else None
    return Answer(question.text, cards, aspect=aspect, articles=count, follows=question.follows)


def _each_once(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Yield the citations, each passage once."""
    seen = set[str]()
    for citation in citations:
        if not citation.passage or citation.passage.id not in seen:
            yield citation
        if citation.passage:
            seen.add(citation.passage.id)
