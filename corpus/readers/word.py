"""DOCX: made straight by us, then converted by mammoth to HTML with headings, lists and tables."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from zipfile import BadZipFile

from corpus.document import Block, Document, UnreadableError
from corpus.message import Message, counted
from corpus.readers.marks import MARK, enclosed
from corpus.readers.markup import read_markup
from corpus.readers.papers import read_paper
from corpus.readers.properties import properties
from corpus.readers.word_markup import straighten
from corpus.readers.word_package import Element, open_package
from corpus.readers.word_paragraphs import NUMBERED, STYLE_MAP

_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_BYTES_PER_CHARACTER = 8
"""Maximum number of bytes of markup per character of text."""

DAMAGED = Message(
    "is a damaged Word document; open it in Word, which can repair many, and save it again,"
    " or put a sound copy in its place"
)
_NAMES = frozenset({".docx", ".docm"})

_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of the formats of old Office programs, and of locked files of new ones."""

_LOCK = "EncryptedPackage".encode("utf-16-le")
_OTHER_OFFICE = (b"xl/workbook.", b"ppt/presentation.")

_BULLET = re.compile(rf"^\s*•?\s*{NUMBERED}")
_FRONT = 30
"""Number of blocks that may stand on the first page."""

_SYMBOL = "A w:sym element with an unsupported character"

_REFERENCE = re.compile(
    r'<sup><a href="#(?:foot|end)note-[^"<>]*" id="[^"<>]*">\[(\d+)\]</a></sup>'
)
_RAISED = re.compile(
    # It begins with what is rare, as a look behind each character takes time.
    r"<sup>(?<=[㐀-鿿。，、；：！？”’」』）》】]<sup>)(?<![米里尺寸]<sup>)([^<>]{1,16})</sup>"
)
_NOTE = re.compile(r'<li id="(?:foot|end)note-[^"<>]*">')
_WAY_BACK = re.compile(r'\s?<a href="#(?:foot|end)note-ref-[^"<>]*">↑</a>')


@dataclass(frozen=True, slots=True)
class WordPage:
    """A DOCX as HTML, its title and author, and how much text of each kind was left out."""

    html: str
    metadata: dict[str, str]
    lost: Counter[str]


def is_word(data: bytes) -> bool:
    """Return True if the bytes are a DOCX file, or another Office file that may bear its name."""
    return data.startswith(_COMPOUND) or (
        data.startswith(_ARCHIVE) and b"[Content_Types].xml" in data
    )


def check_damage(data: bytes, suffix: str) -> None:
    """Check that a file that no reader knows is not what is left of a DOCX.

    Raises:
        UnreadableError: It has the suffix of a DOCX, and begins like an archive or has zeros only.
    """
    is_rest = data.startswith(_ARCHIVE[:2]) or (data and not data.strip(b"\0"))
    if is_rest and suffix.lower() in _NAMES:
        raise UnreadableError(DAMAGED)


def read_word(data: bytes, longest: int) -> Document:
    """Read the blocks and the properties of a DOCX file.

    Args:
        data: The file's bytes.
        longest: Maximum number of characters.

    Raises:
        UnreadableError: The extra is not installed, or the file is in another format, locked or
            broken, or unpacks to too much.
    """
    page = convert(data, longest)
    if not page.html:
        raise UnreadableError("has no text; if it is scanned, run text recognition on it")
    blocks = tuple(_without_marks(read_markup(enclosed_marks(page.html)).blocks))
    paper = read_paper(blocks, page.metadata.get("title"), _FRONT)
    metadata = {**page.metadata, **paper.metadata}
    return Document(paper.blocks, metadata, warnings=tuple(_warnings(page.lost)))


