"""What each limit of `retrieval/evidence.py` costs in answers and gains in refusals."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import retrieval.evidence as limits
from bench.material import public_sets, sampled
from bench.parts import Change, changed
from bench.tables import Figured
from bot.bootstrap import load_collection, make_answerer
from corpus.loading import Loaded
from retrieval.analysis import Analyzer
from retrieval.answer import Abstention, Answerer
from retrieval.evaluation import JUDGED, judge, quoted, report
from retrieval.judged import Question, read_questions
from retrieval.kinds import Asks

FACTORS = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
"""All limits together times these."""

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.01)
"""What one limit alone is set to; the last one is never reached."""


QUESTIONS = 400
"""Questions of a public set, drawn by chance."""

DOUBT = (0.3, 0.45, 0.6)
"""Coverage below which there is a word of doubt."""

OUTCOMES = ("refused", "with doubt", "quoted")


def trade_off(data: Path, analyzer: Analyzer) -> list[Figured]:
    """Three tables: all limits moved together, one at a time, and where doubt begins elsewhere."""
    answerer = make_answerer(load_collection(data / "seeds", analyzer), analyzer)
    questions = read_questions(data / "eval" / "seed-questions.jsonl")
    together = [
        [f"× {factor:g}", *_refusals(answerer, questions, _all_limits(factor))]
        for factor in FACTORS
    ]
    alone = [[name, f"{_current(name):g}", *_row(answerer, questions, name)] for name in _names()]
    return [
        Figured("All limits together", ["limits", "refused", "false refusals"], together),
        Figured(
            "One limit alone: refused / false refusals",
            ["limit", "now", *(f"at {step:g}" for step in STEPS)],
            alone,
        ),
        elsewhere(data, analyzer),
    ]


def elsewhere(data: Path, analyzer: Analyzer) -> Figured:
    """Each public set as a collection: what becomes of its own questions, and of the others'."""
    sources, rows = public_sets(data), []
    for source in sources:
        answerer = make_answerer(Loaded(source.corpus(), ()), analyzer)
        for asked in sources:
            texts = [one.text for one in sampled(asked.questions(), QUESTIONS)]
            for limit in DOUBT:
                with changed((limits, "DOUBTFUL_BELOW", limit)):
                    counts = asyncio.run(_outcomes(answerer, texts))
                told = [f"{counts[one]}" for one in OUTCOMES]
                rows.append([source.name, asked.name, f"{limit:g}", *told])
    note = f"{QUESTIONS} questions of each set. Few of another set's have an answer here."
    columns = ["over", "questions of", "doubt below", *OUTCOMES]
    return Figured("Other collections", columns, rows, note)


async def _outcomes(answerer: Answerer, texts: Iterable[str]) -> Counter[str]:
    """How many are refused, quoted with a word of doubt, and quoted without."""
    refused, doubted, quoted_ = OUTCOMES
    answers = [await answerer.answer(text) for text in texts]
    return Counter(
        refused if isinstance(one, Abstention) else doubted if one.doubtful else quoted_
        for one in answers
    )


def _names() -> list[str]:
    details = [f"detail: {kind}" for kind in limits.ENOUGH_FOR_DETAIL]
    return [*details, "name", "instruction"]


def _row(answerer: Answerer, questions: Sequence[Question], name: str) -> list[str]:
    return [
        " / ".join(cell.split()[0] for cell in _refusals(answerer, questions, [_one(name, step)]))
        for step in STEPS
    ]


def _current(name: str) -> float:
    if name.startswith("detail: "):
        return limits.ENOUGH_FOR_DETAIL[Asks(name.removeprefix("detail: "))]
    return float(getattr(limits, f"ENOUGH_FOR_{name.upper()}"))


def _one(name: str, value: float) -> Change:
    if name.startswith("detail: "):
        kind = Asks(name.removeprefix("detail: "))
        return limits, "ENOUGH_FOR_DETAIL", {**limits.ENOUGH_FOR_DETAIL, kind: value}
    return limits, f"ENOUGH_FOR_{name.upper()}", value


def _all_limits(factor: float) -> list[Change]:
    detail = {kind: value * factor for kind, value in limits.ENOUGH_FOR_DETAIL.items()}
    return [
        (limits, "ENOUGH_FOR_DETAIL", detail),
        *(_one(name, _current(name) * factor) for name in ("name", "instruction")),
    ]


def _refusals(
    answerer: Answerer, questions: Sequence[Question], changes: Sequence[Change]
) -> tuple[str, str]:
    """How many questions without an answer are refused, and how many with one."""

    async def ask() -> tuple[str, str]:
        judged = [judge(one, quoted(await answerer.answer(one.text, JUDGED))) for one in questions]
        figures = report(judged)
        refused, false = figures["refused"], figures["false_refusals"]
        return f"{refused[0]} of {refused[1]}", f"{false[0]} of {false[1]}"

    with changed(*changes):
        return asyncio.run(ask())
