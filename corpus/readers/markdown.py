"""Markdown (CommonMark with tables), read by way of the HTML it stands for."""

from __future__ import annotations

from markdown_it import MarkdownIt

from corpus.document import Document
from corpus.readers.markup import read_markup

_PARSER = MarkdownIt("commonmark").enable("table")


def read_markdown(text: str) -> Document:
    """A Markdown text as blocks."""
    return read_markup(_PARSER.render(text))
