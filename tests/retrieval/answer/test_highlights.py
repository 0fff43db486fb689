"""The question's words are highlighted in an excerpt, as whole words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.excerpt import Excerpt, merge
from tests.retrieval.answer.conftest import Quote

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda s: (s[0], sum(s))))


def highlighted(found: Excerpt) -> list[str]:
    """Return the highlighted words."""
    return [found.text[start:end] for start, end in found.highlights]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("生态", "𠮷𠮷金融科技,業已成為新生態的新基座。", ["生態"]),
        ("蚂蚁金服", "螞蟻集團告別了舊的時代。", ["螞蟻集團"]),
        ("qudao", "渠道的变化最为明显。", ["渠道"]),
        ("平台", "从平台化走向平台，再走向平台之外。", ["平台", "平台", "平台"]),
        ("盐", "盐盐。", ["盐盐"]),
        ("设施", "基础设施正在变化。", ["基础设施"]),
        ("学院", "这里是中国科学院。", ["中国科学院"]),
        ("基础", "基础设施正在变化。", ["基础设施"]),
        ("上海", "船上海面很静。上海也静。", ["上海"]),
        ("海面", "青海面很薄。海面很静。", ["海面"]),
        ("学生", "他要学生活的办法。学生听着。", ["学生"]),
        ("奥林匹克运动会", "奥林匹克的精神会在运动里。", ["奥林匹克", "运动"]),
        ("科学院", "科学的院子。", ["科学"]),
        ("1280万欧元", "营业额为1,280万欧元。", ["1,280万欧元"]),
        ("1280万欧元的营业额", "营业额为1,280万欧元。", ["营业额", "1,280万欧元"]),
        ("1280万", "第1280次营业，1,280万元。", ["1,280万元"]),
        ("1280万", "营业额为 1,280 万元，不是 11,280 万元。", ["1,280 万元"]),
        ("2.5倍", "月薪是两倍半，不是12.5倍。", ["两倍半"]),
        ("百分之三十", "约３０％，即三成，而非130%。", ["３０％", "三成"]),
        ("3000人", "来了三千人，没有三千万人。", ["三千人"]),
        ("3.5年", "等了三年半，不是三年。", ["三年半"]),
    ],
)
def test_highlights(quote: Quote, question: str, text: str, expected: list[str]) -> None:
    """Words of the original are highlighted that match folded, by alias or by correction."""
    assert expected == highlighted(quote(question, text))


def test_nothing_matched(quote: Quote) -> None:
    """Without a match, the excerpt is still a slice of the passage."""
    assert Excerpt("一句话。", 0, ()) == quote("另外", "一句话。")


@given(spans=SPANS)
def test_merged_spans_neither_touch_nor_overlap(spans: list[tuple[int, int]]) -> None:
    """Merged spans cover the same offsets, in order."""
    merged = merge(spans)

    assert {i for s, e in spans for i in range(s, e)} == {
        i for s, e in merged for i in range(s, e)
    }
    assert all(first[1] < second[0] for first, second in pairwise(merged))
