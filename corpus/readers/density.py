"""The article of a page by density: the element that holds the most prose and the fewest links.

The idea is that of Arc90's Readability (2009): paragraphs give points to the elements around
them, and the element with the most points holds the article. All lengths are in units, of which a
Chinese character has two and a letter one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from corpus.readers.layout import Layout
from corpus.readers.names import names_lead, weight

_COMMA = re.compile(r"[,，、;；。]")
_WIDE = re.compile(r"[^\x00-\u02af\u0370-\u1fff]")
_SHORTEST = 25
"""Number of units below which a block gives no points."""

_UNITS_PER_POINT = 100
_MAX_LENGTH_POINTS = 3
_LEVELS = 5
"""Number of elements around a block that it gives points to."""

_NAME_POINTS = 25
_NAMED_LENGTH = 250
"""Number of characters from which an element's name counts in full; "title of article" has few."""

_TAG_POINTS = {
    **dict.fromkeys(("article", "div", "main"), 5),
    **dict.fromkeys(("blockquote", "pre", "td"), 3),
    **dict.fromkeys(("address", "dd", "dl", "dt", "form", "li", "ol", "ul"), -3),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5),
}
_NEAR = 0.75
"""Share of the best element's points with which others are candidates beside it."""

_MIN_EQUALS = 3
"""Number of such candidates from which the element around them all holds the article."""

_MIN_FURTHER = 1.2
"""Share of an element's prose from which the table around it holds more of the article."""

_MAX_TABLES = 4
"""Number of tables around an element that are looked at."""

_SIBLING = 0.2
"""Share of the best element's points with which a sibling belongs to the article."""

_MAX_LINKED = 0.3
"""Share of links below which an element between two of an article's belongs to it."""

_MAX_LEAD = 400


def densest(layout: Layout) -> frozenset[int]:
    """Return the positions of the elements that together hold a page's article.

    An element counts with all elements within it. The result is empty if there is no prose.
    """
    points = _points(layout)
    if not points:
        return frozenset()
    best = _whole_table(layout, _best(layout, points))
    return frozenset((*_with_siblings(layout, points, best), *_tables_beside(layout, best)))


def _points(layout: Layout) -> Mapping[int, float]:
    """Return the points of each element around prose, less those for its links."""
    points: dict[int, float] = {}
    for placed in layout.blocks:
        text = placed.block.text
        units = len(text) + len(_WIDE.findall(text))
        if units < _SHORTEST or layout.furniture[placed.element] or placed.block.kind == "heading":
            continue
        given = 1 + len(_COMMA.findall(text)) + min(units / _UNITS_PER_POINT, _MAX_LENGTH_POINTS)
        given *= 1 - placed.linked
        for level, element in enumerate(_around(layout, placed.element)):
            if element not in points:
                points[element] = _initial(layout, element)
            points[element] += given / (1, 2, 6, 9, 12)[level]
    return {element: value * (1 - _linked(layout, element)) for element, value in points.items()}


def _around(layout: Layout, element: int) -> Iterator[int]:
    """Yield the elements that a block in *element* gives points to, innermost first."""
    is_paragraph = layout.elements[element].tag in {"p", "pre", "td", "div", "section", "li"}
    start = element if not is_paragraph or layout.is_container(element) else None
    if start is not None:
        yield start
    for level, above in enumerate(layout.ancestors(element), start=int(start is not None)):
        if level == _LEVELS:
            return
        yield above


def _initial(layout: Layout, element: int) -> float:
    found = layout.elements[element]
    named = _NAME_POINTS * weight(found.names) * min(1, found.text / _NAMED_LENGTH)
    return _TAG_POINTS.get(found.tag, 0) + named


def _linked(layout: Layout, element: int) -> float:
    found = layout.elements[element]
    return found.linked / max(1, found.text)


def _best(layout: Layout, points: Mapping[int, float]) -> int:
    """Return the element with the most points, or one around it that holds it and its equals."""
    best = max(points, key=lambda element: points[element])
    near = (one for one in points if points[one] >= _NEAR * points[best] and one != best)
    held = _counted_within(layout, near)
    for above in layout.ancestors(best):
        if layout.elements[above].tag in {"body", "html", ""}:
            break
        if held[above] >= _MIN_EQUALS:
            best = above
            break
    return _raised(layout, points, best)


def _whole_table(layout: Layout, best: int) -> int:
    """Return the outermost table around an element whose other cells go on with its prose.

    Newsletters and older pages stand in tables, with a row or a table for each section.
    """
    tables = (one for one in layout.ancestors(best) if layout.elements[one].tag == "table")
    around = [one for one in islice(tables, _MAX_TABLES) if _linked(layout, one) < _MAX_LINKED / 2]
    own = _prose_within(layout, best) if around else 0
    for table in around:
        if (further := _prose_within(layout, table)) > _MIN_FURTHER * own:
            best, own = table, further
    return best


