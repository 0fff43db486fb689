"""Blocks become passages that can be understood when they are quoted alone."""

from __future__ import annotations

import pytest

from corpus.document import Block, BlockKind
from corpus.limits import DEFAULT_LIMITS
from corpus.segment import passages

LONG = "盐田要晒上两个月才能收盐，工人们天不亮就下田，一直做到天黑。"


def split(*texts: str, kind: BlockKind = "paragraph") -> list[str]:
    """Return the passages of an article with these blocks."""
    blocks = [Block(kind, text) for text in texts]
    return [passage.text for passage in passages("a", blocks, DEFAULT_LIMITS)]


@pytest.mark.parametrize(
    "lead",
    [
        "收盐的人有自己的看法，他们给出两条理由。",
        "要把盐收好，老师傅说一定要走完下面的三步。",
        "这门手艺留到今天，原因有以下几点",
        "收盐的人有自己的看法，他們給出兩條區別。",
        "收盐的人为什么起得这么早，主要有三。",
        "老师傅把收盐的门道写在墙上，全文如下。",
    ],
)
@pytest.mark.parametrize("first", ["第一，", "一是", "首先，", "1、", "（一）"])
def test_a_paragraph_that_announces_a_list_is_quoted_with_it(lead: str, first: str) -> None:
    """The announcement and the paragraph that begins the list are one passage."""
    assert [f"{lead}\n{first}{LONG}"] == split(lead, f"{first}{LONG}")


@pytest.mark.parametrize(
    "lead",
    [
        "收盐的人每月要交的钱各不相同。下表列出每月要交多少。",
        "收鹽的人每月要交的錢各不相同，詳見附表。",
        "收盐的人每月要交的钱各不相同，见下表（单位：元）。",
        "收盐的人每月要交的钱各不相同，具体如下。",
        "收鹽的人每月要交的錢各不相同。下面這張表列出每月要交多少。",
        "收盐的人每月要交的钱各不相同。表1列出每月要交多少。",
        "收盐的人每月要交的钱各不相同，价目表如下。",
    ],
)
def test_a_paragraph_that_announces_a_table_is_quoted_with_it(lead: str) -> None:
    """The table stands below the paragraph whose last sentence announces it."""
    table = "盐 | 每月交的钱\n粗盐 | 三十二元\n细盐 | 四十五元\n海盐 | 五十元整"

    assert [f"{lead}\n{table}"] == split(lead, table)
    assert [lead, LONG] == split(lead, LONG)
    assert [f"{lead}{LONG}", table] == split(f"{lead}{LONG}", table)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("收盐的人给出两条理由，大家都同意了他们的看法。", f"第一，{LONG}"),
        ("收盐的人有自己的看法，他们一共给出两条理由。", LONG),
        ("收盐的人有自己的看法，他们给出两条理由。", f"1.5亿{LONG}"),
        ("收盐的人有自己的看法，他们给出两条理由。", f"第一财经说{LONG}"),
        ("他们起得很早，而这便是收盐的一个主要方面。", f"首先，{LONG}"),
    ],
)
def test_other_paragraphs_stay_apart(before: str, after: str) -> None:
    """Paragraphs are passages of their own if no list is announced, or none follows."""
    assert [before, after] == split(before, after)


@pytest.mark.parametrize(
    "claim",
    [
        "还有人断言，盐田过不了几年就会绝迹，工人们都要改行。",
        "還有人斷言，鹽田過不了幾年就會絕跡，工人們都要改行。",
        "另一种意见认为，盐田一关，海边的水就会变得干净。",
        "村里还流传一种说法：只要开了盐田，海水就会变淡。",
        "還有一種流行的說法：年輕人不在乎鹽田，只在乎薪水。",
        "也有同業斷言，老人家不會用機器收鹽，根本學不會。",
        "盐田今年丰收。不少人都说，这是因为天气好，雨水少。",
        "也有人講，鹽田裡的水是從井裡打上來的，不是海水。",
        "还有一种说法流传很广，说盐田一关，海水就会变淡。",
        "报上登了盐田的收成。许多人看完就放了心，觉得价钱不会再涨。",
    ],
)
def test_what_others_say_is_quoted_with_the_reply(claim: str) -> None:
    """A paragraph that ends in a claim of others is one passage with the author's reply."""
    assert [f"{claim}\n{LONG}", LONG] == split(claim, LONG, LONG)


