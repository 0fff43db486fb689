"""Both engines compute one model: they find the same passages, with the same scores."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.kernel import BestRows, compiled_rows, summed_rows
from retrieval.index.okapi import OkapiSearcher
from retrieval.index.postings import (
    Bm25Parameters,
    Model,
    build_postings,
    lucene_idf,
    okapi_idf,
)
from retrieval.index.runs import stable_order
from retrieval.index.searcher import Query, Searcher
from retrieval.index.terms import TermTable, build_table, tokenize_batch
from tests.conftest import one_at_a_time, unmeasured

SHARES = st.sampled_from((0.0, 0.3, 0.6, 1.0))
"""Shares of the passages above which a term is common, so that all terms, some or none are."""

BAGS = st.lists(st.text("abcdef", max_size=8), max_size=12)
NONEMPTY_BAGS = st.lists(st.text("abcdef", min_size=1, max_size=8), min_size=1, max_size=12)
QUERIES = st.dictionaries(st.sampled_from("abcdefg"), st.floats(0.1, 3.0), max_size=7)


def table_of(bags: list[str]) -> TermTable:
    """Return a table of passages named by their index, whose terms are single letters."""
    texts = {str(place): bag for place, bag in enumerate(bags)}
    return build_table(texts, lambda fresh: iter([tokenize_batch(fresh, list)]))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BestRows:
    """The compiled loop, for both precisions in numba's cache on disk.

    Compiling takes seconds, so only the first process does it, and coverage does not measure it.
    """
    table = table_of(["a"])
    with one_at_a_time(tmp_path_factory, "compiled"), unmeasured():
        for precision in (np.float64, np.float32):
            rows = compiled_rows()  # Its scratch memory is of one precision.
            postings = build_postings(table, Model(precision=precision))
            assert 1 == len(Bm25Searcher(postings, rows).search(Query({"a": 1.0}), 1))
    return rows


@pytest.fixture(params=["reference", "numpy", "numba"])
def make(request: pytest.FixtureRequest, compiled: BestRows) -> object:
    """The reference engine, and the embedded engine with each inner loop."""
    loops: dict[str, BestRows] = {"numpy": summed_rows, "numba": compiled}
    if request.param == "reference":
        return OkapiSearcher
    return lambda table: Bm25Searcher(build_postings(table), loops[request.param])


def test_an_empty_collection_finds_nothing(make: type[OkapiSearcher]) -> None:
    """A collection without passages, or without terms, can be searched, and nothing matches."""
    query = Query({"a": 1.0})

    assert [] == make(table_of([])).search(query, 5)
    assert [] == make(table_of(["", ""])).search(query, 5)


@pytest.mark.parametrize("bags", [["a"], ["a", "a"], ["ab", "ac", "a"]])
def test_terms_of_every_passage_still_match(make: type[OkapiSearcher], bags: list[str]) -> None:
    """A term that occurs in every passage has a positive score."""
    hits = make(table_of(bags)).search(Query({"a": 1.0}), 5)

    assert len(bags) == len(hits)
    assert all(hit.score > 0 for hit in hits)


def test_the_score_is_bm25() -> None:
    """The score of a passage is that of the formula."""
    weights = Bm25Parameters(k1=1.2, b=0.5)
    hits = OkapiSearcher(table_of(["abb", "b"]), weights).search(Query({"b": 2.0}), 5)
    scores = {hit.passage_id: hit.score for hit in hits}

    idf = math.log(1 + (2 - 2 + 0.5) / (2 + 0.5))
    tf = 2 * 2.2 / (2 + 1.2 * (0.5 + 0.5 * 3 / 2))
    assert math.isclose(2.0 * idf * tf, scores["0"])


@pytest.mark.usefixtures("compiled")
@given(bags=BAGS, terms=QUERIES, limit=st.integers(1, 13), share=SHARES)
def test_engines_agree(bags: list[str], terms: dict[str, float], limit: int, share: float) -> None:
    """All engines find exactly the passages that contain a term, with the same scores."""
    table = table_of(bags)
    postings = build_postings(table, Model(precision=np.float64, common_share=share))
    engines: list[Searcher] = [
        OkapiSearcher(table),
        Bm25Searcher(postings),
        Bm25Searcher(postings, compiled_rows()),
    ]
    rows = [engine.search(Query(terms), limit) for engine in engines]

    matching = [row for row, bag in enumerate(bags) if set(terms) & set(bag)]
    for hits in rows:
        assert min(limit, len(matching)) == len(hits)
        assert {hit.passage_id for hit in hits} <= set(map(str, matching))
        assert np.allclose([hit.score for hit in rows[0]], [hit.score for hit in hits], atol=1e-9)


@given(bags=NONEMPTY_BAGS, terms=st.sets(st.sampled_from("abcdefg"), max_size=7), share=SHARES)
def test_with_okapi_idf_it_is_rank_bm25(bags: list[str], terms: set[str], share: float) -> None:
    """With Okapi's idf, every score is that of BM25Okapi.get_scores to 1e-9."""
    expected = BM25Okapi(list(map(list, bags)), k1=1.5, b=0.75).get_scores(sorted(terms))
    table = table_of(bags)
    parameters = Bm25Parameters(1.5, 0.75)
    lists = build_postings(table, Model(parameters, okapi_idf, np.float64, share)).lists
    scores = np.zeros(len(bags))
    for number, term in enumerate(table.vocabulary):
        if term in terms:
            rows, counts = lists.read(number)
            scores[rows] += lists.scales[number] * counts / (counts + lists.norms[rows])

    assert np.allclose(expected, scores, rtol=0, atol=1e-9)


