"""Gaps of a collection: questions about the same that it does not answer well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A wording that was asked and not answered well.

    Attributes:
        id: The journal's id of the last question with this wording.
        text: The wording.
        count: How often it was asked without a good answer.
        last: The last time.
        declined: How often nothing was found.
        doubted: How often the answer came with a word of doubt.
        disliked: How often somebody gave a 👎.
        is_alone: False if it was always understood by a question before it.
        disliked_passages: The passages that were quoted first where somebody gave a 👎.
    """

    id: str
    text: str
    count: int
    last: datetime
    declined: int = 0
    doubted: int = 0
    disliked: int = 0
    is_alone: bool = True
    disliked_passages: frozenset[str | None] = frozenset()


def merged(
    questions: Iterable[UnansweredQuestion], key: Callable[[UnansweredQuestion], str]
) -> list[UnansweredQuestion]:
    """Return the questions with those of one key added up, under the first one's wording."""
    found: dict[str, UnansweredQuestion] = {}
    for one in questions:
        name = key(one)
        found[name] = _sum(found[name], one) if name in found else one
    return sorted(found.values(), key=lambda one: -one.count)


def _sum(one: UnansweredQuestion, other: UnansweredQuestion) -> UnansweredQuestion:
    return replace(
        one,
        count=one.count + other.count,
        last=max(one.last, other.last),
        declined=one.declined + other.declined,
        doubted=one.doubted + other.doubted,
        disliked=one.disliked + other.disliked,
        is_alone=one.is_alone or other.is_alone,
        disliked_passages=one.disliked_passages | other.disliked_passages,
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions about the same, none of which is answered well; the most asked first."""

    questions: tuple[UnansweredQuestion, ...]

    @property
    def head(self) -> UnansweredQuestion:
        """The question that stands for all."""
        return self.questions[0]

    @property
    def count(self) -> int:
        """The number of times that they were asked."""
        return sum(one.count for one in self.questions)

    @property
    def last(self) -> datetime:
        """The last time."""
        return max(one.last for one in self.questions)

    @property
    def declined(self) -> int:
        """The number of times that nothing was found."""
        return sum(one.declined for one in self.questions)

    @property
    def doubted(self) -> int:
        """The number of answers with a word of doubt."""
        return sum(one.doubted for one in self.questions)

    @property
    def disliked(self) -> int:
        """The number of answers that got a 👎."""
        return sum(one.disliked for one in self.questions)

    def headed_by(self, text: str) -> Gap:
        """Return the gap with the question of this wording first."""
        return Gap(tuple(sorted(self.questions, key=lambda one: one.text != text)))
