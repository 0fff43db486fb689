"""Passages that have several items of an enumeration are told from others."""

from __future__ import annotations

import pytest

from retrieval.answer.items import counts_items, has_items, item_spans


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


@pytest.mark.parametrize(
    ("text", "asked", "is_counted"),
    [
        ("盐分成三类:粗盐、细盐和海盐。", "哪几类", True),
        ("分三个方面:人、钱、地。", "哪几个方面", True),
        ("规矩有四条。", "哪些条", True),
        ("盐分成三类:粗盐、细盐和海盐。", "分成几种", True),
        ("他讲了三种做法:晒、煮、冻。", "哪三种", True),
        ("盐分成三类,各有各的用处。", "哪几类", False),
        ("会一直开到下午三点。", "哪几点", False),
        ("第三条:不得抽烟。", "哪几条", False),
        ("住了十三层。", "哪几层", False),
        ("规矩有四条:晒、收、存、卖。", "哪几类", False),
    ],
)
def test_items_that_are_counted(text: str, asked: str, *, is_counted: bool) -> None:
    """The number of what is asked for stands before the items, and is no ordinal and no hour."""
    assert counts_items(text, asked) is is_counted


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "有两个标志。一是盐干了,不粘手;二是沟空了。别的不用看。",
            ["一是盐干了,不粘手;", "二是沟空了。"],
        ),
        ("其一,修路。其二,挖沟。", ["其一,修路。", "其二,挖沟。"]),
        ("第一,修路;第二,挖沟,第三,晒盐", ["第一,修路;", "第二,挖沟,", "第三,晒盐"]),
        (
            "第一,价格,一是贵,二是涨。第二,质量差。",
            ["第一,价格,一是贵,二是涨。", "第二,质量差。"],
        ),
        (
            "第一步修路。要一年。第二步挖沟。要两年。",
            ["第一步修路。要一年。", "第二步挖沟。要两年。"],
        ),
        ("一是修路。", []),
        ("二是挖沟,一是修路。", []),
    ],
)
def test_the_items_of_a_sentence(text: str, items: list[str]) -> None:
    """Each item ends where the next one begins, the last one with its sentence."""
    assert items == [text[start:end] for start, end in item_spans(text)]
