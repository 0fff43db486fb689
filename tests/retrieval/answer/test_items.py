"""Passages that have several items of an enumeration are told from others."""

from __future__ import annotations

import pytest

from retrieval.answer.items import has_items


@pytest.mark.parametrize(
    "text",
    [
        "老王讲了两条。一是修路;二是挖沟。",
        "其一,路不好走。其二,沟里没有水。",
        "建议有两个。第一,修路。第二,挖沟。",
        "办法如下:第一步,修路;第二步,挖沟。",
        "首先要修路,其次要挖沟。",
        "要办的事:\n1. 修路。\n2. 挖沟。",
        "①修路。②挖沟。",
    ],
)
def test_items(text: str) -> None:
    """The first two items stand at the beginning of clauses or lines."""
    assert has_items(text)


@pytest.mark.parametrize(
    "text",
    [
        "老王只讲了一条,一是修路。",
        "第一次来的客人,第二天又来了。",
        "第一季度赚了,第二季度亏了。",
        "统一是大势,十二是吉数。",
        "第一步,选址。选好了才能进入第二步。",
        "1.5米宽的路,\n2.5米深的沟。",
        "二是挖沟;一是修路。",
        "首先修路。",
    ],
)
def test_others(text: str) -> None:
    """One item alone, and words that only look like numbers of items, are none."""
    assert not has_items(text)
