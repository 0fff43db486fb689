"""What else one may ask: headings and questions near an answer, each with an answer of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from corpus.model import Article, Passage
from corpus.sections import unnumbered
from corpus.sentences import sentences
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.library import Library, Snapshot
from retrieval.text.script import letters

SUGGESTED = 3
MIN_SUGGESTION, MAX_SUGGESTION = 4, 36
"""Letters of a question that is suggested; its button has one line."""

_LEANS_ON = re.compile(
    "[那而这這它他她其可但又何]|不[过過]|因此|所以|[于於]是|[难難]道|[试試]想|如[果此]|[为為]何$"
)
"""How a question begins that is none without the sentence before it."""

_TRIED = 6
"""Candidates, from the nearest one, that are asked; each costs a search, once a collection."""

_NEAR, _FAR = 4, 60
"""How many passages away a question may stand, and a heading."""

_CLOSE = 10
"""Passages that are looked through for headings where nothing answers."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the collection itself words: a heading, or a sentence that asks.

    It stands in `passage`, at `start`, or above it, where that is None.
    """

    text: str
    passage: Passage
    start: int | None = None


@dataclass(frozen=True, slots=True)
class ClosestSections:
    """Parts of articles, each by a passage of it; whether they hold a word of the question."""

    passages: tuple[Passage, ...] = ()
    is_near: bool = False


class RelatedQuestions:
    """Finds related questions; what was found to have an answer is known until a reload."""

    def __init__(self, answerer: Answerer, library: Library) -> None:
        self._answerer = answerer
        self._library = library
        self._snapshot: Snapshot | None = None
        self._answers: dict[str, str | None] = {}

    async def to(self, answer: Answer) -> tuple[Suggestion, ...]:
        """Questions near an answer, which lead to other passages than it begins with."""
        found: list[Suggestion] = []
        shown = {one.passage.id for one in answer.citations[:1] if one.passage}
        for one in _candidates(answer)[:_TRIED]:
            leads_to = await self._answer(one.text)
            if leads_to and leads_to not in shown:
                shown.add(leads_to)
                found.append(one)
            if len(found) == SUGGESTED:
                break
        return tuple(found)

    async def closest(self, question: str) -> ClosestSections:
        """Where nothing answers: the parts with the closest headings."""
        ranked = await self._answerer.rank(question, _CLOSE)
        speaking = [passage for passage, excerpt in ranked if excerpt.highlights]
        passages = speaking or [passage for passage, _ in ranked]
        parts: dict[tuple[object, ...], Passage] = {}
        for passage in passages:
            if passage.heading:
                parts.setdefault((passage.article_id, *passage.heading), passage)
        return ClosestSections(tuple(parts.values())[:SUGGESTED], bool(speaking))

    async def _answer(self, question: str) -> str | None:
        """The passage that a question's answer begins with, or None where there is none."""
        if self._snapshot is not self._library.current:
            self._snapshot, self._answers = self._library.current, {}
        answers = self._answers
        if question not in answers:
            answers[question] = _first(await self._answerer.answer(question, limit=1))
        return answers[question]


def suggestion_at(passage: Passage, start: int | None) -> Suggestion | None:
    """The suggestion that a button stands for; None where the passage holds none there."""
    if start is None:
        text = unnumbered(passage.heading[-1]) if passage.heading else ""
        return Suggestion(text, passage) if text else None
    for first, last in sentences(passage.text):
        if first == start:
            return Suggestion(passage.text[first:last].strip(), passage, start)
    return None


def _first(result: Answer | Abstention) -> str | None:
    if isinstance(result, Abstention) or result.doubtful or result.aspect:
        return None
    passages = (one.passage.id for one in result.citations if one.passage)
    return next(passages, None)


def _candidates(answer: Answer) -> list[Suggestion]:
    """Headings and questions near what is quoted, the nearest first, each once."""
    near = [
        _around(one.article, one.passage) for one in answer.citations if one.passage is not None
    ]
    turns = chain.from_iterable(zip_longest(*near))
    seen, found = {letters(answer.question)}, []
    for one in turns:
        key = letters(one.text) if one else ""
        if (
            one
            and key not in seen
            and len(key) >= MIN_SUGGESTION
            and len(one.text) <= MAX_SUGGESTION
        ):
            seen.add(key)
            found.append(one)
    return found


def _around(article: Article, passage: Passage) -> list[Suggestion]:
    """Headings and questions near a passage, in turns."""
    place = article.passages.index(passage)
    near = article.passages[max(place - _FAR, 0) : place + _FAR + 1]
    middle = near.index(passage)
    by_distance = sorted(enumerate(near), key=lambda item: abs(item[0] - middle))
    headings = _headings(passage, [one for _, one in by_distance])
    questions = chain.from_iterable(
        _questions(one) for other, one in by_distance if abs(other - middle) <= _NEAR
    )
    pairs = zip_longest(headings, questions)
    return [one for pair in pairs for one in pair if one]


def _headings(passage: Passage, nearest: Sequence[Passage]) -> Iterator[Suggestion]:
    """The headings of an article's other parts."""
    for one in nearest:
        if one.heading and one.heading != passage.heading:
            yield Suggestion(unnumbered(one.heading[-1]), one)


def _questions(passage: Passage) -> Iterable[Suggestion]:
    for start, end in sentences(passage.text):
        text = passage.text[start:end].strip()
        if text.endswith(("？", "?")) and not _LEANS_ON.match(text):
            yield Suggestion(text, passage, start)
