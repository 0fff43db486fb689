"""The text of an element, read no further than needed: an element can hold a whole page."""

from __future__ import annotations

from lxml import html


def short_text(element: html.HtmlElement, longest: int, separator: str = "") -> str | None:
    """Return the text of an element, with a separator between its parts.

    None is returned if it has more than *longest* characters.
    """
    parts, length = list[str](), 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > longest:
            return None
    return separator.join(parts)


def has_text(element: html.HtmlElement) -> bool:
    """Return True if an element holds anything but white space."""
    return any(part.strip() for part in element.itertext())
