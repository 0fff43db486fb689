"""Folding keeps every offset, and makes variants equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.script import fold, letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("臺灣網際網路", "台湾网际网路"),
        ("ＡＢＣ１２３，", "abc123,"),
        ("㍿ﷺ…", "㍿ﷺ…"),
        ("𠀀龍", "𠀀龙"),
        ("İ", "İ"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Width, case and script are folded; what would grow stays."""
    assert expected == fold(text)


@given(st.text())
def test_offsets_stay(text: str) -> None:
    """A folded text has as many characters as the text, and folding it again changes nothing."""
    assert len(text) == len(fold(text))
    assert fold(text) == fold(fold(text))


def test_letters() -> None:
    """Punctuation and space do not count when texts are compared."""
    assert "金融科技abc3" == letters("「金融」 科技，ABC③".replace("③", "3"))
