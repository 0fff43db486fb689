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
    "关注和分享，是她多年的习惯。",
    "登录后他才看见那条评论，已经过了三年。",
    "如有来世，他还想写同样的作品。",
    "外交部声明：两国将在六月发布公报。",
    "打开微信，他看见了母亲发来的一句话。",
    "觉得好看，她便把那块布买了下来。",
    "Posted in the window was a small sign.",
    "如果没有人收藏，这些书早就散了。",
    "作者系着围裙，在门口等我们。",
    "文章使用的照片都得到了家属的授权。",
    "参考文献里没有他的名字，这不奇怪。",
    "附件里的照片，她一张也没有打开。",
    "电话那头的人说，船已经开了。",
    "声明发表以后，镇上安静了几天。",
    "完成的那天，他没有告诉任何人。",
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


def kept(*blocks: Block | str) -> list[str]:
    """Return the texts that are left of paragraphs, or of other blocks."""
    found = [Block("paragraph", one) if isinstance(one, str) else one for one in blocks]
    return [block.text for block in mark_furniture(found) if not block.is_furniture]


FIRST = "渡口停航以后，镇上的人过了好些年才习惯绕路走桥。"
LAST = "他把缆绳收进屋里，再也没有拿出来。"
BELOW = (
    "作者简介：王建国，一九六〇年生，写过三本关于渡口的书。",
    "【作者简介】王建国，摆渡人的儿子，现居省城。",
    "（作者系某大学历史系教授）",
    "（作者單位：某省水利研究所）",
    "作者：王建国，某某大学历史学院教授",
    "责编：王丽 | 审核：张伟 | 监制：李强",
    "（原载《河边》2016年第3期，责任编辑：王丽）",
    "（摘自《渡口志》，某某出版社2001年版）",
    "声明：转载此文是出于传递更多信息之目的，若来源标注错误，请与本站联系。",
    "【版权声明】本文图文由河边编辑部整理，转载请联系授权。",
    "本博客所有文章除特别声明外，均采用 CC BY-NC-SA 4.0 许可协议。",
    "投稿邮箱：gao@example.org",
    "新闻热线：000-0000000 商务合作：000-0000001",
    "点击关注我们，每周收到一篇新文章",
    "欢迎关注“河边笔记”",
    "（未完待续）",
    "（此件公开发布）",
)


@pytest.mark.parametrize("line", BELOW)
def test_lines_below_the_text(line: str) -> None:
    """Lines that people and sites write below an article are furniture, also several of them."""
    assert [FIRST, LAST] == kept(FIRST, LAST, line)
    assert [FIRST, LAST] == kept(FIRST, LAST, line, "阅读 1234", line)


WITHIN = [
    line
    for line in BELOW
    if not line.startswith(("（作者單位", "作者：", "责编", "（未完", "（此件"))
]


@pytest.mark.parametrize("line", WITHIN)
def test_the_same_lines_within_the_text(line: str) -> None:
    """Lines that only their place makes furniture are text between two paragraphs."""
    assert [FIRST, line, LAST] == kept(FIRST, line, LAST)


@pytest.mark.parametrize(
    "line", ["作者简介：王建国，摆渡人的儿子。", "点击关注我们，每周收到一篇新文章"]
)
def test_lines_above_the_text(line: str) -> None:
    """Lines about the author and the account are furniture above the text as well."""
    assert ["停航", FIRST, LAST] == kept(
        Block("heading", "停航", 1), "2023-05-06", line, FIRST, LAST
    )


@pytest.mark.parametrize(
    "brackets",
    [
        "（作者系某大学历史系教授）",
        "（责任编辑：王丽）",
        "（完）",
        "（未完待续）",
        "【编辑：王丽】",
    ],
)
def test_brackets_behind_the_last_sentence(brackets: str) -> None:
    """Furniture in brackets behind the last sentence is no part of it."""
    assert [FIRST, LAST] == kept(FIRST, LAST + brackets)
    assert [FIRST, LAST] == kept(FIRST, f"{LAST}\n{brackets}")
    assert FIRST + brackets == kept(FIRST + brackets, LAST)[0]


def test_brackets_of_the_author() -> None:
    """Brackets of the author at the end of a text stay."""
    own = LAST + "（那条船后来也没有人见过。）"
    assert [FIRST, own] == kept(FIRST, own)


NOTICE = "自五月八日起，东渡口停航检修，请过河的居民改走大桥。"
CONTACT = ("联系人：王丽　电话：000-0000000", "附件：1.停航时间表 2.绕行路线图")
COPIES = ("抄送：各村委会", "某县政府办公室 2023年5月7日印发")


