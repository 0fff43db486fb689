"""Cantonese questions are read in the words that Mandarin asks with."""

from __future__ import annotations

import pytest

from retrieval.question.cantonese import in_mandarin
from retrieval.text.script import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("點解流量冇咗", "为什么流量没有了"),
        ("邊度有得食", "哪里有得食"),
        ("邊個話嘅", "谁话的"),
        ("嗰篇係邊篇", "那篇是哪篇"),
        ("斗篷同雨衣邊樣好啲", "斗篷和雨衣哪样更好"),
        ("佢後生嗰陣搵幾多錢㗎", "他后生那时候赚多少钱吗"),
        ("點報名，要唔要排隊", "怎么报名,要不要排队"),
        ("關係好唔好", "关系好不好"),
        ("呢個係咩嚟㗎？", "这个是什么来吗?"),
        ("有咩好處", "有什么好处"),
        ("而家仲有冇得買", "现在仲有没有得买"),
        ("不同意的人同事都喺度", "不同意的人同事都在度"),
    ],
)
def test_words_that_ask_are_those_of_mandarin(text: str, expected: str) -> None:
    """Interrogatives, pronouns, negations and particles are replaced, and nothing else."""
    assert expected == in_mandarin(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "晚点解锁要钱吗",
        "流量的重点解读",
        "海边度假村怎么样",
        "西边个人用户多吗",
        "羊为什么咩咩叫",
        "关系同事的系统",
        "几点开门",
    ],
)
def test_mandarin_stays(text: str) -> None:
    """A question without a Cantonese word stays as it is, whatever its characters are."""
    assert text == in_mandarin(text)
