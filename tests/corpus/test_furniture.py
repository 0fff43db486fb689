"""Furniture rules: each matches its examples and none matches its look-alikes."""

from __future__ import annotations

import pytest

from corpus.document import Block
from corpus.furniture import FurnitureRule, mark_furniture, rules


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_each_rule_matches_its_examples_only(rule: FurnitureRule) -> None:
    """Every rule has examples that it matches and look-alikes that no rule matches."""
    assert rule.examples
    assert rule.counterexamples
    assert all(rule.matches(example) for example in rule.examples)
    assert not [text for text in rule.counterexamples if any(one.matches(text) for one in rules())]


def test_nothing_follows_the_end() -> None:
    """Everything after the end of an article, such as comments, is furniture."""
    blocks = [Block("paragraph", text) for text in ("正文。", "THE END", "写得真好！")]

    assert [False, True, True] == [block.is_furniture for block in mark_furniture(blocks)]


SENTENCES = (
    "这家平台只提供服务，不碰货，所以账上没有库存。",
    "用户把视频上传到网站，网站再分给广告主，三方各取所需。",
    "老人在菜市场扫描二维码付了三块钱，又把找零的纸币收好。",
    "评论仅仅是情绪的出口，这话他对谁都说。",
    "他的观点只代表了一小部分人，这一点后来看得很清楚。",
    "学校规定，未经许可不得使用电脑，学生们便去河边打球。",
    "书的扉页上印着版权所有，里面却一个字也没有。",
    "本文来自一次谈话，谈话的人已经不在了。",
    "关注公众号的人越来越少，写的人却越来越多。",
    "点击这里，就能看到二十年前的地图。",
    "这个浏览器不支持汉字，他便自己写了一个。",
    "位置在河的北岸，步行十分钟。",
    "分享到朋友圈的照片，第二天就没有人看了。",
    "图片来自卫星，数据来自地面，两者差了三天。",
    "她一直喜欢作者笔下的那条街，却从没去过。",
    "记者：您当时为什么要回来",
    "北京 > 上海 > 广州 > 成都",
    "下一条河，他们走了三天才到。",
    "上一页写着名字，这一页写着日期。",
    "阅读 12 本书，花了她一年。",
    "微信改变了菜市场，也改变了记账的方式。",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_no_rule_takes_an_authors_sentence(text: str) -> None:
    """Sentences about platforms, codes, comments and pictures are text of an article."""
    assert not [rule.name for rule in rules() if rule.matches(text)]


@pytest.mark.parametrize(
    "text", ["微信", "豆瓣", "分享", "收藏", "2023年5月6日", "回顾", "阅读", "新闻"]
)
def test_headings_of_an_article(text: str) -> None:
    """A heading may be the name of a platform, a verb that buttons bear too, or a day."""
    (block,) = mark_furniture([Block("heading", text, 2)])

    assert not block.is_furniture


@pytest.mark.parametrize(
    "text", ["相关阅读", "网友评论（12）", "猜你喜欢", "发布时间：2023-05-06", "上一篇：无"]
)
def test_headings_of_furniture(text: str) -> None:
    """Headings of link lists and comments are furniture."""
    (block,) = mark_furniture([Block("heading", text, 2)])

    assert block.is_furniture
