"""Each repair undoes one kind of damage, gives a reason, and leaves other text unchanged."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.characters import REPAIRS, repair_characters
from corpus.document import Block, Document
from corpus.loading import LoadResult
from corpus.message import Message
from corpus.model import Repair
from corpus.mojibake import repair_decoding
from corpus.readers import read_document
from corpus.repair import RepairedText, repair, repair_document
from retrieval.text.analysis import Analyzer

UNDAMAGED = (
    "金融科技要回到「基础设施」的定位，才能发挥它的作用。",
    "這幾年來，許多銀行都把科技放到了發展的前面！",
    "他说：“真的吗？”——没有人回答……（完）",
    "Déjà vu – naïve façades à gogo, 3.5 % of £10; Ångström, Łódź, ÅÄÖ åäö.",
    "👨‍👩‍👧 ❤️ 葛󠄀 ＡＢＣ１２３ ㎡ ① ½ क्‍ष ﷽ ㈱ ～ ｶﾅ",
    "tāo tiè ǘ n\u030c，饕餮（tāo tiè）",
)


def repaired_characters(text: str) -> tuple[str, list[str]]:
    """Return a text with its characters repaired, and each repair as "before → after"."""
    (repaired,), repairs = repair_characters([text])
    return repaired, [f"{repair.before} → {repair.after}" for repair in repairs]


def read_text(text: str) -> Document:
    """Read a text without a dictionary, as no text here is misaligned."""
    return read_document(
        text.encode("utf-8", "surrogatepass"), PurePosixPath("a.txt"), lambda _: 0
    )


@pytest.mark.parametrize(
    ("text", "expected", "repairs"),
    [
        ("数\u200b字\u200b化\ufeff", "数字化", ["U+200B ×2 → ", "U+FEFF ×1 → "]),
        (
            "软\xad件\u2060\u202e\u2066",
            "软件",
            ["U+00AD ×1 → ", "U+202E ×1 → ", "U+2060 ×1 → ", "U+2066 ×1 → "],
        ),
        ("中\u200d文", "中文", ["U+200D ×1 → "]),
        (
            "红\x1b[31m色\x1b[0m \x1b]0;题\x07。",
            "红色 。",
            [
                "U+001B U+005B U+0030 U+006D ×1 → ",
                "U+001B U+005B U+0033 U+0031 U+006D ×1 → ",
                "U+001B U+005D U+0030 U+003B U+9898 U+0007 ×1 → ",
            ],
        ),
        ("空\x00字\x08节\x9f", "空字节", ["U+0000 ×1 → ", "U+0008 ×1 → ", "U+009F ×1 → "]),
        ("图标\ue8a6在此\U000f0001", "图标在此", ["U+E8A6 ×1 → ", "U+F0001 ×1 → "]),
        ("⽂字⼈⼝", "文字人口", ["U+2F08 ×1 → 人", "U+2F1D ×1 → 口", "U+2F42 ×1 → 文"]),
        ("豈\uf9d1凉", "豈六凉", ["U+F9D1 ×1 → 六"]),
        (
            "竖排︵一︶﹁二﹂",
            "竖排（一）「二」",
            ["U+FE35 ×1 → （", "U+FE36 ×1 → ）", "U+FE41 ×1 → 「", "U+FE42 ×1 → 」"],
        ),
        ("风停了︐雨住了︒", "风停了，雨住了。", ["U+FE10 ×1 → ，", "U+FE12 ×1 → 。"]),
        ("ﬁrst oﬃce", "first office", ["U+FB01 ×1 → fi", "U+FB03 ×1 → ffi"]),
        ("不\xa0断\u202f行", "不 断 行", []),
        ("一\u2028二\x0b三\x85四", "一\n二\n三\n四", []),
    ],
)
def test_characters(text: str, expected: str, repairs: list[str]) -> None:
    """Invisible characters are removed and variants replaced; all but white space is reported."""
    assert (expected, repairs) == repaired_characters(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⻓江上的⻛越来越⼤，⻋⻢都停在⻔⼝。", "长江上的风越来越大，车马都停在门口。"),
        ("他⻅过⺠居的⻩⻰⻥和⻦。", "他见过民居的黄龙鱼和鸟。"),
        ("⻑年累⽉，⾨前的⾺⾞", "長年累月，門前的馬車"),
        ("12⽉1⽇，⼀、⼆两队都到了", "12月1日，一、二两队都到了"),
        ("⼀、总则\n（⼆）附则", "一、总则\n（二）附则"),
        ("⻄部的部⻔", "西部的部门"),
    ],
)
def test_radicals_in_running_text(text: str, expected: str) -> None:
    """A radical that stands for a character becomes the character, and each is reported."""
    repaired, repairs = repaired_characters(text)

    assert expected == repaired
    assert sum(before != after for before, after in zip(text, expected, strict=True)) == sum(
        int(repair.split("×")[1].split()[0]) for repair in repairs
    )


@pytest.mark.parametrize(
    "text",
    [
        "⻔ ⻋ ⻢ ⻥",
        "⼀⼁⼂⼃⼄⼅",
        "⻔、⻋、⻅",
        "部首⻔",
        "部首：⻋，共四画",
        "⻔（门）的字有闪、闭、间",
        "⻥字旁的字，多半是水里的动物。",
        "在“⻛”这个部件里，里面是一个叉。",
        "⻓ cháng 象形",
    ],
)
def test_text_about_radicals_stays(text: str) -> None:
    """Radicals stay in lists of them, in entries of dictionaries, and where a text names them."""
    assert (text, []) == repaired_characters(text)


@pytest.mark.parametrize("text", UNDAMAGED)
def test_undamaged_text_stays(text: str, analyzer: Analyzer) -> None:
    """Undamaged text is unchanged, whatever its script and punctuation."""
    assert (text, []) == repaired_characters(text)
    assert (text, ()) == repair_decoding(text)
    assert text == repair(text, analyzer.frequency).text


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], max_codepoint=0x2E7F)))
def test_letters_and_symbols_stay(text: str) -> None:
    """Letters, numbers, punctuation and symbols stay; no-break spaces become spaces."""
    plain = text.replace("\xa0", " ").replace("\u202f", " ")
    for filler in ("\u115f", "\u1160", "\u180e"):
        plain = plain.replace(filler, "")

    assert plain == repaired_characters(text)[0]


@given(st.text())
@example("\x1b[\x1b[mm")
def test_nothing_is_left_to_repair(text: str) -> None:
    """Repaired text has no control characters, no private-use characters and no surrogates."""
    repaired, _ = repaired_characters(text)

    assert not any(
        pattern.search(repaired) for pattern in (REPAIRS[2].pattern, REPAIRS[5].pattern)
    )


@pytest.mark.parametrize("text", UNDAMAGED[:3])
def test_utf8_that_was_decoded_as_latin(text: str) -> None:
    """UTF-8 that was decoded as Latin-1 is restored."""
    damaged = text.encode().decode("latin-1")
    after, (found,) = repair_decoding(f"前面。{damaged}")

    assert f"前面。{text}" == after
    assert "Latin-1" in found.why


@pytest.mark.parametrize("text", UNDAMAGED[:3])
def test_utf8_that_was_decoded_as_windows_1252(text: str) -> None:
    """UTF-8 that was decoded as Windows-1252 is restored where no byte was lost."""
    after, (found,) = repair_decoding(f"前面。{text.encode().decode('cp1252', 'replace')}")
    # Windows-1252 defines no character for five bytes, 81 and 90 among them.
    intact = [one for one in text if "\ufffd" not in one.encode().decode("cp1252", "replace")]

    assert len(intact) > len(text) // 2
    assert set(intact) <= set(after)
    assert "Latin-1" in found.why


KEPT = (
    *("&lt;", "\x1b[1m", "\ufb01", "Ａ", "“好”", "a\r\nb", "\u2028", "\ud83d\ude00", "\x0b"),
    "e\u0301",
)
"""What ftfy would also change, if it were let: entities, ligatures, line breaks and the like."""


@pytest.mark.parametrize("rest", KEPT, ids=[f"U+{ord(one[0]):04X}" for one in KEPT])
def test_nothing_else_of_the_line_changes(rest: str) -> None:
    """Beside what is decoded again, the line stays; the repair names what it changed alone."""
    damaged = "金融科技".encode().decode("latin-1")

    assert (f"金融科技。{rest}完", [(damaged, "金融科技")]) == changes(f"{damaged}。{rest}完")
    assert (f"前{rest}金融科技", [(damaged, "金融科技")]) == changes(f"前{rest}{damaged}")


def changes(line: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a line decoded again, and what the repairs changed."""
    after, repairs = repair_decoding(line)
    return after, [(one.before, one.after) for one in repairs]


