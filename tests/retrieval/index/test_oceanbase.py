"""What a database server finds is scored as the embedded engine scores it."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.lexicon import Lexicon
from retrieval.index.oceanbase import WeightedTerms, stored_terms
from retrieval.index.postings import build_postings
from retrieval.index.searcher import Query
from retrieval.index.terms import build_table, tokenize_batch

BAGS = st.lists(
    st.lists(st.sampled_from(("流量", "²流量", "¹流", "a", "的")), max_size=9), max_size=9
)
QUERIES = st.dictionaries(
    st.sampled_from(("流量", "²流量", "¹流", "a", "没有")), st.floats(0.1, 3.0), max_size=5
)


@given(bags=BAGS, terms=QUERIES)
def test_scores_are_those_of_the_embedded_engine(
    bags: list[list[str]], terms: dict[str, float]
) -> None:
    """Every passage that has a term has the same score; single characters are not searched."""
    texts = {str(row): " ".join(bag) for row, bag in enumerate(bags)}
    table = build_table(texts, lambda fresh: iter([tokenize_batch(fresh, str.split)]))
    postings = build_postings(table)
    lexicon = Lexicon(postings.table)
    batch = tokenize_batch(list(texts.values()), str.split)
    stored = list(stored_terms(batch, lexicon.table.vocabulary))
    hits = Bm25Searcher(postings).search(Query(terms), len(bags))
    weighted = WeightedTerms.of(Query(terms), lexicon)
    rows = [int(hit.passage_id) for hit in hits]

    assert [len(bag) for bag in bags] == [one.length for one in stored]
    assert bool(hits) is bool(len(weighted.numbers))
    if rows:
        words = [stored[row].numbers for row in rows]
        scores = weighted.scores(words, lexicon.lengths(np.array(rows))).tolist()
        for hit, score in zip(hits, scores, strict=True):
            assert math.isclose(hit.score, score, rel_tol=1e-5)
