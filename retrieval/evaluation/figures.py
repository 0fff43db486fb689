"""Judgements of answers, and the figures over them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from corpus.message import Message
from corpus.model import Article
from retrieval.answer.answer import Abstention, Answer
from retrieval.evaluation.judged import Gold, JudgedQuestion, Quotation
from retrieval.text.script import letters

JUDGED_QUOTATIONS = 5
"""Number of quotations of an answer that are judged, from the first one."""

MAX_QUOTATION = 600
"""Maximum length of a right quotation, in folded letters and digits."""

_MAX_RIGHT_RANK = 3
"""Maximum rank of the first right quotation for a question to count as right."""

_MULTI_PASSAGE_KINDS = frozenset({"article", "cross"})
"""Kinds of question that no single passage answers."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result of one judged question.

    Attributes:
        question: The question.
        is_answered: False if it was declined.
        rank: The rank of the first right quotation, from 1; None where there is none.
        articles: Number of articles with a right quotation.
        is_shown: True if the excerpt of the first right quotation contains the gold words.
    """

    question: JudgedQuestion
    is_answered: bool
    rank: int | None
    articles: int
    is_shown: bool

    @property
    def is_right(self) -> bool:
        """True if the answer meets the rule for the question's kind."""
        if not self.question.gold:
            return not self.is_answered
        if self.question.kind == "cross":
            return self.articles > 1
        is_article = self.question.kind == "article"
        return _is_within(self.rank, JUDGED_QUOTATIONS if is_article else _MAX_RIGHT_RANK)

    @property
    def score(self) -> float:
        """The reciprocal rank; for questions without one right passage, 1 if right, else 0."""
        if not self.question.gold or self.question.kind == "cross":
            return float(self.is_right)
        return _reciprocal(self.rank)


def quotations(result: Answer | Abstention) -> tuple[Quotation, ...]:
    """Return the quotations of an answer in the form that is judged; none for an abstention."""
    citations = result.citations if isinstance(result, Answer) else ()
    return tuple(
        Quotation(one.article.id, one.article.path, one.text, one.excerpt.text)
        for one in citations
    )


def judge(question: JudgedQuestion, quotations: Sequence[Quotation]) -> Judgement:
    """Compare quotations with the gold of a question."""
    judged = quotations[:JUDGED_QUOTATIONS]
    matched = [[gold for gold in question.gold if _matches(one, gold)] for one in judged]
    rank = next((rank for rank, golds in enumerate(matched, start=1) if golds), None)
    return Judgement(
        question=question,
        is_answered=bool(judged),
        rank=rank,
        articles=len({gold.article for golds in matched for gold in golds}),
        is_shown=rank is not None and _shows(judged[rank - 1], matched[rank - 1]),
    )


def report(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Return the figures over judged questions, in the form of `eval --json`."""
    kinds = dict.fromkeys(judgement.question.kind for judgement in judgements)
    answerable = [judgement for judgement in judgements if judgement.question.gold]
    unanswerable = [judgement for judgement in judgements if not judgement.question.gold]
    single = [j for j in answerable if j.question.kind not in _MULTI_PASSAGE_KINDS]
    hits = [j for j in single if j.is_right]
    return {
        "n": len(judgements),
        "single": _rank_figures(single),
        "shown": [sum(j.is_shown for j in hits), len(hits)],
        "kinds": {
            kind: _kind_figures([j for j in judgements if j.question.kind == kind])
            for kind in kinds
        },
        "refused": [sum(not j.is_answered for j in unanswerable), len(unanswerable)],
        "false_refusals": [sum(not j.is_answered for j in answerable), len(answerable)],
        "misses": [j.question.id for j in judgements if not j.is_right],
    }


def ranking_report(ranks: Sequence[int | None], seconds: Sequence[float]) -> dict[str, Any]:
    """Return the figures over ranked passages, in the form of `eval --passages --json`.

    Args:
        ranks: The rank of the first right passage among ten for each question, from 1.
        seconds: The time from the text to ten hits for each question.
    """
    times = sorted(seconds) or [0.0]
    return {
        "n": len(ranks),
        **{f"R@{k}": _mean([_is_within(rank, k) for rank in ranks]) for k in (1, 3, 5)},
        "MRR@10": _mean(list(map(_reciprocal, ranks))),
        "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[len(times) * 99 // 100] * 1000,
    }


def gold_faults(
    questions: Iterable[JudgedQuestion], articles: Sequence[Article]
) -> Iterator[tuple[JudgedQuestion, Message]]:
    """Yield the questions with gold that no quotation can match, each with the reason."""
    questions = list(questions)
    names = {gold.article for question in questions for gold in question.gold}
    named = {name: [a for a in articles if _is_named(a.id, a.path, name)] for name in names}
    texts = {
        name: [letters(passage.text) for article in found for passage in article.passages]
        for name, found in named.items()
    }
    for question in questions:
        for gold in question.gold:
            holding = [text for text in texts[gold.article] if letters(gold.contains) in text]
            if not named[gold.article]:
                yield question, Message("no article is called {name}", name=gold.article)
            elif not holding:
                yield (
                    question,
                    Message(
                        "no passage of {article} contains “{words}”",
                        article=gold.article,
                        words=gold.contains,
                    ),
                )
            elif not any(letters(gold.shows) in text for text in holding):
                yield (
                    question,
                    Message(
                        "no right passage of {article} contains “{words}”",
                        article=gold.article,
                        words=gold.shows,
                    ),
                )


def _matches(one: Quotation, gold: Gold) -> bool:
    """Return True if a quotation is right, and not too long."""
    text = letters(one.text)
    is_right = _is_named(one.article, one.path, gold.article) and letters(gold.contains) in text
    return is_right and len(text) <= MAX_QUOTATION


def _shows(one: Quotation, golds: Iterable[Gold]) -> bool:
    """Return True if the excerpt of a right quotation contains the words of one of its gold."""
    excerpt = letters(one.excerpt)
    return any(letters(gold.shows or gold.contains) in excerpt for gold in golds)


def _is_named(article: str, path: str, name: str) -> bool:
    """Return True if a name in gold is an article's id, or the beginning of its file name."""
    return article == name or PurePath(path).name.startswith(name)


def _kind_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    answerable = [judgement for judgement in judgements if judgement.question.gold]
    ranks = _rank_figures(answerable) if answerable else {}
    return ranks | {"n": len(judgements), "right": sum(j.is_right for j in judgements)}


def _rank_figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    ranks = [judgement.rank for judgement in judgements]
    return {
        "n": len(ranks),
        "hit@1": sum(_is_within(rank, 1) for rank in ranks),
        "hit@3": sum(_is_within(rank, 3) for rank in ranks),
        "MRR@5": _mean(list(map(_reciprocal, ranks))),
    }


def _is_within(rank: int | None, k: int) -> bool:
    return rank is not None and rank <= k


def _reciprocal(rank: int | None) -> float:
    return 1 / rank if rank else 0.0


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
