"""A reader of either script sees the right character, and every text keeps its offsets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import read_table
from retrieval.text import conversion, words
from retrieval.text.conversion import to_simplified, to_traditional

_LINES = Path(__file__).with_name("scripts.tsv").read_text("utf-8").splitlines()
SENTENCES = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]
RULES = read_table("retrieval.text", "conversion.toml")


@pytest.mark.parametrize(("simplified", "traditional"), SENTENCES)
def test_sentences(simplified: str, traditional: str) -> None:
    """Each sentence is right in both scripts, and stays as it is in its own."""
    assert traditional == to_traditional(simplified)
    assert simplified == to_simplified(traditional)
    assert traditional == to_traditional(traditional)
    assert simplified == to_simplified(simplified)


def test_sentences_of_a_text() -> None:
    """A text of many sentences is converted as each of them is."""
    simplified, traditional = ("。".join(column) for column in zip(*SENTENCES, strict=True))

    assert traditional == to_traditional(simplified)
    assert simplified == to_simplified(traditional)


@pytest.mark.parametrize(
    "text",
    [
        "這裏的台階上坐着一個人，他説衞星電視的線路壞了",
        "沉迷于流量,這里發現金融科技",
        "皇后大道與公里數，乾隆年間的余先生",
        "出版社準備了范本，讀者只剩幾個",
    ],
)
def test_a_traditional_text_stays(text: str) -> None:
    """A text of Taiwan or Hong Kong is not rewritten to another standard."""
    assert text == to_traditional(text)


@pytest.mark.parametrize(
    "text",
    ["乾隆年间的瞭望台，著名学者的著作", "声名狼藉，聊以慰藉", "这件事与他不相干，於先生说"],
)
def test_a_simplified_text_stays(text: str) -> None:
    """Characters that a Simplified text shares with Traditional ones stay in it."""
    assert text == to_simplified(text)


@pytest.mark.parametrize(
    ("text", "traditional", "simplified"),
    [
        ("这个问题發現得太晚", "這個問題發現得太晚", "这个问题发现得太晚"),
        (
            "後來他説：“這里发生了什么？”",
            "後來他説：“這里發生了什麼？”",
            "后来他说：“这里发生了什么？”",
        ),
        ("衞生署與敍利亞的枱燈", "衞生署與敍利亞的枱燈", "卫生署与叙利亚的台灯"),
        ("软件和打印机", "軟件和打印機", "软件和打印机"),
        ("ABC 🐜\r\n\t１２３", "ABC 🐜\r\n\t１２３", "ABC 🐜\r\n\t１２３"),
    ],
)
def test_mixed_texts(text: str, traditional: str, simplified: str) -> None:
    """Of a mixed text what is in the other script is converted, and no word is replaced."""
    assert traditional == to_traditional(text)
    assert simplified == to_simplified(text)


def _listed() -> Iterator[tuple[str, str]]:
    for target, listed in RULES["traditional"]["words"].items():
        yield from ((target, word) for word in listed.split())


@pytest.mark.parametrize(("before", "after"), [("", ""), ("。", "，"), ("“", "”")])
def test_listed_words(before: str, after: str) -> None:
    """Every listed word has the character that it is listed with."""
    wrong = [
        (target, word)
        for target, word in _listed()
        if target not in to_traditional(before + word + after)
    ]

    assert not wrong


def test_words_are_listed_once() -> None:
    """No word is listed with two forms of one character, and each holds its character."""
    table = conversion._listed_words()

    assert all(changes for changes in table.values())
    for word, changes in table.items():
        places = [place for place, _ in changes]
        assert len(places) == len(set(places)), word


def test_jieba_cuts_as_rjieba(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rjieba the conversion is the same."""
    monkeypatch.setattr(conversion, "cut", words._jieba_cut)
    simplified, traditional = ("。".join(column) for column in zip(*SENTENCES, strict=True))

    assert traditional == to_traditional.__wrapped__(simplified)
    assert simplified == to_simplified.__wrapped__(traditional)


AMBIGUOUS = "".join(sorted({*"".join(map("".join, SENTENCES)), *"着著乾干瞭藉徵於裏衞"}))
TEXTS = st.text(
    st.one_of(st.sampled_from(AMBIGUOUS), st.characters(exclude_categories=["Cs"])), max_size=40
)


@given(TEXTS)
def test_offsets_stay(text: str) -> None:
    """A converted text has as many characters as the text."""
    assert len(text) == len(to_traditional(text)) == len(to_simplified(text))


@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.data())
def test_a_converted_text_stays(sentences: list[tuple[str, str]], data: st.DataObject) -> None:
    """Sentences of either script, once converted, are in the wanted script and stay."""
    text = "。".join(pair[data.draw(st.integers(0, 1))] for pair in sentences)

    assert to_traditional(text) == to_traditional(to_traditional(text))
    assert to_simplified(text) == to_simplified(to_simplified(text))


@pytest.mark.parametrize(
    ("plain", "shown"),
    [("于建国", "于建國"), ("于伟", "于偉"), ("于是", "於是"), ("写于上海", "寫於上海")],
)
def test_a_name_alone(plain: str, shown: str) -> None:
    """A short text that begins with 于 is a name, as an author's is, unless it is a word."""
    assert shown == to_traditional(plain)
