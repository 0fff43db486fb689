"""The lists of a DOCX: the number or bullet that Word shows before each paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.readers.word_numerals import numeral
from corpus.readers.word_package import Element, W
from corpus.readers.word_styles import Styles, mark, value

_MAX_NUMBER = 1_000_000
"""Maximum number that a list begins with; larger ones are damage."""

_MAX_LABEL = 40
"""Maximum length of the text of a level; a longer one would be repeated with each paragraph."""

_PLACE = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、，。．：）】〕》」』①-⓿㈠-㋾]$")
"""The end of a number that needs no space before the text."""


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a paragraph in a list.

    Attributes:
        text: The number as it is printed, with the space after it; "" for a bullet.
        is_article: It is the number of an article or a chapter: 第三条.
        level: The number of lists that this one is in.
    """

    text: str = ""
    is_article: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list; `restart` is the level whose numbers restart it, 0 for none."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    separator: str = "tab"
    style: str | None = None
    is_decimal: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its counters' name, its levels, and the levels that it begins anew."""

    counters: str
    levels: Mapping[int, _Level]
    restarts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document by number, and how far each has been counted."""

    lists: Mapping[str, _List]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(
        self, place: tuple[str | None, str | None], style_id: str | None = None
    ) -> Label | None:
        """Count the next paragraph of the document, and return what stands before it.

        Args:
            place: The number of its list and the level in it.
            style_id: Its style, which decides the level where nothing else does.

        Returns:
            The label, or None if the paragraph belongs to no list or its level shows nothing.
        """
        number, given = place
        found = self.lists.get(number or "")
        if number is None or found is None:
            return None
        at = _level_number(found, given, style_id)
        level = found.levels.get(at)
        if level is None:
            return None
        self._count(number, found, at)
        if level.form == "bullet":
            return Label(level=at)
        text = self._text(found, level)
        return Label(text, level.text.startswith("第"), at) if text else None

    def _count(self, number: str, found: _List, at: int) -> None:
        """Count one paragraph; deeper levels begin again, except those that never do."""
        counts = self.counts.setdefault(found.counters, {})
        if at in found.restarts and (number, at) not in self.begun:
            self.begun.add((number, at))
            counts[at] = found.restarts[at]
        else:
            counts[at] = counts.get(at, found.levels[at].start - 1) + 1
        for deeper in [level for level in counts if level > at]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or at < restart:
                del counts[deeper]

    def _text(self, found: _List, level: _Level) -> str:
        """Return the number at a level as it is printed, with the space after it."""
        counts = self.counts[found.counters]

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form = found.levels.get(at, _Level())
            shown = "decimal" if level.is_decimal else form.form
            return "" if shown == "none" else numeral(counts.get(at, form.start), shown)

        if level.is_hidden or len(level.text) > _MAX_LABEL:
            return ""
        text = _PLACE.sub(written, level.text).strip()
        if not text:
            return ""
        is_close = level.separator == "nothing" or _CLOSED.search(text)
        return text if is_close else f"{text} "


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Read the part of the lists; None is a document without any."""
    if root is None:
        return Numbering({})
    abstract = {
        element.get(f"{W}abstractNumId", ""): element
        for element in root.iterfind(f"{W}abstractNum")
    }
    numbers = {element.get(f"{W}numId", ""): element for element in root.iterfind(f"{W}num")}
    lists: dict[str, _List] = {}
    for number, element in numbers.items():
        name = value(element, "abstractNumId") or ""
        # A list may be defined in a style of lists, which refers to another number.
        link = value(abstract.get(name), "numStyleLink")
        if link and (linked := numbers.get(styles.find(link).numbered[0] or "")) is not None:
            name = value(linked, "abstractNumId") or ""
        if name in abstract:
            lists[number] = _read_list(name, abstract[name], element)
    return Numbering(lists)


def _read_list(name: str, abstract: Element, number: Element) -> _List:
    levels = _read_levels(abstract)
    restarts: dict[int, int] = {}
    for override in number.iterfind(f"{W}lvlOverride"):
        at = _integer(override.get(f"{W}ilvl"), 0)
        levels |= _read_levels(override)
        if (start := value(override, "startOverride")) is not None:
            restarts[at] = _integer(start, 1)
            levels[at] = replace(levels.get(at, _Level()), start=restarts[at])
    return _List(name, levels, restarts)


def _read_levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in parent.iterfind(f"{W}lvl"):
        restart = value(element, "lvlRestart")
        found.setdefault(
            _integer(element.get(f"{W}ilvl"), 0),
            _Level(
                form=value(element, "numFmt") or "decimal",
                text=value(element, "lvlText") or "",
                start=_integer(value(element, "start"), 1),
                restart=None if restart is None else _integer(restart, 0),
                separator=value(element, "suff") or "tab",
                style=value(element, "pStyle"),
                is_decimal=bool(mark(element, "isLgl")),
                is_hidden=bool(mark(element.find(f"{W}rPr"), "vanish")),
            ),
        )
    return found


def _level_number(found: _List, given: str | None, style_id: str | None) -> int:
    """Return the level of a paragraph, from 0: as it states, as its style does, or the first."""
    if given is None and style_id is not None:
        for at, level in found.levels.items():
            if level.style == style_id:
                return at
    return _integer(given, 0)


def _integer(text: str | None, default: int) -> int:
    if text is None or not text.isdecimal() or len(text) > len(str(_MAX_NUMBER)):
        return default
    return min(int(text), _MAX_NUMBER)
