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
_BYTES_PER_CHARACTER = 8
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
        UnreadableError: The extra is not installed, or the file is broken or unpacks to too much.
    """
    try:
        import mammoth  # Installed with the extra "documents" only.
    except ImportError as error:
        raise UnreadableError("is a DOCX; to read it, install yinju[documents]") from error

    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive, _BYTES_PER_CHARACTER * longest)
            metadata = _properties(archive)
        page = mammoth.convert_to_html(BytesIO(data), convert_image=lambda _: []).value
    except UnreadableError:
        raise
    except Exception as error:  # A broken archive raises many kinds of errors.
        raise UnreadableError(
            "cannot be read as a DOCX: {detail}; save it again", detail=str(error)
        ) from error
    if not page:
        raise UnreadableError("has no text; if it is scanned, run text recognition on it")
    return Document(read_markup(page).blocks, metadata)


def _check(archive: ZipFile, longest: int) -> None:
    """Check the declared sizes, so that unpacking cannot fill the memory."""
    texts = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
    if sum(entry.file_size for entry in texts) > longest:
        raise UnreadableError(
            "unpacks to more than {limit} bytes; split it or raise BOT_MAX_CHARACTERS",
            limit=longest,
        )
    for entry in texts:
        if b"<!DOCTYPE" in archive.read(entry):
            raise UnreadableError(
                "declares XML entities, as no word processor does; save it again"
            )


def _properties(archive: ZipFile) -> dict[str, str]:
    if _PROPERTIES not in archive.namelist():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(archive.read(_PROPERTIES), parser)
    return properties(
        root.findtext(f"{_DUBLIN_CORE}title"), root.findtext(f"{_DUBLIN_CORE}creator")
    )
