"""Folding makes variants equal, and neither folding nor display changes an offset."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.script import (
    _DATA,
    _FOLDING,
    Display,
    _Folding,
    fold,
    fold_part,
    letters,
    may_change_in_parts,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("臺灣網際網路", "台湾网际网路"),
        ("ＡＢＣ１２３，", "abc123,"),
        ("㍿ﷺ…", "㍿ﷺ…"),
        ("𠀀龍", "𠀀龙"),
        ("İ", "İ"),
        ("\udcff盐\ud800", "\ufffd盐\ufffd"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Width, case and script are folded, except where the length would change."""
    assert expected == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("衞星與敍利亞", "卫星与叙利亚"),
        ("隨著時間，沿著河", "随着时间,沿着河"),
        ("著名的著作，顯著，名著", "著名的著作,显著,名著"),
        ("瞭解與瞭望", "了解与瞭望"),
        ("憑藉、藉口、慰藉", "凭借、借口、慰藉"),
        ("反覆、反反覆覆、答覆、覆蓋、顛覆", "反复、反反复复、答复、覆盖、颠覆"),
        ("想像力與銅像", "想象力与铜像"),
        ("座標與座位", "坐标与座位"),
        ("暱稱，妳，甚麼，甚至", "昵称,你,什么,甚至"),
        ("彷彿，彷徨", "仿佛,彷徨"),
        ("記帳、帳戶、帳篷", "记账、账户、帐篷"),
        ("身分證，本身分為兩部", "身份证,本身分为两部"),
        ("計畫的畫面，統計畫面", "计划的画面,统计画面"),
        ("好象，图象征服", "好像,图象征服"),
        ("二〇二三", "二零二三"),
        ("怎麼，幺妹", "怎么,幺妹"),
    ],
)
def test_spellings(text: str, expected: str) -> None:
    """Variants of Hong Kong and Taiwan and double spellings are folded, in their words alone."""
    assert expected == fold(text)


SPELLED = "".join(
    (_DATA["characters"], *_DATA["spellings"], *map(str, _DATA["spellings"].values()))
)


@given(st.one_of(st.text(), st.text(st.sampled_from(SPELLED))))
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


@given(CHINESE, st.integers(0, 9), st.integers(0, 9))
def test_fold_part(text: str, start: int, length: int) -> None:
    """A part of a folded text is folded as any text is, and may change only where it is told."""
    folded = fold(text)
    part = folded[start : start + length]
    assert fold(part) == fold_part(part)
    assert may_change_in_parts(folded) or part == fold(part)


def test_folded_characters_stay() -> None:
    """Folding what a character is folded to changes nothing, for all characters."""
    folded = "".join(map(chr, (*range(0xD800), *range(0xF900, 0x10000)))).translate(_FOLDING)
    assert folded == folded.translate(_FOLDING)


def test_kept_folding(tmp_path: Path) -> None:
    """Characters are folded alike by OpenCC's tables, when they are kept, and when looked up."""
    text = "臺灣ＡＢＣ，衞敍\n𠀀龍妳么İ㍿豈\0"
    expected = text.translate(_Folding(_FOLDING._spellings))
    for _ in range(2):
        folding = _Folding(_FOLDING._spellings)
        folding.keep(tmp_path)
        assert expected == text.translate(folding)
