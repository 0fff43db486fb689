"""Words of Taiwan and of the mainland: what is not converted has no other form."""

from __future__ import annotations

from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import regional
from retrieval.text.converter import VERSION
from retrieval.text.regional import have_variants, regional_variants
from retrieval.text.script import fold
from tests.retrieval.text.regional_marks import changed_words

TEXTS = st.lists(
    st.text(st.sampled_from("软件网路程式际印表机品质体银行么着分身像想 a\0"), max_size=12)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("软件", ("软体",)), ("网际网路", ("互联网",)), ("银行", ()), ("", ())],
)
def test_regional_variants(text: str, expected: tuple[str, ...]) -> None:
    """Words are given in the vocabulary of the other side."""
    assert [expected] == list(regional_variants([text]))


@given(TEXTS)
def test_many_texts(texts: list[str]) -> None:
    """Texts that are converted together are what each is by itself."""
    alone = [next(regional_variants([text])) for text in texts]
    assert alone == list(regional_variants(texts))


@given(TEXTS.map(lambda texts: [fold(text) for text in texts]))
def test_texts_that_are_not_converted(texts: list[str]) -> None:
    """A text has the variants that converting it gives, also where it is not converted."""
    assert list(regional._converted(texts)) == list(regional_variants(texts))


WORDS = ("软件", "网路", "连接", "什么", "分", "布", "身", "着", "银行", "想", "像", "·", "a")


@given(st.lists(st.sampled_from(WORDS), max_size=4))
def test_parts(words: list[str]) -> None:
    """Where a whole text has no variants, none of its parts has."""
    text = fold("".join(words))
    ends = range(len(text) + 1)
    parts = [text[start:end] for start in ends for end in ends if start < end]
    assert have_variants(text) or not any(regional._converted(parts))


def test_marks() -> None:
    """Every word that OpenCC changes has a mark, in the version that the marks were made for.

    For another version, make them anew; see `tests.retrieval.text.regional_marks`.
    """
    assert VERSION == regional._DATA["opencc"]
    words = changed_words()
    assert len(words) > 1000
    assert [] == [word for word in words if not regional._has_mark(word)]


def test_marks_are_of_changed_words() -> None:
    """No mark is left over from a word that is not changed."""
    words = changed_words()
    pairs = {pair for word in words for pair in map(add, word, word[1:])}
    assert regional._PAIRS <= pairs
    assert regional._CHARACTERS - {"\0"} <= words
