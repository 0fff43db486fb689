"""A parsed question: what is searched for, and what an answer has to provide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from retrieval.question.patterns import (
    VALUE_TYPES,
    AnswerType,
    Aspect,
    gives_answer,
    patterns,
    requested_values,
)
from retrieval.question.subjects import Subject
from retrieval.question.substitutes import Substitute
from retrieval.text.analysis import Term


class Intent(StrEnum):
    """The purpose of a message; `SMALL_TALK` asks the articles nothing."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GOOD_NIGHT = "good-night"
    ABOUT = "about"
    ABILITIES = "abilities"
    HELP = "help"
    CONTACT = "contact"
    DISSATISFIED = "dissatisfied"
    INSTRUCTION = "instruction"
    QUESTION = "question"


SMALL_TALK = frozenset(Intent) - {Intent.INSTRUCTION, Intent.QUESTION}
"""Intents of messages that are answered without a search."""


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """The part of a question that is about articles themselves, not about what they say.

    Attributes:
        aspect: The metadata that is asked for; None where none is.
        words: The words that identify the articles whose metadata is asked for.
        titles: The titles that the question puts in 《》.
        refers_back: True for a follow-up that identifies no article. It means the article that
            the previous question was answered from.
        is_listing: True if authors or dates alone say which articles are meant.
    """

    aspect: Aspect | None = None
    words: tuple[Term, ...] = ()
    titles: tuple[str, ...] = ()
    refers_back: bool = False
    is_listing: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, parsed over one collection.

    Attributes:
        text: The question as it was typed.
        folded: Its folded text; the offsets of `words` and `substitutes` count in it.
        terms: The terms that the engine searches for, with their weights.
        characters: The single characters that its hits are ranked by, with their weights.
        words: The informative words, which say what the question is about, in order.
        weights: The weight of each of these words as evidence.
        substitutes: Texts that may replace some of the words.
        answer_types: The types of answer that are asked for.
        values: A pattern for each kind of value that is asked for; see `requested_values`.
        request: What is asked about articles themselves.
        spans_articles: True if the question asks what several articles say.
        subjects: The things that the question compares or asks about side by side, if any.
        intent: The purpose of the message.
        follows: The earlier question that this one leans on; None if it stands alone.
    """

    text: str
    folded: str
    terms: Mapping[str, float]
    characters: Mapping[str, float]
    words: tuple[Term, ...]
    weights: Mapping[str, float]
    substitutes: tuple[Substitute, ...] = ()
    answer_types: frozenset[AnswerType] = frozenset()
    values: tuple[re.Pattern[str], ...] = ()
    request: ArticleRequest = ArticleRequest()
    spans_articles: bool = False
    subjects: tuple[Subject, ...] = ()
    intent: Intent = Intent.QUESTION
    follows: str | None = None

    @property
    def asks_for_value(self) -> bool:
        """True if the question asks for a date, a number or an amount."""
        return bool(self.values or self.answer_types & VALUE_TYPES)

    def is_answered_by(self, text: str) -> bool:
        """Return True if a folded text gives all values that are asked for.

        A kind of value that the question names counts before a mere date or number.
        """
        if self.values:
            return all(value.search(text) for value in self.values)
        return all(gives_answer(kind, text) for kind in self.answer_types & VALUE_TYPES)

    @property
    def own_words(self) -> tuple[Term, ...]:
        """The words that say more than what is asked of what came before.

        They are none of 多少钱一把 and 要买哪些东西; nor of 为什么这么早, as 早 was told before.
        """
        asking = [span for span, _ in requested_values(self.folded)] if self.values else []
        asking += [match.span() for match in patterns().asked_of_before.finditer(self.folded)]
        ends = {end for _, end in asking}
        asking += [
            (word.start, word.end)
            for word in self.words
            if word.start in ends and patterns().quantity.fullmatch(word.text)
        ]
        return tuple(word for word in self.words if not word.overlaps(asking))

    def without_values_in(self, span: tuple[int, int]) -> Question:
        """Return this question without the values that a span of it asks for: 几步 in 分哪几步."""
        start, end = span
        found = requested_values(self.folded)
        values = tuple(one for (first, last), one in found if first < start or last > end)
        types = self.answer_types if values else self.answer_types - {AnswerType.NUMBER}
        return replace(self, values=values, answer_types=types)

    @property
    def is_about_metadata(self) -> bool:
        """True if the question asks for metadata of articles, but not for their number."""
        return self.request.aspect not in {None, Aspect.COUNT}

    def asking_as(self, previous: Question) -> Question:
        """Return this question asking what the previous one does, if it does not say: 那火车呢."""
        if self.answer_types or self.values or not self.folded.rstrip("?").endswith(("呢", "咧")):
            return self
        return replace(self, answer_types=previous.answer_types, values=previous.values)

    def following(self, previous: Question, weight: float) -> Question:
        """Return this question as a follow-up: it also searches for the terms of the previous one.

        Args:
            previous: The question that this one follows.
            weight: The factor on the weights of the previous question's terms, if this one has
                words of its own.
        """
        own_words = self.own_words
        factor = weight if own_words else 1.0
        terms = {term: factor * value for term, value in previous.terms.items()}
        characters = {one: factor * value for one, value in previous.characters.items()}
        topic = self if own_words else previous
        is_own = bool(own_words) or not self.words  # 多少钱 alone is not searched for.
        request = self.request
        is_of_several = self.spans_articles or bool(patterns().plural.search(self.folded))
        refers_back = self.is_about_metadata and not request.words and not is_of_several
        return replace(
            self,
            request=replace(request, refers_back=refers_back),
            terms=terms | dict(self.terms if is_own else {}),
            characters=characters | dict(self.characters if is_own else {}),
            words=topic.words,
            weights=topic.weights,
            substitutes=topic.substitutes,
            follows=previous.follows or previous.text,
        )