@pytest.mark.parametrize(
    "claim",
    [
        "主张关掉盐田的人，说得最多的是气味。风一吹，全村都闻得到，关了就清净。",
        "不少人都说盐田里的水不干净。这样的盐，谁家也不敢拿来腌菜。",
    ],
)
@pytest.mark.parametrize(
    "reply",
    ["可气味不从盐田来。", "其實味道來自別處。", "这话不公道。", "我去看过三次，正好相反。"],
)
def test_what_is_taken_back_is_quoted_with_the_reply(claim: str, reply: str) -> None:
    """What others say further up is joined as well if the next paragraph takes it back."""
    answer = f"{reply}{LONG}"

    assert [f"{claim}\n{answer}", LONG] == split(claim, answer, LONG)
    assert [claim, LONG] == split(claim, LONG)
    assert [LONG, answer] == split(LONG, answer) or not reply.startswith(("可", "其"))


@pytest.mark.parametrize(
    "after",
    ["可持续发展不是口号，", "可乐没气了，", "可能谁也不来，", "这条路不通汽车，", "但愿没有雨，"],
)
def test_what_only_begins_like_a_reply_stays_apart(after: str) -> None:
    """可 and 但 begin other words as well, and a road may be a road."""
    claim = "不少人都说盐田里的水不干净。这样的盐，谁家也不敢拿来腌菜。"

    assert [claim, f"{after}{LONG}"] == split(claim, f"{after}{LONG}")


@pytest.mark.parametrize(
    "reply", ["我不同意。", "我看未必。", "這條路早就堵死了。", "事实并非如此。"]
)
def test_what_an_author_disagrees_with_is_quoted_with_the_reply(reply: str) -> None:
    """Whoever says it, and however it is put."""
    claim, answer = "另一种意见来自几位同行。他们认为盐田没有账本，没法管。", f"{reply}{LONG}"

    assert [f"{claim}\n{answer}", LONG] == split(claim, answer, LONG)
    assert [claim * 5, answer] == split(claim * 5, answer)


@pytest.mark.parametrize(("ask", "reply"), [("问：", "答："), ("問:", "答 :")])
def test_a_question_of_an_interview_is_quoted_with_the_reply(ask: str, reply: str) -> None:
    """So it is where it is put as a statement."""
    asked, replied = f"{ask}听村里的老人讲，从前的盐田比现在还要大。", f"{reply}{LONG}"

    assert [f"{asked}\n{replied}", LONG] == split(asked, replied, LONG)
    assert [asked, LONG] == split(asked, LONG)


@pytest.mark.parametrize(
    "before",
    [
        "还有人断言，盐田过不了几年就会绝迹。我看未必，工人们都还在。",
        "工人们都说，盐田过不了几年就会绝迹，他们要改行。",
        "老板没有人说话，盐田里安静得像没有开工一样。",
        "我不同意这种说法，盐田的账本上写得清清楚楚。",
        "我有一种看法，盐田要慢慢开，急不得，也停不得。",
        "夜里有人小声说话，工人们就知道天快要亮了。",
        "很多人称赞这里的盐，外地的客人也都专门来买。",
        "院子里有人讲话，也有人靠着墙打瞌睡，谁也不管谁。",
        "集市上有人讲价，盐田的人站在一边，一句话也不说。",
        "还有人断言" + f"，{LONG[:-1]}" * 4 + "。",
    ],
)
def test_other_statements_stay_apart(before: str) -> None:
    """Claims with their reply, words of those who are named, and a long report stay apart."""
    assert [before, LONG] == split(before, LONG)


def test_one_reply_is_joined_to_a_claim() -> None:
    """A claim behind a claim begins a passage of its own."""
    claims = [f"还有人断言，盐田过了{number}年就会绝迹，工人们都要改行。" for number in "两三五"]

    assert [f"{claims[0]}\n{claims[1]}", f"{claims[2]}\n{LONG}"] == split(*claims, LONG)


def test_a_reply_below_another_heading_stays_apart() -> None:
    """A claim of others is not joined to another section."""
    claim = "还有人断言，盐田过不了几年就会绝迹，工人们都要改行。"
    blocks = [Block("paragraph", claim), Block("heading", "晒盐", 2), Block("paragraph", LONG)]

    assert [claim, LONG] == [one.text for one in passages("a", blocks, DEFAULT_LIMITS)]


