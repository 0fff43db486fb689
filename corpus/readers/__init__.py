"""Readers: the bytes of a file to a `Document`. The content decides which reader is used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from corpus.document import Document, UnreadableError
from corpus.likelihood import Frequency
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.lost import lost_warnings
from corpus.message import Message
from corpus.readers.encoding import DecodedText, check_signature, decode
from corpus.readers.front_matter import split_front_matter
from corpus.readers.markdown import read_markdown
from corpus.readers.markup import read_markup
from corpus.readers.page import read_page
from corpus.readers.pdf import read_pdf
from corpus.readers.plain import read_plain
from corpus.readers.web_archive import archived_page, is_web_archive
from corpus.readers.word import DAMAGED, check_damage, is_word, read_word
from corpus.repair import repair, repair_document

_PAGE = re.compile(
    r"\s*+(?>(?:<!--.*?-->\s*+)*)<(?:!doctype|html|\?xml|head|body)\b", re.IGNORECASE | re.DOTALL
)
_BLOCK_TAG = re.compile(
    r"<(?:div|p|h[1-6]|article|section|[uod]l|table|blockquote)\b", re.IGNORECASE
)
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HEAD = re.compile(r"\s*+(?>(?:<!--.*?-->\s*+)*)<(?:title|meta|base)\b", re.IGNORECASE | re.DOTALL)
"""The beginning of a page that leaves out the tags around its head."""

_ANY_TAG = re.compile(r"<(?:!--|!\[CDATA\[|\?|/?[a-z][\w:-]*(?=[\s/>]))", re.IGNORECASE)
_COMMENTS = re.compile(r"\s*+(?>(?:<!--.*?-->\s*+)+)", re.DOTALL)
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_KEPT_LINES = re.compile(r"<(?:!|\?|pre|script|style|textarea)", re.IGNORECASE)
"""What may have empty lines within it."""

_MARKDOWN = re.compile(
    r"""
    ^ (?:
        \#{1,6}[ ]\S | ``` | ~~~\w*$
        | \|?[ ]*:?-{3,}:?[ ]*\|[ |:-]*$      # The line below the head of a table.
        | \[\^[^\[\]\s]+\][:：]              # A footnote.
        | \{%.*%\}[ ]*$ | \{\{[<%]
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
_INLINE_MARKDOWN = re.compile(
    r"(?<![*\d])\*\*\S[^*\n]*\*\*(?![*\d])|!\[[^\[\]\n]*\]\(|\]\(https?:"
)
"""Markup that plain text rarely contains; leading dashes and numbers do not count."""

_NO_TEXT = {
    ".docx": DAMAGED,
    ".docm": DAMAGED,
    ".pdf": Message("is damaged, or not a PDF; save it again"),
}
"""What is said, by its suffix, of a file that is neither in that format nor text."""


def read_document(
    data: bytes, path: PurePath, frequency: Frequency, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read one file.

    Args:
        data: The file's bytes.
        path: The file's name, used only if the content leaves the format open.
        frequency: Word counts in either script, for repairs.
        limits: Limits of the text of one file.

    Raises:
        UnreadableError: The file cannot be read as an article.
    """
    if b"%PDF-" in data[:1024]:
        document = _with_warning(read_pdf(data, limits.characters))
    elif is_word(data):
        document = _with_warning(read_word(data, limits.characters))
    elif is_web_archive(data):
        page = archived_page(data)
        document = _read_text(page.data, path.with_suffix(".html"), frequency)
        if page.url:
            document = replace(document, metadata={"url": page.url, **document.metadata})
    else:
        check_damage(data, path.suffix)
        document = _read_text(data, path, frequency)
    return repair_document(document)


def _read_text(data: bytes, path: PurePath, frequency: Frequency) -> Document:
    decoded = _decoded(data, path, frequency)
    repaired = repair(decoded.text, frequency)
    front = split_front_matter(repaired.text)
    document = _reader(front.body, path)(front.body)
    document = Document(
        blocks=document.blocks,
        metadata={**document.metadata, **front.metadata},
        warnings=(*decoded.warnings, *front.warnings, *document.warnings),
        repairs=repaired.repairs,
        annotations=repaired.annotations,
    )
    return document if decoded.warnings else _with_warning(document, repaired.text)


def _decoded(data: bytes, path: PurePath, frequency: Frequency) -> DecodedText:
    check_signature(data)
    try:
        return decode(data, frequency)
    except UnreadableError as error:
        if message := _NO_TEXT.get(path.suffix.lower()):
            raise UnreadableError(message) from error
        raise


def _with_warning(document: Document, whole: str | None = None) -> Document:
    """Return a document with a warning if its text has lost characters."""
    title = document.metadata.get("title")
    texts = [block.text for block in document.blocks if not block.is_furniture]
    texts += [title] if isinstance(title, str) else []
    return replace(document, warnings=(*document.warnings, *lost_warnings(texts, whole)))


def _reader(body: str, path: PurePath) -> Callable[[str], Document]:
    suffix = path.suffix.lower()
    if _PAGE.match(body) or (suffix in _HTML_SUFFIXES and _HEAD.match(body)):
        return read_page
    if suffix in {".md", ".markdown"}:
        return read_markdown
    if _BLOCK_TAG.search(body):
        return read_markup
    if _MARKDOWN.search(body):
        return read_markdown
    return _reader_of_lines(body, suffix)


def _reader_of_lines(body: str, suffix: str) -> Callable[[str], Document]:
    """Return the reader of a text without markup of blocks."""
    if _INLINE_MARKDOWN.search(body):
        return read_markdown if "\n\n" in body.strip() else _read_lines
    if suffix in _HTML_SUFFIXES and _ANY_TAG.search(body):
        return _read_inline_markup
    return _read_plain


def _read_inline_markup(body: str) -> Document:
    """Read HTML without tags of blocks; what empty lines part are paragraphs."""
    body = _without_comments(body)
    return read_markup(body if _KEPT_LINES.search(body) else _EMPTY_LINES.sub("\n<p>", body))


def _read_plain(body: str) -> Document:
    """Read a plain text, without comments of HTML above it."""
    return read_plain(_without_comments(body))


def _without_comments(body: str) -> str:
    """Return a text without the comments of HTML at its beginning."""
    comments = _COMMENTS.match(body)
    return body[comments.end() :] if comments else body


def _read_lines(body: str) -> Document:
    """Read a text in Markdown that has a paragraph on each line, and no empty ones."""
    return read_markdown(body.replace("\n", "\n\n"))
