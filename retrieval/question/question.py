"""A parsed question: what is searched for, and what an answer has to provide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from retrieval.question.patterns import AnswerType, Aspect
from retrieval.question.substitutes import Substitute
from retrieval.text.analysis import Term


class Intent(StrEnum):
    """The purpose of a message; the first of these that applies, questions last."""

    GREETING = "greeting"
    THANKS = "thanks"
    INSTRUCTION = "instruction"
    QUESTION = "question"


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
        substitutes: Texts that may replace some of the words.
        answer_types: The types of answer that are asked for.
        request: What is asked about articles themselves.
        spans_articles: True if the question asks what several articles say.
        intent: The purpose of the message.
    """

    text: str
    folded: str
    terms: Mapping[str, float]
    characters: Mapping[str, float]
    words: tuple[Term, ...]
    substitutes: tuple[Substitute, ...] = ()
    answer_types: frozenset[AnswerType] = frozenset()
    request: ArticleRequest = ArticleRequest()
    spans_articles: bool = False
    intent: Intent = Intent.QUESTION

    def following(self, previous: Question, weight: float) -> Question:
        """Return this question as a follow-up: it also searches for the terms of the previous one.

        Args:
            previous: The question that this one follows.
            weight: The factor on the weights of the previous question's terms.
        """
        terms = {term: weight * value for term, value in previous.terms.items()}
        characters = {one: weight * value for one, value in previous.characters.items()}
        topic = self if self.words else previous
        request = self.request
        refers_back = (
            request.aspect not in {None, Aspect.COUNT}
            and not request.words
            and not self.spans_articles
        )
        return replace(
            self,
            request=replace(request, refers_back=refers_back),
            terms=terms | dict(self.terms),
            characters=characters | dict(self.characters),
            words=topic.words,
            substitutes=topic.substitutes,
        )
