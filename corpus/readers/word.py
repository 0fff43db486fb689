"""DOCX, converted by mammoth to HTML with headings, lists and tables."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from corpus.document import Document, UnreadableError
from corpus.readers.markup import read_markup
from corpus.readers.properties import properties

_BODY = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_CHARACTERS = 8
"""Maximum number of bytes of markup per character of text."""


def is_word(data: bytes) -> bool:
    """Return True if the bytes are a DOCX file."""
    return data.startswith(b"PK\x03\x04") and _BODY.encode() in data


def read_word(data: bytes, longest: int) -> Document:
    """Read the blocks and the properties of a DOCX file.

    Args:
        data: The file's bytes.
        longest: Maximum number of characters.

    Raises:
        UnreadableError: The extra is missing, or it is broken or unpacks to too much.
    """
    try:
        import mammoth  # An extra.
    except ImportError as error:
        raise UnreadableError("is a DOCX; to read it, install yinju[documents]") from error

    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive, _CHARACTERS * longest)
            metadata = _properties(archive)
        page = mammoth.convert_to_html(BytesIO(data), convert_image=lambda _: []).value
    except UnreadableError:
        raise
    except Exception as error:  # A broken archive raises many kinds of errors.
        raise UnreadableError(f"is no DOCX that can be read: {error}; save it anew") from error
    if not page:
        raise UnreadableError("holds no text; if it is pictures of it, run text recognition")
    return Document(read_markup(page).blocks, metadata)


def _check(archive: ZipFile, longest: int) -> None:
    """Check the declared sizes, so that unpacking cannot fill the memory."""
    texts = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
    if sum(entry.file_size for entry in texts) > longest:
        raise UnreadableError(
            f"unpacks to more than {longest} bytes; split it or raise BOT_MAX_CHARACTERS"
        )
    for entry in texts:
        if b"<!DOCTYPE" in archive.read(entry):
            raise UnreadableError("declares entities of its own, as no word processor does")


def _properties(archive: ZipFile) -> dict[str, str]:
    if _PROPERTIES not in archive.namelist():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(archive.read(_PROPERTIES), parser)
    return properties(
        root.findtext(f"{_DUBLIN_CORE}title"), root.findtext(f"{_DUBLIN_CORE}creator")
    )
