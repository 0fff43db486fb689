"""What each part of finding gains: the same questions without it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import retrieval.answer.ranking
import retrieval.question.parsing
from bench.material import Source, public_sets
from bench.parts import Change, changed
from bench.rewording import Rewording, reworded
from bench.tables import Figured
from bot.service.bootstrap import load_collection
from corpus.loading import LoadResult
from retrieval.answer.answerer import CANDIDATES, Answerer
from retrieval.answer.ranking import Candidate, rank
from retrieval.evaluation.figures import (
    JUDGED_QUOTATIONS,
    judge,
    quotations,
    ranking_report,
    report,
)
from retrieval.evaluation.judged import JudgedQuestion, RankingQuestion, read_questions
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.lexicon import Lexicon
from retrieval.index.postings import Bm25Parameters, build_postings
from retrieval.index.searcher import Query
from retrieval.index.terms import TermTable
from retrieval.library import Library, build_snapshot
from retrieval.question.aliases import Aliases, read_aliases
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

FOR_OTHER_WORDS = (
    "everything",
    "without corrections",
    "without words of like meaning",
    "without words across the strait",
)
"""Variants that matter where questions use other words than the passages."""

USUAL = Bm25Parameters(1.2, 0.75)
"""What most engines come with."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The way of finding with a part left out or set otherwise."""

    name: str
    changes: Sequence[Change] = ()
    weights: Bm25Parameters | None = None
    aliases: Aliases | None = None


def variants() -> list[Variant]:
    """All of it, and then without each part."""
    question, ranking = retrieval.question.parsing, retrieval.answer.ranking
    words = question._vocabulary()  # noqa: SLF001 - parts have no switches of their own
    uncut = question._Vocabulary(frozenset(), frozenset(), words.uninformative)  # noqa: SLF001
    no_singles = [(question, name, 0.0) for name in ("CHARACTER_WEIGHT", "STOP_CHARACTER_WEIGHT")]
    nothing: Callable[..., tuple[()]] = lambda *_: ()  # noqa: E731 - it has no name of its own
    return [
        Variant("everything"),
        Variant("without pairs", [(question, "PAIR_WEIGHT", 0.0)]),
        Variant("without single characters", no_singles),
        Variant("without nearness", [(ranking, "PROXIMITY_WEIGHT", 0.0)]),
        Variant("without the kind of answer", [(ranking, "VALUE_WEIGHT", 0.0)]),
        Variant("without the whole article", [(ranking, "ARTICLE_WEIGHT", 0.0)]),
        Variant("without aliases", aliases=Aliases([])),
        Variant("without corrections", [(question, "correction_substitutes", nothing)]),
        Variant("without words of like meaning", [(question, "synonym_substitutes", nothing)]),
        Variant("without words across the strait", [(question, "regional_substitutes", nothing)]),
        Variant("k1 1.2, b .75", [(ranking, "_BM25", USUAL)], weights=USUAL),
        Variant("interrogatives not cut", [(question, "_vocabulary", lambda: uncut)]),
    ]


class Collection:
    """A collection, indexed, that is asked in one variant after the other."""

    def __init__(self, loaded: LoadResult, analyzer: Analyzer) -> None:
        tables: list[TermTable] = []

        def engine(table: TermTable) -> Bm25Searcher:
            tables.append(table)
            return Bm25Searcher(build_postings(table))

        self._analyzer = analyzer
        self._snapshot = build_snapshot(loaded, analyzer, engine, read_aliases())
        self._table = tables[0]

    @property
    def lexicon(self) -> Lexicon:
        """The words of the collection."""
        return self._snapshot.lexicon

    def ranked(self, questions: Sequence[RankingQuestion], variant: Variant) -> list[int | None]:
        """The places at which bare passages are found."""
        searcher, aliases = self._searcher(variant), variant.aliases or self._snapshot.aliases
        return [self._place(one, searcher, aliases) for one in questions]

    def answered(self, questions: Sequence[JudgedQuestion], variant: Variant) -> dict[str, int]:
        """How many of the questions with one passage are answered by it."""
        snapshot = replace(
            self._snapshot,
            searcher=self._searcher(variant),
            aliases=variant.aliases or self._snapshot.aliases,
        )
        answerer = Answerer(Library(lambda: snapshot, snapshot), self._analyzer)

        async def ask() -> dict[str, int]:
            judged = [
                judge(one, quotations(await answerer.answer(one.text, JUDGED_QUOTATIONS)))
                for one in questions
            ]
            single: dict[str, int] = report(judged)["single"]
            return single

        return asyncio.run(ask())

    def _searcher(self, variant: Variant) -> Bm25Searcher:
        return Bm25Searcher(build_postings(self._table, variant.weights))

    def _place(self, one: RankingQuestion, searcher: Bm25Searcher, aliases: Aliases) -> int | None:
        snapshot = self._snapshot
        question = parse_question(one.text, self._analyzer, snapshot.lexicon, aliases)
        hits = searcher.search(Query(question.terms), CANDIDATES)
        passages = ((snapshot.corpus.passage(hit.passage_id), hit.score) for hit in hits)
        candidates = [
            Candidate(snapshot.corpus.article_of(passage), passage, score)
            for passage, score in passages
            if passage
        ]
        names = [r.candidate.passage.id for r in rank(question, candidates, snapshot.lexicon)]
        return next((place for place, name in enumerate(names[:10], 1) if name in one.gold), None)


