"""The styles of a DOCX: what they say about the text that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.readers.word_package import Element, W
from corpus.tables import read_table

_Value = TypeVar("_Value")

_MAX_BASES = 32
"""Maximum number of styles that a style may be based on, one on the other."""

_BODY_TEXT = 9
"""The outline level of text that is no heading."""

_NAMES = {
    role: re.compile(pattern, re.IGNORECASE)
    for role, pattern in read_table("corpus.readers", "word_styles.toml")["names"].items()
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs or characters, together with the styles that it is based on.

    `level` is the depth of a heading, from 1; 0 is text. `numbered` is the number of a list and
    the level in it, either None where nothing is said. A mark is None where nothing is said.
    """

    name: str = ""
    level: int = 0
    numbered: tuple[str | None, str | None] = (None, None)
    is_hidden: bool | None = None
    is_struck: bool | None = None
    raised: str | None = None

    @property
    def is_title(self) -> bool:
        """Return True if the text is the title of the document."""
        return bool(_NAMES["title"].fullmatch(self.name))

    @property
    def is_contents(self) -> bool:
        """Return True if the text is a line of a table of contents or an index."""
        return bool(_NAMES["contents"].fullmatch(self.name))


@dataclass(slots=True)
class Styles:
    """The styles of a document, by id."""

    elements: dict[str, Element]
    known: dict[str, Style] = field(default_factory=dict)

    def find(self, style_id: str | None) -> Style:
        """Return a style; one that is not defined says nothing."""
        if style_id not in self.elements:
            return Style()
        if style_id not in self.known:
            self.known[style_id] = _read_style(list(self._chain(style_id)))
        return self.known[style_id]

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """Yield a style, then the one that it is based on, and so on."""
        for _ in range(_MAX_BASES):
            if style_id not in self.elements:
                return
            element = self.elements[style_id]
            yield element
            style_id = value(element, "basedOn")


def read_styles(root: Element | None) -> Styles:
    """Read the part of the styles; None is a document without any."""
    found: dict[str, Element] = {}
    for element in root.iterfind(f"{W}style") if root is not None else ():
        found.setdefault(element.get(f"{W}styleId", ""), element)
    return Styles(found)


def value(properties: Element | None, name: str) -> str | None:
    """Return the value of a property, "" if it stands without one, None if it does not stand."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{W}val", "")


def mark(properties: Element | None, name: str) -> bool | None:
    """Return a property that is on or off, None if it does not stand."""
    found = value(properties, name)
    return None if found is None else found not in {"0", "false", "off"}


def heading_level(properties: Element | None) -> int | None:
    """Return the depth of a heading by its outline level, 0 for text, None if nothing is said."""
    level = value(properties, "outlineLvl")
    if level is None or not level.isdecimal():
        return None
    return int(level) + 1 if int(level) < _BODY_TEXT else 0


def list_place(properties: Element | None) -> tuple[str | None, str | None]:
    """Return the number of the list that a paragraph belongs to, and its level in it."""
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    return value(numbered, "numId"), value(numbered, "ilvl")


def _read_style(chain: list[Element]) -> Style:
    """Return what a style says, where it says nothing, what those below it say."""
    paragraphs = [style.find(f"{W}pPr") for style in chain]
    characters = [style.find(f"{W}rPr") for style in chain]
    places = [list_place(properties) for properties in paragraphs]
    return Style(
        name=value(chain[0], "name") or "",
        level=_first(_level(style, of) for style, of in zip(chain, paragraphs, strict=True)) or 0,
        numbered=(_first(number for number, _ in places), _first(level for _, level in places)),
        is_hidden=_first(mark(properties, "vanish") for properties in characters),
        is_struck=_first(mark(properties, "strike") for properties in characters),
        raised=_first(value(properties, "vertAlign") for properties in characters),
    )


def _level(style: Element, properties: Element | None) -> int | None:
    """Return the depth of the headings of a style, by its outline level or by its name."""
    level = heading_level(properties)
    if level is None and (found := _NAMES["heading"].fullmatch(value(style, "name") or "")):
        return int(found[1])
    return level


def _first(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in values if value is not None), None)
