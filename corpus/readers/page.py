"""Whole web pages: the article, separated from navigation, comments and advertising."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import html

from corpus.document import Block, Document
from corpus.readers.markup import PlacedBlock, parse, placed_blocks, post_id
from corpus.readers.page_metadata import page_metadata

_MOSTLY = 0.8
"""The share of linked text from which a block is navigation."""

_LONG = 10
"""Minimum length of a block that is matched anywhere in the main text."""

_ELEMENTS = 12_000
"""The number of elements from which extraction takes too long; articles have hundreds."""

_SMALLEST = "40"
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
    if len(root.xpath(f"descendant::*[position() <= {_ELEMENTS}]")) == _ELEMENTS:
        warning = (None, "is too large to tell the article on it from the rest; all is kept")
        return Document(_without_asides(found, None), metadata, (warning,))
    return Document(_without_asides(found, _main_text(root)), metadata)


def _without_asides(found: Sequence[PlacedBlock], main: str | None) -> tuple[Block, ...]:
    """Return the blocks, with those outside the main text marked as furniture."""
    everything = {stretch.element for stretch in found}
    kept = everything if main is None else set(_elements_of(found, main))
    kept |= set(_between(found, kept))
    blocks = tuple(
        replace(
            stretch.block,
            is_furniture=stretch.block.is_furniture
            or stretch.linked > _MOSTLY
            or stretch.element not in kept,
        )
        for stretch in found
    )
    is_lost = main is not None and all(block.is_furniture for block in blocks)
    return _without_asides(found, None) if is_lost else blocks


def _elements_of(found: Sequence[PlacedBlock], main: str) -> Iterator[int]:
    """Yield the numbers of the elements that contain the main text.

    A short block may match by chance; it counts if it is a line of the main text or follows one.
    """
    lines = {_letters(line) for line in main.splitlines()}
    whole = _letters(main)
    follows = False
    for stretch in found:
        said = _letters(_ITEM.sub("", stretch.block.text))
        belongs = (len(said) >= _LONG or said in lines or follows) and said in whole
        follows = belongs and stretch.linked <= _MOSTLY
        if follows:
            yield stretch.element


def _between(found: Sequence[PlacedBlock], kept: set[int]) -> Iterator[int]:
    """Yield the elements between two kept ones with the same parent, such as a short line."""
    last: dict[int, int] = {}
    for place, stretch in enumerate(found):
        if stretch.element in kept:
            last[stretch.parent] = place
    begun: set[int] = set()
    for place, stretch in enumerate(found):
        if stretch.element in kept:
            begun.add(stretch.parent)
        elif stretch.parent in begun and place < last[stretch.parent]:
            yield stretch.element


def _main_text(root: html.HtmlElement) -> str | None:
    """Extract the text of a page's article; None if none can be told."""
    from trafilatura import (
        extract,
    )  # The import takes half a second, and only whole pages need it.
    from trafilatura.settings import use_config

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # None says the same.
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SMALLEST)
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    try:
        return extract(root, include_comments=False, include_tables=True, config=config) or None
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError):
        return None  # It fails on some pages; the rules for furniture remain.


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