def test_items_of_a_list_are_quoted_together() -> None:
    """Items of a list are one passage as long as it is not too long."""
    items = [f"• 第{number}条：{LONG}" for number in range(5)]

    assert ["\n".join(items)] == split(*items, kind="item")
    assert all(len(text) <= 600 for text in split(*items * 10, kind="item"))
    assert 1 < len(split(*items * 10, kind="item")) < 50


def test_a_line_that_introduces_a_list_is_quoted_with_its_items() -> None:
    """A paragraph that ends in a colon is joined to the first item and those after it."""
    blocks = [
        Block("paragraph", "收盐要带三样东西："),
        Block("item", "• 耙"),
        Block("item", "• 筐"),
    ]

    assert ["收盐要带三样东西：\n• 耙\n• 筐"] == [
        passage.text for passage in passages("a", blocks, DEFAULT_LIMITS)
    ]


def test_an_item_is_indented_below_the_one_that_it_stands_in() -> None:
    """Items within an item are told from those after it, whatever level the list begins at."""
    blocks = [
        Block("item", "• 船票："),
        Block("item", "• 大人两元", 1),
        Block("item", "1. 来回四元", 2),
        Block("item", "• 开船"),
    ]
    expected = "• 船票：\n\u3000• 大人两元\n\u3000\u30001. 来回四元\n• 开船"

    assert [expected] == [one.text for one in passages("a", blocks, DEFAULT_LIMITS)]


def test_an_item_is_quoted_with_those_in_it() -> None:
    """A list of several passages is divided before an item that has items, not behind it."""
    blocks = [
        Block("item", text, level)
        for number in "一二三四"
        for level, text in enumerate((f"{number}、{LONG * 4}", f"• {LONG * 4}", f"◦ {LONG * 4}"))
    ]
    found = [one.text for one in passages("a", blocks, DEFAULT_LIMITS)]

    assert len(found) > 1
    assert {text[0] for text in found} <= set("一二三四")


def test_short_items_fill_a_passage() -> None:
    """Short items, and those that end in a colon, are joined like longer ones."""
    items = [f"{'盐' * 12}{number:02}。" for number in range(60)]
    texts = split(*items, kind="item")

    assert all(500 < len(text) <= 600 for text in texts[:-1])
    assert 1 == len(split("盐" * 150, "田" * 150, "要带的东西：", "筐" * 80, kind="item"))


def test_a_list_ends_with_its_last_item() -> None:
    """The paragraph after a list is a passage of its own, even if the last item is short."""
    blocks = [Block("item", f"• {LONG}"), Block("item", "• 耙。"), Block("paragraph", LONG)]

    assert [f"• {LONG}\n• 耙。", LONG] == [
        passage.text for passage in passages("a", blocks, DEFAULT_LIMITS)
    ]


def test_each_part_of_a_long_table_has_its_head() -> None:
    """A table of several passages repeats its first row above the rows of each."""
    head = "食物 | 温度（℃） | 做法"
    rows = [f"第{number}种鱼 | {number} | {LONG * 3}" for number in range(100, 130)]
    found = split("\n".join([head, *rows]))

    assert 5 < len(found)
    assert {head} == {text.split("\n")[0] for text in found}
    assert rows == [row for text in found for row in text.split("\n")[1:]]
    assert max(map(len, found)) <= DEFAULT_LIMITS.longest_passage


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("馆名 | 江边博物馆", "第{}馆 | {}"),
        (f"{LONG * 8} | 甲 | 乙", "第{}种 | {} | 无"),
    ],
)
def test_no_other_row_stands_above_a_part(head: str, lines: str) -> None:
    """The first row of two columns, or a long one, is not repeated."""
    text = "\n".join([head, *(lines.format(number, LONG * 3) for number in range(9))])
    found = split(text)

    assert 1 < len(found)
    assert text == "\n".join(found)


def test_code_has_nothing_above_it() -> None:
    """Lines of code with a mark between words are no table."""
    code = "\n".join(f"let x{number} = a{number} | b | c;" for number in range(90))
    found = split(code, kind="code")

    assert 1 < len(found)
    assert code == "\n".join(found)


def test_a_long_table_is_read_in_time() -> None:
    """The time for a table is linear in its length."""
    found = split("\n".join(f"第{number}种鱼 | {number} | {LONG}" for number in range(20_000)))

    assert 20_000 == sum(text.count("种鱼") for text in found) - len(found) + 1
