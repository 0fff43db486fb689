"""Words that a page's own style sheet hides are no text; what a script shows later is."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.readers import read_document

BEFORE, JAMMER, AFTER = "船工改行以后，", "x7#渡口&乱码", "码头上只剩一家修网的铺子。"
REST = "<p>修网的人姓何，年轻时也撑过船，如今一年里有半年在岸上，另外半年替人看鱼塘。</p>" * 3


def text_of(style: str, jammer: str, head: str = "<style>") -> str:
    """Return the first paragraph of a page with a style sheet and an element in a sentence."""
    page = (
        f"<!doctype html><html><head><title>修网</title>{head}{style}</style></head><body>"
        f"<article><p>{BEFORE}{jammer}{AFTER}</p>{REST}</article></body></html>"
    )
    document = read_document(page.encode(), PurePosixPath("a.html"), lambda _: 0)
    return next(block.text for block in document.blocks if not block.is_furniture)


SPAN = f"<span class=jam>{JAMMER}</span>"
HIDDEN = {
    "class": (".jam{display:none}", SPAN),
    "class among classes": (".jam{display:none}", f"<i class='k9 jam'>{JAMMER}</i>"),
    "id": ("#jam{visibility:hidden}", f"<b id=jam>{JAMMER}</b>"),
    "tag and class": ("font.jam { font-size: 0 }", f"<font class=jam>{JAMMER}</font>"),
    "several selectors": (".a, .jam ,#b{display : none !important}", SPAN),
    "among other declarations": (".jam{color:#fff;display:none;margin:0}", SPAN),
    "out of the window": (".jam{position:absolute;left:-9999px}", SPAN),
    "behind a charset": ('@charset "utf-8"; .jam{display:none}', SPAN),
    "behind a comment": ("/* .jam{display:inline} */ .jam{display:none}", SPAN),
    "behind a brace in a string": ('.q:before{content:"{"} .jam{display:none}', SPAN),
    "behind a media rule": ("@media print{.k{color:red}} .jam{display:none}", SPAN),
    "in a comment of HTML": ("<!-- .jam{display:none} -->", SPAN),
    "with a Chinese name": (".干扰{display:none}", f"<em class=干扰>{JAMMER}</em>"),
    "without an end": (".k{color:red} .jam{display:none} .z{", SPAN),
    "beside a colour elsewhere": (".jam{display:none} @media print{.jam{color:red}}", SPAN),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_words_that_a_style_sheet_hides(case: str) -> None:
    """An inline element that a simple selector of the page hides is left out of its sentence."""
    assert BEFORE + AFTER == text_of(*HIDDEN[case])


SHOWN = {
    "in a media rule": ("@media (max-width: 600px){.jam{display:none}}", SPAN),
    "in a rule of support": ("@supports (display:grid){.jam{display:none}}", SPAN),
    "in another element": (".menu .jam{display:none}", SPAN),
    "beside another class": (".jam.off{display:none}", SPAN),
    "on another tag": ("i.jam{display:none}", SPAN),
    "before the pointer": (".jam:hover{display:none}", SPAN),
    "shown by a later rule": (".jam{display:none} .jam{display:inline}", SPAN),
    "shown by a state": (".jam{display:none} .open .jam{display:inline}", SPAN),
    "shown on paper": (".jam{display:none} @media print{.jam{display:inline}}", SPAN),
    "shown by another sheet": (".jam{display:none}</style><style>.on .jam{display:inline}", SPAN),
    "faded in": (".jam{opacity:0}", SPAN),
    "in a comment": ("/* .jam{display:none} */", SPAN),
    "in a string": ('.k:after{content:".jam{display:none}"}', SPAN),
    "another name": (".jammed{display:none}", SPAN),
    "a size with a fraction": (".jam{font-size:0.9em}", SPAN),
    "every element of a tag": ("span{display:none}", SPAN),
}


@pytest.mark.parametrize("case", SHOWN)
def test_words_that_a_style_sheet_may_show(case: str) -> None:
    """Words that the page hides only at times, or elsewhere, stay in their sentence."""
    assert BEFORE + JAMMER + AFTER == text_of(*SHOWN[case])


def test_a_sheet_for_paper_hides_nothing() -> None:
    """A style sheet that is for printers only is not looked at."""
    sheet = ".jam{display:none}"
    assert JAMMER in text_of(sheet, SPAN, "<style media=print>")
    assert JAMMER not in text_of(sheet, SPAN, "<style media=screen>")


def test_boxes_that_a_script_shows_are_read() -> None:
    """A box that a style sheet hides, such as one behind a tab, is text."""
    style, tab = ".tab{display:none}", "旺季里每天有四班渡船，淡季只有两班，末班在五点。"
    page = (
        f"<!doctype html><html><head><style>{style}</style></head><body><article>{REST}"
        f"<div class=tab><p>{tab}</p></div>{REST}</article></body></html>"
    )
    document = read_document(page.encode(), PurePosixPath("a.html"), lambda _: 0)
    assert tab in [block.text for block in document.blocks if not block.is_furniture]


def test_a_style_sheet_takes_no_large_part_of_a_page() -> None:
    """Words that a style sheet hides one by one until a script shows them are text."""
    words = "".join(f"<span class=w>{word}</span>" for word in (BEFORE * 9, JAMMER * 9))
    assert JAMMER in text_of(".w{display:none}", words)
