"""Bytes are decoded whatever their encoding, and whatever the file declares."""

from __future__ import annotations

import codecs
import random

import pytest

from corpus.document import UnreadableError
from corpus.loading import LoadResult
from corpus.readers.encoding import decode
from retrieval.text.analysis import Analyzer

TRADITIONAL = (
    "這幾年來,許多銀行都把科技放到了發展的前面。過去他們只看見流量,現在他們終於明白,"
    "沒有產業的支持,再多的用戶也留不住。有人問:「這樣的轉變來得及嗎?」沒有人能夠回答。"
    "但是可以肯定的是,誰先把自己變成基礎設施,誰就能夠走得更遠。"
)

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")


def pieces(text: str, length: int, count: int) -> list[str]:
    """Return random pieces of a text, the same ones in every run."""
    chance = random.Random(length)
    starts = (chance.randrange(len(text) - length) for _ in range(count))
    return [text[start : start + length] for start in starts]


@pytest.mark.parametrize("codec", ENCODINGS)
@pytest.mark.parametrize("length", [4, 16, 200])
def test_simplified_text(codec: str, length: int, digests: LoadResult, analyzer: Analyzer) -> None:
    """Simplified text is decoded correctly, however short the file is."""
    text = "\n".join(passage.text for passage in digests.corpus.passages)
    for piece in pieces(text, length, 40):
        line = f"{piece}\n"

        assert line == decode(line.encode(codec), analyzer.frequency).text


@pytest.mark.parametrize("codec", [*ENCODINGS, "big5", "big5hkscs", "cp950"])
@pytest.mark.parametrize("length", [4, 16, len(TRADITIONAL) - 1])
def test_traditional_text(codec: str, length: int, analyzer: Analyzer) -> None:
    """Traditional text is decoded correctly from Big5 and from GB18030."""
    for piece in pieces(TRADITIONAL, length, 40):
        line = f"{piece}\n"

        assert line == decode(line.encode(codec), analyzer.frequency).text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xa8\xbc", "ḿ"),
        (b"\xa6\xd9\xa6\xda\xa6\xf3", "︐︒︙"),
        (b"\xfe\x59\xfe\xa0", "\u9fb4\u9fbb"),
        (b"\xfe\x51\x95\x32\x90\x31", "\U00020087\U00020087"),
    ],
)
def test_gb18030_of_2022(data: bytes, expected: str, analyzer: Analyzer) -> None:
    """Bytes of GB18030 mean what they have meant since Unicode has the character."""
    before, after = "县志里写着这样一个字：".encode("gb18030"), "，没有人认得。".encode("gb18030")

    text = decode(before + data + after, analyzer.frequency).text

    assert f"县志里写着这样一个字：{expected}，没有人认得。" == text


def test_seeds_in_every_encoding(seeds: LoadResult, analyzer: Analyzer) -> None:
    """Each paragraph of real articles is decoded correctly from each encoding that can hold it."""
    texts = [passage.text for passage in seeds.corpus.passages]
    wrong = total = 0
    for text in texts:
        for codec in (*ENCODINGS, "big5"):
            if text != text.encode(codec, "ignore").decode(codec):
                continue
            total += 1
            wrong += text != decode(text.encode(codec), analyzer.frequency).text

    assert 0 == wrong
    assert total > 800


@pytest.mark.parametrize("declared", ["gb2312", "big5", "utf-8", "utf-16", "nonsense", "base64"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_wrong_declarations_have_no_effect(declared: str, codec: str, analyzer: Analyzer) -> None:
    """A page that declares the wrong encoding is decoded in the right one."""
    page = f"<html><meta charset={declared}><p>{TRADITIONAL}</p></html>"

    assert page == decode(page.encode(codec), analyzer.frequency).text


def test_a_declaration_is_the_last_resort(analyzer: Analyzer) -> None:
    """If no Chinese encoding fits a page, its declared encoding is used."""
    page = "<meta charset=windows-1252><p>Déjà vu – naïve façades à gogo.</p>"

    assert page == decode(page.encode("cp1252"), analyzer.frequency).text


@pytest.mark.parametrize("declared", ["undefined", "punycode", "idna", "nonsense", "base64"])
def test_a_declaration_that_does_not_help_is_reported(declared: str, analyzer: Analyzer) -> None:
    """A page that no encoding fits is reported, whichever codec of Python's it declares."""
    page = f"<meta charset={declared}><p>Déjà vu – naïve façades à gogo.</p>"

    with pytest.raises(UnreadableError, match="save it as UTF-8"):
        decode(page.encode("cp1252"), analyzer.frequency)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(ends: str, analyzer: Analyzer) -> None:
    """Line ends of every kind become line feeds, also if a file mixes them."""
    text = f"一{ends}二\r\n三\r四\n"

    assert "一\n二\n三\n四\n" == decode(text.encode(), analyzer.frequency).text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_truncated_file(codec: str, analyzer: Analyzer) -> None:
    """A truncated last character is reported with its line; the rest is decoded."""
    decoded = decode(f"一行\n{TRADITIONAL}".encode(codec)[:-1], analyzer.frequency)

    assert f"一行\n{TRADITIONAL[:-1]}\ufffd" == decoded.text
    assert [2] == [line for line, _ in decoded.warnings]


@pytest.mark.parametrize(
    "data",
    [
        "第一行\n".encode() + "第二行".encode("gbk"),
        codecs.BOM_UTF16_LE + b"\0\xd8",
        b"na\xefve",
        random.Random(1).randbytes(5000),
    ],
)
def test_bytes_in_no_encoding(data: bytes, analyzer: Analyzer) -> None:
    """Bytes that give no plausible text in any encoding are refused."""
    with pytest.raises(UnreadableError, match=r"save (?:it|its text) as UTF-8"):
        decode(data, analyzer.frequency)


def test_the_line_at_fault_is_named(analyzer: Analyzer) -> None:
    """A file in two encodings is refused at the line where the second begins."""
    with pytest.raises(UnreadableError) as raised:
        decode("第一行\n".encode() + "第二行".encode("gbk"), analyzer.frequency)

    assert 2 == raised.value.line
