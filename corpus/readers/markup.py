"""HTML: the text of a page or a fragment as blocks."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree, html

from corpus.document import Document, UnreadableError
from corpus.readers.layout import read_layout

_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,40})\s[^<>]{10000,}>?")
_MAX_ATTRIBUTES = 1000
"""Maximum number of words in a tag; libxml2 takes quadratic time for attributes."""

_QUOTES = (("“", "”"), ("‘", "’"))
_CORNERS = (("「", "」"), ("『", "』"))
"""Quotation marks, and those within others, in Simplified and in Traditional text."""

_OPENING = frozenset("“‘「『\"'")
_TRADITIONAL = re.compile(r"^zh\b.*\b(?:hant|tw|hk|mo)\b", re.IGNORECASE)

_POST = re.compile(r"\bpost(?:id)?-(\d+)\b")


def read_markup(text: str) -> Document:
    """Read an HTML fragment: its blocks, and the post id of its site.

    Raises:
        UnreadableError: There is no readable HTML in it.
    """
    root = parse(text)
    number = post_id(root)
    layout = read_layout(root)
    blocks = tuple(
        replace(placed.block, is_furniture=True)
        if layout.furniture[placed.element]
        else placed.block
        for placed in layout.blocks
    )
    return Document(blocks, {"post_id": number} if number else {})


def post_id(root: html.HtmlElement) -> str | None:
    """Return the site's own id of the article, if the markup has one."""
    if values := root.xpath("//@data-post-id"):
        return str(values[0]).strip() or None
    for value in root.xpath("//body/@class | //article/@id"):
        if match := _POST.search(str(value)):
            return match[1]
    return None


def parse(text: str) -> html.HtmlElement:
    """Parse an HTML page or fragment.

    Raises:
        UnreadableError: There is no readable HTML in it.
    """
    text = _LONG_TAG.sub(_without_attributes, text)
    # Without huge_tree, elements below depth 256 are dropped; unclosed tags soon reach it.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # As bytes, because lxml refuses a str with an encoding declaration.
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableError("has no text that can be quoted; remove it") from error
    # Text behind an early </html>, as sites that join files have it, makes roots of its own.
    for further in list(root.itersiblings("html")):
        root.append(further)
    for entry in parser.error_log:
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise UnreadableError(
                "is nested too deeply; save the page again, or as text", entry.line
            )
    _write_quotation_marks(root)
    return root


def _write_quotation_marks(root: html.HtmlElement) -> None:
    """Write the marks that browsers show around `q`, in the form of the page's language.

    Those that the author has written as well stand alone.
    """
    marks = _CORNERS if _TRADITIONAL.search(root.get("lang", "")) else _QUOTES
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="q"):
        depth += 1 if event == "start" else -1
        if event == "end" and not _is_marked(element):
            opening, closing = marks[depth % 2]
            element.text = opening + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + closing
            else:
                element.text += closing


def _is_marked(element: html.HtmlElement) -> bool:
    """Return True if a quotation mark of the author's stands before an element or within it."""
    before, above = element.getprevious(), element.getparent()
    outside = before.tail if before is not None else above.text if above is not None else ""
    inside = element.text or ""
    return (outside or "").rstrip()[-1:] in _OPENING or inside.lstrip()[:1] in _OPENING


def _without_attributes(tag: re.Match[str]) -> str:
    """Return a tag as it is, or without its attributes if they are too many."""
    is_long = len(tag[0].split()) > _MAX_ATTRIBUTES
    return f"<{tag[1]}>" if is_long else tag[0]
