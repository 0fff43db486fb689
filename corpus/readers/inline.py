"""Inline elements that a browser shows otherwise than as plain text: raised, struck, hidden."""

from __future__ import annotations

import re

from lxml import html

from corpus.readers.content import short_text
from corpus.readers.formula import formula
from corpus.readers.names import is_hidden
from corpus.readers.notes import Notes
from corpus.readers.written_notes import RAISED

_SUPERSCRIPTS = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(
    zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_PLAIN = re.compile(r"st|nd|rd|th|e|er|re|o|a|tm|sm|®|™|©|℠", re.IGNORECASE)
"""Ends of ordinal numbers and signs of trade, which stand in line as well as raised."""

_REFERENCE = re.compile(
    r"[①-⑳㉑-㊿]+|(?:\s*[\[(（〔【［]\s*(?:注|註|note)?\s*[\d,，、\-–a-z]{1,8}\s*[\])）〕】］])+|(?:注|註)\s*\d*"
)
_ANCHOR = re.compile(
    r"[^\w\s]{1,2}|permalink|link to this (?:heading|section)|永久链接|永久連結|锚点"
)
"""Texts of links that give the address of the heading they stand in."""

_CIRCLED = re.compile(r"[①-⑳㉑-㊿]+")
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_MAX_RAISED = 20
_MAX_DROPPED = 400
"""Length up to which inline text may be left out, as it is struck out or hidden."""

PLAIN_BLOCKS = frozenset({"p", "li", "ul", "ol", "div", "td", "tr", "h1", "h2", "h3", "h4"})
"""Common elements that nothing stands in place of, unless they have an attribute."""

_INLINE = frozenset(
    {"a", "abbr", "b", "big", "em", "font", "i", "ins", "label", "mark", "nobr", "small", "span"}
    | {"strong", "u"}
)


def replacement(element: html.HtmlElement, names: str, notes: Notes) -> str | None:
    """Return the text to read in place of an inline element, None to read its content.

    Raised and lowered digits become characters such as ⁸ and ₂, or ^ and _ before letters that
    have none. Formulas become TeX, readings above characters and struck out words are left out.
    """
    tag = element.tag
    if tag in {"a", "sup"} and (mark := notes.mark(element)) is not None:
        return mark
    if tag == "a" and _is_anchor(element):
        return ""
    if tag in {"sup", "sub"}:
        return _shifted(element)
    if tag in {"del", "s", "strike"} or (tag in _INLINE and is_hidden(element, names)):
        return "" if short_text(element, _MAX_DROPPED) is not None else None
    if tag in {"rt", "rp", "rtc"}:
        return _reading(element)
    return formula(element, names)


def _is_anchor(link: html.HtmlElement) -> bool:
    """Return True if a link shows nothing but the address of a place on its own page, or nothing.

    Some sites put a blank into the place that a note leads back to.
    """
    address = link.get("href")
    if address is not None and "#" not in address:
        return False
    text = (short_text(link, _MAX_RAISED) or "").strip().lower()
    if address is None:
        return not text and len(link) == 0 and "\xa0" in (link.text or "")
    return bool(_ANCHOR.fullmatch(text))


def _shifted(element: html.HtmlElement) -> str | None:
    """Return the text of a `sup` or `sub` element in line; None if it is too long for either."""
    written = short_text(element, 2 * _MAX_RAISED)
    text = "".join(written.split()) if written is not None else ""
    if written is None or len(text) > _MAX_RAISED or element.find(".//img") is not None:
        return None
    if element.tag == "sup" and _REFERENCE.fullmatch(text):
        return f"{RAISED}{text}{RAISED}"
    return shifted(text, is_raised=element.tag == "sup")


def shifted(text: str, *, is_raised: bool) -> str:
    """Return raised or lowered text in line, such as ⁸ or ₂; nothing if it refers to a note."""
    if is_raised and _REFERENCE.fullmatch(text):
        return text if _CIRCLED.fullmatch(text) else ""
    if not text or _PLAIN.fullmatch(text) or _HAN.search(text):
        return text
    table, sign = (_SUPERSCRIPTS, "^") if is_raised else (_SUBSCRIPTS, "_")
    if all(character in table for character in text):
        return "".join(table[character] for character in text)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def _reading(element: html.HtmlElement) -> str:
    """Return a gloss above characters in brackets; a mere reading is left out."""
    text = element.text_content().strip()
    return f"（{text}）" if element.tag == "rt" and _HAN.search(text) else ""