class Judge(Protocol):
    """Counts, over one set of questions, what a variant gets right."""

    @property
    def columns(self) -> Sequence[str]:
        """What is counted."""
        ...

    def figures(self, variant: Variant) -> Sequence[float]:
        """A figure for each column."""
        ...


class PublicJudge:
    """Questions of a public set."""

    def __init__(
        self, name: str, collection: Collection, questions: Sequence[RankingQuestion]
    ) -> None:
        self._collection, self._questions = collection, questions
        self.columns = (f"{name} R@1", "MRR@10")

    def figures(self, variant: Variant) -> Sequence[float]:
        """See `Judge`."""
        with changed(*variant.changes):
            places = self._collection.ranked(self._questions, variant)
        figures = ranking_report(places, [])
        return [figures["R@1"], figures["MRR@10"]]


class SeedJudge:
    """The judged questions over the seeds' articles."""

    def __init__(self, data: Path, analyzer: Analyzer) -> None:
        loaded = load_collection(data / "seeds", analyzer)
        self._collection = Collection(loaded, analyzer)
        self._questions = read_questions(data / "eval" / "seed-questions.jsonl")
        self.columns = ("seeds hit@1", "hit@3")

    def figures(self, variant: Variant) -> Sequence[float]:
        """See `Judge`."""
        with changed(*variant.changes):
            single = self._collection.answered(self._questions, variant)
        return [single["hit@1"], single["hit@3"]]


def ablate(data: Path, analyzer: Analyzer, progress: Callable[[str], None]) -> Iterator[Figured]:
    """Tables: questions as they were asked, and as other readers would ask them."""
    sources = public_sets(data)
    collections = [Collection(LoadResult(source.corpus(), ()), analyzer) for source in sources]
    asked = [source.questions() for source in sources]
    judges: list[Judge] = [
        PublicJudge(source.name, collection, questions)
        for source, collection, questions in zip(sources, collections, asked, strict=True)
    ]
    judges.append(SeedJudge(data, analyzer))
    yield _table("What each part gains", judges, variants(), progress)
    rows = zip(sources, collections, asked, strict=True)
    ways = [judge for row in rows for judge in _ways(*row, analyzer)]
    names = [variant for variant in variants() if variant.name in FOR_OTHER_WORDS]
    for way in {name: None for name, _ in ways}:
        judges = [judge for name, judge in ways if name == way]
        yield _table(f"Questions with {way}", judges, names, progress)


def _ways(
    source: Source,
    collection: Collection,
    questions: Sequence[RankingQuestion],
    analyzer: Analyzer,
) -> Iterator[tuple[str, Judge]]:
    """The same questions asked otherwise, in each way there is."""
    rewording = Rewording(source.corpus(), analyzer, collection.lexicon)
    for way, reword in rewording.ways.items():
        found = list(reworded(questions, reword))
        yield way, PublicJudge(f"{source.name} ({len(found)})", collection, found)


def _table(
    heading: str,
    judges: Sequence[Judge],
    tried: Sequence[Variant],
    progress: Callable[[str], None],
) -> Figured:
    rows: list[list[float]] = []
    for variant in tried:
        progress(f"{heading}: {variant.name}")
        rows.append([figure for judge in judges for figure in judge.figures(variant)])
    columns = [column for judge in judges for column in judge.columns]
    cells = [[v.name, *_cells(row, rows[0])] for v, row in zip(tried, rows, strict=True)]
    note = "The first row holds the figures, the others what changes without a part."
    return Figured(heading, ["", *columns], cells, note)


def _cells(row: Sequence[float], whole: Sequence[float]) -> Iterator[str]:
    for figure, against in zip(row, whole, strict=True):
        is_count = isinstance(figure, int)
        if row is whole:
            yield str(figure) if is_count else f"{figure:.4f}"
        else:
            change = figure - against
            yield f"{change:+d}" if is_count else f"{change:+.4f}"
