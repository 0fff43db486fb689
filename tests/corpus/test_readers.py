"""Front matter, HTML, Markdown and plain text are told apart by content and read as blocks."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.document import Document, UnreadableError
from corpus.readers import read_document


def read_text(text: str, name: str = "a.txt") -> Document:
    """Read a text file without a dictionary, as no text here is damaged."""
    return read_document(text.encode(), PurePosixPath(name), lambda _: 0)


def shape(document: Document) -> list[tuple[str, str]]:
    """Return kind and text of each block."""
    return [(block.kind, block.text) for block in document.blocks]


def test_html_with_front_matter() -> None:
    """A .txt file with HTML after its front matter is read as HTML."""
    document = read_text(
        "\n---\ntitle: '题'\nDate: 2021-12-28\n---\n\n<div><h2>甲</h2><p>乙。</p></div>"
    )

    assert [("heading", "甲"), ("paragraph", "乙。")] == shape(document)
    assert "题" == document.metadata["title"]
    assert "date" in document.metadata


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一<b>二</b>三</p>四", [("paragraph", "一二三"), ("paragraph", "四")]),
        ("<p>一<br>二<br><br>三</p>", [("paragraph", "一\n二"), ("paragraph", "三")]),
        ("<p>换\n  行</p><p>a\nb</p>", [("paragraph", "换行"), ("paragraph", "a b")]),
        ("<ul><li>一<li><p>二</p></ul>", [("item", "• 一"), ("item", "• 二")]),
        ("<ol><li>一<li>二</ol>", [("item", "1. 一"), ("item", "2. 二")]),
        ("<table><tr><th>甲<th>乙<tr><td>1<td>2</table>", [("table", "甲 | 乙\n1 | 2")]),
        ("<table><tr><td><p>栏</p><p>目</p></table>", [("paragraph", "栏"), ("paragraph", "目")]),
        ("<div>一<script>x()</script>二<!-- 注 -->三</div>", [("paragraph", "一二三")]),
        ("<p>&lt;b&gt; &amp; 饕餮</p>", [("paragraph", "<b> & 饕餮")]),
    ],
)
def test_html_blocks(html: str, expected: list[tuple[str, str]]) -> None:
    """Blocks follow the markup; scripts and comments are ignored."""
    assert expected == shape(read_text(html))


def test_html_furniture_is_marked() -> None:
    """Navigation and boxes for donations are furniture."""
    document = read_text(
        "<p>正文。</p><nav><a>首页</a></nav><div class='support-author'>打赏我</div>"
    )

    assert [False, True, True] == [block.is_furniture for block in document.blocks]


def test_markdown() -> None:
    """Markdown keeps headings with their level, lists, tables and wrapped paragraphs."""
    document = read_text("# 题\n\n段落\n接着。\n\n## 节\n\n- 一\n\n|a|b|\n|-|-|\n|1|2|\n", "a.md")

    assert [
        ("heading", "题"),
        ("paragraph", "段落接着。"),
        ("heading", "节"),
        ("item", "• 一"),
        ("table", "a | b\n1 | 2"),
    ] == shape(document)
    assert [1, 2] == [block.level for block in document.blocks if block.kind == "heading"]


def test_plain_text_is_read_line_by_line() -> None:
    """Each line of a plain text is a block, whatever its line ends and byte order mark."""
    assert [("paragraph", "一。"), ("paragraph", "二。")] == shape(
        read_text("\ufeff一。\r\n\r\n 二。\r")
    )


def test_broken_front_matter_is_reported() -> None:
    """Front matter that is not YAML is reported with its line; the text after it is read."""
    document = read_text("---\ntitle: ok\nauthor: [未完\n---\n正文。")

    assert [("paragraph", "正文。")] == shape(document)
    ((line, message),) = document.warnings
    assert line in (3, 4)
    assert "front matter" in message


@pytest.mark.parametrize("front", ["---\n---\n", "---\n# only a comment\n---\n"])
def test_empty_front_matter(front: str) -> None:
    """Front matter may be empty."""
    document = read_text(front + "正文。")

    assert ({}, "正文。") == (dict(document.metadata), document.blocks[-1].text)


def test_dashes_are_not_front_matter() -> None:
    """Lines of dashes around text that is not a mapping are part of the text."""
    assert any("只是一行" in text for _, text in shape(read_text("---\n只是一行\n---\n正文。")))


def test_no_html_at_all() -> None:
    """A page without any element is refused."""
    with pytest.raises(UnreadableError, match="no text"):
        read_text("<!doctype html>")


@pytest.mark.parametrize("tag", ["div", "span", "ul><li", "table><tr><td", "blockquote"])
def test_deep_nesting_names_the_line(tag: str) -> None:
    """A page nested 100,000 levels deep is refused with the line rather than truncated."""
    with pytest.raises(UnreadableError, match="nested") as raised:
        read_text("<html>\n<p>前。</p>\n" + f"<{tag}>" * 100_000 + "深。</p>")

    assert 3 == raised.value.line


def test_unclosed_elements_hide_nothing() -> None:
    """A page with a thousand unclosed elements is read completely."""
    assert ("paragraph", "甲。" * 1000) == shape(read_text("<html><p>" + "<font>甲。" * 1000))[0]


def test_thousands_of_attributes_are_left_out() -> None:
    """An element with 100,000 attributes, which take minutes to parse, is read without them."""
    page = "<html>\n<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">正文。</p><p>又一段。"

    assert [("paragraph", "正文。"), ("paragraph", "又一段。")] == shape(read_text(page))


@pytest.mark.usefixtures("unmeasured_repetition")
def test_front_matter_too_deep_is_reported() -> None:
    """Front matter that is nested too deeply is reported; the text after it is read."""
    document = read_text("---\na: " + "[" * 100_000 + "\n---\n正文。")

    assert [("paragraph", "正文。")] == shape(document)
    assert "nested" in document.warnings[0][1]


def test_a_page_may_declare_another_encoding() -> None:
    """The declared encoding of a page has no effect on decoded text."""
    page = "<?xml version='1.0' encoding='gb2312'?><html><meta charset=big5><p>中文</p></html>"

    assert [("paragraph", "中文")] == shape(read_text(page))


@pytest.mark.parametrize(
    ("name", "text", "kinds"),
    [
        ("a.txt", "# 题\n\n正文。", ["heading", "paragraph"]),
        ("a.md", "<!doctype html><h1>题</h1><p>正文。", ["heading", "paragraph"]),
        ("a.md", "# 题\n\n<div>正文。</div>", ["heading", "paragraph"]),
        ("a.html", "没有标记的一行", ["paragraph"]),
    ],
)
def test_content_decides_over_the_name(name: str, text: str, kinds: list[str]) -> None:
    """The content of a file decides how it is read, not its name."""
    assert kinds == [kind for kind, _ in shape(read_text(text, name))]
