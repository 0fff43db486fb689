"""Related questions: headings and questions near an answer that have an answer of their own."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from weakref import ref

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
"""Number of passages whose suggestions are remembered, and of questions whose answers are."""

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


_Keyed = tuple[str, Suggestion]
"""A suggestion behind its letters."""


@dataclass(slots=True)
class _Remembered:
    """The suggestions near each passage of a snapshot, and the first passage that answers each.

    Attributes:
        of: The snapshot, which a reload lets go of.
        near: By passage its suggestions, each with its letters; None for one that is not made.
        first_passages: By question the id of the passage; None if nothing answers it.
    """

    of: ref[Snapshot]
    near: dict[str, list[_Keyed | None]] = field(default_factory=dict)
    first_passages: dict[str, str | None] = field(default_factory=dict)

    def add(self, near: Mapping[str, list[_Keyed | None]]) -> None:
        """Remember the suggestions near passages."""
        if len(self.near) + len(near) > _REMEMBERED:
            self.near.clear()
        self.near |= near


class RelatedQuestions:
    """Finds related questions; remembers which ones there are for as long as a snapshot is in use.

    What stands near a passage is remembered, and which questions have an answer.
    """

    def __init__(self, answerer: Answerer, library: Library) -> None:
        self._answerer = answerer
        self._library = library
        self._remembered: list[_Remembered] = []

    async def to(self, answer: Answer) -> tuple[Suggestion, ...]:
        """Return questions near an answer whose answers begin with other passages."""
        snapshot = self._library.current
        remembered = self._remembered_of(snapshot)
        if unknown := [one for one in answer.citations if _is_unknown(one, remembered)]:
            # Passages may have to be fetched from a server.
            remembered.add(await asyncio.to_thread(_near_each, unknown))
        found: list[Suggestion] = []
        shown = {one.passage.id for one in answer.citations[:1] if one.passage}
        for suggestion in islice(_suggestions(answer, remembered), _MAX_TRIED):
            leads_to = await self._first_passage(suggestion.text, snapshot, remembered)
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

    def _remembered_of(self, snapshot: Snapshot) -> _Remembered:
        """Return what is remembered of a snapshot; of those that are gone, all is forgotten."""
        self._remembered = [one for one in self._remembered if one.of() is not None]
        known = (one for one in self._remembered if one.of() is snapshot)
        found = next(known, None)
        if found is None:
            found = _Remembered(ref(snapshot))
            self._remembered.append(found)
        return found

    async def _first_passage(
        self, question: str, snapshot: Snapshot, remembered: _Remembered
    ) -> str | None:
        """Return the id of the first passage that answers a question; None if none does."""
        first_passages = remembered.first_passages
        if question not in first_passages:
            if len(first_passages) >= _REMEMBERED:
                first_passages.clear()
            result = await self._answerer.over(snapshot).answer(question, limit=1)
            first_passages[question] = _first_passage_of(result)
        return first_passages[question]


def _suggestions(answer: Answer, remembered: _Remembered) -> Iterator[Suggestion]:
    """Yield the headings and questions near the citations, nearest first, each once."""
    passages = [one.passage for one in answer.citations if one.passage]
    near = [remembered.near.get(one.id, ()) for one in passages]
    seen = {letters(answer.question)}
    for key, suggestion in filter(None, chain.from_iterable(zip_longest(*near))):
        if key not in seen:
            seen.add(key)
            yield suggestion


def _is_unknown(citation: Citation, remembered: _Remembered) -> bool:
    """Return True if it is not known what stands near a citation of a passage."""
    return citation.passage is not None and citation.passage.id not in remembered.near


def _near_each(citations: Iterable[Citation]) -> dict[str, list[_Keyed | None]]:
    """Return the suggestions near the passage of each citation, by passage."""
    return {
        one.passage.id: list(_keyed(_suggestions_near(one.article, one.passage)))
        for one in citations
        if one.passage
    }


def _keyed(suggestions: Iterable[Suggestion]) -> Iterator[_Keyed | None]:
    """Yield each suggestion that fits with its letters, None for another and for a repeated one.

    Of those that fit, as many as are ever looked at: _MAX_TRIED are tried, and at most as many and
    the question itself are passed over, as a suggestion near another citation has said the same.
    """
    seen: set[str] = set()
    for one in suggestions:
        key = letters(one.text)
        is_short = columns(one.text) <= MAX_SUGGESTION_COLUMNS
        if key in seen or len(key) < MIN_SUGGESTION or not is_short:
            yield None
            continue
        seen.add(key)
        yield key, one
        if len(seen) > 2 * _MAX_TRIED:
            return


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
