"""A whole web page: the article on it, told from navigation, comments and advertising."""

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
"""The share of a block in links from which it is a way elsewhere, not a part of the article."""

_LONG = 10
"""Letters from which a block that is in the main text is no coincidence."""

_ELEMENTS = 12_000
"""Elements of a page from which extraction takes too long; an article has some hundreds."""

_SMALLEST = "40"
"""Characters that may be an article. The extractor's own 250 are for languages with letters."""

_ITEM = re.compile(r"^(?:•|\d+\.) ")
_NO_LETTER = re.compile(r"[\W_]+")


def read_page(text: str) -> Document:
    """The article of a whole page; all else on it is furniture.

    Which text is the article, trafilatura decides; the blocks are our own, since it runs the
    paragraphs of some pages together.

    Raises:
        UnreadableError: There is no HTML in it, or none that a browser would show.
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
    """The blocks, those beside the main text marked as furniture."""
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
    """The elements that hold the main text, by number.

    A few letters may be in it by chance; they belong to it as a line, or behind what does.
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
    """The elements between two that are kept, below one parent: a short line, an answer."""
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
    """The text of a page's article, or None where none stands out."""
    from trafilatura import extract  # It takes half a second, and only whole pages need it.
    from trafilatura.settings import use_config

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # Here None says as much.
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SMALLEST)
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    try:
        return extract(root, include_comments=False, include_tables=True, config=config) or None
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError):
        return None  # It stumbles over some pages; then the rules for furniture must do.


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
