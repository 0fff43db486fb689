"""Author, date and address are read from a file, its page and its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article
from retrieval.text.analysis import Analyzer

BODY = "<p>平台要靠深度服务产业才能找到新的增长，而不是再去收割流量，这一点已经没有疑问。</p>" * 4


def article_of(folder: Path, text: str, name: str = "a.md") -> Article:
    """Write a file and return the only article of its folder."""
    (folder / name).write_text(text, "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


def metadata_of(article: Article) -> tuple[str, str | None, date | None, str | None]:
    """Return title, author, date and address of an article."""
    return article.title, article.author, article.date, article.url


@pytest.mark.parametrize(
    "front",
    [
        "title: 题\nauthor: 甲乙\ndate: 2021-12-28\nurl: https://example.org/a",
        "标题: 题\n作者: 甲乙\n日期: 2021年12月28日\n原文链接: https://example.org/a",
        "Headline: 题\nBy: 甲乙\nPublished: 20211228\nCanonical-URL: https://example.org/a",
        "title: 题\nauthors: [{name: 甲乙}]\npubDate: 28 Dec 2021 08:00:00 +0800\n\
source: https://example.org/a",
        "title: 题\nauthor: {name: 甲乙}\ndate: x\ncreated_at: 2021/12/28\nurl: /a\n\
link: https://example.org/a",
        'title: 题\nauthor: ["[[甲乙]]"]\ncreateTime: 2021/12/28\nurl: https://example.org/a',
        'title: 题\nauthor: "[[people/3|甲乙]]"\n发表时间: 2021-12-28\n链接: https://example.org/a',
    ],
)
def test_front_matter_under_the_names_people_use(tmp_path: Path, front: str) -> None:
    """Metadata is read under all names that editors and static sites use."""
    article = article_of(tmp_path, f"---\n{front}\n---\n正文。")

    assert ("题", "甲乙", date(2021, 12, 28), "https://example.org/a") == metadata_of(article)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2021-12-28-题目.md", date(2021, 12, 28)),
        ("20211228_题目.md", date(2021, 12, 28)),
        ("题目 2021.12.28.md", date(2021, 12, 28)),
        ("2021年12月28日题目.md", date(2021, 12, 28)),
        ("20211328.md", None),
        ("a120211228.md", None),
        ("2021-2022 报告.md", None),
        ("13800138000.md", None),
    ],
)
def test_a_date_in_the_file_name(tmp_path: Path, name: str, expected: date | None) -> None:
    """A date in the file's name is used if there is no other; other numbers are not dates."""
    assert expected == article_of(tmp_path, "正文。", name).date


def test_a_date_in_the_file_overrides_its_name(tmp_path: Path) -> None:
    """A date in the file is used instead of the one in its name."""
    article = article_of(tmp_path, "---\ndate: 2020-01-02\n---\n正文。", "2021-12-28.md")

    assert date(2020, 1, 2) == article.date


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("作者：王小明", "王小明", None),
        ("文 | 王小明", "王小明", None),
        ("2023年5月6日 08:30 来源：某某日报 作者：王小明", "王小明", date(2023, 5, 6)),
        ("By Ann Lee", "Ann Lee", None),
        ("责任编辑：李四", None, None),
        ("发布时间：2023-05-06 08:30", None, date(2023, 5, 6)),
    ],
)
@pytest.mark.parametrize("form", ["text", "page"])
def test_lines_below_the_headline(
    tmp_path: Path, line: str, author: str | None, day: date | None, form: str
) -> None:
    """Author and date are read from a visible byline, which is not quoted.

    Dates above the headline and below the text are ignored.
    """
    pages = {
        "text": f"题目在这里\n{line}\n正文说了一句话，没有再说下去。\n2020年1月2日又说了一句话。",
        "page": f"<html><body><div>2024年1月1日 星期一</div><h1>题目在这里</h1><div>{line}</div>"
        f"<article>{BODY}</article><div>相关：2020年1月2日</div></body></html>",
    }
    article = article_of(tmp_path, pages[form], "a.txt")

    assert (author, day) == (article.author, article.date)
    assert line not in "".join(passage.text for passage in article.passages)


def test_the_site_is_not_the_author(tmp_path: Path) -> None:
    """If the page names itself as author and a byline names a person, the person is the author."""
    head = '<meta property="og:site_name" content="某某网"><meta name=author content="某某网">'
    page = f"<html><head>{head}</head><body><h1>题</h1><p>作者：王小明</p>{BODY}</body></html>"

    assert "王小明" == article_of(tmp_path, page, "a.html").author


