"""nDCG@10 by ir-measures, which published figures are computed with as well."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import isclose

import ir_measures

from bench.engine import HITS


def with_ndcg(
    figures: Mapping[str, float],
    gold: Mapping[str, Collection[str]],
    rows: Iterable[Sequence[str]],
) -> dict[str, float]:
    """Return the figures of a ranking with its nDCG@10; our own MRR@10 is checked.

    Args:
        figures: The figures, among them MRR@10.
        gold: The ids of the right passages of each question.
        rows: The ids that were found for each question, in the same order.

    Raises:
        ValueError: ir-measures computes another MRR@10.
    """
    found = zip(gold, rows, strict=True)
    run = {name: {one: -float(place) for place, one in enumerate(ids)} for name, ids in found}
    right = {name: dict.fromkeys(ids, 1) for name, ids in gold.items()}
    ndcg, reciprocal = ir_measures.nDCG @ HITS, ir_measures.RR @ HITS
    judged = ir_measures.calc_aggregate([ndcg, reciprocal], right, run)
    if not isclose(judged[reciprocal], figures["MRR@10"], abs_tol=1e-9):
        raise ValueError(f"{reciprocal} is {judged[reciprocal]}, not {figures['MRR@10']}")
    return {**figures, "nDCG@10": judged[ndcg]}
