"""Inline text that a page's own style sheets hide, marked as hidden in the tree.

Sites that fear copying put jammer text within paragraphs and hide it by a class. Parsing a sheet
in full takes longer than reading the page, so only its braces, strings and comments are told
apart, and only if it hides anything.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from lxml import html

from corpus.readers.names import hides

_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3}"
)
_SHOWS = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*(?!none)\w|visibility\s*:\s*visible"
    r"|font-size\s*:\s*(?:[1-9]|0?\.\d|[a-z]))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"?|'[^'\n]*'?|[{}]", re.DOTALL)
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<name>[.#][\w-]+)", re.IGNORECASE)
"""A selector of one class or id, with a tag at most."""

_NAME = re.compile(r"[.#][\w-]+")
_SCREEN = re.compile(r"\s*(?:(?:all|screen)\s*)?", re.IGNORECASE)

_INLINE = ("a", "abbr", "b", "em", "font", "i", "ins", "label", "mark", "small", "span", "u")
"""Elements within a paragraph; scripts show hidden boxes, such as those behind tabs."""

_MAX_SHARE = 0.3
"""Share of a page's text from which hidden words are what a script shows later."""

Selectors = frozenset[tuple[str, str]]
"""Pairs of a tag, or nothing for any, and a class or id with its sign."""


def hide_by_style_sheets(root: html.HtmlElement) -> None:
    """Give each inline element that a style sheet of the page hides the attribute `hidden`.

    Nothing is hidden if it would be a large part of the page's text.
    """
    sheets = [style.text for style in root.iter("style") if style.text and _is_for_screens(style)]
    if not any(_HIDES.search(sheet.lower()) for sheet in sheets):
        return
    selectors = _hiding(sheets)
    if not selectors:
        return
    found = {element for element in root.iter(*_INLINE) if _is_selected(element, selectors)}
    if found and _share(root, found) <= _MAX_SHARE:
        for element in found:
            element.set("hidden", "")


def _share(root: html.HtmlElement, chosen: Container[html.HtmlElement]) -> float:
    """Return the share of a page's text that stands in the chosen elements."""
    within = set[html.HtmlElement]()
    inside = total = 0
    for element in root.iter():
        is_nested = element.getparent() in within
        if is_nested or element in chosen:
            within.add(element)
        own, behind = _lengths(element)
        total += own + behind
        inside += (own if element in within else 0) + (behind if is_nested else 0)
    return inside / max(1, total)


def _is_for_screens(style: html.HtmlElement) -> bool:
    return bool(_SCREEN.fullmatch(style.get("media", "")))


def _lengths(element: html.HtmlElement) -> tuple[int, int]:
    """Return the numbers of characters at the start of an element and behind it."""
    is_text = element.tag not in {"script", "style"} and not callable(element.tag)
    own = element.text if is_text else None
    return len((own or "").strip()), len((element.tail or "").strip())


def _hiding(sheets: list[str]) -> Selectors:
    """Return the simple selectors that hide and whose name no other rule shows."""
    hidden, shown = set[tuple[str, str]](), set[str]()
    for sheet in sheets:
        for selector, declarations, depth in _rules(sheet):
            if _SHOWS.search(declarations):
                shown.update(_NAME.findall(selector))
            elif depth == 0 and hides(declarations):
                parts = (_SIMPLE.fullmatch(part.strip()) for part in selector.split(","))
                hidden.update(
                    ((part["tag"] or "").lower(), part["name"]) for part in parts if part
                )
    return frozenset(pair for pair in hidden if pair[1] not in shown)


def _rules(sheet: str) -> Iterator[tuple[str, str, int]]:
    """Yield the selector and the declarations of each rule, and the number of rules around it."""
    depth, start, selector = 0, 0, ""
    sheet = _TOKEN.sub(lambda token: token[0] if token[0] in "{}" else " ", sheet)
    for brace in re.finditer(r"[{}]", sheet):
        text = sheet[start : brace.start()]
        if brace[0] == "{":
            selector = text.rpartition(";")[2].replace("<!--", "")
            depth += 1
        else:
            depth = max(0, depth - 1)
            if selector:
                yield selector, text, depth
            selector = ""
        start = brace.end()


def _is_selected(element: html.HtmlElement, selectors: Selectors) -> bool:
    names = [f".{name}" for name in element.get("class", "").split()]
    if element_id := element.get("id"):
        names.append(f"#{element_id}")
    return any((tag, name) in selectors for name in names for tag in ("", element.tag))