@pytest.mark.parametrize("day", ["2023年5月6日", "某县交通局 2023年5月6日", "二〇二三年五月六日"])
def test_lines_below_a_signature(day: str) -> None:
    """Readers of copies are furniture below the day on which a notice is signed."""
    assert not {*kept(NOTICE, day, *COPIES)} & {*COPIES}


@pytest.mark.parametrize("line", COPIES)
def test_copies_without_a_signature(line: str) -> None:
    """Without a signature above them, they are text."""
    assert line in kept(NOTICE, line)


@pytest.mark.parametrize("line", CONTACT)
def test_contacts_of_a_notice(line: str) -> None:
    """Contacts and enclosures are what a notice says, above its signature and below it."""
    assert line in kept(NOTICE, line, "2023年5月6日")
    assert line in kept(NOTICE, "2023年5月6日", line)


def test_titles_of_other_articles() -> None:
    """Short lines between a label such as 相关阅读 and the end are the titles of others."""
    listed = ("相关阅读", "· 桥的五种修法", "· 一条河的名字")
    assert [FIRST, LAST] == kept(FIRST, LAST, *listed)
    assert LAST in kept(FIRST, "相关阅读", LAST)


@pytest.mark.parametrize("word", ["知道了", "喜欢", "回应", "感谢阅读", "编辑"])
def test_a_word_alone_at_the_end(word: str) -> None:
    """A word that buttons have too is the author's where no other button stands beside it."""
    assert [FIRST, LAST, word] == kept(FIRST, LAST, word)


ALONE = (
    "全文共1320字，预计阅读4分钟",
    "阅读提示",
    "【字体：大 中 小】",
    "点击数：132",
    "浏览次数：",
    "[编辑]",
    "编辑播报",
    "编辑本段",
    "展开",
    "收起",
    "文章目录",
    "词条标签：渡船 河流",
    "复制代码",
    "javascript 体验AI代码助手 代码解读 复制代码",
)


@pytest.mark.parametrize("line", ALONE)
def test_lines_within_the_text(line: str) -> None:
    """Counts, buttons and labels are furniture wherever they stand."""
    assert [FIRST, LAST] == kept(FIRST, line, LAST)


@pytest.mark.parametrize("heading", ["目录", "目 录", "参考资料", "注释", "References"])
def test_a_heading_left_behind(heading: str) -> None:
    """A heading whose list was taken away is furniture; above a text of its own it stays."""
    lone = Block("heading", heading, 2)
    listed = Block("item", "• 停航", is_furniture=True)
    section = Block("heading", "停航", 2)

    assert ["停航", FIRST] == kept(lone, listed, section, FIRST)
    assert ["停航", FIRST] == kept(lone, section, FIRST)
    assert [FIRST] == kept(FIRST, lone)
    assert [heading, FIRST] == kept(lone, FIRST)


@pytest.mark.parametrize(
    "end", ["[编辑]", " [编辑 | 编辑源代码]", "［編輯］", "[edit]", "¶", " 编辑播报", " 播报编辑"]
)
def test_what_sites_write_behind_a_heading(end: str) -> None:
    """Links for editing and anchors behind a heading are no part of it."""
    assert ["停航以后", FIRST] == kept(Block("heading", f"停航以后{end}", 2), FIRST)
    assert ["停航以后的编辑"] == kept(Block("heading", "停航以后的编辑", 2))


def test_buttons_around_code() -> None:
    """A line of buttons above or below code is no code; the same words in it are."""
    code = "const a = '复制代码'"
    for line in (
        "复制代码",
        "javascript 体验AI代码助手 代码解读 复制代码",
        "Copy code",
        "python复制代码",
    ):
        assert [code] == kept(Block("code", f"{line}\n{code}"))
        assert [code] == kept(Block("code", f"{code}\n{line}"))
    assert ["copy"] == kept(Block("code", "copy"))
    assert ["a\ncopy\nb"] == kept(Block("code", "a\ncopy\nb"))


PLACED = [rule for rule in rules() if rule.place in {"end", "edges"}]


@pytest.mark.parametrize("rule", PLACED, ids=lambda rule: rule.name)
def test_examples_of_rules_with_a_place(rule: FurnitureRule) -> None:
    """A line that a rule takes below a text stays within it, unless another rule takes it."""
    for example in rule.examples:
        others = [other for other in rules() if not other.place and other.matches(example)]

        assert [FIRST, LAST] == kept(FIRST, LAST, example)
        assert kept(FIRST, example, LAST) == [FIRST, *([] if others else [example]), LAST]
