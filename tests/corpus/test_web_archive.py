"""Web archives (MHTML) are read as the page that was saved, whatever their name."""

from __future__ import annotations

from base64 import encodebytes
from pathlib import PurePosixPath
from quopri import encodestring

import pytest

from corpus.document import Document, UnreadableError
from corpus.readers import read_document

ADDRESS = "https://example.org/river"
LINES = (
    "村里的老人说，这条河以前是走船的，后来上游修了水库，水一年比一年浅。",
    "二十年前离开的年轻人，现在陆续回来了一些；他们在河边开了民宿。",
)
PAGE = (
    "<html><head><title>河边的人回来了</title></head><body><h1>河边的人回来了</h1>"
    + "".join(f"<p>{line}</p>" for line in LINES)
    + "</body></html>"
)


def read(data: bytes, name: str = "a.mhtml") -> Document:
    """Read a file without a dictionary, as no text here is damaged."""
    return read_document(data, PurePosixPath(name), lambda _: 0)


def part(kind: str, encoding: str, body: bytes, location: str = "", charset: str = "") -> bytes:
    """Build a part of an archive."""
    parameters = f'; charset="{charset}"' if charset else ""
    place = f"Content-Location: {location}\r\n" if location else ""
    head = f"Content-Type: {kind}{parameters}\r\nContent-Transfer-Encoding: {encoding}\r\n{place}"
    return head.encode() + b"\r\n" + body


def archive(head: str, *parts: bytes) -> bytes:
    """Build an archive of these parts, with further lines in its head."""
    top = f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
    body = b"".join(b"------x\r\n" + one + b"\r\n" for one in parts)
    return f'{top}\tboundary="----x"\r\n\r\n'.encode() + body + b"------x--\r\n"


def chrome(page: str = PAGE, charset: str = "") -> bytes:
    """Build an archive as Chrome saves it."""
    return archive(
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\n"
        "Subject: =?utf-8?Q?=E6=B2=B3?=\r\nDate: Sat, 6 May 2023 08:00:00 -0000\r\n",
        part("text/html", "quoted-printable", encodestring(page.encode()), ADDRESS, charset),
        part("image/png", "base64", encodebytes(b"\x89PNG"), f"{ADDRESS}/a.png"),
        part("text/css", "quoted-printable", b"p =7B =7D", "cid:css-1@mhtml.blink"),
    )


def explorer(charset: str) -> bytes:
    """Build an archive as Internet Explorer saved it."""
    page = PAGE.replace("<head>", f'<head><meta charset="{charset}">')
    return archive(
        "From: <Saved by Windows Internet Explorer 8>\r\n"
        "Subject: =?gb2312?B?us0=?=\r\nX-MimeOLE: Produced By Microsoft MimeOLE\r\n",
        part("text/html", "base64", encodebytes(page.encode(charset)), ADDRESS, charset),
    )


ARCHIVES = {
    "chrome": chrome(),
    "chrome with a charset": chrome(charset="utf-8"),
    "explorer": explorer("gb2312"),
    "gb18030": explorer("gb18030"),
    "utf-8": explorer("utf-8"),
    "eight bits": archive("", part("text/html", "8bit", PAGE.encode(), ADDRESS)),
    "binary": archive("", part("text/html", "binary", PAGE.encode(), ADDRESS)),
    "xhtml": archive("", part("application/xhtml+xml", "8bit", PAGE.encode(), ADDRESS)),
    "empty lines above": b"\r\n\r\n" + chrome(),
    "byte order mark": b"\xef\xbb\xbf" + chrome(),
    "line ends of Unix": chrome().replace(b"\r\n", b"\n"),
    "text first": archive(
        "",
        part("text/plain", "8bit", "只是说明".encode()),
        part("text/html", "8bit", PAGE.encode(), ADDRESS),
    ),
    "nested": archive(
        "",
        b'Content-Type: multipart/alternative; boundary="--y"\r\n\r\n----y\r\n'
        + part("text/html", "base64", encodebytes(PAGE.encode()), ADDRESS, "utf-8")
        + b"\r\n----y--\r\n",
    ),
    "one part": f"From: <Saved>\r\nContent-Location: {ADDRESS}\r\nMIME-Version: 1.0\r\n".encode()
    + part("text/html", "base64", encodebytes(PAGE.encode()), "", "utf-8"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_the_page_of_an_archive(kind: str) -> None:
    """The page in an archive is read, decoded, with the address that it was saved from."""
    document = read(ARCHIVES[kind])
    text = [block.text for block in document.blocks if block.kind == "paragraph"]

    assert list(LINES) == text
    assert "河边的人回来了" == document.metadata["title"]
    assert ADDRESS == document.metadata["url"]


@pytest.mark.parametrize("name", ["a.mht", "a.txt", "a.html", "a.doc", "a.md", "a"])
@pytest.mark.parametrize("kind", ["chrome", "explorer"])
def test_a_renamed_archive(kind: str, name: str) -> None:
    """An archive is recognized by its content, under any name."""
    blocks = read(ARCHIVES[kind], name).blocks

    assert list(LINES) == [block.text for block in blocks if block.kind == "paragraph"]


def test_the_page_states_its_own_address() -> None:
    """An address in the page's own head counts more than the one that it was saved from."""
    own = '<link rel="canonical" href="https://example.org/own">'

    assert (
        "https://example.org/own"
        == read(chrome(PAGE.replace("<head>", f"<head>{own}"))).metadata["url"]
    )


def test_a_local_file_gives_no_address() -> None:
    """The path of the file that an archive was made from is not an address."""
    data = archive("", part("text/html", "8bit", PAGE.encode(), "file:///C:/river.htm"))

    assert "url" not in read(data).metadata


@pytest.mark.parametrize(
    "parts",
    [(), (part("image/png", "base64", b"iVBORw0="),), (part("text/html", "8bit", b""),)],
)
def test_an_archive_without_a_page(parts: tuple[bytes, ...]) -> None:
    """An archive without a page is refused with a way out."""
    with pytest.raises(UnreadableError, match="without a page; save the page again"):
        read(archive("", *parts))


@pytest.mark.parametrize(
    "text",
    [
        "Content-Type: multipart/related 是网页存档开头的一行，这篇文章说的是它的来历。",
        "来信：\n\ncontent-type: multipart/related; boundary=x\n\n这一行在信的正文里。",
        "From: 一个读者\nTo: 编辑\n\n信里说，河水又涨了。",
    ],
)
def test_an_article_about_archives(text: str) -> None:
    """A text that merely mentions the headers of an archive is read as text."""
    kept = "".join(block.text for block in read(text.encode(), "a.txt").blocks)

    assert text.replace("\n", "") == kept


@pytest.mark.parametrize(
    "parameter", ["name*", "name*0*=ut\0f-8''x", 'charset="', ";;=", "charset=x"]
)
def test_a_broken_header(parameter: str) -> None:
    """A header that no program could have written does not hide the page."""
    data = archive("", part(f"text/html; {parameter}", "8bit", PAGE.encode(), ADDRESS))

    assert list(LINES) == [block.text for block in read(data).blocks if block.kind == "paragraph"]
