"""Folding makes variants equal, and neither folding nor display changes an offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.script import Display, fold, letters


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
    """Width, case and script are folded, except where the length would change."""
    assert expected == fold(text)


@given(st.text())
def test_offsets_stay(text: str) -> None:
    """A folded text has as many characters as the text, and folding it again changes nothing."""
    assert len(text) == len(fold(text))
    assert fold(text) == fold(fold(text))


def test_letters() -> None:
    """Punctuation and spaces are left out of the letters of a text."""
    assert "金融科技abc3" == letters("「金融」 科技，ABC③".replace("③", "3"))


@pytest.mark.parametrize(
    ("display", "text", "expected"),
    [
        (Display.PRINTED, "头发發現", "头发發現"),
        (Display.TRADITIONAL, "头发，发现，皇后，之后，软件", "頭髮，發現，皇后，之後，軟件"),
        (Display.SIMPLIFIED, "頭髮，發現，皇后，之後，軟體", "头发，发现，皇后，之后，软体"),
        (Display.TRADITIONAL, "沉迷于流量,這里發現金融科技", "沉迷于流量,這里發現金融科技"),
        (Display.SIMPLIFIED, "简体", "简体"),
        (Display.TRADITIONAL, "ABC 🐜", "ABC 🐜"),
        (Display.TRADITIONAL, "", ""),
    ],
)
def test_display(display: Display, text: str, expected: str) -> None:
    """Phrases decide between characters, no word is replaced, and wanted script is unchanged."""
    assert expected == display.of(text)


CHINESE = st.text(
    alphabet=st.one_of(
        st.sampled_from("头发发现皇后里面干燥乾隆面条關係准确著作於是台灣,。 a🐜𠀀"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@given(before=CHINESE, marked=CHINESE, after=CHINESE, display=st.sampled_from(Display))
def test_highlights_stay_right_in_every_script(
    before: str, marked: str, after: str, display: Display
) -> None:
    """A span of the printed text has the same characters in each script."""
    text = before + marked + after
    start, end = len(before), len(before) + len(marked)

    shown = display.of(text)

    assert len(text) == len(shown)
    assert letters(marked) == letters(shown[start:end])


@given(text=CHINESE, display=st.sampled_from(Display))
def test_showing_twice_changes_nothing(text: str, display: Display) -> None:
    """Converting a converted text changes nothing."""
    assert display.of(text) == display.of(display.of(text))
