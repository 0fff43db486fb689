"""Numbers are recognised in every form, and each form leads to the others."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.library import Snapshot
from retrieval.question.numbers import forms, is_number, occurrences, quantities
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer
from retrieval.text.script import fold

SAME = [
    ["1280万", "1,280万", "1280 万", "12,800,000", "12800000", "一千二百八十万", "１２８０万"],
    ["两倍半", "2.5倍", "2.5 倍", "二点五倍"],
    ["三成", "30%", "30％", "百分之三十", "百分之30"],
    ["100%", "百分之百", "百分之一百"],
    ["0.38%", "千分之三点八", "千分之3.8", "3.8‰", "百分之零点三八"],
    ["千分之五", "0.5%", "5‰"],
    ["三成半", "35%", "百分之三十五"],
    ["两个", "2个", "二个"],
    ["十二届", "12届"],
    ["第三名", "第3名"],
    ["三千人", "3000人", "3,000人", "3千人"],
    ["1.5亿元", "15000万元", "一亿五千万元", "150,000,000元", "1.5亿块", "1亿5000万元"],
    ["三年半", "3.5年", "42个月"],
    ["半年", "0.5年", "6个月", "六个月"],
    ["半个小时", "30分钟", "半小时", "三十分钟"],
    ["两周", "14天", "2星期"],
    ["三公斤", "6斤", "3000克", "3千克"],
    ["180厘米", "1.8米"],
    ["二〇二三年", "2023年", "二零二三年"],
    ["两个半小时", "2.5小时", "2.5个钟头"],
    ["一万两千", "12000", "1.2万"],
    ["两万六", "26000", "两万六千", "2.6万"],
    ["两万二", "22000"],
    ["五公里", "5km", "5 千米"],
    ["３１２", "312", "三百一十二"],
]


@pytest.mark.parametrize(("typed", "written"), [p for s in SAME for p in permutations(s, 2)])
def test_forms(typed: str, written: str) -> None:
    """Separators, spaces, width, words, 万 and 亿, tenths and halves make no difference."""
    (quantity,) = quantities(fold(typed))

    assert fold(written) in {fold(typed), *forms(quantity)}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("110分钟", "1小时50分钟"),
        ("110分钟", "一个小时五十分"),
        ("一万二", "12000"),
        ("两百五", "250"),
        ("三点五亿", "3.5亿"),
        ("两万亿", "20000亿"),
    ],
)
def test_other_readings(typed: str, written: str) -> None:
    """Short and long readings have a value too."""
    (quantity,) = quantities(typed)

    assert written in forms(quantity)


def test_a_large_number_of_things_is_found_alone() -> None:
    """What counts a large number may differ; a small number needs the same word."""
    (large,), (small,) = quantities("12500名"), quantities("12名")

    assert {"12,500", "12500", "1.25万"} <= set(forms(large))
    assert "12" not in set(forms(small))


def test_a_year_is_no_number_of_months() -> None:
    """Neither an ordinal nor a large number is given in other units."""
    found = [
        form for text in ("2023年", "第三周") for one in quantities(text) for form in forms(one)
    ]
    assert not [form for form in found if "月" in form or "天" in form]


def test_days_of_a_month() -> None:
    """The day of a month has two names; elsewhere 号 is no day."""
    assert {"6日", "6号", "六日"} <= {form for one in quantities("8月6号") for form in forms(one)}
    assert "6日" not in {form for one in quantities("6号线") for form in forms(one)}


@pytest.mark.parametrize(
    "text",
    [
        "一个",
        "一家",
        "快一点",
        "一度",
        "十三五",
        "三四十个",
        "十几个",
        "万一",
        "千万别去",
        "百年",
        "九一一",
        "b2b",
        "哪两个",
        "十成员",
        "12",
        "上半年",
        "大半天",
        "半月板",
        "半个月亮",
        "近半年轻人",
        "半天然",
        "一半",
    ],
)
def test_no_numbers(text: str) -> None:
    """Indefinite and approximate numbers, names, and small ones without a unit have no forms."""
    assert [] == list(quantities(text))


@pytest.mark.parametrize(
    ("text", "number", "places"),
    [
        ("共1,280万元", "280万", []),
        ("共1,280万元", "1,280万", [1]),
        ("是12.5倍", "2.5倍", []),
        ("是12.5倍", "5倍", []),
        ("有3000万人", "3000", []),
        ("有3000 万人", "3000", []),
        ("三年半后,三年前", "三年", [5]),
        ("二十二届,十二届", "十二届", [5]),
        ("一亿五千万", "五千万", []),
        ("是的,1280万", "1280万", [3]),
        ("2023年三月", "2023年", [0]),
        ("1亿5000万", "5000万", []),
        ("1亿5000万", "1亿", []),
        ("流量流量", "流量", [0, 2]),
    ],
)
def test_occurrences(text: str, number: str, places: list[int]) -> None:
    """A number does not occur within a longer one; other texts occur everywhere."""
    assert places == list(occurrences(number, text))


@given(st.integers(100, 10**11))
def test_every_form_is_read_back(number: int) -> None:
    """Each form of an integer has its value."""
    (quantity,) = quantities(str(number))

    for form in forms(quantity):
        assert is_number(form)
        assert [Decimal(number)] == [one.value for one in quantities(form)], form


@given(st.text(st.sampled_from("0123456789,. 零一二两三十百千万亿点半成%百分之第个年月小时元")))
def test_nothing_typed_breaks_it(text: str) -> None:
    """Any text is read, and numbers do not overlap."""
    found = list(quantities(text))

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(list(forms(one)) for one in found)


@pytest.mark.parametrize(("typed", "written"), [p for s in SAME for p in permutations(s, 2)])
def test_the_collection_decides(
    index: Callable[..., Snapshot], analyzer: Analyzer, typed: str, written: str
) -> None:
    """A question searches for the form that the collection has, and for none that it lacks."""
    snapshot = index(f"据说是{written}左右。", "这里没有数字。")
    question = parse_question(f"是不是{typed}", analyzer, snapshot.lexicon, snapshot.aliases)
    texts = {one.text for one in question.substitutes if not one.is_guess}

    assert fold(written) in texts
    assert len(texts) <= 6
