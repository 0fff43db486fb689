"""Sentences that lean on the one before them are recognized by their first words."""

from __future__ import annotations

import pytest

from retrieval.answer.discourse import is_claim, is_rebuttal, points_back


@pytest.mark.parametrize(
    "opening",
    ["如此一来", "同样", "但", "也就是说", "第二，", "第三个原因", "二是", "“这", "其实"],
)
def test_openings_that_point_back(opening: str) -> None:
    """A sentence that begins with one of these cannot be understood alone."""
    assert points_back(f"{opening}盐田变了。")


@pytest.mark.parametrize("opening", ["第三方支付", "第一财经", "但凡", "不过3年", "其他", "盐"])
def test_openings_that_do_not(opening: str) -> None:
    """These only look like such words."""
    assert not points_back(f"{opening}说盐田变了。")


@pytest.mark.parametrize("claim", ["有人认为盐是甜的。", "他以为盐是甜的。", "盐似乎是甜的。"])
def test_a_claim_is_taken_back(claim: str) -> None:
    """A reported statement is taken back by a sentence that begins with a rebuttal."""
    assert is_claim(claim)
    assert is_rebuttal("但盐是咸的。")
    assert not is_rebuttal("盐还可以腌菜。")


@pytest.mark.parametrize(
    "claim",
    [
        "平台可以为商家提供流量。",
        "他这样做是有所以为的。",
        "正常的话，三天就能到。",
        "没有人说话。",
    ],
)
def test_other_statements_are_not(claim: str) -> None:
    """以为 within 可以为 or 所以为 reports nothing."""
    assert not is_claim(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "街上流传一种说法：盐是甜的。",
        "有传言说盐是甜的。",
        "常有人问，盐是不是甜的。",
        "“盐是甜的。”这是转得最多的一句话。",
    ],
)
@pytest.mark.parametrize(
    "rebuttal",
    [
        "事实并非如此。",
        "结果和传言对不上。",
        "数据并不支持这个结论。",
        "情况正好相反。",
        "这话不准确。",
    ],
)
def test_what_goes_round(claim: str, rebuttal: str) -> None:
    """Sayings of the street are claims, and a sentence that contradicts takes them back."""
    assert is_claim(claim)
    assert is_rebuttal(rebuttal)
    assert not is_rebuttal(claim)
    assert not is_claim(rebuttal.replace("传言", "话"))


@pytest.mark.parametrize(
    "sentence",
    [
        "合同不成立的话怎么办。",
        "他们在村里还没有根据地。",
        "你看是不是这样?",
        "坐船的方向正相反。",
    ],
)
def test_what_takes_nothing_back(sentence: str) -> None:
    """These only look like a rebuttal."""
    assert not is_rebuttal(sentence)
