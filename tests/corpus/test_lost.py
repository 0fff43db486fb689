"""Characters that were lost before a file was saved are reported."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.readers import read_document
from tests.documents import docx, paragraph

MARKED = "{} damaged and shown as \ufffd; put the right"


def warnings(text: str | bytes, name: str = "a.txt") -> list[tuple[int | None, str]]:
    """Return line and message of each warning about a file."""
    data = text if isinstance(text, bytes) else text.encode()
    document = read_document(data, PurePosixPath(name), lambda _: 0)
    return [(line, str(message)) for line, message in document.warnings]


def test_the_mark_of_a_lost_character() -> None:
    """All marks in a file give one warning, with their number and the line of the first."""
    ((line, message),) = warnings("河边的书店\n\n书店有三\ufffd。\n老板姓\ufffd\ufffd，住在楼上。")

    assert 3 == line
    assert message.startswith(MARKED.format("3 characters are"))


@pytest.mark.parametrize(
    ("run", "sample"),
    [
        ("锟斤拷", "锟斤拷"),
        ("锟斤拷锟斤拷锟斤拷", "锟斤拷锟斤拷"),
        ("嚙踝蕭", "嚙踝蕭"),
        ("烫烫烫烫", "烫烫烫烫"),
        ("屯屯屯", "屯屯屯"),
    ],
)
def test_what_stands_for_lost_text(run: str, sample: str) -> None:
    """A run of what programs write for lost text is reported once, in plain text and Markdown."""
    for name in ("a.txt", "a.md"):
        ((line, message),) = warnings(f"书店有三层。\n\n老板姓{run}，住在楼上。\n", name)
        assert 3 == line
        assert message.startswith(f"text was lost in 1 place, “{sample}”")


def test_several_kinds_are_one_warning() -> None:
    """Marks and runs are counted together, one for each place."""
    ((line, message),) = warnings("书店有\ufffd\ufffd层。\n老板姓锟斤拷。\n屯屯屯屯")

    assert 1 == line
    assert message.startswith("text was lost in 3 places")


@pytest.mark.parametrize(
    "text",
    ["程序员管它叫“锟斤拷”和「烫烫烫」。", "汤很烫，烫，屯了一年的粮，屯屯。", "什么？？？？"],
)
def test_text_about_it_is_no_damage(text: str) -> None:
    """Quoted runs, and the same characters as words, give no warning."""
    assert [] == warnings(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufffd店开在河边，每层卖的书都不一样。\n老板姓李。", 1),
        ("河边的书店\n老板姓\ufffd，住在楼上。\n掌柜姓王。\n老板姓\ufffd，住在楼上。", 2),
    ],
)
def test_the_first_of_these_lines(text: str, expected: int) -> None:
    """The line is that of the first place, also at the beginning and where it comes again."""
    ((line, _),) = warnings(text)

    assert expected == line


def test_undecodable_bytes_are_not_reported_twice() -> None:
    """A file with bytes that were lost now has the warning of its decoding alone."""
    text = "书店开在河边，每层卖的书都不一样，老板姓李，今年五十岁。".encode()

    ((_, message),) = warnings(text[:30] + b"\xff" + text[30:])
    assert MARKED.format("1 character is") in message


def test_lost_characters_of_pages_and_documents() -> None:
    """They are found in the text of a page, not in its scripts, and in a DOCX, without a line."""
    page = "<html>\n<script>'\ufffd'</script>\n<p>书店有三\ufffd，每层卖的书都不一样。</p></html>"
    ((line, message),) = warnings(page, "a.html")
    assert 3 == line
    assert message.startswith(MARKED.format("1 character is"))

    ((line, message),) = warnings(docx(paragraph("书店有三\ufffd，老板姓锟斤拷。")), "a.docx")
    assert line is None
    assert message.startswith("text was lost in 2 places")


def test_a_damaged_title() -> None:
    """A title that has lost a character is reported with its line."""
    ((line, message),) = warnings("---\ntitle: 书\ufffd\n---\n书店有三层。", "a.md")

    assert 2 == line
    assert message.startswith(MARKED.format("1 character is"))
