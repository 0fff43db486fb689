"""Pages copied whole as plain text: their articles are read, and nothing else of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.copied_page import mark_copied_page
from corpus.document import Block
from corpus.loading import load
from corpus.model import Article

TITLE = "磨坊停了以后，面去哪里磨？"
FIRST = "河边的磨坊停了三年，磨盘上长了青苔，镇上的人要磨面，得走到十里外的桥头去。"
SECOND = "桥头的磨坊用电，一袋麦子一刻钟就好，可是老人们说，面里少了水的味道。"
THIRD = "今年开春，几个年轻人把水轮修好了，磨坊每个星期六转半天，来的人排到桥上。"

MENU = ("首页", "新闻", "视频", "登录 注册", "搜索", "河镇 多云 21℃")
FOOT = ("赞同 28", "14 条评论", "分享", "推荐阅读", "桥头的电磨坊要收费了", "关于我们 | 联系我们")


def article_of(folder: Path, *lines: str) -> Article:
    """Return the article of a file of plain lines."""
    (folder / "a.txt").write_text("\n".join(lines), "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


def text_of(article: Article) -> str:
    """Return the headings and the text of an article."""
    return "\n".join(line for one in article.passages for line in (*one.heading, one.text))


@pytest.mark.parametrize("menu", [MENU, ("首页 新闻 国内 国际 登录 注册", "河镇网 > 社会 > 正文")])
def test_what_stands_around_an_article(tmp_path: Path, menu: tuple[str, ...]) -> None:
    """The title is the longest line below the menu; menus, counts and comments go."""
    article = article_of(
        tmp_path, *menu, TITLE, "2023-05-06 08:12  来源：河镇日报", FIRST, SECOND, THIRD, *FOOT
    )

    assert (TITLE, date(2023, 5, 6)) == (article.title, article.date)
    assert [FIRST, SECOND, THIRD] == text_of(article).split("\n")


def test_lines_of_the_site_within(tmp_path: Path) -> None:
    """Buttons and counts within the text go; a short line of the article stays."""
    bar = "河镇财经APP 缩小字体 放大字体 收藏 微博 微信 分享"
    within = ("广告", "128", bar, "点击查看大图", "水轮在转，摄于四月。")
    article = article_of(tmp_path, *MENU, TITLE, FIRST, *within, SECOND, THIRD, *FOOT)

    assert [FIRST, within[-1], SECOND, THIRD] == text_of(article).split("\n")


def test_a_short_title_above_a_day(tmp_path: Path) -> None:
    """A line above one with a day is the title rather than a somewhat longer one."""
    lines = (*MENU, "河镇人的日记本", "老水磨", "2018-10-21 23:04:17", FIRST, SECOND, THIRD, *FOOT)

    assert "老水磨" == article_of(tmp_path, *lines).title


def test_a_name_above_a_day(tmp_path: Path) -> None:
    """The name of the author between the title and the day is no title."""
    lines = (*MENU, "河边的磨坊", "何以安", "2018-10-21 23:04", FIRST, SECOND, THIRD, *FOOT)
    article = article_of(tmp_path, *lines)

    assert ("河边的磨坊", "何以安") == (article.title, article.author)


def test_a_title_above_the_menu(tmp_path: Path) -> None:
    """A first line that is longer than the name of a site is the title, whatever is longer."""
    longer = "磨坊停了三年，这里说说它是怎么又转起来的以及面去哪里磨"
    lines = (
        TITLE,
        "首页 | 新闻 | 视频 | 订阅 | 下载",
        "要点",
        longer,
        FIRST,
        SECOND,
        THIRD,
        *FOOT,
    )
    article = article_of(tmp_path, *lines)

    assert TITLE == article.title
    assert longer in text_of(article)


def test_a_subtitle_below_the_title(tmp_path: Path) -> None:
    """What stands above a subtitle is the title, though that is longer, and both are read."""
    subtitle = "——记河边最后一个磨面的人和他的四十年"
    lines = (*MENU, "河边停了磨", subtitle, "2023-05-06 08:12", FIRST, SECOND, THIRD, *FOOT)
    article = article_of(tmp_path, *lines)

    assert "河边停了磨" == article.title
    assert subtitle in text_of(article)


def test_a_line_as_long_as_a_title_above_it(tmp_path: Path) -> None:
    """It is text, though it may be of the site."""
    lines = (*MENU, "本周末磨坊开放日报名开始啦", TITLE, "2023-05-06 08:12", FIRST, SECOND, *FOOT)
    article = article_of(tmp_path, *lines)

    assert TITLE == article.title
    assert lines[len(MENU)] in text_of(article)


def test_a_page_without_a_menu(tmp_path: Path) -> None:
    """Without one, the first line is the title; what stands below the text goes nevertheless."""
    lines = (TITLE[:-1], "一个比题目还要长的副题：河边人家三年的账", FIRST, SECOND, THIRD, *FOOT)
    article = article_of(tmp_path, *lines)

    assert TITLE[:-1] == article.title
    assert lines[1] in text_of(article)
    assert FOOT[-2] not in text_of(article)


@pytest.mark.parametrize(
    "lines",
    [
        ("应用里的几个按钮", "首页", FIRST, "搜索", SECOND, "收藏", "消息", THIRD, "关注", FIRST),
        (
            "面饼",
            "用料",
            "面粉 300克",
            "水 150克",
            "盐 3克",
            "油 1勺",
            "葱 2根",
            FIRST,
            SECOND,
            "小贴士",
            THIRD,
        ),
        ("磨坊三首", "水轮转", "青苔长", "人不来", "门开着", "灯灭了", FIRST, SECOND),
        ("磨坊问答", "几点开门？", FIRST, "要排队吗？", SECOND, "相关问题", THIRD),
        (
            "磨坊的稿子",
            FIRST,
            SECOND,
            "编辑：今天谁来写？",
            "记者：我来写。",
            "编辑：写什么？",
            "记者：写磨坊。",
        ),
        (
            "上网的词",
            "登录",
            "进入网站。",
            "注册",
            "申请账号。",
            "搜索",
            "找东西。",
            "分享",
            "给别人看。",
            FIRST,
        ),
        (
            "日记",
            FIRST,
            "标签：磨坊",
            SECOND,
            "标签：水轮",
            THIRD,
            "标签：河",
            FIRST,
            "标签：桥",
            SECOND,
        ),
        (
            "我的城市",
            "教育",
            "健康",
            "文化",
            "音乐",
            "体育",
            "以上五个方面，我都写过",
            FIRST,
            SECOND,
        ),
        ("版权问答", "版权是什么？", FIRST, "版权归谁？", SECOND, "版权有多久？", THIRD),
        ("磨坊公告", FIRST, SECOND, THIRD, "标签：磨坊 水轮", "上一篇：桥头", "下一篇：河边"),
    ],
)
def test_a_text_that_is_no_copied_page(lines: tuple[str, ...]) -> None:
    """Few words of sites, or words within the text, make no page of it."""
    blocks = [Block("paragraph", line) for line in lines]

    assert tuple(blocks) == mark_copied_page(blocks)
