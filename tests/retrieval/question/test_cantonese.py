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
        ("佢後生嗰陣搵幾多錢㗎", "他后生那时候赚多少钱的"),
        ("點報名，要唔要排隊", "怎么报名,要不要排队"),
        ("關係好唔好", "关系好不好"),
        ("呢個係咩嚟㗎？", "这个是什么来的?"),
        ("流量思維係咩", "流量思维是什么"),
        ("可以做乜嘢", "可以做什么"),
        ("做乜唔去", "为什么不去"),
        ("作者係邊個", "作者是谁"),
        ("中文系係邊度", "中文系是哪里"),
        ("太陽系有幾多顆星", "太阳系有多少颗星"),
        ("京東嘅收入同比增長幾多", "京东的收入同比增长多少"),
        ("晚上十點解封嘅商場", "晚上十点解封的商场"),
        ("八點去邊度", "八点去哪里"),
        ("銀行喺邊", "银行在哪里"),
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
        "茶几多少钱",
        "学校负责教学,而家长负责什么",
        "然而家里没有人怎么办",
        "试点解禁是什么时候",
        "圆点样式有哪些",
        "唔该是什么意思",
        "「而家」怎么写",
    ],
)
def test_mandarin_stays(text: str) -> None:
    """A question without a Cantonese word stays as it is, whatever its characters are."""
    assert text == in_mandarin(text)
