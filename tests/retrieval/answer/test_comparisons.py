"""Questions about two or more things are answered with a quotation of each."""

from __future__ import annotations

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Answer
from tests.retrieval.answer.conftest import Over

SIDES = (
    "京东把精力放在产业，产业是京东的根本，京东为产业而来。",
    "京东在产业里做了很多年，京东的人都懂产业。",
    "支付宝追求流量，流量是它的命根子。",
    "有人问这两种做法的区别。",
)

SOWN = "直播省去了育秧，两天就播完，成本低。"


async def test_of_two_subjects_each_is_quoted(over: Over) -> None:
    """One passage of each comes before the second one of either, and 区别 is no match."""
    answer = await over(*SIDES).answer("京东和支付宝有什么区别")

    assert isinstance(answer, Answer)
    assert [SIDES[0], SIDES[2]] == [one.text for one in answer.citations[:2]]


async def test_a_passage_about_both_is_quoted_first(over: Over) -> None:
    """A passage that speaks of both subjects comes before any that speaks of one."""
    both = "支付宝要的是流量，京东要的是产业，两家走的路不一样。"
    answer = await over(*SIDES, both).answer("京东和支付宝有什么区别")

    assert isinstance(answer, Answer)
    assert both == answer.citations[0].text


async def test_what_states_the_difference_is_quoted_first(over: Over) -> None:
    """A passage that announces in what they differ comes before one that says more of both."""
    both = "支付宝和京东，京东和支付宝，人人都在说支付宝和京东。"
    stated = "支付宝和京东有两条区别。第一，一个要流量，一个要产业。第二，路走得不一样远。"
    answer = await over(*SIDES, both, stated).answer("京东和支付宝有什么区别")

    assert isinstance(answer, Answer)
    assert stated == answer.citations[0].text


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("甲机和乙机哪个更贵", "先看价格，甲机2399元，乙机2699元。"),
        ("哪台手机轻", "重量是178克。"),
    ],
)
async def test_a_quality_is_told_by_its_name(over: Over, question: str, quoted: str) -> None:
    """Prices answer what is dearer, and weights what is lighter."""
    texts = (
        "甲机和乙机是今年的手机，人人都谈甲机和乙机。",
        "先看价格，甲机2399元，乙机2699元。",
        "重量是178克。",
    )
    answer = await over(*texts).answer(question)

    assert isinstance(answer, Answer)
    assert quoted in [one.text for one in answer.citations[:2]]


async def test_after_one_about_both_comes_one_of_each(over: Over) -> None:
    """Passages that speak of both subjects do not crowd out what is said of each."""
    both = "支付宝和京东做的支付差不多，差别不大。", "爱用京东的和爱用支付宝的，要的不一样。"
    answer = await over(*SIDES[2:3], SIDES[0], *both).answer("京东和支付宝有什么区别")

    assert isinstance(answer, Answer)
    shown = [one.text for one in answer.citations[:3]]
    assert shown[0] in both
    assert {SIDES[0], SIDES[2]} == set(shown[1:])


@pytest.mark.parametrize(
    "opening",
    [
        "支付宝和京东，支付宝和京东，街上都在说支付宝和京东。",
        "从规则上讲，支付宝和京东都要实名，支付宝和京东变更手机号都要本人办。",
        "支付宝和京东从而走到了一起，坐着比亚迪去了支付宝和京东的更衣室。",
    ],
)
async def test_one_that_only_mentions_both_comes_later(over: Over, opening: str) -> None:
    """An introduction that compares nothing comes after what is said of each."""
    answer = await over(opening, SIDES[2], SIDES[0]).answer("京东和支付宝有什么区别")

    assert isinstance(answer, Answer)
    assert [SIDES[0], SIDES[2], opening] == [one.text for one in answer.citations[:3]]


async def test_beside_one_about_both_comes_the_other_subject(over: Over) -> None:
    """Beside a passage that is mainly about one subject stands what is said of the other."""
    mainly = "京东把精力放在产业。每年比支付宝多花一倍的钱在产业上。"
    answer = await over(mainly, *SIDES[:3]).answer("京东和支付宝有什么区别")

    assert isinstance(answer, Answer)
    assert [mainly, SIDES[2]] == [one.text for one in answer.citations[:2]]


