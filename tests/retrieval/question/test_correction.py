"""Corrections by tables are those that a walk over all words would find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from four_corner_method import FourCornerMethod
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.pinyin import plain_reading
from retrieval.index.lexicon import Lexicon
from retrieval.library import Snapshot
from retrieval.question.correction import MAX_CORRECTIONS, Correction, corrections
from retrieval.text.analysis import Analyzer

TEXTS = (
    "未来的末日，土地与士兵，已经自己，人口入口，太阳大阳台。",
    "商业银行的信用卡和信用社，信任与信仰，利率和利息。",
    "人工智能和人工呼吸，智能手机，自动驾驶，自动售货机。",
)

_CORNERS = FourCornerMethod()


def _walked(typed: str, words: list[str]) -> Iterator[str]:
    """Yield the words for a text that is none, by a look at every word, likeliest first."""
    reading = "".join(map(plain_reading, typed))
    same = [word for word in words if len(word) == len(typed)]
    for word in same:
        shared = sum(map(str.__eq__, word, typed))
        if shared and "".join(map(plain_reading, word)) == reading:
            yield word


def _looking_alike(typed: str, words: list[str]) -> Iterator[str]:
    """Yield the words that differ in one character, by a look at every word, likeliest first."""
    for first in (True, False):
        for word in words:
            places = [at for at, one in enumerate(word) if one != typed[at : at + 1]]
            if len(word) == len(typed) and len(places) == 1 and (word[0] == typed[0]) is first:
                codes = [_CORNERS.query(one[places[0]]) or "" for one in (word, typed)]
                differing = sum(map(str.__ne__, *codes))
                if len(typed) > 2 or (all(codes) and differing <= 1):
                    yield word


CHARACTERS = "".join(dict.fromkeys("".join(TEXTS))) + "任用厘律粒智只士末干于"
"""What questions are made of: the characters of the collection, and others like them."""

PARTS = [
    text[start : start + length]
    for text in TEXTS
    for length in (2, 3, 4)
    for start in range(len(text) - length)
]


def _mistyped(part: str, place: int, character: str) -> str:
    """Return a part of a text with another character at a place."""
    place %= len(part)
    return part[:place] + character + part[place + 1 :]


TYPED = st.builds(
    _mistyped, st.sampled_from(PARTS), st.integers(0, 3), st.sampled_from(CHARACTERS)
)


@pytest.fixture
def lexicon(index: Callable[..., Snapshot]) -> Lexicon:
    """Return the terms of a collection."""
    return index(*TEXTS).lexicon


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TYPED)
def test_words_that_sound_or_look_alike(lexicon: Lexicon, analyzer: Analyzer, typed: str) -> None:
    """A text that is no word is corrected to the words that a walk over all of them finds."""
    found = corrections(typed, lexicon, analyzer.dictionary)
    whole = [one for one in found if (one.start, one.end) == (0, len(typed))]
    if lexicon.contains(typed) or not re.fullmatch("[一-鿿]+", typed):
        assert [] == whole
        return
    words = _words(lexicon)
    expected = list(_walked(typed, words)) or list(_looking_alike(typed, words))
    replacements = tuple(dict.fromkeys(expected))[:MAX_CORRECTIONS]
    assert ([Correction(0, len(typed), replacements)] if replacements else []) == whole


def _words(lexicon: Lexicon) -> list[str]:
    """Return the words of a collection that corrections choose from, frequent ones first."""
    known = filter(lexicon.document_frequency, lexicon._table.vocabulary)
    return sorted(filter(re.compile("[一-鿿]{2,4}").fullmatch, known), key=lexicon.rank)
