"""How often the right passage is quoted, and nothing where nothing answers."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from corpus.model import Article
from retrieval.answer.answer import Abstention, Answer
from retrieval.evaluation.judged import Gold, JudgedQuestion, Quotation
from retrieval.text.script import letters

JUDGED = 5
"""Quotations that count, from the first one."""

MAX_QUOTATION = 600
"""A longer quotation, counted in folded letters and digits, is none."""

_MANY = frozenset({"article", "cross"})
"""Kinds of question that no single passage answers."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one question went: the place of the first right quotation, and in how many articles."""

    question: JudgedQuestion
    is_answered: bool
    place: int | None
    articles: int

    @property
    def is_right(self) -> bool:
        """Whether the question got what its kind asks for."""
        if not self.question.gold:
            return not self.is_answered
        if self.question.kind == "cross":
            return self.articles > 1
        enough = JUDGED if self.question.kind == "article" else 3
        return self.place is not None and self.place <= enough

    @property
    def worth(self) -> float:
        """How well it went, from 0 to 1: the reciprocal of the place, where one counts."""
        if not self.question.gold or self.question.kind == "cross":
            return float(self.is_right)
        return 1 / self.place if self.place else 0.0


def quotations(result: Answer | Abstention) -> tuple[Quotation, ...]:
    """What an answer quotes, as far as it is judged."""
    citations = result.citations if isinstance(result, Answer) else ()
    return tuple(Quotation(one.article.id, one.article.path, one.text) for one in citations)


def judge(question: JudgedQuestion, quotations: Sequence[Quotation]) -> Judgement:
    """Hold what was quoted against a question's gold."""
    counted = quotations[:JUDGED]
    met = [[gold for gold in question.gold if _meets(one, gold)] for one in counted]
    return Judgement(
        question=question,
        is_answered=bool(counted),
        place=next((place for place, golds in enumerate(met, start=1) if golds), None),
        articles=len({gold.article for golds in met for gold in golds}),
    )


def report(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The figures over judged questions: counts, and the mean reciprocal rank."""
    kinds = dict.fromkeys(judgement.question.kind for judgement in judgements)
    answerable = [judgement for judgement in judgements if judgement.question.gold]
    others = [judgement for judgement in judgements if not judgement.question.gold]
    return {
        "n": len(judgements),
        "single": _places([j for j in answerable if j.question.kind not in _MANY]),
        "kinds": {
            kind: _kind([j for j in judgements if j.question.kind == kind]) for kind in kinds
        },
        "refused": [sum(not j.is_answered for j in others), len(others)],
        "false_refusals": [sum(not j.is_answered for j in answerable), len(answerable)],
        "misses": [j.question.id for j in judgements if not j.is_right],
    }


def ranking_report(places: Sequence[int | None], seconds: Sequence[float]) -> dict[str, Any]:
    """The figures over ranked passages.

    Args:
        places: For each question, the place (from 1) of its first right passage among ten.
        seconds: For each question, the time from its text to ten hits.
    """
    times = sorted(seconds) or [0.0]
    return {
        "n": len(places),
        **{f"R@{k}": _mean(_within(places, k)) for k in (1, 3, 5)},
        "MRR@10": _mean(_reciprocals(places)),
        "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[len(times) * 99 // 100] * 1000,
    }


def missing_gold(
    questions: Iterable[JudgedQuestion], articles: Sequence[Article]
) -> list[tuple[str, str]]:
    """The ids of questions whose gold names an article that there is not, and what it names."""
    named = [(question.id, gold.article) for question in questions for gold in question.gold]
    there = {
        article: any(_is_named(one.id, one.path, article) for one in articles)
        for article in {article for _, article in named}
    }
    return [(name, article) for name, article in named if not there[article]]


def _meets(one: Quotation, gold: Gold) -> bool:
    """Whether a quotation is what is right."""
    text = letters(one.text)
    is_right = _is_named(one.article, one.path, gold.article) and letters(gold.contains) in text
    return is_right and len(text) <= MAX_QUOTATION


def _is_named(article: str, path: str, name: str) -> bool:
    """Whether gold's name for an article is its id, or how its file's name begins."""
    return article == name or PurePath(path).name.startswith(name)


def _kind(judgements: Sequence[Judgement]) -> dict[str, Any]:
    answerable = [judgement for judgement in judgements if judgement.question.gold]
    places = _places(answerable) if answerable else {}
    return places | {"n": len(judgements), "right": sum(j.is_right for j in judgements)}


def _places(judgements: Sequence[Judgement]) -> dict[str, Any]:
    places = [judgement.place for judgement in judgements]
    return {
        "n": len(places),
        "hit@1": sum(_within(places, 1)),
        "hit@3": sum(_within(places, 3)),
        "MRR@5": _mean(_reciprocals(places)),
    }


def _within(places: Iterable[int | None], k: int) -> list[bool]:
    return [place is not None and place <= k for place in places]


def _reciprocals(places: Iterable[int | None]) -> list[float]:
    return [1 / place if place else 0.0 for place in places]


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
