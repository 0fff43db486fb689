"""The texts that occur are found, in passages of any shape."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.indexed_text import BREAK, FIRST
from retrieval.index.scanning import Presence, SoughtTexts, find
from retrieval.index.text_arrays import NO_TEXTS, AnalyzedText, arrays_of, text_arrays
from retrieval.text.analysis import Analysis

ALPHABET = "ab。𠮷一"
TEXTS = st.lists(st.text(ALPHABET, min_size=1, max_size=3), max_size=6, unique=True)
PASSAGES = st.lists(st.tuples(st.text("ab𠮷", max_size=4), st.text(ALPHABET, max_size=12)))


def found_in(
    passages: list[tuple[str, str]], texts: list[str]
) -> tuple[Presence, list[AnalyzedText]]:
    """Look texts up in passages, given by what is above each and its text."""
    arrays = text_arrays([Analysis(BREAK.join(one), BREAK.join(one), ()) for one in passages])
    rows = np.arange(len(passages))
    analyzed = [AnalyzedText(arrays, row) for row in rows.tolist()]
    return find(arrays, rows, SoughtTexts(texts)), analyzed


def test_texts_are_found_where_they_stand() -> None:
    """A text is above a passage, in it, or in one of its sentences; over their border in none."""
    passages = [(f"{FIRST}盐田", "盐很白。风大，盐工不来。"), (FIRST, "")]
    presence, _ = found_in(passages, ["盐", "盐工", "盐田", "白。风"])

    assert [[3, 1, 1, 1], [0] * 4] == presence.counts.tolist()
    assert [[True, False, True, False], [False] * 4] == presence.above.tolist()
    assert [[True, True, False, True], [False] * 4] == presence.own.tolist()
    assert [[True, False, False, False], [True, True, False, False], [False] * 4] == (
        presence.sentences.tolist()
    )
    assert [0, 2, 3] == presence.bounds.tolist()
    assert [[0, 4], [4, 12], [0, 0]] == presence.spans.tolist()
    assert [True, False] == presence.is_first.tolist()


def test_characters_of_two_units() -> None:
    """A character of two units counts once, and is one character of a sentence."""
    presence, _ = found_in([("𠮷田", "𠮷𠮷家。田"), ("", "田")], ["𠮷", "田"])

    assert [[3, 2], [0, 1]] == presence.counts.tolist()
    assert [[0, 4], [4, 5], [0, 1]] == presence.spans.tolist()


def test_nothing_to_look_for() -> None:
    """Without texts, all tables are there, without columns."""
    presence, _ = found_in([("一", "二。三。")], [])

    assert [[]] == presence.counts.tolist() == presence.own.tolist() == presence.above.tolist()
    assert [[], []] == presence.sentences.tolist()
    assert [[0, 2], [2, 4]] == presence.spans.tolist()


@given(passages=PASSAGES.filter(bool), texts=TEXTS)
def test_the_methods_of_strings_find_the_same(
    passages: list[tuple[str, str]], texts: list[str]
) -> None:
    """The tables say of each text what `in` says of the strings."""
    presence, analyzed = found_in(passages, texts)
    sentences = [one.sentences or ((0, 0),) for one in analyzed]

    assert [[text in one.above for text in texts] for one in analyzed] == presence.above.tolist()
    assert [[text in one.folded for text in texts] for one in analyzed] == presence.own.tolist()
    assert [
        [text in one.folded[start:end] for text in texts]
        for one, spans in zip(analyzed, sentences, strict=True)
        for start, end in spans
    ] == presence.sentences.tolist()
    assert [list(span) for spans in sentences for span in spans] == presence.spans.tolist()


@given(passages=PASSAGES.filter(bool), texts=TEXTS)
def test_every_place_counts(passages: list[tuple[str, str]], texts: list[str]) -> None:
    """A text counts wherever it begins, above a passage and in it."""
    presence, _ = found_in(passages, texts)

    assert [
        [sum(one.startswith(text, at) for one in pair for at in range(len(one))) for text in texts]
        for pair in passages
    ] == presence.counts.tolist()


@given(passages=PASSAGES, texts=TEXTS, data=st.data())
def test_some_passages_in_arrays_of_their_own(
    passages: list[tuple[str, str]], texts: list[str], data: st.DataObject
) -> None:
    """Passages that are read one by one are the same in arrays of their own."""
    arrays = text_arrays([Analysis(BREAK.join(one), BREAK.join(one), ()) for one in passages])
    rows = data.draw(st.lists(st.sampled_from(range(len(passages))))) if passages else []
    read = [AnalyzedText(arrays, row) for row in rows]
    own = arrays_of([(one.folded, one.above, one.flags) for one in read], NO_TEXTS.marks)
    sought = SoughtTexts(texts)
    found = find(own, np.arange(len(rows)), sought)

    for one in fields(Presence):
        expected = getattr(find(arrays, np.array(rows, np.int64), sought), one.name)
        assert np.array_equal(expected, getattr(found, one.name))
