"""The weights of the ranking, learnt from the judged questions of the public sets.

The loss is that of ListNet (Cao et al. 2007) with its top-one probabilities: the cross-entropy of
the right passages and a softmax over the scores of all that were read. No weight may be negative:
more of a feature never makes a passage worse, on whatever collection. All sets count alike, and a
feature is judged by sets that its weight was not learnt from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import retrieval.answer
from bench.material import Source, public_sets
from bench.tables import FigureTable
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings
from corpus.loading import LoadResult
from retrieval.answer.answerer import MAX_CANDIDATES
from retrieval.answer.candidate import candidate_of
from retrieval.answer.features import READ, Features, WeightedQuestion
from retrieval.evaluation.figures import ranking_report
from retrieval.evaluation.judged import RankingQuestion
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.postings import build_postings
from retrieval.index.searcher import Query
from retrieval.library import Engine, Snapshot, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

WEIGHTS = Path(retrieval.answer.__file__).parent / "ranking_weights.toml"

PENALTY = 1e-3
"""Factor on the squares of all weights but that of BM25, so that none rests on a few questions."""

DECIMALS = 3
"""Decimals of the weights that are written."""

_KINDS = ("R@1", "MRR@10")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's passages, those with the best BM25 scores first.

    Attributes:
        features: The features, an array of (passages, features).
        is_right: True for the passages that answer, an array of (passages,).
    """

    features: Floats
    is_right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """The judged questions of a public set."""

    name: str
    questions: Sequence[Judged]

    def loss(self, columns: Sequence[int], weights: Floats) -> tuple[float, Floats]:
        """Return the mean loss of weights for these features, and its gradient."""
        asked = [one for one in self.questions if one.is_right.any()]
        total, gradient = 0.0, np.zeros(len(weights))
        for one in asked:
            features = one.features[:, columns]
            scores = features @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            wanted = one.is_right / one.is_right.sum()
            total -= float(wanted @ np.log(chances + 1e-300))
            gradient += features.T @ (chances - wanted)
        return total / len(asked), gradient / len(asked)

    def figures(self, columns: Sequence[int], weights: Floats) -> list[float]:
        """Return R@1 and MRR@10 by weights for these features."""
        ranks = []
        for one in self.questions:
            order = np.argsort(-(one.features[:, columns] @ weights), kind="stable")[:10]
            places = np.flatnonzero(one.is_right[order])
            ranks.append(int(places[0]) + 1 if len(places) else None)
        report = ranking_report(ranks, [])
        return [report["R@1"], report["MRR@10"]]


def judged_set(source: Source, analyzer: Analyzer) -> JudgedSet:
    """Return the features of the passages that each question of a public set finds."""
    loaded = LoadResult(source.corpus(), ())
    snapshot = build_snapshot(
        loaded, analyzer, Engine(lambda table: Bm25Searcher(build_postings(table))), read_aliases()
    )
    return JudgedSet(source.name, [_judged(one, snapshot, analyzer) for one in source.questions()])


def _judged(asked: RankingQuestion, snapshot: Snapshot, analyzer: Analyzer) -> Judged:
    question = parse_question(asked.text, analyzer, snapshot.lexicon, snapshot.aliases)
    hits = snapshot.searcher.search(Query(question.terms), MAX_CANDIDATES)
    candidates = [
        candidate_of(snapshot, passage, hit.score)
        for hit in hits
        if (passage := snapshot.corpus.passage(hit.passage_id))
    ]
    features = np.array(WeightedQuestion(question, snapshot.lexicon).features(candidates))
    features = features.reshape(len(candidates), len(Features._fields))
    right = np.array([one.passage.id in asked.gold for one in candidates], np.bool_)
    best = np.argsort(-features[:, 0], kind="stable")[:READ]
    return Judged(features[best], right[best])


def learn(sets: Sequence[JudgedSet], names: Sequence[str]) -> Floats:
    """Return the weight of each of these features, the first of which is BM25, by all sets."""
    columns = [Features._fields.index(name) for name in names]
    penalty = np.array([0.0] + [PENALTY] * (len(names) - 1))

    def loss(weights: Floats) -> tuple[float, Floats]:
        found = [one.loss(columns, weights) for one in sets]
        value = sum(value for value, _ in found) / len(sets) + float(penalty @ weights**2)
        gradient = sum(gradient for _, gradient in found) / len(sets)
        return value, gradient + 2 * penalty * weights

    start = np.array([8.0] + [0.0] * (len(names) - 1))
    found: Any = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(names)
    )
    weights: Floats = found.x / found.x[0]
    return weights.round(DECIMALS)


def left_out(
    sets: Sequence[JudgedSet], weights: Floats, progress: Callable[[str], None]
) -> FigureTable:
    """Return the figures of each set by weights learnt from the others, and without each feature.

    Args:
        sets: All sets.
        weights: The weights of all features, learnt from all sets, which are shown beside.
        progress: Takes the name of each step.
    """
    every = Features._fields
    tried = {"BM25 alone": every[:1], "all features": every}
    tried |= {f"without {name}": tuple(one for one in every if one != name) for name in every[1:]}
    beside = ["", "", *(f"{weight:.3f}" for weight in weights[1:])]
    rows = []
    for (name, names), weight in zip(tried.items(), beside, strict=True):
        progress(name)
        columns = [every.index(one) for one in names]
        figures = [
            one.figures(columns, learn([other for other in sets if other is not one], names))
            for one in sets
        ]
        means = np.mean(figures, axis=0).tolist()
        rows.append([name, weight, *(f"{v:.4f}" for pair in [*figures, means] for v in pair)])
    sides = [f"{name} {kind}" for name in (*(s.name for s in sets), "mean") for kind in _KINDS]
    note = "Each set by weights that were learnt from the others; the weights are those of all."
    return FigureTable("Learnt weights, by sets left out", ["", "weight", *sides], rows, note)


def learnt(data: Path, analyzer: Analyzer, progress: Callable[[str], None]) -> FigureTable:
    """Return the table of the sets left out."""
    sets = []
    for source in public_sets(data):
        progress(source.name)
        sets.append(judged_set(source, analyzer))
    return left_out(sets, learn(sets, Features._fields), progress)


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True), default="../shared")
def main(data: Path) -> None:
    """Learn the weights from the question sets in the folder DATA, and write them."""
    analyzer = make_analyzer(read_settings())
    sets = [judged_set(source, analyzer) for source in public_sets(data)]
    weights = learn(sets, Features._fields)
    comment = [line for line in WEIGHTS.read_text("utf-8").splitlines() if line.startswith("#")]
    rows = [f"{n} = {w:g}" for n, w in zip(Features._fields, weights.tolist(), strict=True)]
    WEIGHTS.write_text("\n".join([*comment, *rows, ""]), "utf-8")
    click.echo("\n".join(rows))


if __name__ == "__main__":
    main()
