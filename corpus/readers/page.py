"""Whole web pages: the article, separated from navigation, comments and advertising."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from corpus.document import Block, Document, UnreadableError
from corpus.message import Message
from corpus.readers.density import densest
from corpus.readers.forums import THREAD, gather_posts
from corpus.readers.layout import Layout, PlacedBlock, read_layout
from corpus.readers.markup import parse, post_id
from corpus.readers.page_metadata import hide_printed_days, page_metadata
from corpus.readers.posts import with_posters
from corpus.readers.sponsors import sponsored
from corpus.readers.walls import check_walls, is_preview_note

_MAX_LINKED = 0.8
"""Maximum share of linked text in a block of the article; with more it is navigation."""

_MAX_LISTED = 0.6
"""Share of links from which a list and its items are titles of other articles."""

_MIN_KEPT = 0.34
"""Share of a page's visible prose below which the kept part is reported as small."""

_MIN_LEFT = 400
"""Number of characters of prose left out from which a small part is reported."""

_PROSE = 40
"""Length from which a block counts as prose if less than half of it is in links."""

_ATTACHED = re.compile(
    r"(?:• )?(?:(?:相关|相關)?附\s*件(?:下[载載])?\s?\d{0,2}\s?[:：]\s?)?(?:\d{1,2}[.．、]\s?)?"
)
"""The label of a list of attachments, and the number of one."""

_TAG = re.compile(r"</?[a-z][^<>]{0,400}>", re.IGNORECASE)

_MIN_STATED = 0.5
"""Share of the text stated in the page's own data which blocks must hold to be that text."""


def read_page(text: str) -> Document:
    """Read a whole page; everything outside the article is furniture.

    The article is the posts of a thread that are text, else the densest part of the page, unless
    the page itself states the text of its article and shows something else.

    Raises:
        UnreadableError: There is no readable HTML in it, or it is a page in place of an article,
            such as one that asks for a login.
    """
    root = parse(text)
    thread = gather_posts(root, text)
    hide_printed_days(root)
    layout = read_layout(root)
    metadata = page_metadata(root, text, [placed.block.text for placed in layout.blocks])
    if number := post_id(root):
        metadata["post_id"] = number
    if thread and thread.author:
        metadata.setdefault("author", thread.author)
    elif thread:  # Several people wrote it, whoever the page marks.
        metadata.pop("author", None)
    shown = with_posters(
        _with_furniture(layout, _posts_of(layout) if thread else None), metadata.get("title", "")
    )
    stated = _stated_blocks(metadata.pop("text", None))
    blocks = shown if _length(shown) >= _MIN_STATED * _length(stated) else stated
    asks_password = bool(root.xpath("boolean(//input[@type='password'])"))
    check_walls(blocks, metadata.get("title", ""), asks_password=asks_password)
    return Document(blocks, metadata, tuple(_warnings(layout, blocks)))


def _with_furniture(layout: Layout, posts: frozenset[int] | None) -> tuple[Block, ...]:
    """Return the blocks of a layout; all outside the posts or the article are furniture."""
    article = posts or densest(layout)
    is_inside = layout.within(article or {0})
    is_sponsored = layout.within(sponsored(layout))
    within = [
        is_inside[placed.element]
        and not layout.furniture[placed.element]
        and not is_sponsored[placed.element]
        for placed in layout.blocks
    ]
    kept = [
        is_kept and not is_preview_note(placed.block.text)
        for is_kept, placed in zip(_without_links(layout, within), layout.blocks, strict=True)
    ]
    if not any(kept):  # A page of nothing but links, such as an index, is kept whole.
        kept = [not layout.furniture[placed.element] for placed in layout.blocks]
    return tuple(
        replace(placed.block, is_furniture=not is_kept)
        for placed, is_kept in zip(layout.blocks, kept, strict=True)
    )


def _posts_of(layout: Layout) -> frozenset[int]:
    """Return the position of the element that holds the posts of a thread, if there is one."""
    return frozenset(
        position
        for position, element in enumerate(layout.elements)
        if element.names.strip() == THREAD
    )


def _without_links(layout: Layout, within: Sequence[bool]) -> Iterator[bool]:
    """Yield for each block within the article, True unless it is a link to something else.

    A heading may be a link, to itself or to what it is about, if text follows it.
    """
    kept: list[bool] = []
    follows_text = False
    for placed, is_within in zip(reversed(layout.blocks), reversed(within), strict=True):
        is_heading = placed.block.kind == "heading"
        is_link = placed.linked > _MAX_LINKED or _is_teaser(layout, placed) or _attaches(placed)
        kept.append(is_within and (not is_link or (is_heading and follows_text)))
        if is_within:
            follows_text = kept[-1] and not is_heading
    return reversed(kept)


def _attaches(placed: PlacedBlock) -> bool:
    """Return True if a block is a link to an attachment behind its label or number."""
    text = placed.block.text
    label = _ATTACHED.match(text)
    linked = placed.linked * len("".join(text.split()))
    return (
        label is not None
        and label.end() > 0
        and 0 < _MAX_LINKED * len("".join(text[label.end() :].split())) < linked
    )


def _is_teaser(layout: Layout, placed: PlacedBlock) -> bool:
    """Return True if most of a block's list is links: the titles of other articles."""
    if placed.block.kind != "item" or placed.linked < _MAX_LISTED:
        return False
    element = layout.elements[layout.elements[placed.element].parent]
    return element.linked > _MAX_LISTED * element.text


def _stated_blocks(text: Any) -> tuple[Block, ...]:
    """Return the blocks of an article that a page states as data, with or without markup."""
    if not isinstance(text, str):
        return ()
    text = unescape(text)
    if not _TAG.search(text):
        lines = (" ".join(line.split()) for line in text.splitlines())
        return tuple(Block("paragraph", line) for line in lines if line)
    try:
        return tuple(placed.block for placed in read_layout(parse(text)).blocks)
    except UnreadableError:
        return ()


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if not block.is_furniture)


def _warnings(layout: Layout, blocks: Sequence[Block]) -> Iterator[tuple[int | None, Message]]:
    """Yield warnings if the page shows a part of its article, or most of its prose is left out."""
    notes = (one.block.text for one in layout.blocks if not layout.hidden[one.element])
    if note := next(filter(is_preview_note, notes), None):
        message = Message(
            "shows only a part of its article, as it says “{text}”;"
            " open it where the whole can be read, and save the page again",
            text=note,
        )
        yield None, message
    prose = sum(
        len(placed.block.text)
        for placed in layout.blocks
        if len(placed.block.text) >= _PROSE
        and placed.linked < 1 / 2
        and not layout.hidden[placed.element]
    )
    kept = _length(blocks)
    if kept < _MIN_KEPT * prose and prose - kept > _MIN_LEFT:
        message = Message(
            "shows {shown} characters of text, of which the article that was found has {kept};"
            " if some are missing, save the article as text",
            shown=prose,
            kept=kept,
        )
        yield None, message