def test_the_title_is_not_a_heading(tmp_path: Path) -> None:
    """A headline that repeats the title is not a heading of passages; others are."""
    article = article_of(tmp_path, "---\ntitle: 题\n---\n# 题\n\n正文。\n\n## 节\n\n文。")

    assert ("题", ("节",), ()) == (article.title, article.headings, article.passages[0].heading)


@pytest.mark.parametrize(
    "front",
    [
        "title: [[a]]\nauthor: {a: b}\ndate: [x]\nurl: {x: y}\nid: {x: 1}",
        "title: ''\nauthor: [{}]\ndate:\nurl: ' '",
        "".join(
            f"{a}: &{a} [{', '.join([b] * 9)}]\n"
            for a, b in zip("abcdefghi", ["x", *(f"*{c}" for c in "abcdefgh")], strict=True)
        )
        + "author: *i\nid: *i\ndate: *i",
    ],
)
def test_unusable_metadata(tmp_path: Path, front: str) -> None:
    """Unusable titles, names and dates are ignored, however large they are."""
    article = article_of(tmp_path, f"---\n{front}\n---\n正文在这里，一句话。")

    assert ("a", None, None) == (article.id, article.author, article.date)


PAGE_BODY = (
    "<p>海边的这座小镇从前靠盐田过日子，盐价跌了以后，年轻人便坐船去了对岸的城里。</p>"
    "<p>最早回来的是一对开面馆的兄弟，他们把祖屋的天井改成了厨房，雨天也坐满了人。</p>"
    "<p>镇上的老师算过一笔账，学生从二百一十人减到四十三人，又慢慢回到了九十人。</p>"
)


def page(above: str = "", head: str = "", below: str = "", body: str = PAGE_BODY) -> str:
    """Return a page with lines between its headline and its text, in its head and below."""
    return (
        f"<!doctype html><html><head>{head}</head><body><div class=top>2024年1月1日 星期一</div>"
        f"<div class=main><h1>盐田以后</h1>{above}<div class=text>{body}</div>{below}</div>"
        f"</body></html>"
    )


DATES = {
    "behind a share bar": page(
        "<div class=share><a>微信</a><a>微博</a><a>QQ空间</a></div><p>2023年05月06日 08:30</p>"
    ),
    "before a share bar": page(
        "<span>2023-05-06</span><div>分享到：<a>微信</a> <a>微博</a></div><div>字号：大 中 小"
        "</div>"
    ),
    "time element": page(
        "<article><time datetime='2023-05-06T08:00:00+08:00'>上周六</time></article>"
    ),
    "itemprop": page("<span itemprop=datePublished>2023-05-06</span>"),
    "itemprop with content": page("<span itemprop=datePublished content=2023-05-06>上周六</span>"),
    "itemprop of a meta element": page(head="<meta itemprop=datePublished content=2023-05-06>"),
    "itemprop of a time element": page(
        "<time itemprop=datePublished datetime=2023-05-06>上周六</time>"
    ),
    "meta name": page(head="<meta name=publishdate content='2023-05-06 08:30:00'>"),
    "meta in capitals": page(head="<meta name=PubDate content='2023-05-06'>"),
    "heading with counts": page("<h4>2023-05-06 08:30 来源：某某日报 阅读：1024</h4>"),
    "label": page("<p>发布日期：2023-05-06</p>"),
    "label without a colon": page("<p>发表于 2023-05-06 08:30</p>"),
    "label behind a name": page("<p>王小明 发表于 2023-05-06</p>"),
    "published in traditional script": page("<p>發佈時間：2023年5月6日</p>"),
    "slashes": page("<p>2023/05/06 来源：某某网</p>"),
    "dots": page("<p>2023.05.06</p>"),
    "short year": page("<p>发布时间：23-05-06 08:30</p>"),
    "in one line with all": page(
        "<p>来源：某某日报 作者：王小明 时间：2023-05-06 08:30 浏览：33</p>"
    ),
    "in a table": page("<table><tr><td>发布时间：2023-05-06</td><td>点击：12</td></tr></table>"),
    "below": page(below="<p>发布时间：2023-05-06</p>"),
    "in the address": page(
        head="<link rel=canonical href=https://example.org/a/2023-05-06/12.html>"
    ),
    "in the address, in folders": page(
        head="<link rel=canonical href=https://example.org/2023/05/06/12.html>"
    ),
    "in the address, joined": page(
        head="<link rel=canonical href=https://example.org/c/20230506/12.shtml>"
    ),
    "account": page(head="<script>var ct = '1683331200';</script>"),
    "account, with quotes": page(head='<script>var nickname="x";var ct="1683331200";</script>'),
    "linked data": page(
        head='<script type="application/ld+json">{"headline":"盐田以后",'
        '"datePublished":"2023-05-06T08:00:00Z"}</script>'
    ),
    "below a headline that asks": (
        f"<html><body><h1>灯为什么亮着？</h1><p>2023-05-06 08:30</p>{PAGE_BODY}</body></html>"
    ),
    "editor between": page("<p>责任编辑：王小明</p><p>2023-05-06 08:30</p><p>来源：某某网</p>"),
}


