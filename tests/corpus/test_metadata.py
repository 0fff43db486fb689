"""Author, date and address are read from a file, its page and its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article

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
