"""Numbered texts are found by number and by text, and can be numbered on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.names import Numbering, make_names

TEXTS = st.lists(st.text("ab行²\ud800", max_size=4), max_size=20, unique=True)


@pytest.mark.parametrize("is_loaded", [False, True])
@given(texts=TEXTS, missing=st.text("abc行", max_size=4))
def test_texts_have_the_numbers_of_their_order(
    *, is_loaded: bool, texts: list[str], missing: str
) -> None:
    """Each text is found by its number, each number by its text, and nothing else is."""
    names = make_names(texts)
    if is_loaded:
        names.load()

    assert texts == list(names) == [names[number] for number in range(len(texts))] == names[:]
    assert list(range(len(texts))) == [names.number(text) for text in texts]
    assert (missing in texts) == (names.number(missing) is not None)
    with pytest.raises(IndexError):
        names[len(texts)]


@given(texts=TEXTS, part=st.text("ab行²", min_size=1, max_size=2))
def test_texts_that_contain_a_text(texts: list[str], part: str) -> None:
    """They are found in order, each once, and never across the border of two."""
    expected = [number for number, text in enumerate(texts) if part in text]

    assert expected == list(make_names(texts).containing(part))
    assert [] == list(make_names(texts).containing(""))


@given(known=TEXTS, more=st.lists(st.text("ab行²", max_size=3), max_size=20))
def test_numbering_on(known: list[str], more: list[str]) -> None:
    """Known texts keep their numbers; new ones get the next, in the order in which they come."""
    numbering = Numbering(make_names(known))
    expected = [*known, *(text for text in dict.fromkeys(more) if text not in known)]

    assert [expected.index(text) for text in more] == list(map(numbering.number, more))
    assert expected == list(numbering.names())