@pytest.mark.parametrize("place", DATES)
def test_the_printed_date(tmp_path: Path, place: str) -> None:
    """The day of publication is read wherever a page states it, and never that of saving."""
    assert date(2023, 5, 6) == article_of(tmp_path, DATES[place], "a.html").date


NO_DATES = {
    "above the headline": page(),
    "in the text": page(body=PAGE_BODY + "<p>2023年5月6日，河水漫过了堤岸。</p>"),
    "related": page(below="<div><a href=/1>另一座小镇的故事</a> 2023-05-06</div>"),
    "two digits without a label": page("<p>23-05-06 期</p>"),
    "a number in the address": page(
        head="<link rel=canonical href=https://example.org/a/20231306.html>"
    ),
    "an impossible day": page("<p>2023-02-30</p>"),
}


@pytest.mark.parametrize("place", NO_DATES)
def test_no_printed_date(tmp_path: Path, place: str) -> None:
    """Days of the page, of events and of other articles are not the day of publication."""
    assert None is article_of(tmp_path, NO_DATES[place], "a.html").date


AUTHORS = {
    "one line": ("<p>2023-05-06 08:30 来源：某某日报 作者：王小明</p>", "王小明"),
    "one line, author first": ("<p>作者：王小明 来源：某某日报 2023-05-06</p>", "王小明"),
    "one line with bars": ("<p>2023-05-06 | 作者：王小明 | 阅读 12</p>", "王小明"),
    "editor behind": ("<p>作者：王小明 责任编辑：李四</p>", "王小明"),
    "csdn": ("<p>发表于2023-05-06 08:30| 12次阅读| 来源某某网| 3条评论| 作者王小明</p>", "王小明"),
    "thepaper": (
        "<div>某某新闻记者 王小明</div><div>2023-05-06 08:30 来源：某某新闻</div>",
        "王小明",
    ),
    "thepaper, several": ("<div>某某新闻记者 王小明 李四 实习生 赵六</div>", "王小明、李四"),
    "own paper": ("<p>本报记者 王小明 李四</p>", "王小明、李四"),
    "people's": ("<p>王小明</p><p>2023年05月06日08:30 来源：某某网－某某日报</p>", "王小明"),
    "text and bar": ("<p>文｜王小明</p>", "王小明"),
    "text and slash": ("<p>文/王小明</p>", "王小明"),
    "text and editor": ("<p>文 | 王小明 编辑 | 李四</p>", "王小明"),
    "written by": ("<p>撰文：王小明</p>", "王小明"),
    "gathered by": ("<p>采写：某报记者 王小明</p>", "王小明"),
    "several": ("<p>作者：王小明、李四</p>", "王小明、李四"),
    "several with spaces": ("<p>作者：王小明 李四</p>", "王小明、李四"),
    "several with a sign": ("<p>执笔/王小明、李四&赵六</p>", "王小明、李四、赵六"),
    "in brackets": ("<p>（作者：王小明）</p>", "王小明"),
    "English": ("<p>By Ann Lee</p>", "Ann Lee"),
    "foreign": ("<p>作者：约翰·史密斯</p>", "约翰·史密斯"),
    "traditional": ("<p>記者：王小明</p>", "王小明"),
    "unknown": ("<p>作者：佚名</p>", None),
    "from the net": ("<p>作者：网络整理</p>", None),
    "none": ("<p>作者：无</p>", None),
    "administrator": ("<p>作者：admin</p>", None),
    "number": ("<p>作者：NB12034</p>", None),
    "mail": ("<p>作者：a@example.org</p>", None),
    "editors": ("<p>作者：小编</p>", None),
    "editor only": ("<p>责任编辑：李四</p>", None),
    "source only": ("<p>来源：某某日报</p>", None),
}


@pytest.mark.parametrize("line", AUTHORS)
def test_the_printed_author(tmp_path: Path, line: str) -> None:
    """Authors are read from all shapes of bylines; placeholders and editors are none."""
    above, author = AUTHORS[line]

    assert author == article_of(tmp_path, page(above), "a.html").author


