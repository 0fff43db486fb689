"""The inline query of the button “Share”, by which the answer above it is found again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from bot.views.answers import shortened
from bot.views.markup import harmless

MAX_SHARED = 200
"""Maximum length of a question in an inline query, in characters; Telegram allows 256."""

_QUERY = re.compile(r"(.{0,250})#([0-9a-f]{12})\.([0-9]{1,2})\.([1-9])", re.DOTALL)


def shared_words(question: str) -> str:
    """Return a question as an inline query has it: in one line, and not too long."""
    return shortened(harmless(" ".join(question.split())), MAX_SHARED)


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """A page of an answer, and the words of its question.

    Other words before the id, which somebody has typed, are a question of their own.

    Args:
        words: The words.
        question_id: The journal's id of the question.
        page: Number of the page, from 1.
        quotations: Number of quotations on each page, which a chat may have set.
    """

    words: str
    question_id: str
    page: int
    quotations: int

    @classmethod
    def parse(cls, query: str) -> Self | None:
        """Parse an inline query; return None if it names no answer."""
        match = _QUERY.fullmatch(query.strip())
        return cls(match[1].strip(), match[2], int(match[3]), int(match[4])) if match else None

    @property
    def query(self) -> str:
        """The inline query."""
        return f"{self.words} #{self.question_id}.{self.page}.{self.quotations}"