@pytest.mark.parametrize(
    ("other", "named", "is_named_first"),
    [
        ("插秧的成本高，插秧的机器也要成本。", "机插秧先要育秧，成本不低。", True),
        ("插秧的成本高，成本里人工最多，插秧的机器也要成本。", "机插秧先要育秧，插得齐。", False),
    ],
)
async def test_what_is_named_as_in_the_question(
    over: Over, other: str, named: str, *, is_named_first: bool
) -> None:
    """Of what is said of a subject, that comes first which has its whole name and scores well."""
    answer = await over(other, named, SOWN).answer("机插秧和直播的成本有什么区别")

    assert isinstance(answer, Answer)
    shown = [one.text for one in answer.citations[:2]]
    assert [is_named_first, not is_named_first] == [named in shown, other in shown]


async def test_each_of_three_below_a_heading_of_its_name(over: Over) -> None:
    """A passage speaks of what its heading names and says hardly more, whatever the title."""
    passages = (
        Passage(
            "0",
            "a",
            "便宜的煤炉、热泵、空调哪里都有，别买便宜的煤炉，热泵便宜的也不要。",
            ("怎么挑",),
        ),
        Passage("1", "a", "它便宜，一台六百元。", ("煤炉取暖",)),
        Passage("2", "a", "一台要三万元，省心。", ("热泵",)),
        Passage("3", "a", "价钱在两千元上下。", ("空调机",)),
    )
    answerer = over(corpus=Corpus((Article("a", "a.md", "冬天怎么过", passages=passages),)))
    answer = await answerer.answer("煤炉、热泵、空调三种哪个便宜")

    assert isinstance(answer, Answer)
    prices = {passage.text for passage in passages[1:]}
    assert prices == {one.text for one in answer.citations[:3]}


async def test_the_side_of_a_comparison_stands_above(over: Over) -> None:
    """A passage speaks of what its heading names, if the title names it as well."""
    passages = (
        Passage("0", "a", "先说价钱，煤炉六百元。", ("煤炉",)),
        Passage("1", "a", "它的声音不小，有六十分贝。", ("煤炉",)),
        Passage("2", "a", "它的声音只有三十分贝。", ("热泵",)),
        Passage("3", "a", "再说价钱，热泵三万元。", ("热泵",)),
    )
    answerer = over(corpus=Corpus((Article("a", "a.md", "煤炉和热泵", passages=passages),)))
    answer = await answerer.answer("煤炉和热泵哪个声音小，有多少分贝")

    assert isinstance(answer, Answer)
    assert {"1", "2"} == {one.passage.id for one in answer.citations[:2] if one.passage}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("煤炉和热泵有什么区别", ["煤炉是一个铁筒，买来就能用。", "热泵像一台空调，要人来装。"]),
        ("煤炉和热泵的声音有什么区别", ["它的声音有六十分贝。", "它的声音有三十分贝。"]),
    ],
)
async def test_where_all_is_compared_sections_begin(
    over: Over, question: str, first: list[str]
) -> None:
    """Where no aspect is named, the section about a thing is quoted from its beginning."""
    texts = {
        "煤炉：便宜的": ("煤炉是一个铁筒，买来就能用。", "它的声音有六十分贝。", "煤炉，煤炉。"),
        "热泵：省事的": ("热泵像一台空调，要人来装。", "它的声音有三十分贝。", "热泵，热泵。"),
    }
    passages = tuple(
        Passage(text, "a", text, (heading,)) for heading, own in texts.items() for text in own
    )
    answerer = over(corpus=Corpus((Article("a", "a.md", "冬天取暖", passages=passages),)))
    answer = await answerer.answer(question)

    assert isinstance(answer, Answer)
    assert first == [one.text for one in answer.citations[:2]]