@pytest.mark.parametrize(
    ("text", "is_restored"),
    [("金融科、。", True), ("金融《》、", False), ("《》、。", False), ("αβγδ", False)],
)
def test_common_characters_tell_gbk(text: str, *, is_restored: bool) -> None:
    """Pairs of bytes are GBK if six in ten of what they make are common characters, not signs."""
    damaged = text.encode("gb2312").decode("latin-1")

    assert (text if is_restored else damaged) == repair_decoding(damaged)[0]


def test_gbk_that_was_decoded_as_latin() -> None:
    """GBK that was decoded as Latin-1 is restored; a few letters of other languages stay."""
    damaged = "金融科技要回到".encode("gbk").decode("latin-1")

    assert "ab 金融科技要回到 c" == repair_decoding(f"ab {damaged} c")[0]
    assert ("Ö", ()) == repair_decoding("Ö")


def test_pairs_that_are_no_gbk_stay() -> None:
    """Letters whose bytes GB2312 has no characters for are no damage."""
    assert ("ª¡ª¢ª£", ()) == repair_decoding("ª¡ª¢ª£")


def test_paragraphs_of_articles_stay(
    seeds: LoadResult, digests: LoadResult, analyzer: Analyzer
) -> None:
    """A second repair changes no paragraph of articles that were read without damage."""
    texts = [passage.text for loaded in (seeds, digests) for passage in loaded.corpus.passages]

    assert texts == [repair(text, analyzer.frequency).text for text in texts]
    assert texts == [repaired_characters(text)[0] for text in texts]
    assert [] == [text for text in texts if repair_decoding(text)[1]]