DATELINES = {
    "某地5月6日电（记者王小明）": "王小明",
    "某社某地5月6日电（记者 王小明 李四）": "王小明、李四",
    "某网讯（记者王小明 通讯员李四）": "王小明",
    "某报讯(见习记者 王小明)": "王小明",
    "他说（记者在场）": None,
}


@pytest.mark.parametrize("start", DATELINES)
def test_the_author_of_a_dateline(tmp_path: Path, start: str) -> None:
    """The reporter named at the beginning of a report is its author if no byline is there."""
    body = (
        f"<p>{start}，昨天傍晚，海边的这座小镇又亮起了灯，街上的人比往年多了一倍。</p>{PAGE_BODY}"
    )

    assert DATELINES[start] == article_of(tmp_path, page(body=body), "a.html").author


@pytest.mark.parametrize(
    "name",
    ["未知", "佚名", "admin", "网络", "本站原创", "editor@example.org", "www.example.org", "-"],
)
def test_a_placeholder_in_the_head_is_no_author(tmp_path: Path, name: str) -> None:
    """A placeholder in a page's head does not hide the author that the page prints."""
    head = f"<meta name=author content='{name}'>"

    assert "王小明" == article_of(tmp_path, page("<p>作者：王小明</p>", head), "a.html").author


TITLES = {
    "盐田以后的小镇 - 某某网": "盐田以后的小镇",
    "盐田以后的小镇_某某日报": "盐田以后的小镇",
    "盐田以后的小镇_要闻_某某网": "盐田以后的小镇",
    "盐田以后的小镇|某某周刊": "盐田以后的小镇",
    "盐田以后的小镇 | 某某新闻": "盐田以后的小镇",
    "盐田以后的小镇——某某在线": "盐田以后的小镇",
    "盐田以后的小镇-某某图书馆": "盐田以后的小镇",
    "盐田以后的小镇 — Example Times": "盐田以后的小镇",
    "盐田以后--某某学会": "盐田以后",
    "盐田以后的小镇-知乎": "盐田以后的小镇",
    "5G-A 商用以后的小镇": "5G-A 商用以后的小镇",
    "2019-2023：盐田的五年": "2019-2023：盐田的五年",
    "盐田-滩涂-小镇": "盐田-滩涂-小镇",
    "T-shirt 与小镇 - 某某网": "T-shirt 与小镇",
    "小镇｜盐田以后": "小镇｜盐田以后",
    "一个人的图书馆": "一个人的图书馆",
    "盐田以后——一座小镇的三十年": "盐田以后——一座小镇的三十年",
}


@pytest.mark.parametrize("title", TITLES)
def test_the_title_without_its_site(tmp_path: Path, title: str) -> None:
    """A title loses the names of site and section behind any mark, and no part of its own."""
    markup = f"<html><head><title>{title}</title></head><body><div>{PAGE_BODY}</div></body></html>"

    assert TITLES[title] == article_of(tmp_path, markup, "a.html").title


@pytest.mark.parametrize(
    "title", ["盐田以后的小镇 某某网", "盐田以后的小镇:某某网", "盐田以后的小镇 -某某 某某频道"]
)
@pytest.mark.parametrize("tag", ["h1", "h2", "div", "strong"])
def test_a_title_that_the_page_prints(tmp_path: Path, title: str, tag: str) -> None:
    """The line of the page with which the head's title begins is the title."""
    markup = (
        f"<html><head><title>{title}</title></head><body><div><{tag}>盐田以后的小镇</{tag}></div>"
        f"<div>{PAGE_BODY}</div></body></html>"
    )

    assert "盐田以后的小镇" == article_of(tmp_path, markup, "a.html").title


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("何以安", "何以安", None),
        ("何以安  2024-05-06", "何以安", date(2024, 5, 6)),
        ("欧阳修远 · 2024年5月6日", "欧阳修远", date(2024, 5, 6)),
        ("諸葛平", "諸葛平", None),
    ],
)
@pytest.mark.parametrize("title", ["渡口的三代人", "# 渡口的三代人"])
def test_a_name_alone_below_the_title(
    tmp_path: Path, title: str, line: str, author: str, day: date | None
) -> None:
    """A bare name on the first line below the title is the author, and no heading."""
    article = article_of(
        tmp_path, f"{title}\n\n{line}\n\n渡口归了镇上。\n\n渡船一天走八班，冬天减为六班。"
    )

    assert (author, day, ()) == (article.author, article.date, article.headings)
    assert line not in "".join(passage.text for passage in article.passages)


