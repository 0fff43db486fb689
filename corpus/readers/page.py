"""Whole web pages: the article, separated from navigation, comments and advertising."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import html

from corpus.document import Block, Document
from corpus.message import Message
from corpus.readers.markup import PlacedBlock, parse, placed_blocks, post_id
from corpus.readers.page_metadata import page_metadata

_MAX_LINKED = 0.8
"""Maximum share of linked text in a block of the article; with more it is navigation."""

_MIN_MATCH = 10
"""Minimum length of a block that is matched anywhere in the main text."""

_TOO_MANY_ELEMENTS = 12_000
"""The number of elements from which extraction takes too long; articles have hundreds."""

_MIN_ARTICLE = "40"
"""Minimum length of an article in characters; the extractor's default of 250 suits alphabets."""

_ITEM = re.compile(r"^(?:•|\d+\.) ")
_NO_LETTER = re.compile(r"[\W_]+")


def read_page(text: str) -> Document:
    """Read a whole page; everything outside the article is furniture.

    trafilatura decides which text is the article. The blocks are our own, because it joins the
    paragraphs of some pages.

    Raises:
        UnreadableError: There is no readable HTML in it.
    """
    root = parse(text)
    found = placed_blocks(root)
    metadata = page_metadata(root, text)
    if number := post_id(root):
        metadata["post_id"] = number
    if len(root.xpath(f"descendant::*[position() <= {_TOO_MANY_ELEMENTS}]")) == _TOO_MANY_ELEMENTS:
        message = Message(
            "is too large to separate the article from the rest of the page; all of it is kept;"
            " remove what is not the article"
        )
        return Document(_without_asides(found, None), metadata, ((None, message),))
    return Document(_without_asides(found, _main_text(root)), metadata)


def _without_asides(found: Sequence[PlacedBlock], main: str | None) -> tuple[Block, ...]:
    """Return the blocks, with those outside the main text marked as furniture.

    If there is no main text, or no block is in it, only navigation is marked.
    """
    if main is None:
        kept = {placed.element for placed in found}
    else:
        kept = set(_elements_of(found, main))
        kept.update(list(_between(found, kept)))
    blocks = tuple(
        replace(
            placed.block,
            is_furniture=placed.block.is_furniture
            or placed.linked > _MAX_LINKED
            or placed.element not in kept,
        )
        for placed in found
    )
    is_empty = all(block.is_furniture for block in blocks)
    return _without_asides(found, None) if is_empty and main is not None else blocks


def _elements_of(found: Sequence[PlacedBlock], main: str) -> Iterator[int]:
    """Yield the numbers of the elements that contain the main text.

    A short block may match by chance; it counts if it is a line of the main text or follows one.
    """
    lines = {_letters(line) for line in main.splitlines()}
    whole = _letters(main)
    follows = False
    for placed in found:
        letters = _letters(_ITEM.sub("", placed.block.text))
        is_safe = len(letters) >= _MIN_MATCH or letters in lines or follows
        follows = is_safe and letters in whole and placed.linked <= _MAX_LINKED
        if follows:
            yield placed.element


def _between(found: Sequence[PlacedBlock], kept: set[int]) -> Iterator[int]:
    """Yield the elements between two kept ones with the same parent, such as a short line."""
    last: dict[int, int] = {}
    for position, placed in enumerate(found):
        if placed.element in kept:
            last[placed.parent] = position
    begun: set[int] = set()
    for position, placed in enumerate(found):
        if placed.element in kept:
            begun.add(placed.parent)
        elif placed.parent in begun and position < last[placed.parent]:
            yield placed.element


def _main_text(root: html.HtmlElement) -> str | None:
    """Extract the text of a page's article; None if it cannot be recognized."""
    # Imported here, as it takes half a second and only whole pages need it.
    from trafilatura import extract
    from trafilatura.settings import use_config

    # It logs an error for each page without text, which the result of None tells already.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _MIN_ARTICLE)
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    try:
        return extract(root, include_comments=False, include_tables=True, config=config) or None
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError):
        return None  # It fails on some pages; the rules for furniture remain.


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
