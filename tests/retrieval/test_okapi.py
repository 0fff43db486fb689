"""The reference engine ranks what matches, in any collection."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.okapi import K1, B, OkapiSearcher
from retrieval.search import Query

BAGS = st.lists(st.lists(st.sampled_from("abcd"), max_size=6), max_size=8)


def build(bags: list[list[str]]) -> OkapiSearcher:
    """A searcher whose passages are named by their place."""
    return OkapiSearcher((str(place), bag) for place, bag in enumerate(bags))


async def test_an_empty_collection_finds_nothing() -> None:
    """No passage, or passages without terms, are a normal state."""
    query = Query({"a": 1.0})

    assert [] == await build([]).search(query, 5)
    assert [] == await build([[], []]).search(query, 5)


@pytest.mark.parametrize("bags", [[["a"]], [["a"], ["a"]], [["a", "b"], ["a", "c"], ["a"]]])
async def test_terms_of_every_passage_still_match(bags: list[list[str]]) -> None:
    """A term that stands in one passage of one, or in all, gives a positive score."""
    hits = await build(bags).search(Query({"a": 1.0}), 5)

    assert len(bags) == len(hits)
    assert all(hit.score > 0 for hit in hits)


@given(bags=BAGS, terms=st.sets(st.sampled_from("abcde"), max_size=5))
def test_only_what_matches_is_found(bags: list[list[str]], terms: set[str]) -> None:
    """Hits are exactly the passages that hold a term, best first, with what each term gave."""
    hits = build(bags).rank(Query(dict.fromkeys(terms, 1.0)), 100)

    assert {str(i) for i, bag in enumerate(bags) if terms & set(bag)} == {
        h.passage_id for h in hits
    }
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]
    for hit in hits:
        assert terms & set(bags[int(hit.passage_id)]) == set(hit.matched)
        assert math.isclose(hit.score, sum(hit.matched.values()))


def test_the_score_is_bm25() -> None:
    """One score, worked out by hand from the formula."""
    hits = build([["a", "b", "b"], ["b"]]).rank(Query({"b": 2.0}), 5)
    scores = {hit.passage_id: hit.score for hit in hits}

    idf = math.log(1 + (2 - 2 + 0.5) / (2 + 0.5))
    tf = 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / 2))
    assert math.isclose(2.0 * idf * tf, scores["0"])