def convert(data: bytes, longest: int) -> WordPage:
    """Convert a DOCX file to HTML; arguments and errors are those of `read_word`."""
    _check_format(data)
    try:
        import mammoth  # Installed with the extra "documents" only.
    except ImportError as error:
        raise UnreadableError("is a DOCX; to read it, install yinju[documents]") from error

    try:
        package = open_package(data, _BYTES_PER_CHARACTER * longest)
        found = straighten(package)
        result = mammoth.convert_to_html(
            package.packed(),
            convert_image=lambda _: [],
            style_map=STYLE_MAP,
            include_default_style_map=False,
            include_embedded_style_map=False,
        )
        metadata = _properties(package.properties)
    except UnreadableError:
        raise
    except (BadZipFile, EOFError, zlib.error) as error:
        raise UnreadableError(DAMAGED) from error
    except Exception as error:  # A broken archive raises many kinds of errors.
        raise UnreadableError(
            "cannot be read as a DOCX: {detail}; save it again", detail=str(error)
        ) from error
    if found.title:
        metadata["title"] = found.title
    lost = found.lost + Counter(
        "symbol" for message in result.messages if message.message.startswith(_SYMBOL)
    )
    return WordPage(with_footnotes(result.value), metadata, lost)


def with_footnotes(page: str) -> str:
    """Return mammoth's HTML with its notes as footnotes of a page, each named by its number.

    They stand at the end, in the only numbered list, as our own lists have no numbers there.
    """
    text, found, notes = page.partition("<ol>")
    text = _REFERENCE.sub(r'<sup><a href="#fn\1">\1</a></sup>', text)
    if not found:
        return text
    numbers = count(1)
    notes = _NOTE.sub(lambda _: f'<li id="fn{next(numbers)}">', _WAY_BACK.sub("", notes))
    return f'{text}<section class="footnotes"><ol>{notes}</section>'


def enclosed_marks(page: str) -> str:
    """Return mammoth's HTML with raised marks of notes enclosed, those behind Chinese text."""
    return _RAISED.sub(
        lambda raised: enclosed(raised[1]) if MARK.fullmatch(raised[1]) else raised[0], page
    )


def _check_format(data: bytes) -> None:
    """Check that a file is not of another format of Office, or locked."""
    if data.startswith(_COMPOUND):
        if _LOCK in data:
            raise UnreadableError("needs a password; save it without one")
        raise UnreadableError("is in an old Office format; save it as DOCX")
    if any(part in data for part in _OTHER_OFFICE) and b"word/" not in data:
        raise UnreadableError("is a workbook or a presentation; save its text as DOCX")


def _without_marks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; an item that has a number loses its bullet."""
    for block in blocks:
        text = _BULLET.sub("", block.text).replace(NUMBERED, "")
        yield block if text == block.text else replace(block, text=text)


def _warnings(lost: Mapping[str, int]) -> Iterator[tuple[None, Message]]:
    """Yield a warning for each kind of content that was left out, with its count."""
    messages = (
        counted(
            "left out {count} formula that is an embedded object;"
            " in Word, convert it to Office Math, and save the file again",
            "left out {count} formulas that are embedded objects;"
            " in Word, convert them to Office Math, and save the file again",
            count=lost["formula"],
        ),
        counted(
            "left out {count} embedded object, such as a sheet; paste its text into the file",
            "left out {count} embedded objects, such as sheets; paste their texts into it",
            count=lost["object"],
        ),
        counted(
            "left out {count} chart or diagram; write what it says into the file",
            "left out {count} charts or diagrams; write what they say into the file",
            count=lost["diagram"],
        ),
        counted(
            "left out {count} embedded document; paste its text into the file",
            "left out {count} embedded documents; paste their texts into the file",
            count=lost["document"],
        ),
        counted(
            "left out {count} character that only one font knows; type a usual one instead",
            "left out {count} characters that only one font knows; type usual ones instead",
            count=lost["symbol"],
        ),
    )
    return ((None, message) for message in messages if message.count)


def _properties(root: Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return properties(
        root.findtext(f"{_DUBLIN_CORE}title"), root.findtext(f"{_DUBLIN_CORE}creator")
    )
