"""Lines of a plain text that were broken at a width are joined to paragraphs."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.readers.wrapped_lines import paragraphs

TEXTS = (
    "茶道全长约一百八十里，南起青石镇，北至马家埠，挑夫往返一趟需七到九日。过去的人多看茶商，对沿途的歇店很少留意，有人在夹墙里找到账册，才知道店有多少。",
    "歇店共二十三家，平均八里一家，恰好是挑夫走一个时辰的路。上坡的路段更密，最陡的鹰愁坡五里之内就有三家，店名大多朴素，只有一家叫望北楼，其实也只有两间瓦房。",
    "住宿按担而不按人计算：一担茶占一个铺位，收钱十二文，含一顿热饭；空担返程的减半。当场付清的不足三成，其余都记在账上，待年底结算时由运费中扣除。",
)


def wrapped(text: str, width: int, indent: str) -> list[str]:
    """Return the lines of a paragraph, as many characters wide; no mark begins a line."""
    lines, rest = [], indent + text
    while rest:
        end = width
        while end < len(rest) and re.match("[，。；：、！？”）]", rest[end]):
            end += 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


@pytest.mark.parametrize("width", [24, 33, 40])
@pytest.mark.parametrize(
    ("indent", "apart"), [("", "\n"), ("　　", ""), ("　　", "\n"), ("    ", "")]
)
def test_paragraphs_are_whole(width: int, indent: str, apart: str) -> None:
    """A paragraph begins below an empty line, with white space, or below a line that is short."""
    texts = [text * 2 for text in TEXTS]
    lines = [
        line for text in texts for line in (*wrapped(text, width, indent), *apart.split("\n")[1:])
    ]

    assert texts == paragraphs("\n".join(lines))


@pytest.mark.parametrize("number", ["— 41 —", "41", "第41页"])
def test_a_page_ends_within_a_paragraph(number: str) -> None:
    """The number of the page and the head of the next one are no text."""
    texts = [text * 2 for text in TEXTS]
    lines = [line for text in texts for line in wrapped(text, 30, "　　")]
    head = "山地交通史　　2016年第2期"
    pages = [head, "", *lines[:4], "", number, "", head, "", *lines[4:]]
    fed = [*lines[:4], "", number, "", "\f茶道：歇店", "", *lines[4:]]

    assert texts == paragraphs("\n".join(pages))
    assert texts == paragraphs("\n".join(fed))


def test_a_chapter_begins_on_a_new_page() -> None:
    """Its heading is text below a sentence that ended, and so is a number that is of no page."""
    texts = [text * 2 for text in TEXTS]
    lines = [*wrapped(texts[0], 30, "　　"), "", "1984", "", *wrapped(texts[1], 30, "　　"), ""]
    lines += ["\f第二章　歇店", "", *wrapped(texts[2], 30, "　　")]

    expected = [texts[0], "1984", texts[1], "第二章　歇店", texts[2]]
    assert expected == paragraphs("\n".join(lines))


def test_numbers_of_pages_without_heads() -> None:
    """They go if one follows another."""
    texts = [text * 2 for text in TEXTS]
    lines = [line for text in texts for line in wrapped(text, 30, "　　")]
    pages = [*lines[:4], "", "7", "", *lines[4:9], "", "8", "", *lines[9:], "", "9"]

    assert texts == paragraphs("\n".join(pages))


def test_english_words_are_kept_apart() -> None:
    """A line that ends in a Latin word is joined to the next one with a blank, others without."""
    lines = [f"磨坊里的人都用一种叫做水轮的办法，他们在这里用上了一种 open{n}" for n in "abcdef"]

    (found,) = paragraphs("\n".join([*lines, "source 的办法。"]))
    assert "opena磨坊" in found
    assert "openf source 的办法。" in found


@pytest.mark.parametrize(
    "lines",
    [
        [text + "说完就走了" * (number % 2) for number, text in enumerate(TEXTS * 3)],
        ["水轮转呀转，青苔长在石头上", "磨面的人不来，门还开着没关上"] * 6,
        [f"张三{number}    河边路三十号二楼东边    0571-0000000{number}" for number in range(12)],
        [
            f"| 面粉{number} | 三百克，中筋的最好用了吧 | 十五元一袋送到家 |"
            for number in range(12)
        ],
        [f"第{number}个人说：磨面要慢，水要清，人要等得起，急不来。" for number in range(12)],
        ["磨坊开门"],
    ],
)
def test_lines_that_are_paragraphs(lines: list[str]) -> None:
    """Paragraphs, verses, rows and sentences on lines of their own stay as they are."""
    assert lines == paragraphs("\n".join(lines))


def test_an_article_of_wrapped_lines(tmp_path: Path) -> None:
    """A passage is a paragraph, so a word at the end of a line is found."""
    lines = [line for text in TEXTS for line in wrapped(text, 30, "　　")]
    (tmp_path / "a.txt").write_text("\n".join(["歇店的账册", "", *lines]), "utf-8")

    (article,) = load(tmp_path, lambda _: 0).corpus.articles
    assert "歇店的账册" == article.title
    assert [*TEXTS] == "\n".join(one.text for one in article.passages).split("\n")


def test_many_lines_are_joined_in_linear_time() -> None:
    """Thirty thousand lines of one paragraph are joined within seconds; it takes .4 s."""
    start = time.process_time()
    (found,) = paragraphs(
        "\n".join(["磨坊里的人都用一种叫做水轮的办法，他们在这里用上了一种"] * 30_000)
    )

    assert 28 * 30_000 >= len(found) > 20 * 30_000
    assert time.process_time() - start < 5