@pytest.mark.parametrize("line", ["梁家人", "开篇", "现在的渡口", "安全", "司机"])
def test_a_heading_below_the_title_is_no_name(
    tmp_path: Path, line: str, analyzer: Analyzer
) -> None:
    """A line is a heading if its words are in the article, or are common."""
    text = f"渡口的三代人\n{line}\n梁家人在这里摆渡，前后共三代，没有断过。\n从前走得慢。"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (article,) = load(tmp_path, analyzer.frequency).corpus.articles

    assert (None, (line,)) == (article.author, article.headings)


LETTER = "渡船一天走八班，冬天减为六班，大雾的日子停开。\n\n票价两元，小孩一元，自行车另收一元。"


def quotable(article: Article) -> list[str]:
    """Return the texts of an article's passages and headings."""
    return [*article.headings, *(passage.text for passage in article.passages)]


@pytest.mark.parametrize(
    "lines",
    [
        "> 作者：何以安",
        "> 作者：何以安  \n> 日期：2024年5月6日",
        "> **作者**：何以安\n> 2024-05-06\n> 来源：某某日报",
        "> 作者: 何以安 | 日期: 2024-05-06 | 来源: 某某日报",
        "> 文／何以安 2024-05-06",
        "> 撰文：何以安\n>\n> 摄影：李四",
        "作者：何以安\n日期：2024-05-06\n编辑：李四",
        "*作者：何以安*",
    ],
)
@pytest.mark.parametrize("title", ["渡口的三代人", "渡口为什么停了？"])
def test_a_byline_in_markdown(tmp_path: Path, title: str, lines: str) -> None:
    """A byline below the title is no text, in a quotation or not, on one line or on several."""
    article = article_of(tmp_path, f"# {title}\n\n{lines}\n\n{LETTER}")

    assert (title, "何以安") == (article.title, article.author)
    assert LETTER.split("\n\n") == quotable(article)
    assert article.date == (date(2024, 5, 6) if "2024" in lines else None)


def test_the_day_of_an_event_is_no_byline(tmp_path: Path) -> None:
    """Lines that say when and where something takes place stay together."""
    lines = "时间：2024年5月6日\n地点：河边礼堂"
    article = article_of(tmp_path, f"# 渡口\n\n{LETTER}\n\n{lines}")

    assert "时间：2024年5月6日地点：河边礼堂" in "".join(quotable(article))


def test_a_quotation_is_no_byline(tmp_path: Path) -> None:
    """Words of a person who is quoted stay, though they begin with who speaks."""
    lines = "> 作者：这本书写了十年，谁也没有想到。\n> 记者：请问您为什么回来？"
    article = article_of(tmp_path, f"# 渡口\n\n{LETTER}\n\n{lines}")

    assert article.author is None
    assert "这本书写了十年" in "".join(quotable(article))


@pytest.mark.parametrize(
    "line",
    [
        *("文／何以安", "文｜何以安", "文 | 何以安", "文丨何以安", "文│何以安", "撰文／何以安"),
        *(
            "文／何以安　圖／李四",
            "文｜何以安 编辑｜李四",
            "撰文／何以安\n图／李四",
            "> 文／何以安",
        ),
        *(
            "编写：何以安 2023年5月",
            "撰写：何以安、李四",
            "整理：何以安\n审核：李四",
            "編寫：何以安",
        ),
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_byline_with_rare_marks_or_roles(tmp_path: Path, line: str, *, is_above: bool) -> None:
    """Full-width slashes and all bars divide a role from its name, above the text and below."""
    parts = ("渡口的三代人", line, LETTER) if is_above else ("渡口的三代人", LETTER, line)
    article = article_of(tmp_path, "\n".join(parts), "a.txt")

    assert "何以安" == (article.author or "")[:3]
    assert LETTER.split("\n\n") == quotable(article)


@pytest.mark.parametrize("label", ["標題：", "标题: ", "题目：", "【題目】：", "文章题目："])
@pytest.mark.parametrize("title", ["渡口的三代人", "渡口为什么停了？"])
def test_a_labelled_title(tmp_path: Path, label: str, title: str) -> None:
    """The word before a title is no part of it, also where the title is a question."""
    text = f"{label}{title}\n作者：何以安\n日期：2024-05-06\n{LETTER}"
    article = article_of(tmp_path, text, "a.txt")

    assert (title, "何以安", date(2024, 5, 6)) == metadata_of(article)[:3]
    assert LETTER.split("\n\n") == quotable(article)


def test_a_labelled_title_that_is_not_the_title(tmp_path: Path) -> None:
    """Further below, the word is a part of the text."""
    article = article_of(tmp_path, f"渡口\n{LETTER}\n题目：把船数清楚，写在纸上。", "a.txt")

    assert "渡口" == article.title
    assert "题目：把船数清楚，写在纸上。" in "".join(quotable(article))
