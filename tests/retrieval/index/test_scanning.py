"""Both scanners find the texts that occur, in passages of any shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.analyzed_texts import MakeScanner
from retrieval.index.indexed_text import BREAK
from retrieval.index.scanning import PlainScanner, Presence, Scanner, compiled_scanner
from retrieval.index.text_arrays import AnalyzedText, text_arrays
from retrieval.text.analysis import Analysis

ALPHABET = "ab。𠮷一"
TEXTS = st.lists(st.text(ALPHABET, min_size=1, max_size=3), max_size=6, unique=True)
PASSAGES = st.lists(st.tuples(st.text("ab𠮷", max_size=4), st.text(ALPHABET, max_size=12)))


def passages_of(
    scanner: MakeScanner, *passages: tuple[str, str]
) -> tuple[Scanner, list[AnalyzedText]]:
    """Return passages, given by what is above each and its text, and a scanner over them."""
    arrays = text_arrays([Analysis(BREAK.join(one), BREAK.join(one), ()) for one in passages])
    return scanner(arrays), [AnalyzedText(arrays, row) for row in range(len(passages))]


def tables(presence: Presence) -> list[list[object]]:
    """Return the tables of what was found."""
    found = (presence.above, presence.own, presence.sentences, presence.bounds, presence.spans)
    return [table.tolist() for table in found]


@pytest.fixture(params=[PlainScanner, compiled_scanner], ids=["plain", "compiled"])
def scanner(request: pytest.FixtureRequest) -> MakeScanner:
    """Each way to look texts up."""
    make: MakeScanner = request.param
    return make


def test_texts_are_found_where_they_stand(scanner: MakeScanner) -> None:
    """A text is above a passage, in it, or in one of its sentences; over their border in none."""
    own, found = passages_of(scanner, ("盐田", "盐很白。风大，盐工不来。"), ("", ""))
    presence = own.find(found, ["盐", "盐工", "盐田", "白。风"])

    assert [[True, False, True, False], [False] * 4] == presence.above.tolist()
    assert [[True, True, False, True], [False] * 4] == presence.own.tolist()
    assert [[True, False, False, False], [True, True, False, False], [False] * 4] == (
        presence.sentences.tolist()
    )
    assert [0, 2, 3] == presence.bounds.tolist()
    assert [[0, 4], [4, 12], [0, 0]] == presence.spans.tolist()


def test_characters_are_counted(scanner: MakeScanner) -> None:
    """Those above a passage count with those in it, and one of two units counts once."""
    own, found = passages_of(scanner, ("𠮷田", "𠮷𠮷家。"), ("", "田"))

    assert [[3, 1], [0, 1]] == own.count(found, ["𠮷", "田"]).tolist()


def test_nothing_to_look_for(scanner: MakeScanner) -> None:
    """Without texts, all tables are there, without columns."""
    own, found = passages_of(scanner, ("一", "二。三。"))

    assert [[[]], [[]], [[], []], [0, 2], [[0, 2], [2, 4]]] == tables(own.find(found, []))
    assert [[]] == own.count(found, []).tolist()


@given(passages=PASSAGES.filter(bool), texts=TEXTS)
def test_both_scanners_agree(passages: list[tuple[str, str]], texts: list[str]) -> None:
    """The compiled loops find and count what the methods of strings do."""
    plain, found = passages_of(PlainScanner, *passages)
    compiled, same = passages_of(compiled_scanner, *passages)
    characters = [one for one in texts if len(one) == 1]

    assert tables(plain.find(found, texts)) == tables(compiled.find(same, texts))
    counts = plain.count(found, characters), compiled.count(same, characters)
    assert counts[0].tolist() == counts[1].tolist()
