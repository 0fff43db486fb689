"""The author of a web page's article, by the marks of the element that holds the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import html

from corpus.credits import read_credits
from corpus.people import is_author
from corpus.readers.content import short_text
from corpus.readers.names import names_of
from corpus.tables import read_table

_SCOPED = "//*[@itemprop='author' or @itemprop='creator']"
_NAME = ".//*[@itemprop='name']"
_OTHERS = re.compile(r"comment|reply|relat|recommend|sidebar|footer|hot|rank|login")
_NO_NAME = re.compile(r"[。！？!?，,：:；;\d]")
_TAGS = (
    "h1",
    "a",
    "address",
    "b",
    "cite",
    "div",
    "em",
    "h4",
    "h5",
    "i",
    "li",
    "p",
    "span",
    "strong",
)

_MAX_NAME = 20
_MAX_LINE = 60
"""Maximum length of a name, and of a line that names someone with a label."""

_MIN_PROSE = 16
"""Length from which a sentence is the text of the article, above which the author stands."""


def scoped_author(root: html.HtmlElement) -> str | None:
    """Return the author that microdata states, as an element with `itemprop="author"` does."""
    for element in root.xpath(_SCOPED):
        name = next(iter(element.xpath(_NAME)), element)
        text = name.get("content") or short_text(name, _MAX_LINE) or ""
        if found := _name(text):
            return found
    return None


def marked_author(root: html.HtmlElement) -> str | None:
    """Return the name in the first element below the headline whose class is that of an author."""
    return next(filter(None, map(_marked, _between(root))), None)


def _between(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the elements between the headline of a page and the first paragraph of its text."""
    is_below = next(root.iter("h1"), None) is None
    for element in root.iter(*_TAGS):
        if element.tag == "h1":
            is_below = True
        elif element.tag == "p" and _holds_prose(element):
            return
        elif is_below:
            yield element


def _holds_prose(element: html.HtmlElement) -> bool:
    text = short_text(element, _MAX_LINE)
    return text is None or (len(text) >= _MIN_PROSE and "。" in text)


def _marked(element: html.HtmlElement) -> str | None:
    """Return the name in an element if its class, id or relation is that of an author."""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    is_marked = any(map(_marks().fullmatch, names.split()))
    if not is_marked and element.get("rel") != "author":
        return None
    if any(_OTHERS.search(names_of(above)) for above in element.iterancestors()):
        return None
    return _name(short_text(element, _MAX_LINE, " ") or "")


def _name(text: str) -> str | None:
    """Return the name that a text is, or that it gives behind a label."""
    text = " ".join(text.split())
    if found := read_credits(text):
        return found.author
    is_name = 1 < len(text) <= _MAX_NAME and not _NO_NAME.search(text) and is_author(text)
    return text if is_name else None


@cache
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["author_marks"]))
