"""The kinds of values that questions ask for, and the texts that give them."""

from __future__ import annotations

import pytest

from tests.retrieval.question.conftest import Ask


@pytest.mark.parametrize(
    ("question", "gives", "gives_not"),
    [
        ("停车多少钱", "每小时收费 5 元。", "共有 500 个车位。"),
        ("學費多少？", "每学期三千两百元。", "一共三十六节课。"),
        ("要不要门票，怎么收费", "老人免费。", "开放到九点。"),
        ("老王今年多大岁数了", "老王七十六岁。", "老王有两个儿子。"),
        ("俱乐部的电话是多少", "电话：0571-88886666", "俱乐部有 240 名学员。"),
        ("及格率是多少", "八成的人及格了。", "有 30 人及格。"),
        ("一共有多少人报名", "共有 7300 多人报名。", "用了 15 天。"),
        ("办理要多久", "需要两个工作日。", "需要 3 张照片。"),
        ("一亩要交几块钱", "每亩三十六元。", "一户最少三亩。"),
        ("他家有几块地", "他家有三块。", "每亩三十六元。"),
        ("图书馆星期几休息", "每周一闭馆。", "一年休十五天。"),
        ("书法课一周几次", "每星期上两次。", "周一上课。"),
        ("图书馆几点关门", "每天 21:00 关门。", "每天接待 3000 人。"),
        ("车站离这里多远", "走 300 米就到。", "有 300 个座位。"),
        ("要多少度才合适", "适宜温度是 26 至 28 摄氏度。", "有 28 个学生。"),
        ("开了几家分店", "已开了二十三家。", "去年开了店，花了 28 万元。"),
        ("多久换一次水", "每隔三天换水。", "换水要半个小时。"),
        ("多久剪一次枝", "一年剪两回。", "剪枝要两天。"),
        ("换水要多久", "换水要半个小时。", "一年换两次。"),
        ("How long does it take?", "要三个小时。", "有两条路。"),
        ("甲机和乙机哪个更贵", "售价 2399 元。", "重 178 克。"),
        ("哪台手机便宜", "便宜的要两千元。", "今年的新机。"),
        ("哪台手机更重", "重 221 克。", "售价 2399 元。"),
        ("一亩栽多少棵", "每亩八千株上下。", "株距十八厘米。"),
        ("一共装了多少部电梯", "装了三台电梯。", "惠及九百户。"),
        ("工厂造了多少辆汽车", "造了 300 台。", "一部分卖到国外，两部门管。"),
        ("这辆车是几速的", "七速变速。", "轮子是 16 寸的。"),
        ("买了几颗糖", "买了三粒。", "买了三斤。"),
        ("养了几头驴", "养了两匹。", "养了两年。"),
        ("去过几次", "去了三回。", "那是一回事。"),
        ("热水器哪个牌子好", "我家用的是火神牌。", "主流牌子在两千元上下。"),
        ("电梯是什么品牌", "用的是 Otis 的电梯。", "电梯挂着招牌。"),
        ("收了多少斤", "收了 40 公斤。", "收了 40 筐。"),
        ("盖了几幢楼", "盖了三座。", "盖了三年。"),
        ("老人免费存几个小时", "延长到 48 小时。", "免费存 3 个。"),
        ("要等多少个小时", "要等三小时。", "来了三个人。"),
        ("等了几个礼拜", "等了两周。", "来了两个人。"),
        ("印了多少册", "印了三千本。", "印了三千元的书。"),
    ],
)
def test_the_kind_must_fit(ask: Ask, question: str, gives: str, gives_not: str) -> None:
    """A number of another kind is no answer."""
    parsed = ask(question)

    assert parsed.asks_for_value
    assert parsed.is_answered_by(gives)
    assert not parsed.is_answered_by(gives_not)


@pytest.mark.parametrize(
    "question",
    [
        "几点建议",
        "离婚的人为什么越来越多",
        "电话是什么时候发明的",
        "东西怎么联系起来",
        "流量为什么重要",
        "几篇文章的看法",
        "平台有多重要",
        "平台有多少付费用户",
        "哪个更重要",
        "谁的责任更重",
        "哪种病重",
        "哪条轻轨最长",
        "哪些贵金属保值",
        "哪家的口味重",
        "哪里的贵宾多",
        "商场服务了多少消费者",
        "动物园有多少袋鼠",
        "有多少部委参加",
        "分几部分",
    ],
)
def test_other_questions_name_no_kind(ask: Ask, question: str) -> None:
    """A word like 几 does not ask for a value in every question."""
    assert () == ask(question).values


@pytest.mark.parametrize(
    ("question", "gives"),
    [
        ("腌萝卜放多少盐", "每斤放盐二两，一层一层码好。"),
        ("红烧肉加多少酱油", "加酱油两勺、黄酒半碗。"),
        ("番茄一棵能结多少", "一棵能结四五斤。"),
        ("每桶兑多少水", "兑水一公斤，搅匀再用。"),
        ("面里加多少碱", "碱少许即可。"),
    ],
)
def test_numbers_in_characters_with_a_measure(ask: Ask, question: str, gives: str) -> None:
    """An amount in characters is a number, like one in digits; 一起 and 一杯 are none."""
    parsed = ask(question)

    assert parsed.asks_for_value
    assert parsed.is_answered_by(gives)
    assert not parsed.is_answered_by("大家一起动手，然后喝一杯茶。")
