"""PDF and DOCX are read if the extra is installed; otherwise a problem names the extra."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from corpus.document import Document, UnreadableError
from corpus.limits import Limits
from corpus.loading import load
from corpus.readers import read_document
from corpus.readers.properties import properties
from tests.documents import (
    docx,
    locked_pdf,
    paragraph,
    pdf,
    picture_pdf,
    table,
    unzipped,
    zipped,
)

TEXTS = (
    "金融科技要回到「基础设施」的定位，才能发挥它的作用；可惜"
    + "这一点承认的人不多，" * 8
    + "就这样。",
    "到2023年，全县返乡创业的有1,312人，比前一年多了近三成，其中一半以上不到三十五岁。",
    "真正留下来的，是那些把手艺做成了生意、又把生意做成了生活的人，他们不再谈论远方和机会。",
)


def read_bytes(data: bytes, limits: Limits | None = None) -> Document:
    """Read a file under a neutral name, without a dictionary, as no text here is damaged."""
    return read_document(data, PurePosixPath("a.txt"), lambda _: 0, limits or Limits())


def texts(document: Document) -> list[str]:
    """Return the text of each block."""
    return [block.text for block in document.blocks]


@pytest.mark.parametrize("font", ["STSong-Light", "MSung-Light", "HeiseiMin-W3"])
def test_pdf_paragraphs(font: str) -> None:
    """Lines become paragraphs again; headers and page numbers are left out."""
    document = read_bytes(pdf([("第一节", *TEXTS[:2]), TEXTS[2:], TEXTS[:1]], font))

    assert ["第一节", *TEXTS, TEXTS[0]] == texts(document)


def test_pdf_in_a_collection(tmp_path: Path) -> None:
    """Title, headings and author of a PDF are found, and the date in its name."""
    data = pdf([("第一节", *TEXTS)], title="题目", author="王小明")
    (tmp_path / "2021-12-28.pdf").write_bytes(data)

    (article,) = load(tmp_path, lambda _: 0).corpus.articles

    assert ("题目", "王小明", date(2021, 12, 28)) == (article.title, article.author, article.date)
    assert ("第一节",) == article.headings
    assert list(TEXTS) == [passage.text for passage in article.passages]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (picture_pdf(), "text recognition"),
        (locked_pdf("secret"), "password"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "save it again"),
        (pdf([TEXTS])[:900], "save it again"),
        (docx(), "no text"),
        (docx(paragraph("正文。"))[:-60], "save it again"),
        (docx("<w:p>" * 100_000), "save it again"),
    ],
)
def test_unreadable_documents(data: bytes, words: str) -> None:
    """For a document that is locked, broken, empty or scanned, the error names a remedy."""
    with pytest.raises(UnreadableError, match=words):
        read_bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + bytes(range(256)),
        b"PK\x05\x06" + bytes(18),
        bytes(500),
        docx(paragraph("正文。"))[:200],
        docx(paragraph("正文。"))[:-60],
        docx(paragraph("正文。"))[40:],
        b"\xff\xff\xff",
    ],
)
def test_damaged_documents(data: bytes) -> None:
    """The remains of a DOCX are said to be a damaged one, not an archive or no text."""
    with pytest.raises(UnreadableError, match="is a damaged Word document; open it in Word"):
        read_document(data, PurePosixPath("a.DOCX"), lambda _: 0)


def test_a_damaged_pdf() -> None:
    """What bears the name of a PDF, and is neither one nor text, is said to be damaged."""
    with pytest.raises(UnreadableError, match="is damaged, or not a PDF"):
        read_document(b"\xff" * 2000, PurePosixPath("a.pdf"), lambda _: 0)


def test_an_archive_is_no_damaged_document() -> None:
    """An archive under another name is said to be one."""
    with pytest.raises(UnreadableError, match="ZIP archive"):
        read_document(b"PK\x03\x04" + bytes(range(256)), PurePosixPath("a.txt"), lambda _: 0)


def test_limits_of_documents() -> None:
    """A document with too much text is refused, and the error names the setting."""
    limits = Limits(characters=10_000)

    with pytest.raises(UnreadableError, match="BOT_MAX_CHARACTERS"):
        read_bytes(docx(paragraph("啊" * 1_000_000)), limits)
    with pytest.raises(UnreadableError, match="BOT_MAX_CHARACTERS"):
        read_bytes(pdf([TEXTS] * 60), limits)


def test_entities_are_refused() -> None:
    """A DOCX that declares XML entities is refused."""
    data = docx("<!DOCTYPE a [<!ENTITY b 'c'>]>")

    with pytest.raises(UnreadableError, match="entities"):
        read_bytes(data)


@pytest.mark.parametrize("declaration", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a>"])
def test_entities_are_refused_in_any_encoding(declaration: str) -> None:
    """A declaration is found by the parser, also where its bytes are other ones."""
    files = unzipped(docx(paragraph("正文。")))
    body = f'<?xml version="1.0" encoding="utf-16"?>{declaration}{files.pop("word/document.xml")}'
    data = zipped(files | {"word/document.xml": body.encode("utf-16")})

    with pytest.raises(UnreadableError, match="entities"):
        read_bytes(data)


def test_docx() -> None:
    """Headings, paragraphs, tables and properties of a DOCX are read."""
    body = (paragraph("第一节", "H1"), paragraph(TEXTS[0]), table([("年", "量"), ("2020", "3")]))
    document = read_bytes(docx(*body, title="题目", author="王小明"))

    assert [("heading", "第一节"), ("paragraph", TEXTS[0])] == [
        (block.kind, block.text) for block in document.blocks[:2]
    ]
    assert ["年 | 量\n2020 | 3"] == texts(document)[2:]
    assert {"title": "题目", "author": "王小明"} == document.metadata


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Microsoft Word - 新建文档.docx", "Administrator"),
        ("untitled", "微软用户"),
        ("文档1", "lenovo"),
        ("某政办发〔2019〕12号", "Windows User"),
        ("2019-05-06", "Windows 用户"),
        ("幻灯片 1", "匿名用户"),
        ("新建 Microsoft Word 文档", "Lenovo User"),
        ("标题", "佚名"),
        (None, None),
        (" ", ""),
    ],
)
def test_properties_that_programs_fill_in(title: str | None, author: str | None) -> None:
    """A default of a program is neither title nor author."""
    assert {} == properties(title, author)


def test_without_the_extra(tmp_path: Path) -> None:
    """Without the extra, a document is a problem that names the extra, and the rest is served."""
    (tmp_path / "a.pdf").write_bytes(pdf([TEXTS]))
    (tmp_path / "b.docx").write_bytes(docx(paragraph("正文。")))
    (tmp_path / "c.txt").write_text("正文。", "utf-8")
    script = (
        "import sys, pathlib; sys.modules['pypdfium2'] = sys.modules['mammoth'] = None\n"
        "from corpus.loading import load\n"
        "loaded = load(pathlib.Path(sys.argv[1]), lambda _: 0)\n"
        "print(len(loaded.corpus.articles), *(p.message for p in loaded.problems))"
    )

    output = subprocess.run(
        [sys.executable, "-c", script, tmp_path], check=True, capture_output=True, text=True
    ).stdout

    assert output.startswith("1 ")
    assert 2 == output.count("yinju[documents]")
