"""The gain in quality of each part of retrieval: figures with all parts, and without each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import retrieval.answer.features
import retrieval.answer.ranking
import retrieval.question.parsing
from bench.material import Source, public_sets
from bench.patching import Change, changed
from bench.rewording import Rewording, reworded_questions
from bench.tables import FigureTable
from bot.service.bootstrap import load_collection
from corpus.loading import LoadResult
from retrieval.answer.answerer import MAX_CANDIDATES, Answerer
from retrieval.answer.candidate import candidate_of
from retrieval.answer.features import Features
from retrieval.answer.ranking import rank
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
from retrieval.index.postings import Bm25Parameters, Model, build_postings
from retrieval.index.searcher import Query
from retrieval.index.terms import TermTable
from retrieval.library import Engine, Library, build_snapshot
from retrieval.question.aliases import Aliases, read_aliases
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

FOR_REWORDED = (
    "everything",
    "without corrections",
    "without synonyms",
    "without regional words",
    "without everyday words",
    "without forms of numbers",
)
"""Variants that are measured with reworded questions."""

COMMON_PARAMETERS = Bm25Parameters(1.2, 0.75)
"""The default parameters of most engines."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Retrieval with one part left out or set to another value."""

    name: str
    changes: Sequence[Change] = ()
    parameters: Bm25Parameters = field(default_factory=Bm25Parameters)
    aliases: Aliases | None = None


def variants() -> list[Variant]:
    """Return retrieval with all parts, then without each part."""
    question, ranking = retrieval.question.parsing, retrieval.answer.ranking
    features = retrieval.answer.features
    vocabulary = question._vocabulary()  # noqa: SLF001 - parts have no switches of their own
    nothing_dropped = question._Vocabulary(frozenset(), frozenset(), vocabulary.uninformative)  # noqa: SLF001
    no_singles = [(question, name, 0.0) for name in ("CHARACTER_WEIGHT", "STOP_CHARACTER_WEIGHT")]
    nothing: Callable[..., tuple[()]] = lambda *_: ()  # noqa: E731 - it has no name of its own
    return [
        Variant("everything"),
        Variant("without pairs", [(question, "PAIR_WEIGHT", 0.0)]),
        Variant("without single characters", no_singles),
        Variant("BM25 alone", [(ranking, "learnt_weights", lambda: Features(1.0))]),
        Variant("without signs of an answer", [(ranking, "SIGN_WEIGHT", 0.0)]),
        Variant("without aliases", aliases=Aliases([])),
        Variant("without corrections", [(question, "correction_substitutes", nothing)]),
        Variant("without synonyms", [(question, "synonym_substitutes", nothing)]),
        Variant("without regional words", [(question, "regional_substitutes", nothing)]),
        Variant("without everyday words", [(question, "everyday_substitutes", nothing)]),
        Variant("without forms of numbers", [(question, "number_substitutes", nothing)]),
        Variant(
            "k1 1.2, b .75", [(features, "BM25", COMMON_PARAMETERS)], parameters=COMMON_PARAMETERS
        ),
        Variant("question words kept", [(question, "_vocabulary", lambda: nothing_dropped)]),
    ]


class Collection:
    """An indexed collection, which is searched in one variant after the other."""

    def __init__(self, loaded: LoadResult, analyzer: Analyzer) -> None:
        tables: list[TermTable] = []

        def engine(table: TermTable) -> Bm25Searcher:
            tables.append(table)
            return Bm25Searcher(build_postings(table))

        self._analyzer = analyzer
        self._snapshot = build_snapshot(loaded, analyzer, Engine(engine), read_aliases())
        self._table = tables[0]

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon of the collection."""
        return self._snapshot.lexicon

    def ranks(self, questions: Sequence[RankingQuestion], variant: Variant) -> list[int | None]:
        """Return the rank of the first right passage for each question, None if above 10."""
        searcher, aliases = self._searcher(variant), variant.aliases or self._snapshot.aliases
        return [self._rank(one, searcher, aliases) for one in questions]

    def answered(self, questions: Sequence[JudgedQuestion], variant: Variant) -> dict[str, int]:
        """Return the figures over the questions that one passage answers."""
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
        return Bm25Searcher(build_postings(self._table, Model(variant.parameters)))

    def _rank(self, one: RankingQuestion, searcher: Bm25Searcher, aliases: Aliases) -> int | None:
        snapshot = self._snapshot
        question = parse_question(one.text, self._analyzer, snapshot.lexicon, aliases)
        hits = searcher.search(Query(question.terms), MAX_CANDIDATES)
        passages = ((snapshot.corpus.passage(hit.passage_id), hit.score) for hit in hits)
        candidates = [
            candidate_of(snapshot, passage, score) for passage, score in passages if passage
        ]
        names = [r.candidate.passage.id for r in rank(question, candidates, snapshot.lexicon)]
        return next((place for place, name in enumerate(names[:10], 1) if name in one.gold), None)


class Judge(Protocol):
    """Judges variants by one set of questions."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the figures."""
        ...

    def figures(self, variant: Variant) -> Sequence[float]:
        """Return a figure for each column."""
        ...