def test_repairs_reach_what_the_format_hides() -> None:
    """Characters that are written as entities are repaired, in text and metadata."""
    document = read_text(
        "---\ntitle: 题\u200b目\n---\n<p>数&#8203;字&#x1b;[1m&#57345;化</p><p>&#8203;</p>"
    )

    assert ["数字化"] == [block.text for block in document.blocks]
    assert "题目" == document.metadata["title"]
    assert {"U+200B ×2", "U+001B U+005B U+0031 U+006D ×1", "U+E001 ×1"} == {
        repair.before for repair in document.repairs
    }


def test_control_characters_are_reported() -> None:
    """A NUL character is removed and reported, and no word is lost."""
    document = read_text("前\0中\n后说了很长的一句话，一直说到了这里才算完。")

    assert ["前中", "后说了很长的一句话，一直说到了这里才算完。"] == [
        b.text for b in document.blocks
    ]
    assert ["U+0000 ×1"] == [repair.before for repair in document.repairs]


@pytest.mark.parametrize(
    "text",
    [
        "饕餮（tāo tiè）、犇(bēn)、猋(biāo)、骉(biāo)、淼(miǎo)、焱(yàn)，"
        + "都是难字，正文却很长。" * 40,
        "他说(shuō)了。",
        "func(a)、f(x)=y、中(a)文(b)字(c)母(d)表(e)",
    ],
)
def test_glosses_stay(text: str, analyzer: Analyzer) -> None:
    """A few readings that an author gave are part of the text."""
    assert text == repair(text, analyzer.frequency).text


