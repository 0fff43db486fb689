"""Plain text: each line is a paragraph, as in scraped pages, unless it was broken at a width."""

from __future__ import annotations

from corpus.copied_page import mark_copied_page
from corpus.document import Block, Document
from corpus.readers.wrapped_lines import paragraphs
from corpus.readers.written_notes import with_written_notes


def read_plain(text: str) -> Document:
    """Read a plain text; each paragraph is a block, or notes to one."""
    blocks = [Block("paragraph", paragraph) for paragraph in paragraphs(text)]
    marked = mark_copied_page(blocks)
    return Document(tuple(block for block in with_written_notes(marked) if block))
