"""Plain text: a line is a paragraph, as pages are scraped."""

from __future__ import annotations

from corpus.document import Block, Document


def read_plain(text: str) -> Document:
    """The lines of a text that say something, each a block; which are headings is told later."""
    lines = (line.strip() for line in text.split("\n"))
    return Document(tuple(Block("paragraph", line) for line in lines if line))
