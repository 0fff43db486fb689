"""The signature of a notice gives its author and its date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article
from tests.documents import docx, paragraph

TITLE = "关于调整食堂时间的通知"
TEXT = ("自五月八日起，食堂早餐提前到六点半，午餐时间不变，请大家互相转告。", "特此通知。")
DAY = date(2023, 11, 26)


def read(folder: Path, *lines: str, name: str = "a.txt") -> Article:
    """Return an article of these lines, each of which is a paragraph."""
    ending = "\n\n" if name == "a.md" else "\n"
    (folder / name).write_text(ending.join(lines), "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


def texts(article: Article) -> list[str]:
    """Return the paragraphs of an article's passages and its headings."""
    found = [*article.headings, *(passage.text for passage in article.passages)]
    return "\n".join(found).split("\n")


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("某某区水务局办公室", "2023年11月26日"), "某某区水务局办公室"),
        (("某某区水务局办公室　2023年11月26日",), "某某区水务局办公室"),
        (("某某公司人力资源部", "2023-11-26"), "某某公司人力资源部"),
        (("某某鎮圖書館（蓋章）", "二〇二三年十一月二十六日"), "某某鎮圖書館"),
        (
            ("某某区水务局　某某区教育委员会", "二○二三年十一月二十六日"),
            "某某区水务局、某某区教育委员会",
        ),
        (("某某区水务局", "某某区就业局", "2023 年 11 月 26 日"), "某某区水务局、某某区就业局"),
        (("2023年11月26日", "某某小区业委会"), "某某小区业委会"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_offices_and_day(tmp_path: Path, name: str, lines: tuple[str, ...], author: str) -> None:
    """The offices below a notice are its author and the day is its date; neither is quoted."""
    article = read(tmp_path, f"# {TITLE}" if name == "a.md" else TITLE, *TEXT, *lines, name=name)

    assert (TITLE, author, DAY) == (article.title, article.author, article.date)
    assert list(TEXT) == texts(article)


def test_what_a_notice_states_counts_more(tmp_path: Path) -> None:
    """Who is named as the author is it, and the day of publication is the date."""
    lines = ("作者：何以安", "发布时间：2023-12-01", *TEXT, "某某区水务局", "2023年11月26日")
    article = read(tmp_path, TITLE, *lines)

    assert ("何以安", date(2023, 12, 1)) == (article.author, article.date)
    assert list(TEXT) == texts(article)


def test_lines_below_a_signature(tmp_path: Path) -> None:
    """Attachments and contacts may follow, and stay; so may the names of editors."""
    below = ("附件：食堂时间表", "联系人：何以安。", "责任编辑：李四")
    article = read(tmp_path, TITLE, *TEXT, "某某区水务局", "2023年11月26日", *below)

    assert ("某某区水务局", DAY) == (article.author, article.date)
    assert [*TEXT, *below[:2]] == texts(article)


@pytest.mark.parametrize(
    "below",
    [
        ("附件", "食堂时间表"),
        ("附件1：食堂时间表", "早餐六点半，午餐十一点半，晚餐十七点半，周末各晚半小时。"),
        ("（联系人：李四，联系电话：0000-1234567）",),
        ("联系电话：0000-1234567", "地址：某某路一号"),
        ("抄送：市委各部门。", "某某区水务局办公室　2023年11月27日印发"),
        ("（此件公开发布）",),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_attachments_and_contacts(tmp_path: Path, name: str, below: tuple[str, ...]) -> None:
    """A signature stands above attachments with their titles and above contacts, and alone."""
    title = f"# {TITLE}" if name == "a.md" else TITLE
    article = read(tmp_path, title, *TEXT, "某某区水务局", "2023年11月26日", *below, name=name)

    assert (TITLE, "某某区水务局", DAY) == (article.title, article.author, article.date)
    assert "某某区水务局" not in texts(article)


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("何以安", "2023年11月26日"), "何以安"),
        (("何以安", "2023年11月26日于某地"), "何以安"),
        (("何以安 2023年11月26日",), "何以安"),
        (("2023年11月26日于某地",), None),
        (("二〇二三年十一月二十六日",), None),
        (("2023年11月26日",), None),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_person_and_a_day(
    tmp_path: Path, name: str, lines: tuple[str, ...], author: str | None
) -> None:
    """A name and a day below a text sign it as well, and so does a day alone."""
    article = read(tmp_path, f"# {TITLE}" if name == "a.md" else TITLE, *TEXT, *lines, name=name)

    assert (author, DAY) == (article.author, article.date)
    assert list(TEXT) == texts(article)


@pytest.mark.parametrize("is_within", [True, False])
def test_a_signature_on_a_page(tmp_path: Path, *, is_within: bool) -> None:
    """Lines at the end of the last paragraph sign a text, and so do lines right below it."""
    lines = "某某区水务局<br>2023年11月26日"
    end = f"{TEXT[1]}<br>{lines}</p></div>" if is_within else f"{TEXT[1]}</p></div><p>{lines}</p>"
    body = f"<h1>{TITLE}</h1><div><p>{TEXT[0]}</p><p>{TEXT[0]}</p><p>{end}"
    markup = f"<!doctype html><html><body>{body}</body></html>"
    (tmp_path / "a.html").write_text(markup, "utf-8")
    (article,) = load(tmp_path, lambda _: 0).corpus.articles

    assert ("某某区水务局", DAY) == (article.author, article.date)
    assert {*TEXT} == {*texts(article)}


def test_a_signature_in_a_docx(tmp_path: Path) -> None:
    """The end of a Word document is read in the same way, also with a line break in it."""
    end = "某某区水务局办公室</w:t><w:br/><w:t>2023年11月26日"
    body = [paragraph(line) for line in (TITLE, *TEXT, "@")]
    (tmp_path / "a.docx").write_bytes(docx(*(part.replace("@", end) for part in body)))
    (article,) = load(tmp_path, lambda _: 0).corpus.articles

    assert ("某某区水务局办公室", DAY) == (article.author, article.date)
    assert list(TEXT) == texts(article)


@pytest.mark.parametrize(
    "lines",
    [
        ("最后我们来到了水务局", "2023年11月26日"),
        ("受理的部门是水务局。", "2023年11月26日"),
        ("某某区水务局",),
        ("某某区水务局", "2023年十十月四四日"),
        ("某某区水务局", "2023年11月26日", "以上是通知的全文，下面说说我的看法。"),
    ],
)
def test_what_is_no_signature(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """A sentence, an office without a day, and a signature that is quoted are text."""
    article = read(tmp_path, TITLE, *TEXT, *lines)

    assert article.author is None
    assert lines[0] in texts(article)


@pytest.mark.parametrize("day", ["2023年13月26日", "二〇二三年十十月二十六日"])
def test_a_day_that_is_none(tmp_path: Path, day: str) -> None:
    """A signature with an impossible day still names the author."""
    article = read(tmp_path, TITLE, *TEXT, "某某区水务局", day)

    assert ("某某区水务局", None) == (article.author, article.date)


def test_empty_lines_above_an_office(tmp_path: Path) -> None:
    """Lines that only a separator divides may be empty; the office below them signs the text."""
    text = "关于停水的通知\n请各位互相转告。\u2028\u2028河边水务局"
    (tmp_path / "a.txt").write_text(text, "utf-8")

    (article,) = load(tmp_path, lambda _: 0).corpus.articles
    assert "请各位互相转告。" in article.passages[0].text
