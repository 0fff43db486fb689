"""Inline text that a page's own style sheets hide, marked as hidden in the tree.

Sites that fear copying put jammer text within paragraphs and hide it by a class. Parsing a sheet
in full takes longer than reading the page, so only its braces, strings and comments are told
apart, and only if it hides anything.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

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
_TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"?|'[^'\n]*'?", re.DOTALL)
"""Comments and strings, in which braces are none."""

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

Rule = tuple[str, str, int]
"""A selector, its declarations, and the number of blocks around them."""


def hide_by_style_sheets(root: html.HtmlElement) -> None:
    """Give each inline element that a style sheet of the page hides the attribute `hidden`.

    Nothing is hidden if it would be a large part of the page's text.
    """
    sheets = [style.text for style in root.iter("style") if style.text and _is_for_screens(style)]
    hiding = [sheet for sheet in sheets if _HIDES.search(sheet.lower())]
    if not hiding:
        return
    selectors = frozenset(_hiding(rule for sheet in hiding for rule in _rules(sheet)))
    found = {element for element in root.iter(*_INLINE) if _selected(element, selectors)}
    if not found:
        return
    used = {name for element in found for name in _selected(element, selectors)}
    shown = frozenset(_showing((rule for sheet in sheets for rule in _rules(sheet)), used))
    found = {one for one in found if not shown.issuperset(_selected(one, selectors))}
    if _share(root, found) <= _MAX_SHARE:
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


def _hiding(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Yield the simple selectors that hide, each as its tag, if any, and its name."""
    for selector, declarations, depth in rules:
        if depth == 0 and _HIDES.search(declarations.lower()) and hides(declarations):
            for part in selector.split(","):
                if match := _SIMPLE.fullmatch(part.strip()):
                    yield (match["tag"] or "").lower(), match["name"]


def _showing(rules: Iterable[Rule], names: Container[str]) -> Iterator[str]:
    """Yield those of the names that stand in selectors which show."""
    for selector, declarations, _ in rules:
        found = [name for name in _NAME.findall(selector) if name in names]
        if found and _SHOWS.search(declarations):
            yield from found


def _rules(sheet: str) -> Iterator[Rule]:
    """Yield the rules of a sheet without the blocks around them."""
    depth = 0
    for part in _TOKEN.sub(" ", sheet).split("}"):
        before, brace, declarations = part.rpartition("{")
        depth = max(0, depth + part.count("{") - 1)
        if brace:
            selector = before[max(before.rfind("{"), before.rfind(";")) + 1 :]
            yield selector.replace("<!--", ""), declarations, depth


def _selected(element: html.HtmlElement, selectors: Selectors) -> list[str]:
    """Return the names of an element by which one of the selectors applies to it."""
    names = [f".{name}" for name in element.get("class", "").split()]
    if element_id := element.get("id"):
        names.append(f"#{element_id}")
    return [name for name in names if not selectors.isdisjoint((("", name), (element.tag, name)))]
