"""Files of HTML without a whole page: fragments of inline markup, and those that show nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import LoadResult, load

SALT = "黄瓜洗净以后要先晾干，用盐抹一遍。"
WATER = "出的水倒掉，再把糖醋汁浇上去。"
NOTHING = (
    "<!-- 一条注释，没有别的文字。 -->",
    "<!-- 一 -->\n\n<!-- **二** -->",
    "<script>var pickle = '黄瓜洗净以后要先晾干。';</script>",
    "<style>p { color: red; }</style>",
    "<title>腌黄瓜</title>",
    "<meta charset=utf-8><title>腌黄瓜</title><script>var a = 1;</script>",
    "<img src=a.png alt='一张黄瓜的图片'>",
    "<br>\n<b> </b>",
)


def load_file(folder: Path, name: str, text: str) -> LoadResult:
    """Load a folder with one file."""
    (folder / name).write_text(text, "utf-8")
    return load(folder, lambda _: 0)


def texts(folder: Path, name: str, text: str) -> list[str]:
    """Return the passages of the only article of a folder, which has no problems."""
    result = load_file(folder, name, text)
    (article,) = result.corpus.articles
    assert () == result.problems
    return [passage.text for passage in article.passages]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("suffix", ["html", "htm", "xhtml", "HTML"])
def test_markup_that_shows_nothing(tmp_path: Path, text: str, suffix: str) -> None:
    """A file of HTML that a browser shows no text of is no article, and is said to have none."""
    result = load_file(tmp_path, f"a.{suffix}", text)

    assert () == result.corpus.articles
    (problem,) = result.problems
    assert ("error", "has no text that can be quoted; remove it") == (
        problem.severity,
        str(problem.message),
    )


def test_a_plain_text_of_comments(tmp_path: Path) -> None:
    """A plain text that is nothing but comments of HTML is no article."""
    result = load_file(tmp_path, "a.txt", f"{NOTHING[0]}\n{NOTHING[0]}\n")

    assert () == result.corpus.articles
    assert ["has no text that can be quoted; remove it"] == [
        str(p.message) for p in result.problems
    ]


@pytest.mark.parametrize("above", ["", "<!-- 保存于某网 -->", "\n<!-- 一 -->\n<!-- 二 -->\n"])
def test_comments_above_a_plain_text(tmp_path: Path, above: str) -> None:
    """Comments above a plain text are no text, and no title."""
    result = load_file(tmp_path, "a.txt", f"{above}腌黄瓜\n{SALT}\n{WATER}")
    (article,) = result.corpus.articles

    assert "腌黄瓜" == article.title
    assert [f"{SALT}\n{WATER}"] == [passage.text for passage in article.passages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<b>黄瓜</b>{SALT.removeprefix('黄瓜')}", [SALT]),
        (f"<span>{SALT}</span>", [SALT]),
        (f"<main>{SALT}</main>", [SALT]),
        (f"{SALT}<br>{WATER}<br/>", [f"{SALT}\n{WATER}"]),
        (f"<!-- 保存于某网 -->{SALT}", [SALT]),
        (f"<a href=https://example.org/>{SALT}</a>", [SALT]),
        (f"<pre>{SALT}\n\n{WATER}</pre>", [f"{SALT}\n\n{WATER}"]),
    ],
)
def test_inline_markup(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Tags within a line are read as a browser reads them, not quoted."""
    assert expected == texts(tmp_path, "a.html", text)


def test_paragraphs_of_inline_markup(tmp_path: Path) -> None:
    """Paragraphs with nothing between them but empty lines, as blogs store them, stay apart."""
    text = f"<i>腌黄瓜</i>\n\n{SALT * 10}\n  \n{WATER * 10}"
    result = load_file(tmp_path, "a.html", f"<!-- 一\n\n二 -->\n\n{text}")
    (article,) = result.corpus.articles

    assert "腌黄瓜" == article.title
    assert [SALT * 10, WATER * 10] == [passage.text for passage in article.passages]


def test_a_page_without_the_tags_around_its_head(tmp_path: Path) -> None:
    """A page may leave out the tags of its head and body, and has its title all the same."""
    body = f"<p>{SALT}</p><p>{WATER}</p>"
    result = load_file(tmp_path, "a.html", f"<meta charset=utf-8><title>腌黄瓜</title>{body}")
    (article,) = result.corpus.articles

    assert "腌黄瓜" == article.title
    assert f"{SALT}{WATER}" == "".join("".join(p.text.split()) for p in article.passages)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "在网页里，<b> 是粗体，<script> 里是程序。"),
        ("a.txt", "<script> 里是程序，<title> 是网页的题目。"),
        ("a.txt", "三 <!-- 三分 --> 四，都要写全。"),
        ("a.html", "他写信给 <wang@example.org>，问 3<5 对不对。"),
    ],
)
def test_marks_in_a_text(tmp_path: Path, name: str, text: str) -> None:
    """Angle brackets that are no markup, and tags that a plain text names, are quoted."""
    assert [text] == texts(tmp_path, name, text)
