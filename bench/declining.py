"""The thresholds of `retrieval/answer/declining.py`: answers lost and refusals gained.

Of the judged questions over the seeds, few have no answer. Each public set, as a collection, is
therefore asked three kinds of question: its own; its own with the right passages hidden, so that
only similar ones are left; and the other set's.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import retrieval.answer.declining as thresholds
from bench.material import Source, public_sets, sampled
from bench.patching import changed
from bench.tables import FigureTable
from bot.service.bootstrap import DEFAULT_ENGINE, ENGINES, load_collection, make_answerer
from corpus.loading import LoadResult
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.evaluation.figures import JUDGED_QUOTATIONS, judge, quotations, report
from retrieval.evaluation.judged import RankingQuestion, read_questions
from retrieval.index.searcher import Hit, Query, Searcher
from retrieval.library import Library, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.text.analysis import Analyzer

TRIED = {
    "SUFFICIENT_FROM": (0.0, 0.3, 0.45, 0.6, 0.75, 0.85, 1.01),
    "DOUBTFUL_BELOW": (0.0, 0.3, 0.5, 0.6),
    "NOT_COVERED_BELOW": (0.0, 0.1, 0.15, 0.2, 0.3),
}
"""The values tried for each threshold; 0 switches it off, and 1.01 is never reached."""

_CURRENT = {name: getattr(thresholds, name) for name in TRIED}

QUESTIONS = 400
"""Number of questions drawn at random from each public set."""

KINDS = ("its own", "its own, answers hidden", "the other's")
"""The kinds of question that a public set is asked."""


class _HidingSearcher:
    """A searcher that leaves out hidden passages."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.hidden: frozenset[str] = frozenset()

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`."""
        found = self._searcher.search(query, limit + len(self.hidden))
        return [hit for hit in found if hit.passage_id not in self.hidden][:limit]


class _PublicCollection:
    """A public set as a collection."""

    def __init__(self, source: Source, others: Sequence[Source], analyzer: Analyzer) -> None:
        loaded = LoadResult(source.corpus(), ())
        snapshot = build_snapshot(loaded, analyzer, ENGINES[DEFAULT_ENGINE], read_aliases())
        self._hiding = _HidingSearcher(snapshot.searcher)
        snapshot = replace(snapshot, searcher=self._hiding)
        self._answerer = Answerer(Library(lambda: snapshot, snapshot), analyzer)
        self._own = sampled(source.questions(), QUESTIONS)
        foreign = (sampled(other.questions(), QUESTIONS) for other in others)
        self._foreign = list(chain.from_iterable(foreign))

    async def outcomes(self) -> dict[str, Counter[str]]:
        """Return, for each of `KINDS`, the number refused, doubted and asked."""
        asked = (
            await self._counted(self._own),
            await self._counted(self._own, are_hidden=True),
            await self._counted(self._foreign),
        )
        return dict(zip(KINDS, asked, strict=True))

    async def _counted(
        self, questions: Sequence[RankingQuestion], *, are_hidden: bool = False
    ) -> Counter[str]:
        counts = Counter(asked=len(questions))
        for one in questions:
            self._hiding.hidden = one.gold if are_hidden else frozenset()
            answer = await self._answerer.answer(one.text)
            counts["refused"] += isinstance(answer, Abstention)
            counts["doubted"] += isinstance(answer, Answer) and answer.doubtful
        return counts


def trade_off(data: Path, analyzer: Analyzer) -> FigureTable:
    """Return a table in which one threshold at a time has another value."""
    seeds = make_answerer(load_collection(data / "seeds", analyzer), analyzer)
    sources = public_sets(data)
    collections = [
        _PublicCollection(source, [other for other in sources if other is not source], analyzer)
        for source in sources
    ]
    questions = read_questions(data / "eval" / "seed-questions.jsonl")

    async def row() -> list[str]:
        judged = [
            judge(one, quotations(await seeds.answer(one.text, JUDGED_QUOTATIONS)))
            for one in questions
        ]
        figures = report(judged)
        found = [await one.outcomes() for one in collections]
        together = {kind: sum((one[kind] for one in found), Counter()) for kind in KINDS}
        return [
            *(f"{count} of {of}" for count, of in (figures["refused"], figures["false_refusals"])),
            *(_shares(counts) for counts in together.values()),
        ]

    rows = []
    for name, values in TRIED.items():
        for value in values:
            with changed((thresholds, name, value)):
                mark = " (current)" if value == _CURRENT[name] else ""
                rows.append([f"{name} {value:g}{mark}", *asyncio.run(row())])
    note = (
        f"{QUESTIONS} questions of each public set; in each cell the share that is refused,"
        " and the share quoted with a word of doubt."
    )
    columns = ["threshold", "seeds refused", "falsely", *KINDS]
    return FigureTable("Cost and gain of each threshold", columns, rows, note)


def _shares(counts: Counter[str]) -> str:
    return " / ".join(f"{counts[one] / counts['asked']:.1%}" for one in ("refused", "doubted"))