@given(bags=BAGS, share=SHARES)
def test_sorting_in_batches_changes_nothing(bags: list[str], share: float) -> None:
    """Postings do not depend on how many are sorted or merged at a time."""
    table = table_of(bags)
    whole = build_postings(table, Model(common_share=share)).lists
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.index.postings.RUN", 3)
        patch.setattr("retrieval.index.runs._MERGE_BATCH", 4)
        parts = build_postings(table, Model(common_share=share)).lists

    for one in fields(whole):
        assert np.array_equal(getattr(whole, one.name), getattr(parts, one.name))


@given(bags=BAGS, share=SHARES)
def test_lists_can_be_read(bags: list[str], share: float) -> None:
    """Every term's list has the passages that contain it, with its counts."""
    table = table_of(bags)
    lists = build_postings(table, Model(common_share=share)).lists

    for number, term in enumerate(table.vocabulary):
        rows, counts = lists.read(number)
        expected = {row: bag.count(term) for row, bag in enumerate(bags) if term in bag}
        assert expected == dict(zip(rows.tolist(), counts.tolist(), strict=True))


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("repeated", [1, 300, 700])
def test_long_lists(share: float, repeated: int) -> None:
    """With several blocks a list, and counts of every size, both loops find the same scores."""
    random = np.random.default_rng(7)
    shares = {"a": 0.9, "b": 0.7, "c": 0.5, "d": 0.2, "e": 0.05, "f": 0.01}
    bags = [
        "".join(letter for letter, share in shares.items() if random.random() < share)
        * int(random.integers(1, 4) * (repeated if random.random() < 0.01 else 1))
        for _ in range(5_000)
    ]
    postings = build_postings(table_of(bags), Model(common_share=share))
    summed, compiled = Bm25Searcher(postings), Bm25Searcher(postings, compiled_rows())

    for terms in ("abcdef", "ef", "af", "abc", "f", "bdf"):
        for limit in (1, 10, 5_000):
            query = Query({term: 1.0 + place / 7 for place, term in enumerate(terms)})
            expected, found = summed.search(query, limit), compiled.search(query, limit)
            all_scores, best_scores = ([hit.score for hit in hits] for hits in (expected, found))
            assert len(expected) == len(found)
            assert np.allclose(all_scores, best_scores, rtol=1e-5)


@pytest.mark.usefixtures("compiled")
@given(seed=st.integers(0, 1 << 32), limit=st.integers(1, 3))
def test_looking_common_terms_up_loses_nothing(seed: int, limit: int) -> None:
    """Rows that only common terms lift among the best are found, with few candidates or many."""
    random = np.random.default_rng(seed)
    letters = np.array(list("abcdefg"))
    kept = random.random((200, 7)) < random.choice([0.05, 0.1, 0.6, 0.9], 7)
    bags = ["".join(letters[row]) * int(random.integers(1, 4)) for row in kept]
    postings = build_postings(table_of(bags), Model(precision=np.float64, common_share=1 / 3))
    query = Query(dict(zip(letters.tolist(), random.choice([0.3, 1.0, 3.0], 7), strict=True)))
    all_packed = Model(precision=np.float64, common_share=1.0)
    every = Bm25Searcher(build_postings(table_of(bags), all_packed))
    expected = [hit.score for hit in every.search(query, limit)]

    for rows in (summed_rows, compiled_rows()):
        hits = Bm25Searcher(postings, rows).search(query, limit)
        assert np.allclose(expected, [hit.score for hit in hits], atol=1e-9)


def test_idf() -> None:
    """Lucene's idf is positive for every term."""
    assert (lucene_idf(np.array([1, 5, 10]), 10) > 0).all()


@given(st.lists(st.integers(0, 1 << 20), max_size=50))
def test_stable_order(numbers: list[int]) -> None:
    """The order sorts, and keeps the order of equal numbers."""
    assert (
        sorted(range(len(numbers)), key=lambda place: numbers[place])
        == stable_order(np.array(numbers, np.uint32)).tolist()
    )