@pytest.mark.parametrize("question", ["刀片机和激光机谁快", "C30和L5谁快"])
async def test_a_heading_names_a_thing_in_other_words(over: Over, question: str) -> None:
    """A heading with a colon names its thing on both sides, also by a part of the word asked."""
    passages = (
        Passage("0", "a", "它切一张要十一分钟，快慢都这样。", ("C30：刀片刻纸机",)),
        Passage("1", "a", "它切一张要一分半钟，快慢都这样。", ("L5：激光切纸机",)),
        Passage("2", "a", "刀片机快慢看刀片，刀片快它就快，C30谁快谁知道。", ("C30：刀片刻纸机",)),
    )
    answerer = over(corpus=Corpus((Article("a", "a.md", "两台机器", passages=passages),)))
    answer = await answerer.answer(question)

    assert isinstance(answer, Answer)
    assert "1" in {one.passage.id for one in answer.citations[:2] if one.passage}


BELLOWS = (
    "怎么选？常烧火的买煤炉，怕麻烦的买热泵，煤炉和热泵各有各的道理，常来常往的人都知道。",
    "先说声音。煤炉只有添煤时响，热泵一开机就嗡嗡的，睡觉轻的人要当心。",
    "煤炉的声音不大，煤炉一天要添三回煤。",
)


@pytest.mark.parametrize(
    "question",
    ["煤炉和热泵哪个声音大", "夜里煤炉和热泵哪个声音大", "煤炉和热泵的声音有什么不同"],
)
async def test_the_aspect_that_is_compared(over: Over, question: str) -> None:
    """Of passages about both things, that comes first which opens with the aspect."""
    many = "街上的人都问煤炉和热泵，它们的声音有什么不同，谁也说不清楚。"
    answer = await over(many, *BELLOWS).answer(question)

    assert isinstance(answer, Answer)
    assert BELLOWS[1] == answer.citations[0].text


async def test_one_about_both_that_lacks_the_aspect_comes_later(over: Over) -> None:
    """A passage about both things comes after one about a thing, if it has no aspect asked for."""
    both, *_, one = BELLOWS
    answer = await over(both, one).answer("煤炉和热泵哪个声音大")

    assert isinstance(answer, Answer)
    assert [one, both] == [each.text for each in answer.citations]


@pytest.mark.parametrize("question", ["热泵比煤炉好在哪", "热泵比煤炉强在什么地方"])
async def test_what_is_better_than_another(over: Over, question: str) -> None:
    """A比B好在哪 compares both things."""
    answer = await over("煤炉，煤炉，街上都是煤炉。", "热泵不用掏灰，比煤炉贵两万元。").answer(
        question
    )

    assert isinstance(answer, Answer)
    assert "热泵不用掏灰，比煤炉贵两万元。" == answer.citations[0].text


async def test_a_title_names_what_its_article_is_about(over: Over) -> None:
    """A passage speaks of the thing that its title names, and gives the price of it."""
    notices = {
        "永和浴池重新开张": ("关了四年的永和浴池要开门了。", "老人六元，别人十五元。"),
        "光明泳池夏季开放": (
            "光明泳池的泳客请注意，光明泳池要检修。",
            "老人早场十元，别人三十元。",
        ),
    }
    articles = tuple(
        Article(
            title,
            f"{title}.md",
            title,
            passages=tuple(Passage(text, title, text) for text in texts),
        )
        for title, texts in notices.items()
    )
    answer = await over(corpus=Corpus(articles)).answer("永和浴池和光明泳池，老人票哪个便宜")

    assert isinstance(answer, Answer)
    prices = {texts[1] for texts in notices.values()}
    assert prices == {one.text for one in answer.citations[:2]}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("从前的流量跟现在的流量有啥区别", "从前"),
        ("现在的流量和以前比有什么不同", "从前"),
        ("从前的流量跟现在的土壤有啥区别", "流量"),
    ],
)
async def test_what_has_become_of_a_thing(over: Over, question: str, first: str) -> None:
    """What tells how a thing was and is comes first, where both are asked of the same thing."""
    texts = (
        "流量是命根子，作者给出流量的两条区别：从前的流量靠人，有人说现在的土壤靠水。",
        "从前，流量是撮合的两端，平台够大就行。如今，流量更像土壤和养分，要把自己种进去。",
        "天气不好，大家都不出门。",
    )
    answer = await over(*texts).answer(question)

    assert isinstance(answer, Answer)
    assert answer.citations[0].text.startswith(first)
