"""Gaps of the collection: questions without a good answer, grouped by what they are about."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.journal.asked import AskedQuestions
from bot.journal.journal import Journal, StoredQuestion
from bot.policy import collection_in_force
from bot.service.collections import Collections
from bot.views.gaps import GapsElsewhere
from corpus.model import Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.answerer import Answerer
from retrieval.answer.excerpt import Excerpt
from retrieval.evaluation.gaps import Gap, UnansweredQuestion, merged
from retrieval.library import Library, Snapshot
from retrieval.question.context import leans_back
from retrieval.question.grouping import grouped, topic
from retrieval.question.likeness import Likeness
from retrieval.question.wording import unknown_words, words_instead, words_to_teach
from retrieval.text.analysis import Term
from retrieval.text.script import fold

MAX_GAPS = 40
"""Maximum number of gaps in the list."""

MAX_CHECKED, MAX_CHECKED_EACH = 160, 4
"""Maximum number of questions that are answered to see whether they still are gaps, in all and of
one gap."""

MAX_CLOSEST = 9
"""Maximum number of passages that are shown as the closest ones to a question."""

REMEMBERED_SECONDS = 60
"""Seconds for which the list is kept for the buttons below it."""


@dataclass(slots=True)
class _Listed:
    """The gaps that were found last; for which snapshot, and when (by the monotonic clock)."""

    snapshot: Snapshot
    at: float
    gaps: tuple[Gap, ...]

    def is_of(self, snapshot: Snapshot) -> bool:
        """Return True if they are those of a snapshot, and of the last minute."""
        is_recent = time.monotonic() - self.at < REMEMBERED_SECONDS
        return self.snapshot is snapshot and is_recent


@dataclass(slots=True)
class _Settled:
    """Questions of a snapshot, with their disliked passages; True for those that are answered."""

    snapshot: Snapshot
    known: dict[tuple[str, frozenset[str | None]], bool] = field(default_factory=dict)


class Gaps:
    """Finds the gaps; what the collection answers by now is none, nor what is out of its scope."""

    def __init__(
        self,
        asked: AskedQuestions,
        journal: Journal,
        answerer: Answerer,
        library: Library,
    ) -> None:
        self._asked = asked
        self._journal = journal
        self._answerer = answerer
        self._library = library
        self._listed: dict[str | None, _Listed] = {}
        self._settled: dict[str | None, _Settled] = {}

    async def find(self, *, is_fresh: bool = True) -> tuple[Gap, ...]:
        """Return the gaps, most asked first.

        Args:
            is_fresh: False to take a list of the last minute, if there is one.

        Raises:
            SQLAlchemyError: The journal cannot be read.
            ClosedError: It is not open.
        """
        snapshot, listed = self._library.current, self._listed.get(collection_in_force.get())
        if listed and not is_fresh and listed.is_of(snapshot):
            return listed.gaps
        questions = await self._asked.unanswered()
        groups = await asyncio.to_thread(self._grouped, snapshot, questions)
        gaps = tuple(sorted(await self._open(snapshot, groups), key=lambda gap: -gap.count))
        self._listed[collection_in_force.get()] = _Listed(snapshot, time.monotonic(), gaps)
        return gaps

    async def question(self, question_id: str) -> StoredQuestion | None:
        """Return a question, None if it is gone or was asked of another collection."""
        return await self._journal.question_in_force(question_id)

    async def gap(self, question_id: str) -> Gap | None:
        """Return the gap of a question, which comes first in it.

        Returns:
            The gap; one of this question alone, asked 0 times, if it is none any more; None if the
            question is no longer stored, or was asked of another collection.
        """
        stored = await self.question(question_id)
        if stored is None:
            return None
        for gap in await self.find(is_fresh=False):
            if any(one.text == stored.text for one in gap.questions):
                return gap.headed_by(stored.text)
        return Gap((UnansweredQuestion(stored.id, stored.text, 0, datetime.now(UTC)),))

    async def place(self, gap: Gap) -> int:
        """Return the place of a gap in the list, from 1; 1 if it is not listed."""
        for place, one in enumerate(await self.find(is_fresh=False), start=1):
            if any(question.text == gap.head.text for question in one.questions):
                return place
        return 1

    async def elsewhere(self, collections: Collections, admin_id: int) -> list[GapsElsewhere]:
        """Return the other collections that have gaps, with their number."""
        here, found = collections.in_force.info, []
        for one in collections.open_to(admin_id):
            if one.info.key == here.key:
                continue
            context = copy_context()
            context.run(collections.put_in_force, admin_id, one.info.key)
            finding = asyncio.create_task(self.find(is_fresh=False), context=context)
            if gaps := await finding:
                found.append(GapsElsewhere(one.info, len(gaps)))
        return found

    async def closest(self, text: str) -> list[Citation]:
        """Return the passages that come closest to a question, whether or not they answer it."""
        return self._cited(await self._answerer.rank(text, MAX_CLOSEST))

    async def found(self, words: str) -> tuple[list[Citation], bool]:
        """Return the passages that somebody's words find, and True if they are in a passage.

        Passages that hold all of them, if only within other words, come first.
        """
        holding = self._cited(await self._answerer.passages_with(words, MAX_CLOSEST))
        by_id = {one.passage.id: one for one in holding if one.passage}
        for one in await self.closest(words):
            if one.passage:
                by_id.setdefault(one.passage.id, one)
        are_written = bool(holding) or await self._are_written(words)
        return list(by_id.values())[:MAX_CLOSEST], are_written

    def _cited(self, found: Iterable[tuple[Passage, Excerpt]]) -> list[Citation]:
        """Return passages with their articles; those that a reload has removed are left out."""
        corpus = self._library.current.corpus
        return [
            Citation(corpus.article_of(passage), passage, excerpt, 0.0)
            for passage, excerpt in found
            if corpus.passage(passage.id)
        ]

    async def words(self, text: str) -> tuple[list[Term], list[str]]:
        """Return the words of a question that may be taught, and those that no passage has.

        The latter are written as in the question.
        """
        lexicon, analyzer = self._library.current.lexicon, self._answerer.analyzer
        words = await asyncio.to_thread(words_to_teach, text, analyzer, lexicon)
        unknown = unknown_words(words, lexicon)
        return words, [text[one.start : one.end] for one in unknown]

    async def _are_written(self, text: str) -> bool:
        """Return True if a passage has one of the informative words of a text."""
        lexicon = self._library.current.lexicon
        words, _ = await self.words(text)
        return any(lexicon.contains(one.text) for one in words)

    async def words_instead(self, text: str) -> list[str]:
        """Return words of the closest passages that a word of a question may stand for."""
        closest = await self.closest(text)
        passages = [citation.text for citation in closest]
        return await asyncio.to_thread(words_instead, text, passages, self._answerer.analyzer)

    def _grouped(
        self, snapshot: Snapshot, questions: Iterable[UnansweredQuestion]
    ) -> list[list[UnansweredQuestion]]:
        """Return groups of the questions that stand alone and are not out of scope."""
        kept, topics = [], []
        likeness = Likeness(self._answerer.analyzer, snapshot.aliases)
        for question in merged(questions, lambda one: likeness.key(one.text) or one.text):
            words = topic(question.text, self._answerer.analyzer, snapshot.aliases)
            is_clear = question.is_alone or not leans_back(fold(question.text), len(words))
            if words and is_clear and not snapshot.examples.is_out_of_scope(question.text):
                kept.append(question)
                topics.append(words)
        return [[kept[place] for place in group] for group in grouped(topics)]

    async def _open(
        self, snapshot: Snapshot, groups: Iterable[Sequence[UnansweredQuestion]]
    ) -> list[Gap]:
        """Return the first groups without what the present collection answers."""
        left, gaps = MAX_CHECKED, list[Gap]()
        by_count = sorted(groups, key=lambda group: -sum(one.count for one in group))
        for group in by_count:
            checked = min(left, MAX_CHECKED_EACH)
            left -= len(group[:checked])
            kept = [one for one in group[:checked] if not await self._is_settled(snapshot, one)]
            kept += group[checked:]
            if kept:
                gaps.append(Gap(tuple(kept)))
            if not left or len(gaps) == MAX_GAPS:
                break
        return gaps

    async def _is_settled(self, snapshot: Snapshot, question: UnansweredQuestion) -> bool:
        """Return True if a question is answered by now; after a 👎, with another passage."""
        settled = self._settled.get(collection_in_force.get())
        if settled is None or settled.snapshot is not snapshot:
            settled = self._settled[collection_in_force.get()] = _Settled(snapshot)
        known, key = settled.known, (question.text, question.disliked_passages)
        if key not in known:
            result = await self._answerer.over(snapshot).answer(question.text, limit=1)
            is_taught = snapshot.examples.passage_for(question.text) is not None
            known[key] = is_taught or _is_better(result, question)
        return known[key]


def _is_better(result: Answer | Abstention, question: UnansweredQuestion) -> bool:
    """Return True for an answer without doubt that nobody gave a 👎."""
    if isinstance(result, Abstention) or result.doubtful:
        return False
    first = result.citations[0].passage if result.citations else None
    if not question.disliked:
        return True
    return first is not None and first.id not in question.disliked_passages
