"""`yinju eval --tune meaning`: the weight of meaning that is best for judged questions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.table import Table

from bot.messages import Messages
from retrieval.answer.answerer import Answerer
from retrieval.evaluation.figures import JUDGED_QUOTATIONS, Judgement, judge, quotations, report
from retrieval.evaluation.judged import JudgedQuestion
from retrieval.meaning.meaning import Meaning
from retrieval.question.context import Context

WEIGHTS = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0)
"""The weights that are tried; 0 is words alone."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A weight with the figures over judged questions, and their mean score."""

    weight: float
    score: float
    figures: dict[str, Any]


def tune(
    answerer: Answerer, meaning: Meaning, questions: Sequence[JudgedQuestion]
) -> Sequence[Tried]:
    """Ask judged questions with each weight of meaning, and return the figures.

    Args:
        answerer: Answers from the collection.
        meaning: The meaning of its passages.
        questions: The questions.
    """
    tried = []
    for weight in WEIGHTS:
        weighted = replace(answerer.snapshot, meaning=replace(meaning, weight=weight))
        judgements = asyncio.run(_judged(answerer.over(weighted), questions))
        score = sum(one.score for one in judgements) / (len(judgements) or 1)
        tried.append(Tried(weight, score, report(judgements)))
    return tried


def best(tried: Sequence[Tried]) -> Tried:
    """Return the weight with the highest mean score, the lowest of several."""
    return max(tried, key=lambda one: (round(one.score, 6), -one.weight))


def tuning_table(texts: Messages, tried: Sequence[Tried]) -> Table:
    """Return the figures of each weight."""
    names = (texts.gettext("weight"), "hit@1", "hit@3", texts.gettext("mean score"))
    table = Table(*names, box=None, header_style="dim")
    for one in tried:
        single = one.figures["single"]
        cells = (single["hit@1"], single["hit@3"], f"{one.score:.4f}")
        table.add_row(f"{one.weight:g}", *map(str, cells))
    return table


async def _judged(answerer: Answerer, questions: Sequence[JudgedQuestion]) -> Sequence[Judgement]:
    judgements = []
    for one in questions:
        result = await answerer.answer(one.text, JUDGED_QUOTATIONS, Context.of(one.earlier))
        judgements.append(judge(one, quotations(result)))
    return judgements
