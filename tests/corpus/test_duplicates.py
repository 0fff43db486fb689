"""Texts that say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicates import NEARLY_SAME, resemblance, shingles


@given(st.text(min_size=1))
def test_a_text_resembles_itself(text: str) -> None:
    """Every text is wholly like itself, however short it is."""
    assert 1.0 == resemblance(shingles(text), shingles(text))


def test_a_text_within_another_resembles_it() -> None:
    """A lead cut from a paragraph counts as the same; a paragraph on its topic does not."""
    paragraph = "流量的红利见顶以后平台要靠深度服务产业才能找到新的增长"
    other = "流量思维的终结并不意味着平台不再需要用户而是要换一种方式"

    assert NEARLY_SAME <= resemblance(shingles(paragraph), shingles(paragraph[:15]))
    assert NEARLY_SAME > resemblance(shingles(paragraph), shingles(other))
