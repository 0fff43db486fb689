"""Questions about two or more things are recognized, and what they name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer
from tests.retrieval.question.conftest import Ask


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("京东和支付宝有什么不一样？", ["京东", "支付宝"]),
        ("平台與產業的區別", ["平台", "产业"]),
        ("对比一下流量和技术", ["流量", "技术"]),
        ("平台、产业和技术有哪些异同", ["平台", "产业", "技术"]),
        ("煤炉、热泵、空调哪个便宜", ["煤炉", "热泵", "空调"]),
        ("连接产业前后端，平台跟技术的做法差在哪", ["平台", "技术"]),
        ("以往的金融和现在的金融有什么不同", ["以往", "现在"]),
        ("银行还是平台，谁更靠谱", ["银行", "平台"]),
        ("张三和李四分别怎么看流量", ["张三", "李四"]),
        ("北京和成都的区别", ["北京", "成都"]),
        ("京东和支付宝，流量有什么区别", ["京东", "支付宝"]),
        ("量子力学和相对论有什么区别", ["量子力学", "相对论"]),
        ("去江州住老城和住新港有什么不同", ["老城", "新港"]),
        ("江州的旧标准和新标准有什么区别", ["旧", "新"]),
        ("张三和李四两位的看法有什么不同", ["张三", "李四"]),
        ("苹果的手机和华为手机有什么区别", ["苹果", "华为"]),
        ("大桥1956年和1998年两次大修有什么不同", ["1956", "1998"]),
        ("手段和目的有什么区别", ["手段", "目的"]),
        ("煤炉和热泵哪个更费电", ["煤炉", "热泵"]),
        ("煤炉跟热泵，哪个花钱多", ["煤炉", "热泵"]),
        ("平层入户和错层入户有啥区别", ["平层", "错层"]),
        ("江州的东岙和西岙有什么区别", ["东岙", "西岙"]),
        ("家里装煤炉还是热泵，哪个耐用", ["煤炉", "热泵"]),
        ("选修课和必修课有什么区别", ["选修课", "必修课"]),
        ("用户名和密码有什么区别", ["用户名", "密码"]),
        ("煤炉 热泵 保养对比", ["煤炉", "热泵"]),
        ("煤炉和热泵保修哪家好", ["煤炉", "热泵"]),
        ("煤炉和热泵的保修哪家好", ["煤炉", "热泵"]),
        ("热泵比煤炉好在哪", ["热泵", "煤炉"]),
        ("windows 系统和 mac 系统有什么区别", ["windows", "mac"]),
        ("京东 和  支付宝有什么区别", ["京东", "支付宝"]),
        ("蓝顶热泵和煤炉哪个响", ["蓝顶热泵", "煤炉"]),
        ("iphone手机和平板哪个贵", ["iphone手机", "平板"]),
        ("夜里煤炉和热泵哪个响", ["煤炉", "热泵"]),
        ("c30和x6保修哪家好", ["c30", "x6"]),
        ("煤炉和金融科技谁更新", ["煤炉", "金融科技"]),
        ("煤炉跟热泵谁省钱", ["煤炉", "热泵"]),
        ("煤炉的和热泵的 我家该买哪台", ["煤炉", "热泵"]),
        ("京东 支付宝 苏宁 区别", ["京东", "支付宝", "苏宁"]),
        ("What is the difference between banks and platforms", ["banks", "platforms"]),
    ],
)
def test_named_side_by_side(ask: Ask, text: str, subjects: list[str]) -> None:
    """The words that only one of the things has are its subject."""
    found = ["".join(word.text for word in subject) for subject in ask(text).subjects]

    assert subjects == found


@pytest.mark.parametrize(
    "text",
    [
        "平台和产业的关系",
        "如何区别真药和假药",
        "贫富差距和教育有什么关系",
        "不同年龄的人和城市的关系",
        "银行跟以前有什么不同",
        "金融科技有什么不同",
        "平台和平台有什么区别",
        "几篇文章对流量的看法有什么不同",
        "老王和老李两人是怎么认识的",
        "收入和利润为什么能保持两位数增长",
        "煤炉 保养对比",
        "iphone 15 有什么不同",
        "model 3 哪个颜色更好",
        "煤炉 热泵 哪些不同",
        "老人和孩子要去哪个窗口办证",
        "感冒和发烧最好在哪里看病",
        "老王和谁关系最好",
        "煤炉 热泵 保养",
        "流量",
        "今天、明天去哪里办证",
        "",
    ],
)
def test_one_thing(ask: Ask, text: str) -> None:
    """A question about one thing, at one time or another, has no subjects."""
    assert () == ask(text).subjects


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("单焦点和多焦点做下来哪个贵", ["单焦点", "多焦点"]),
        ("一年下来单焦点和多焦点哪个贵", ["单焦点", "多焦点"]),
        ("新焦点和旧焦点哪个贵", ["新", "旧"]),
        ("厚晶、薄晶、镜片三种哪个贵", ["厚晶", "薄晶", "镜片"]),
    ],
)
def test_a_word_that_is_cut(
    index: Callable[..., Snapshot], analyzer: Analyzer, text: str, subjects: list[str]
) -> None:
    """What tells two things apart is joined with what they share, if the collection has that."""
    snapshot = index("单焦点的晶体便宜，多焦点的晶体贵。", "厚晶和薄晶都磨镜片。")
    found = parse_question(text, analyzer, snapshot.lexicon, snapshot.aliases).subjects

    assert subjects == ["".join(word.text for word in one) for one in found]


def test_words_that_compare_are_not_searched_for(ask: Ask) -> None:
    """区别 in a passage about something else is no match."""
    assert "区别" not in ask("平台和产业的区别").terms
    assert "区别" in ask("平台的区别").terms