def test_a_gloss_among_annotations_stays(analyzer: Analyzer) -> None:
    """In an annotated text, readings in full-width brackets stay, as the author wrote them."""
    text = "當(dāng)互聯(lián)網(wǎng)的發(fā)展進(jìn)入新階段，饕餮（tāo tiè）還(hái)在"

    assert "當互聯網的發展進入新階段，饕餮（tāo tiè）還在" == repair(text, analyzer.frequency).text


RIGHT = ("當(dāng)", "網(wǎng)", "發(fā)", "進(jìn)", "還(hái)", "時(shí)")
WRONG = ("當(fā)", "網(jìn)", "發(hái)", "進(jìn)".replace("j", "q"), "還(shí)", "時(dāng)")
"""Characters with readings as a program prints them, right and wrong."""


@pytest.mark.parametrize(
    ("text", "is_annotated"),
    [
        ("".join(RIGHT[:5]), True),
        ("\n".join(RIGHT[:5]), True),
        ("".join(RIGHT[:4]), False),
        ("".join(RIGHT[:5]) + "字" * 245, True),
        ("".join(RIGHT[:5]) + "字" * 246, False),
        ("".join(RIGHT[:3] + WRONG[3:]), False),
        ("".join(RIGHT[:4] + WRONG[4:]), True),
    ],
)
def test_readings_of_a_program(text: str, analyzer: Analyzer, *, is_annotated: bool) -> None:
    """Five readings, one in fifty characters, of which most are right, were not the author's."""
    count = text.count("(") if is_annotated else 0
    without = re.sub(r"\(.*?\)", "", text)

    assert RepairedText(without if is_annotated else text, (), count) == repair(
        text, analyzer.frequency
    )


def test_repairs_of_a_whole_text(analyzer: Analyzer) -> None:
    """Lines stay lines; wrong decoding is reported line by line, then control characters."""
    utf8, gbk = (text.encode(code).decode("latin-1") for text, code in TWO_LINES)

    found = repair(f"前\x07{utf8}\n{gbk}\n\x01后\x07", analyzer.frequency)

    assert "前饕餮\n金融科技\n后" == found.text
    assert [
        (utf8, "饕餮", "bytes of UTF-8 were read as Latin-1"),
        (gbk, "金融科技", "bytes of GBK were read as Latin-1"),
        ("U+0001 U+0007 ×3", "", "a control character is not text"),
    ] == [(one.before, one.after, str(one.why)) for one in found.repairs]


TWO_LINES = (("饕餮", "utf-8"), ("金融科技", "gbk"))


def test_a_document_is_repaired_in_all_its_parts() -> None:
    """Text, notes and metadata are repaired; code keeps its indentation, no block is empty."""
    document = Document(
        (
            Block("paragraph", " 数\u200b字 ", notes=("[1] 注\u200b", "[2] 解")),
            Block("code", "\n  x\u200b = X\n"),
            Block("paragraph", "\u200b "),
            Block("heading", "好", 1),
        ),
        {"title": " 题\u200b\n目 ", "year": 2021},
        repairs=(Repair("甲", "乙", Message("bytes of GBK were read as Latin-1")),),
    )

    found = repair_document(document)

    assert (
        Block("paragraph", "数字", notes=("[1] 注", "[2] 解")),
        Block("code", "  x = X"),
        Block("heading", "好", 1),
    ) == found.blocks
    assert document.blocks[3] is found.blocks[2]
    assert {"title": "题 目", "year": 2021} == found.metadata
    assert ["甲", "U+200B ×4"] == [repair.before for repair in found.repairs]
