"""Markdown (CommonMark with tables), converted to HTML and read as such."""

from __future__ import annotations

from markdown_it import MarkdownIt

from corpus.document import Document
from corpus.readers.markup import read_markup

_PARSER = MarkdownIt("commonmark").enable("table")


def read_markdown(text: str) -> Document:
    """Read a Markdown text."""
    return read_markup(_PARSER.render(text))
