"""Footnotes leave their place and stand with the sentence that refers to them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.document import Block
from corpus.limits import Limits
from corpus.model import Passage
from corpus.readers import read_document
from corpus.segment import passages

SENTENCE = "渡口在一九五八年停航，船工多半改了行"
NOTE = "县志写作一九五九年，当以船工的账本为准。"


def blocks_of(markup: str) -> list[Block]:
    """Read a fragment of HTML without a dictionary, as no text here is damaged."""
    document = read_document(f"<div>{markup}</div>".encode(), PurePosixPath("a.html"), lambda _: 0)
    return list(document.blocks)


def passages_of(markup: str) -> list[Passage]:
    """Return the passages of a fragment of HTML."""
    return list(passages("a", blocks_of(markup), Limits()))


def with_note(reference: str, note: str) -> str:
    """Build a sentence with a reference in it, and a note below another paragraph."""
    return f"<p>{SENTENCE}{reference}。</p><p>后来的事，镇上没有人再提起，就这样过去了。</p>{note}"


SHAPES = {
    "wikipedia": (
        '<sup id="cite_ref-1" class="reference"><a href="#n1">[1]</a></sup>',
        (
            '<ol class="references"><li id="n1"><b><a href="#cite_ref-1">^</a></b> '
            '<span class="reference-text">{}</span></li></ol>'
        ),
    ),
    "several references": (
        '<sup id="cite_ref-1_a"><a href="#n1">[1]</a></sup>',
        (
            '<ol><li id="n1"><span>^ <a href="#cite_ref-1_a"><sup>a</sup></a> '
            '<a href="#cite_ref-1_b"><sup>b</sup></a></span> <span>{}</span></li></ol>'
        ),
    ),
    "markdown": (
        '<sup id="fnref1"><a href="#n1" rel="footnote">1</a></sup>',
        (
            '<div class="footnotes"><hr><ol><li id="n1"><p>{} '
            '<a href="#fnref1" rev="footnote">↩︎</a></p></li></ol></div>'
        ),
    ),
    "pandoc": (
        '<a href="#n1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>',
        (
            '<section class="footnotes"><ol><li id="n1"><p>{}<a href="#fnref1">↩</a></p></li></ol>'
            "</section>"
        ),
    ),
    "word": (
        (
            '<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1"><span><sup>[1]</sup>'
            "</span></a>"
        ),
        (
            '<div style="mso-element:footnote-list"><hr><div id="ftn1"><p><a href="#_ftnref1" '
            'name="_ftn1"><span>[1]</span></a> {}</p></div></div>'
        ),
    ),
    "paragraph": ('<a href="#n1">[1]</a>', '<p id="n1">[1] {}</p>'),
    "anchor in a paragraph": ('<a href="#n1">①</a>', '<p><a name="n1"></a>① {}</p>'),
    "star": ('<a href="#n1">*</a>', '<p id="n1">* {}</p>'),
    "dagger": ('<sup><a href="#n1">†</a></sup>', '<p id="n1">† {}</p>'),
    "label": ('<a href="#n1">注1</a>', '<p id="n1">注1 {}</p>'),
    "label with a colon": ('<a href="#n1">[注1]</a>', '<p id="n1">注1：{}</p>'),
    "wide brackets": ('<a href="#n1">〔1〕</a>', '<p id="n1">〔1〕{}</p>'),
    "number and dot": ('<sup><a href="#n1">1</a></sup>', '<p id="n1">1. {}</p>'),
    "epub": (
        '<a epub:type="noteref" href="#n1">1</a>',
        '<aside epub:type="footnote" id="n1"><p>{}</p></aside>',
    ),
    "box": ('<sup><a href="#n1">1</a></sup>', '<div class="note" id="n1">{}</div>'),
    "definitions": (
        '<sup><a href="#n1">1</a></sup>',
        '<dl class="notes"><dt>1</dt><dd id="n1">{}</dd></dl>',
    ),
    "table": (
        '<sup><a href="#n1">1</a></sup>',
        '<table><tr><td><a name="b1">[1]</a></td><td id="n1"><p>{}</p><p></p></td></tr></table>',
    ),
    "back to the text": (
        '<sup><a id="r1" href="#n1">1</a></sup>',
        '<p id="n1">{} <a href="#r1">返回正文</a></p>',
    ),
    "encoded address": (
        '<sup><a href="#%E6%B3%A8-1">1</a></sup>',
        '<ol><li id="注-1">{}</li></ol>',
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_note_belongs_to_its_sentence(shape: str) -> None:
    """A note is no block of its own: the sentence that refers to it has it, once, unlabelled."""
    reference, note = SHAPES[shape]
    first, *others = blocks_of(with_note(reference, note.format(NOTE)))

    (kept,) = first.notes
    mark, _, text = kept.partition(" ")
    assert NOTE == text
    assert f"{SENTENCE}{mark}。" == first.text
    assert not [block for block in others if NOTE[:9] in block.text]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_quotation_holds_the_note(shape: str) -> None:
    """The passage of a sentence ends with the note, below it."""
    reference, note = SHAPES[shape]
    first, *_ = passages_of(with_note(reference, note.format(NOTE)))

    assert first.text.startswith(SENTENCE)
    assert next(
        passage.text for passage in passages_of(with_note(reference, note.format(NOTE)))
    ).endswith(NOTE)


@pytest.mark.parametrize(
    "text", ["〔清〕某县志卷三。", "[美]某氏著，译本。", "1958年的账本。", "3.5元一张。"]
)
def test_the_words_of_a_note_are_no_label(text: str) -> None:
    """A note that begins with a dynasty, a country or a number keeps it."""
    first, *_ = blocks_of(with_note('<sup><a href="#n">[1]</a></sup>', f'<p id="n">{text}</p>'))

    assert (f"[1] {text}",) == first.notes


NO_NOTES = {
    "contents": '<ul><li><a href="#s1">1</a><li><a href="#s2">2</a></ul>'
    '<h2 id="s1">缘起</h2><p>镇子不大。</p><h2 id="s2">经过</h2><p>人也不多。</p>',
    "contents of sections": '<p><a href="#s1">[1]</a></p><section id="s1"><p>镇子不大。</p>'
    "<p>人也不多。</p></section>",
    "number in a sentence": '<p>见第<a href="#s2">2</a>节。</p><p id="s2">镇子不大。</p>',
    "link to the top": '<p id="top">镇子不大。</p><p>人也不多。<a href="#top">[1]</a></p>',
    "link to nowhere": '<p>镇子不大。<a href="#none">[1]</a></p>',
    "heading": '<p>镇子不大。<a href="#s2">[2]</a></p><h2 id="s2">经过</h2><p>人也不多。</p>',
    "long": '<p>镇子不大。<a href="#s2">[2]</a></p><p id="s2">' + "人也不多。" * 300 + "</p>",
}


@pytest.mark.parametrize("case", NO_NOTES)
def test_links_that_lead_to_text(case: str) -> None:
    """What a table of contents or a link leads to is text of the article, and stays in place."""
    blocks = blocks_of(NO_NOTES[case])

    assert not [block for block in blocks if block.notes]
    assert "镇子不大。" in "".join(block.text for block in blocks)
    assert case not in {"contents", "contents of sections", "heading", "long"} or any(
        "人也不多。" in block.text for block in blocks
    )


def test_each_sentence_has_its_own_notes() -> None:
    """Of several notes each stands with its mark, also where a paragraph becomes two passages."""
    sentence = "渡口停航以后，船工们各自找了别的活计，镇上也就慢慢静了下来"
    text = "".join(
        f'{sentence}{number}<sup><a href="#n{number}">[{number}]</a></sup>。'
        for number in range(1, 31)
    )
    notes = "".join(f'<li id="n{number}">第{number}条注释的内容' for number in range(1, 31))
    found = passages_of(f"<p>{text}</p><ol>{notes}</ol>")

    assert 1 < len(found)
    for passage in found:
        assert len(passage.text) <= Limits().longest_passage
    for number in range(1, 31):
        (holder,) = [one for one in found if f"\n[{number}] 第{number}条注释的内容" in one.text]
        assert f"静了下来{number}[{number}]" in holder.text


def test_a_note_for_two_sentences() -> None:
    """A note that two paragraphs refer to stands with both."""
    first, second = blocks_of(
        '<p>甲说没有。<sup><a href="#n">[1]</a></sup></p><p>乙说有。<sup><a href="#n">[1]</a>'
        "</sup></p>"
        f'<ol><li id="n">{NOTE}</li></ol>'
    )

    assert (f"[1] {NOTE}",) == first.notes == second.notes


def test_a_long_note_follows_its_sentence() -> None:
    """A note for which a passage has no room follows as a passage of its own."""
    long_note = "账本的第一页写着日期，以下都是数目。" * 40
    first, *rest = passages_of(
        with_note('<sup><a href="#n">[1]</a></sup>', f"<p id=n>{long_note}</p>")
    )

    assert f"{SENTENCE}[1]。" == first.text
    assert long_note.replace("。", "") in "".join(one.text for one in rest).replace("。", "")


BETWEEN = "<p>后来的事，镇上没有人再提起，就这样过去了。</p>"
WRITTEN = {
    "circle without a target": ('<sup><a href="#n1">①</a></sup>', "①", "<p>① {}</p>"),
    "raised circle": ("<sup>①</sup>", "①", "<p>①{}</p>"),
    "circle in line": ("①", "①", "<p>注：① {}</p>"),
    "circle below a word": ("①", "①", "<p>注释：</p><p>①{}</p>"),
    "circle below a heading": ("<sup>①</sup>", "①", "<h3>注释</h3><p>① {}</p>"),
    "raised number": ("<sup>[1]</sup>", "[1]", "<h3>参考资料</h3><p>[1] {}</p>"),
    "number in line": ("〔1〕", "〔1〕", "<p>〔1〕{}</p>"),
    "raised number and a list": ("<sup>[1]</sup>", "[1]", "<h3>参考</h3><ol><li>{}</li></ol>"),
    "caret": ("<sup>[1]</sup>", "[1]", "<ol><li>^{}</li></ol>"),
    "line of a paragraph": ("①", "①", "<p>注：<br>① {}</p>"),
}


@pytest.mark.parametrize("shape", WRITTEN)
def test_a_note_without_a_link(shape: str) -> None:
    """A note that only its mark ties to a sentence belongs to it as well."""
    reference, mark, note = WRITTEN[shape]
    first, *others = blocks_of(with_note(reference, note.format(NOTE)))

    assert f"{SENTENCE}{mark}。" == first.text
    assert (f"{mark} {NOTE}",) == first.notes
    assert not [block for block in others if NOTE[:9] in block.text]


@pytest.mark.parametrize(
    "below",
    [
        "<p>注：① {0} ② 船坞在下游。</p>",
        "<p>注：<br>①{0}<br>②船坞在下游。</p>",
        "<p>① {0}</p><p>② 船坞在下游。</p>",
        "<p>注：<br><a id=n1>①</a> {0}<br><a id=n2>②</a> 船坞在下游。</p>",
    ],
)
def test_notes_in_a_row(below: str) -> None:
    """Several notes, in one block or in several, each belong to the sentence with their mark."""
    marks = ('<a href="#n1">①</a>', '<a href="#n2">②</a>')
    text = f"<p>{SENTENCE}{marks[0]}。</p><p>船坞{marks[1]}也空了。</p>{BETWEEN}"
    first, second, *others = blocks_of(text + below.format(NOTE))

    assert (f"① {NOTE}",) == first.notes
    assert ("② 船坞在下游。",) == second.notes
    assert 1 == len(others)


def test_notes_of_a_plain_text() -> None:
    """Notes at the end of a plain text belong to their sentences as well."""
    text = f"{SENTENCE}①。\n后来的事没有人再提起。\n注释：\n①{NOTE}\n".encode()
    first, *_ = read_document(text, PurePosixPath("a.txt"), lambda _: 0).blocks
    assert (f"① {NOTE}",) == first.notes


def test_a_note_in_an_attribute() -> None:
    """A raised mark that has its note as an attribute keeps it where the page lacks the list."""
    mark = f'<sup data-text="{NOTE}" data-numero="1"><a href="#ref_1">[1]</a></sup>'
    first, *_ = blocks_of(with_note(mark, ""))
    assert (f"{SENTENCE}[1]。", (f"[1] {NOTE}",)) == (first.text, first.notes)


LISTS = {
    "items": "<p>办法有三：①看水；②看风；③看人。</p>{}<p>① 看水的人起得早。</p>",
    "items below a word": "<p>办法有三。</p>{}<p>①看水。</p><p>②看风。</p>",
    "words about items": "<p>前两步（①②）最难，也最慢。</p>{}<p>①看水。</p><p>②看风。</p>",
    "pictures": "<p>从图①可以看见旧码头。</p>{}<p>① 旧码头。</p>",
    "a remark": "<p>船停了。</p>{}<p>注：数字来自县志。</p>",
    "a note to nothing": "<p>船停了。</p>{}<p>注：① 数字来自县志。</p>",
}


@pytest.mark.parametrize("case", LISTS)
def test_items_are_no_notes(case: str) -> None:
    """The items of a list, and remarks without a mark above them, are text."""
    blocks = blocks_of(LISTS[case].format(BETWEEN))

    assert LISTS[case].count("<p>") + 1 == len(blocks)
    assert not [block for block in blocks if block.notes]


def test_a_raised_mark_without_a_note_goes() -> None:
    """A raised mark to which the page has no note is no part of the sentence."""
    for mark in ("<sup>[1]</sup>", "<sup>①</sup>", '<sup><a href="#n9">②</a></sup>'):
        assert f"{SENTENCE}。" == blocks_of(with_note(mark, ""))[0].text
