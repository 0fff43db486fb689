"""Previews of changes: which answers to the last questions would turn better, which worse."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.answerer import Answerer

MAX_SECONDS = 20
"""Seconds after which the questions that are left are not answered any more."""


@dataclass(frozen=True, slots=True)
class RecentQuestion:
    """A wording that was asked lately, with what people said of its answers.

    Attributes:
        text: The wording.
        liked: The passages that were quoted first where somebody gave a 👍; None stands for an
            answer without passages.
        disliked: The same of 👎.
    """

    text: str
    liked: frozenset[str | None] = frozenset()
    disliked: frozenset[str | None] = frozenset()


class Outcome(StrEnum):
    """The effect of a change on an answer."""

    BETTER = "better"
    ANSWERED = "answered"
    """There was no answer, and nobody has said anything of the new one."""

    TENTATIVE = "tentative"
    """There was no answer, and the new one comes with a word of doubt, so it stays a gap."""

    SURER = "surer"
    """It came with a word of doubt, and nobody has said anything."""

    WORSE = "worse"
    UNCLEAR = "unclear"


_BETTER = (Outcome.TENTATIVE, Outcome.ANSWERED, Outcome.SURER, Outcome.BETTER)


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question whose answer a change would change."""

    question: str
    before: Answer | Abstention
    after: Answer | Abstention
    outcome: Outcome

    @property
    def has_same_beginning(self) -> bool:
        """True if the first quotation stays, with as much doubt as before."""
        old, new = _quoted(self.before), _quoted(self.after)
        return old[:1] == new[:1] and _grade(self.before) == _grade(self.after)

    @property
    def added(self) -> tuple[Citation, ...]:
        """The quotations that join."""
        return _without(self.after, _quoted(self.before))

    @property
    def dropped(self) -> tuple[Citation, ...]:
        """The quotations that go."""
        return _without(self.before, _quoted(self.after))


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect that a change would have on the answers to the last questions.

    Attributes:
        recent: The number of the last questions.
        concerned: The number of those among them that the change concerns.
        answered: The number of these that were answered twice, before the time was over.
        target: The answer to the question that the change is made for, after it.
        changes: The answers that would change, worse ones first.
    """

    recent: int
    concerned: int
    answered: int
    target: Answer | Abstention
    changes: tuple[ChangedAnswer, ...]

    def number(self, outcome: Outcome) -> int:
        """Return the number of answers with an outcome."""
        return sum(one.outcome is outcome for one in self.changes)


async def preview(
    question: str,
    recent: int,
    concerned: Collection[RecentQuestion],
    before: Answerer,
    after: Answerer,
) -> Preview:
    """Answer questions before and after a change; those of readers go on meanwhile.

    Args:
        question: The question that the change is made for.
        recent: The number of the last questions.
        concerned: Those among them whose answers the change may change.
        before: An answerer over the present collection.
        after: One over the changed collection.
    """
    end, answered = time.monotonic() + MAX_SECONDS, 0
    changes: list[ChangedAnswer] = []
    for one in concerned:
        begun = time.monotonic()
        if begun > end:
            break
        old, new = await before.answer(one.text), await after.answer(one.text)
        if outcome := outcome_of(one, old, new):
            changes.append(ChangedAnswer(one.text, old, new, outcome))
        answered += 1
        # As long again is left to the questions of readers.
        await asyncio.sleep(time.monotonic() - begun)
    return Preview(
        recent, len(concerned), answered, await after.answer(question), _worst_first(changes)
    )


def outcome_of(
    question: RecentQuestion, before: Answer | Abstention, after: Answer | Abstention
) -> Outcome | None:
    """Return what a change does to an answer; None if it stays the same.

    What people said decides: an answer is better without the passage that got a 👎, and worse
    without the one that got a 👍, or with others beside it. Where they said nothing, it is worse
    to come with doubt, or not at all, where that was otherwise, or to begin with something else.
    """
    old, new = _quoted(before), _quoted(after)
    if (old, _grade(before)) == (new, _grade(after)):
        return None
    if verdict := _by_verdicts(question, old, new):
        return verdict
    if _grade(after) > _grade(before):
        if old:
            return Outcome.SURER
        return Outcome.ANSWERED if _grade(after) > 1 else Outcome.TENTATIVE
    if _grade(after) < _grade(before) or old[:1] != new[:1]:
        return Outcome.WORSE
    return Outcome.UNCLEAR


def _by_verdicts(
    question: RecentQuestion, old: tuple[str, ...], new: tuple[str, ...]
) -> Outcome | None:
    """Return what a change does to an answer by what people said; None if that is nothing."""
    first, next_ = _first(old), _first(new)
    if first == next_:
        if first in question.disliked:
            return Outcome.UNCLEAR
        is_diluted = first in question.liked and not set(new) <= set(old)
        return Outcome.WORSE if is_diluted else None
    if first in question.liked or (new and next_ in question.disliked):
        return Outcome.WORSE
    if first in question.disliked or (new and next_ in question.liked):
        return Outcome.BETTER
    return None


def _quoted(result: Answer | Abstention) -> tuple[str, ...]:
    """Return the ids of the passages that are quoted; of a card, the article's."""
    return tuple(map(_id, _citations(result)))


def _without(result: Answer | Abstention, quoted: Collection[str]) -> tuple[Citation, ...]:
    """Return what an answer quotes beside some passages."""
    return tuple(one for one in _citations(result) if _id(one) not in quoted)


def _citations(result: Answer | Abstention) -> tuple[Citation, ...]:
    return () if isinstance(result, Abstention) else tuple(result.citations)


def _id(citation: Citation) -> str:
    return citation.passage.id if citation.passage else citation.article.id


def _first(quoted: tuple[str, ...]) -> str | None:
    return quoted[0] if quoted else None


def _grade(result: Answer | Abstention) -> int:
    """Return 0 for no answer, 1 for a doubtful one, 2 for one without doubt."""
    return 0 if isinstance(result, Abstention) else 1 if result.doubtful else 2


def _worst_first(changes: Iterable[ChangedAnswer]) -> tuple[ChangedAnswer, ...]:
    order = [Outcome.WORSE, Outcome.UNCLEAR, *_BETTER]
    return tuple(sorted(changes, key=lambda one: order.index(one.outcome)))