def _tables_beside(layout: Layout, best: int) -> Iterator[int]:
    """Yield the tables beside the one around an element that are sections of the same letter.

    They hold prose, and a heading unless they are many.
    """
    table = _outermost_table(layout, best)
    if table is None:
        return
    prose = _counted_within(layout, _prose(layout))
    headings = _counted_within(
        layout, {placed.element for placed in layout.blocks if placed.block.kind == "heading"}
    )
    beside = [
        position
        for position in _beside(layout, table)
        if prose[position] and _linked(layout, position) < _MAX_LINKED / 2
    ]
    for position in beside:
        if headings[position] or len(beside) >= _MIN_EQUALS:
            yield position


def _beside(layout: Layout, table: int) -> Iterator[int]:
    """Yield the elements beside a table that hold nothing but a table, and are no furniture."""
    tables = {
        (element.parent, element.text) for element in layout.elements if element.tag == "table"
    }
    for position, element in enumerate(layout.elements):
        is_beside = element.parent == layout.elements[table].parent and position != table
        is_table = element.tag == "table" or (position, element.text) in tables
        if is_beside and is_table and not layout.furniture[position]:
            yield position


def _outermost_table(layout: Layout, best: int) -> int | None:
    """Return the outermost table around an element, or what holds nothing but that table."""
    around = (one for one in (best, *layout.ancestors(best)))
    tables = [one for one in around if layout.elements[one].tag == "table"]
    if not tables:
        return None
    table = tables[-1]
    parent = layout.elements[table].parent
    is_only = layout.elements[parent].text == layout.elements[table].text
    return parent if is_only and layout.elements[parent].tag not in {"body", "html", ""} else table


def _prose_within(layout: Layout, element: int) -> int:
    """Return the number of characters of the sentences in an element."""
    prose, is_inside = _prose(layout), layout.within(frozenset({element}))
    return sum(
        len(placed.block.text)
        for placed in layout.blocks
        if placed.element in prose
        and is_inside[placed.element]
        and not layout.furniture[placed.element]
    )


def _counted_within(layout: Layout, positions: Iterable[int]) -> list[int]:
    """Return, for each element, the number of those at *positions* that stand within it."""
    held, chosen = [0] * len(layout.elements), frozenset(positions)
    for position in range(len(held) - 1, 0, -1):
        held[layout.elements[position].parent] += held[position] + (position in chosen)
    return held


def _raised(layout: Layout, points: Mapping[int, float], best: int) -> int:
    """Climb while the element around has more points, or holds nothing else."""
    last, least = points.get(best, 0), points.get(best, 0) / 3
    current = best
    for above in layout.ancestors(best):
        if layout.elements[above].tag in {"body", "html", ""}:
            break
        value = points.get(above, 0)
        if value < least:
            break
        if value > last:
            current = above
            break
        last = value
    for above in layout.ancestors(current):
        is_only = layout.elements[above].text == layout.elements[current].text
        if not is_only or layout.elements[above].tag in {"body", "html", ""}:
            break
        current = above
    return current


def _with_siblings(layout: Layout, points: Mapping[int, float], best: int) -> Iterator[int]:
    """Yield the best element, the ones beside it that belong to it, and a lead above it."""
    parent, least = layout.elements[best].parent, max(10, _SIBLING * points.get(best, 0))
    names = layout.elements[best].names
    prose = _prose(layout)
    beside = [
        position
        for position, element in enumerate(layout.elements)
        if element.parent == parent and not layout.furniture[position]
    ]
    chosen = {best}
    for position in beside:
        element = layout.elements[position]
        bonus = _SIBLING * points.get(best, 0) if names and element.names == names else 0
        is_paragraph = element.tag in {"p", "blockquote", "pre"} and position in prose
        if points.get(position, 0) + bonus >= least or is_paragraph:
            chosen.add(position)
    first, last = min(chosen), max(chosen)
    between = (one for one in beside if first < one < last and _linked(layout, one) < _MAX_LINKED)
    yield from chosen.union(between, _leads(layout, first))


def _leads(layout: Layout, first: int) -> Iterator[int]:
    """Yield the elements named as a lead that stand above an article near it."""
    around = set(islice(layout.ancestors(first), _LEVELS))
    for position in range(first):
        element = layout.elements[position]
        is_near = not layout.furniture[position] and not around.isdisjoint(
            islice(layout.ancestors(position), _LEVELS)
        )
        is_short = _SHORTEST <= element.text <= _MAX_LEAD
        if is_near and is_short and names_lead(element.names) and not element.linked:
            yield position


def _prose(layout: Layout) -> set[int]:
    """Return the elements that directly hold a sentence without many links."""
    found = set()
    for placed in layout.blocks:
        text = placed.block.text
        ends = text[-1] in '。！？!?…”."’」』'
        if placed.linked < 0.25 and (len(text) > 80 or (ends and placed.linked == 0)):
            found.add(placed.element)
    return found
