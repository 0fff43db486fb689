"""Plain text: each line is a paragraph, as in scraped pages."""

from __future__ import annotations

from corpus.document import Block, Document


def read_plain(text: str) -> Document:
    """Read a plain text; each line that is not empty is a block."""
    lines = (line.strip() for line in text.split("\n"))
    return Document(tuple(Block("paragraph", line) for line in lines if line))
