"""Sentences follow each other and leave nothing out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一。二！三？", ["一。", "二！", "三？"]),
        ("他说：“走吧。”然后走了。", ["他说：“走吧。”", "然后走了。"]),
        ("「真的？！」她问……没人答。", ["「真的？！」", "她问……", "没人答。"]),
        ("涨了3.5倍。没有句号", ["涨了3.5倍。", "没有句号"]),
        ("First one. Second one.", ["First one. ", "Second one."]),
        ("一行\n又一行", ["一行\n", "又一行"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    """Closing quotes belong to their sentence; a decimal point ends none."""
    assert expected == [text[start:end] for start, end in sentences(text)]


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    """The sentences of any text, put together, are that text."""
    assert text == "".join(text[start:end] for start, end in sentences(text))
