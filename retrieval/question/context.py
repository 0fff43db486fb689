"""Follow-ups: questions that lean on the one before them in a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from retrieval.question.patterns import patterns
from retrieval.question.question import Intent, Question

DEFAULT_QUOTATIONS = 3
"""Default number of passages that an answer quotes."""

REMEMBERED = timedelta(minutes=10)
"""Time during which a question may lean on the one before it without replying to it."""

MAX_EARLIER = 5
"""Maximum number of earlier questions that are looked at."""

_MAX_OWN_WORDS = 2
"""Maximum number of informative words of a question that leans on the one before by a pronoun, or
by what answers it."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Context:
    """The conversation before a question.

    Attributes:
        question: The question before.
        is_reply: True if the new question is a reply to its answer. Otherwise it leans on it only
            if it says little without it.
        quoted: The number of quotations that its answer showed.
        before: The conversation before that question.
    """

    question: str
    is_reply: bool = False
    quoted: int = DEFAULT_QUOTATIONS
    before: Context | None = None

    @classmethod
    def of(
        cls,
        questions: Iterable[str],
        quoted: int = DEFAULT_QUOTATIONS,
        *,
        are_replies: bool = False,
    ) -> Context | None:
        """Return the context that the last of these questions make, oldest first; None if none."""
        context: Context | None = None
        for question in list(questions)[-MAX_EARLIER:]:
            context = cls(question, are_replies, quoted, context)
        return context


class FollowUp(StrEnum):
    """The way in which a question follows the one before."""

    MORE = "more"
    """It asks for the next results: 还有呢."""

    CONTINUE = "continue"
    """It asks what the author goes on to say: 展开说说."""

    ABOUT = "about"
    """It asks something about the same topic: 那它有什么坏处."""


def follow_up(question: Question, *, is_reply: bool) -> FollowUp | None:
    """Return the way in which a question follows the one before; None if it stands alone."""
    found = patterns()
    if found.asks_for_more.fullmatch(question.folded):
        return FollowUp.MORE
    if found.asks_to_continue.fullmatch(question.folded):
        return FollowUp.CONTINUE
    if question.intent is not Intent.QUESTION or not _LETTER.search(question.folded):
        return None
    is_leaning = not question.request.titles and leans_back(question.folded, len(question.words))
    return FollowUp.ABOUT if is_reply or is_leaning else None


def may_lean(question: Question) -> bool:
    """Return True if a question has so little of its own that it may lean on the one before."""
    request = question.request
    is_plain = question.intent is Intent.QUESTION and not (question.subjects or request.aspect)
    return is_plain and not request.titles and len(question.words) <= _MAX_OWN_WORDS


def leans_back(text: str, words: int) -> bool:
    """Return True if a question has little of its own, or points to something before it.

    Args:
        text: The question, folded.
        words: The number of its informative words.
    """
    found = patterns()
    leaning = (found.leaning, found.asked_of_before, found.elliptic)
    if not words or any(one.search(text) for one in leaning):
        return True
    return bool(found.pronoun.search(text)) and words <= _MAX_OWN_WORDS
