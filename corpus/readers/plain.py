"""Plain text: each line is a paragraph, as in scraped pages."""

from __future__ import annotations

from corpus.copied_page import mark_copied_page
from corpus.document import Block, Document
from corpus.readers.written_notes import with_written_notes


def read_plain(text: str) -> Document:
    """Read a plain text; each line that is not empty is a block, or notes to one."""
    lines = (line.strip() for line in text.split("\n"))
    blocks = [Block("paragraph", line) for line in lines if line]
    marked = mark_copied_page(blocks)
    return Document(tuple(block for block in with_written_notes(marked) if block))