class PublicJudge:
    """Judges by the questions of a public set."""

    def __init__(
        self, name: str, collection: Collection, questions: Sequence[RankingQuestion]
    ) -> None:
        self._collection, self._questions = collection, questions
        self.columns = (f"{name} R@1", "MRR@10")

    def figures(self, variant: Variant) -> Sequence[float]:
        """See `Judge`."""
        with changed(*variant.changes):
            places = self._collection.ranks(self._questions, variant)
        figures = ranking_report(places, [])
        return [figures["R@1"], figures["MRR@10"]]


class SeedJudge:
    """Judges by the questions over the seed articles."""

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


def ablate(
    data: Path, analyzer: Analyzer, progress: Callable[[str], None]
) -> Iterator[FigureTable]:
    """Yield tables over the questions as they are, and over each kind of rewording."""
    sources = public_sets(data)
    collections = [Collection(LoadResult(source.corpus(), ()), analyzer) for source in sources]
    asked = [source.questions() for source in sources]
    judges: list[Judge] = [
        PublicJudge(source.name, collection, questions)
        for source, collection, questions in zip(sources, collections, asked, strict=True)
    ]
    judges.append(SeedJudge(data, analyzer))
    yield _table("Gain of each part", judges, variants(), progress)
    rows = zip(sources, collections, asked, strict=True)
    reworded = [judge for row in rows for judge in _reworded_judges(*row, analyzer)]
    tried = [variant for variant in variants() if variant.name in FOR_REWORDED]
    for kind in {name: None for name, _ in reworded}:
        judges = [judge for name, judge in reworded if name == kind]
        yield _table(f"Questions with {kind}", judges, tried, progress)


def _reworded_judges(
    source: Source,
    collection: Collection,
    questions: Sequence[RankingQuestion],
    analyzer: Analyzer,
) -> Iterator[tuple[str, Judge]]:
    """Yield each kind of rewording, with a judge by the questions reworded so."""
    rewording = Rewording(source.corpus(), analyzer, collection.lexicon)
    for kind, reword in rewording.kinds.items():
        found = list(reworded_questions(questions, reword))
        yield kind, PublicJudge(f"{source.name} ({len(found)})", collection, found)


def _table(
    heading: str,
    judges: Sequence[Judge],
    tried: Sequence[Variant],
    progress: Callable[[str], None],
) -> FigureTable:
    rows: list[list[float]] = []
    for variant in tried:
        progress(f"{heading}: {variant.name}")
        rows.append([figure for judge in judges for figure in judge.figures(variant)])
    columns = [column for judge in judges for column in judge.columns]
    cells = [[v.name, *_cells(row, rows[0])] for v, row in zip(tried, rows, strict=True)]
    note = "The first row has the figures, the others the change without a part."
    return FigureTable(heading, ["", *columns], cells, note)


def _cells(row: Sequence[float], whole: Sequence[float]) -> Iterator[str]:
    for figure, against in zip(row, whole, strict=True):
        is_count = isinstance(figure, int)
        if row is whole:
            yield str(figure) if is_count else f"{figure:.4f}"
        else:
            change = figure - against
            yield f"{change:+d}" if is_count else f"{change:+.4f}"
