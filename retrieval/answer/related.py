"""Related questions: headings and questions near an answer that have an answer of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from corpus.model import Article, Passage
from corpus.sections import unnumbered
from corpus.sentences import sentences
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.answerer import Answerer
from retrieval.answer.discourse import points_back
from retrieval.library import Library, Snapshot
from retrieval.text.script import fold, letters

MAX_SUGGESTIONS = 2
"""Maximum number of related questions, and of closest sections."""

MIN_SUGGESTION = 4
"""Minimum length of a suggestion, in letters."""

MAX_SUGGESTION_COLUMNS = 36
"""Maximum width of a suggestion, in columns: its button has one line on a phone."""

_DEPENDENT_START = re.compile("[那而其可又何]|难道|试想|如果|为何$")
"""Beginnings of questions that, besides those that point back, make no sense alone (folded)."""

_MAX_TRIED = 6
"""Maximum number of suggestions that are tried; each costs a search, once per snapshot."""

_QUESTION_DISTANCE = 4
"""Maximum distance of a related question from a citation, in passages."""

_HEADING_DISTANCE = 60
"""Maximum distance of a related heading from a citation, in passages."""

_REMEMBERED = 4096
"""Number of passages whose suggestions are remembered."""

_CLOSEST_PASSAGES = 10
"""Number of the best passages whose sections are taken where nothing answers."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question in the collection's own words: a heading, or a sentence that is a question.

    Attributes:
        text: The question.
        passage: The passage that contains it, or that it is a heading of.
        start: The offset in the passage; None for a heading.
    """

    text: str
    passage: Passage
    start: int | None = None


@dataclass(frozen=True, slots=True)
class ClosestSections:
    """Sections of articles that come closest to a question without an answer.

    Attributes:
        passages: A passage of each section.
        is_near: True if the passages contain a word of the question.
    """

    passages: tuple[Passage, ...] = ()
    is_near: bool = False


class RelatedQuestions:
    """Finds related questions; remembers until the next reload which ones there are.

    What stands near a passage is remembered, and which questions have an answer.
    """

    def __init__(self, answerer: Answerer, library: Library) -> None:
        self._answerer = answerer
        self._library = library
        self._snapshot: Snapshot | None = None
        self._first_passages: dict[str, str | None] = {}
        self._near: dict[str, list[Suggestion]] = {}

    async def to(self, answer: Answer) -> tuple[Suggestion, ...]:
        """Return questions near an answer whose answers begin with other passages."""
        self._forget_if_reloaded()
        found: list[Suggestion] = []
        shown = {one.passage.id for one in answer.citations[:1] if one.passage}
        for suggestion in self._suggestions(answer)[:_MAX_TRIED]:
            leads_to = await self._first_passage(suggestion.text)
            if leads_to and leads_to not in shown:
                shown.add(leads_to)
                found.append(suggestion)
            if len(found) == MAX_SUGGESTIONS:
                break
        return tuple(found)

    async def closest(self, question: str) -> ClosestSections:
        """Return the sections of the best passages for a question that nothing answers."""
        ranked = await self._answerer.rank(question, _CLOSEST_PASSAGES)
        matching = [passage for passage, excerpt in ranked if excerpt.highlights]
        passages = matching or [passage for passage, _ in ranked]
        sections: dict[tuple[object, ...], Passage] = {}
        for passage in passages:
            if passage.heading:
                sections.setdefault((passage.article_id, *passage.heading), passage)
        return ClosestSections(tuple(sections.values())[:MAX_SUGGESTIONS], bool(matching))

    async def _first_passage(self, question: str) -> str | None:
        """Return the id of the first passage that answers a question; None if none does."""
        self._forget_if_reloaded()
        # A reload while the question is answered replaces the cache, not this dictionary.
        first_passages = self._first_passages
        if question not in first_passages:
            result = await self._answerer.answer(question, limit=1)
            first_passages[question] = _first_passage_of(result)
        return first_passages[question]

    def _forget_if_reloaded(self) -> None:
        if self._snapshot is not self._library.current:
            self._snapshot = self._library.current
            self._first_passages, self._near = {}, {}

    def _suggestions(self, answer: Answer) -> list[Suggestion]:
        """Return the headings and questions near the citations, nearest first, each once."""
        near = [self._suggestions_near(one) for one in answer.citations]
        alternating = chain.from_iterable(zip_longest(*near))
        seen, found = {letters(answer.question)}, []
        for suggestion in filter(None, alternating):
            key = letters(suggestion.text)
            is_long_enough = len(key) >= MIN_SUGGESTION
            is_fitting = is_long_enough and columns(suggestion.text) <= MAX_SUGGESTION_COLUMNS
            if is_fitting and key not in seen:
                seen.add(key)
                found.append(suggestion)
        return found

    def _suggestions_near(self, citation: Citation) -> Sequence[Suggestion]:
        """Return the suggestions near a citation, none for one of an article as a whole."""
        passage = citation.passage
        if passage is None:
            return ()
        if passage.id not in self._near:
            if len(self._near) >= _REMEMBERED:
                self._near.clear()
            self._near[passage.id] = _suggestions_near(citation.article, passage)
        return self._near[passage.id]


def columns(text: str) -> int:
    """Return the width of a text in columns: two for a Chinese character or mark, else one."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def suggestion_at(passage: Passage, start: int | None) -> Suggestion | None:
    """Return the suggestion of a button: the sentence at *start*, or the heading for None.

    Returns:
        The suggestion; None if the passage has none there.
    """
    if start is None:
        text = unnumbered(passage.heading[-1]) if passage.heading else ""
        return Suggestion(text, passage) if text else None
    for first, last in sentences(passage.text):
        if first == start:
            return Suggestion(passage.text[first:last].strip(), passage, start)
    return None


def _first_passage_of(result: Answer | Abstention) -> str | None:
    """Return the id of the first passage of an answer that is neither doubtful nor metadata."""
    if isinstance(result, Abstention) or result.doubtful or result.aspect:
        return None
    return next((one.passage.id for one in result.citations if one.passage), None)


def _suggestions_near(article: Article, passage: Passage) -> list[Suggestion]:
    """Return the headings and questions near a passage, alternating, nearest first."""
    place = article.passages.index(passage)
    near = article.passages[max(place - _HEADING_DISTANCE, 0) : place + _HEADING_DISTANCE + 1]
    middle = near.index(passage)
    by_distance = sorted(enumerate(near), key=lambda item: abs(item[0] - middle))
    headings = _headings(passage, [one for _, one in by_distance])
    questions = chain.from_iterable(
        _questions(one) for at, one in by_distance if abs(at - middle) <= _QUESTION_DISTANCE
    )
    pairs = zip_longest(headings, questions)
    return [one for pair in pairs for one in pair if one]


def _headings(passage: Passage, nearest: Sequence[Passage]) -> Iterator[Suggestion]:
    """Yield the headings of the article's other sections."""
    for one in nearest:
        if one.heading and one.heading != passage.heading:
            yield Suggestion(unnumbered(one.heading[-1]), one)


def _questions(passage: Passage) -> Iterable[Suggestion]:
    """Yield the sentences of a passage that are questions and make sense alone."""
    for start, end in sentences(passage.text):
        text = passage.text[start:end].strip()
        if text.endswith(("？", "?")) and not _is_dependent(fold(text)):
            yield Suggestion(text, passage, start)


def _is_dependent(question: str) -> bool:
    """Return True if a folded question makes no sense without the sentence before it."""
    return points_back(question) or bool(_DEPENDENT_START.match(question))
