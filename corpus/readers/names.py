"""The role of an element on a page, as its classes, its id and its style tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from lxml import html

from corpus.tables import read_table

_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|(?:left|top|text-indent)\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$))",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"(?:^|[;\s])visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_VEILED = re.compile(
    r"(?:^|[;\s])(?:visibility\s*:\s*(?:hidden|collapse)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:!important\s*)?(?:;|$))",
    re.IGNORECASE,
)
"""Styles that hide an element, but are also given to an article until a script shows it."""

_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|hide|d-none|is-hidden|u-hidden)(?:\s|$)")
_RESPONSIVE = re.compile(r"(?:^|[\s-])(?:sm|md|lg|xl|xxl|2xl)[:-]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[A-Za-z]+")
_STATE = re.compile(r"(?<!\S)(?:has|no|with|without)[-_]\S*")
"""Names of what stands within or beside an element, such as has-sidebar."""

_MAX_ID_WORDS = 3
_MAX_NAMES = 400
"""Number of characters of classes and id that are looked at."""

_MAX_REMEMBERED = 2000
"""Number of names whose role is remembered; the elements of a page share a few."""


def names_of(element: html.HtmlElement) -> str:
    """Return the classes and the id of an element as words in lower case, with spaces between."""
    if not element.attrib:
        return ""
    name = element.get("id", "")
    if len(_WORD.findall(name)) > _MAX_ID_WORDS:
        name = ""  # Made of a heading, it names the subject.
    names = f"{element.get('class', '')} {name}"[:_MAX_NAMES]
    return _CAMEL.sub(" ", names).lower() if len(names) > 1 else ""


def is_hidden(element: html.HtmlElement, names: str) -> bool:
    """Return True if a browser does not show an element, by its own attributes or its name."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if names and _matches("hidden", names):
        return True
    style = element.get("style")
    if not style:
        return False
    return bool(_HIDDEN.search(style) or (_VEILED.search(style) and weight(names) < 1))


def hides(declarations: str) -> bool:
    """Return True if declarations of a style sheet hide the words that they apply to.

    Transparency hides nothing there, as sheets have it for what a script fades in.
    """
    return bool(_HIDDEN.search(declarations) or _INVISIBLE.search(declarations))


def _is_hidden_class(names: str) -> bool:
    """Return True for a class such as hidden, unless another one shows the element elsewhere."""
    return bool(_HIDDEN_CLASS.search(names)) and not _RESPONSIVE.search(names)


@lru_cache(_MAX_REMEMBERED)
def furniture_mark(names: str) -> str:
    """Return the reason why names are those of furniture, empty if they are not.

    It is "aside" for names that nothing else has, such as comment-list, "named" for others, and
    "hinted" for ones that count if the element is short or full of links. Classes such as hidden
    are no more than a hint, as scripts take them away.
    """
    if names and _matches("asides", names):
        return "aside"
    names = _STATE.sub("", names)
    if names and _matches("furniture", names):
        return "named"
    is_hint = names and (_matches("hints", names) or _is_hidden_class(names))
    return "hinted" if is_hint else ""


def names_line_numbers(names: str) -> bool:
    """Return True if an element's names are those of line numbers beside code."""
    return bool(names) and _matches("line_numbers", names)


def names_listing(names: str) -> bool:
    """Return True if an element's names are those of code, whatever its tag."""
    return bool(names) and _matches("listing", names)


def names_code_bar(names: str) -> bool:
    """Return True if an element's names are those of a bar of buttons in code."""
    return bool(names) and _matches("code_bars", names)


def names_lead(names: str) -> bool:
    """Return True if an element's names are those of a lead above an article."""
    return bool(names) and _matches("lead", names)


def weight(names: str) -> int:
    """Return 1 for names of an article, −1 for names of furniture, 0 for others or both."""
    return _matches("article", names) - _matches("furniture", names) if names else 0


@lru_cache(_MAX_REMEMBERED)
def _matches(kind: str, names: str) -> bool:
    return bool(_patterns()[kind].search(names))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return a pattern for each kind of names.toml."""
    table = read_table("corpus.readers", "names.toml")
    return {kind: _pattern(**rows) for kind, rows in table.items()}


def _pattern(words: str = "", names: str = "", parts: str = "") -> re.Pattern[str]:
    alternatives = list(map(re.escape, parts.split()))
    if words:
        alternatives.append(rf"(?<![a-z]){_either(words.split())}s?(?![a-z])")
    if names:
        alternatives.append(rf"(?<!\S){_either(names.split())}(?!\S)")
    return re.compile("|".join(alternatives))


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"
