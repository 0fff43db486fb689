"""The layout of an HTML tree: its blocks of text, and the elements that they stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from lxml import etree, html

from corpus.document import Block, BlockKind
from corpus.readers.content import short_text
from corpus.readers.formula import with_dollars
from corpus.readers.inline import PLAIN_BLOCKS, replacement
from corpus.readers.listing import is_gutter, is_listing, item_labels, listing
from corpus.readers.names import furniture_mark, is_hidden, names_of
from corpus.readers.notes import Notes, take_notes
from corpus.readers.spans import write_out_spans
from corpus.readers.style_sheets import hide_by_style_sheets
from corpus.readers.written_notes import with_written_notes
from corpus.rows import CELL

_IGNORED = frozenset(
    {"button", "datalist", "head", "iframe", "input", "noscript", "object", "option"}
    | {"script", "select", "style", "svg", "template", "textarea"}
)
"""Elements whose text is not read."""

_ASIDE = frozenset({"aside", "footer", "menu", "nav"})
"""Elements whose text is furniture."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_SECTIONS = frozenset(
    {"article", "body", "details", "dialog", "div", "figure", "form", "header", "hgroup", "html"}
    | {"main", "search", "section", "summary"}
)
_PARAGRAPHS = frozenset(
    {"address", "blockquote", "caption", "center", "fieldset", "figcaption", "hr", "legend", "p"}
    | {"pre"}
)
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
_TABLES = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_BLOCKS = _SECTIONS | _PARAGRAPHS | _LISTS | _TABLES | _HEADINGS.keys() | _ASIDE
"""Elements that begin a block of text."""

_MAX_CELL = 200
"""Maximum length of a cell of a data table; longer ones are columns of a layout."""

_MAX_HIDDEN = 0.8
"""Share of a page's text from which an element that is marked as hidden or aside is the article.

WeChat hides each article until a script shows it.
"""

_MAX_NAMED = 0.5
"""Share of a page's text from which the name of an element says nothing about its role."""

_MAX_HINTED = 100
_MIN_LINKED = 0.3
"""Length up to which a hint that an element is furniture counts, and the share of links beyond."""

_MAX_PARAGRAPHS = 4
"""Number of paragraphs from which an item of a list is a column of a layout."""

_MAX_WITHIN = 50
"""Number of paragraphs in an item, those of lists in it included, that are looked at."""

_MIN_CAPTION, _MIN_CREDITED = 12, 60
"""Minimum length of a caption that is text, without and with the name of who made the picture."""

_MAX_CAPTION = 400
"""Length from which a caption is text, whatever it says; white space in its markup counts."""

_CREDIT = re.compile(
    r"(?:摄|攝)(?:影\s*[:：/]|\s*[)）】。]?\s*$)|供图|供圖|图源|圖源|图片来[自源]|圖片來[自源]|\b(?:photos?|photograph(?:er)?|credit|image|"
    r"illustration|courtesy|getty|reuters|afp|epa|shutterstock)\b|[©/]",
    re.IGNORECASE,
)

_VERBATIM = frozenset({"code", "kbd", "samp", "tt"})
"""Inline elements in which nothing stands for a formula."""

_BREAK = "\x00"
_EMPTY_LINE = re.compile(rf"(?:{_BREAK}\s*){{2,}}")
_SPACE = re.compile(r"[ \t\r\f\v]*\n[ \t\r\n\f\v]*|[ \t\r\f\v]+")
_WRAPPED = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")


@dataclass(slots=True)
class Element:
    """An element that begins a block: its place in the tree, its names, and how much it holds.

    `parent` is a position in `Layout.elements`, -1 at the root. `names` are its classes and id.
    `mark` is the reason to take it for furniture, if there is one. `text` and `linked` count the
    characters within it, and those of them that are in links.
    """

    tag: str
    parent: int
    names: str = ""
    mark: str = ""
    text: int = 0
    linked: int = 0


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block, the position of its element, its run in it, and the share of its text in links.

    A run is the text between two tags that begin or end a block; it may hold several blocks.
    """

    block: Block
    element: int
    run: int
    linked: float


@dataclass(frozen=True)
class Layout:
    """The blocks of a tree in order, and the elements that they stand in, outermost first."""

    blocks: tuple[PlacedBlock, ...]
    elements: tuple[Element, ...]

    @cached_property
    def furniture(self) -> tuple[bool, ...]:
        """For each element, True if it or one around it is furniture by its tag, style or name.

        No mark takes away most of a page: one that would is ignored.
        """
        return self.within(
            position
            for position, element in enumerate(self.elements)
            if _is_furniture(element, self._total)
        )

    @cached_property
    def hidden(self) -> tuple[bool, ...]:
        """For each element, True if a browser does not show it or one around it."""
        return self.within(
            position
            for position, element in enumerate(self.elements)
            if element.mark == "hidden" and _is_furniture(element, self._total)
        )

    @cached_property
    def _total(self) -> int:
        return max((element.text for element in self.elements), default=0)

    def within(self, chosen: Iterable[int]) -> tuple[bool, ...]:
        """Return, for each element, True if it or one around it is at one of these positions."""
        positions, found = frozenset(chosen), list[bool]()
        for position, element in enumerate(self.elements):
            is_inside = element.parent >= 0 and found[element.parent]
            found.append(is_inside or position in positions)
        return tuple(found)

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield the positions of the elements around an element, innermost first."""
        while (element := self.elements[element].parent) >= 0:
            yield element

    def is_container(self, element: int) -> bool:
        """Return True if an element holds several runs of text, or other elements with text."""
        return self._runs[element] != 1

    @cached_property
    def _runs(self) -> Counter[int]:
        runs = Counter(element for element, _ in {(one.element, one.run) for one in self.blocks})
        for element in self.elements:
            if element.parent >= 0 and element.text:
                runs[element.parent] += 2
        return runs


def read_layout(root: html.HtmlElement) -> Layout:
    """Read the layout of a tree in one pass, without recursion."""
    hide_by_style_sheets(root)
    walk = _Walk(take_notes(root))
    walk.through(root)
    noted = with_written_notes([placed.block for placed in walk.blocks])
    blocks = (
        placed if block is placed.block else replace(placed, block=block)
        for placed, block in zip(walk.blocks, noted, strict=True)
        if block and block.text
    )
    return Layout(tuple(blocks), tuple(walk.elements))


@dataclass(slots=True)
class _Open:
    """An element that is still open."""

    tag: str
    position: int
    kind: BlockKind = "paragraph"
    level: int = 0
    text_before: int = 0
    linked_before: int = 0
    labels: Iterator[str] | None = None


@dataclass(slots=True)
class _Walk:
    """One pass over a tree that collects text until a block begins or ends."""

    notes: Notes
    blocks: list[PlacedBlock] = field(default_factory=list)
    elements: list[Element] = field(default_factory=lambda: [Element("", -1)])
    open: list[_Open] = field(default_factory=lambda: [_Open("", 0)])
    skipped: html.HtmlElement | None = None
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    links: int = 0
    verbatim: int = 0
    linked: int = 0
    text: int = 0
    run: int = 0
    run_linked: int = 0

    def through(self, root: html.HtmlElement) -> None:
        """Collect the blocks below *root*."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                self._start(element)
                if self.skipped is element:
                    walk.skip_subtree()
            else:
                if event == "end":
                    self._end(element)
                self._append(element.tail)
        self._flush()
        self.elements[0].text, self.elements[0].linked = self.text, self.linked

    def _start(self, element: html.HtmlElement) -> None:
        tag, names = element.tag, names_of(element)
        in_table = self.open[-1].kind == "table"
        is_plain = tag in PLAIN_BLOCKS and not element.attrib
        replaced = None if is_plain else replacement(element, names, self.notes)
        if tag in _IGNORED or replaced is not None or is_gutter(element, names):
            self.skipped = element
            self._append(replaced)
        elif tag == "br":  # A row of a table is one line.
            self.pieces.append(" " if in_table else _BREAK)
        elif not in_table and is_listing(element, names):
            self.skipped = element
            self._listing(element, names)
        elif tag in _BLOCKS and not in_table:
            self._flush()
            self._begin(element, names)
            self._append(element.text)
        else:
            if tag == "tr":
                self.pieces.append(_BREAK)
            elif tag in {"td", "th"} and element.getprevious() is not None:
                self.pieces.append(CELL)
            elif tag == "a":
                self.links += 1
            elif tag in _VERBATIM:
                self.verbatim += 1
            self._append(element.text)

    def _append(self, text: str | None) -> None:
        if text:
            text = text if self.verbatim else with_dollars(text)
            self.pieces.append(text)
            length = len(text.strip())
            self.text += length
            self.linked += length if self.links else 0

    def _begin(self, element: html.HtmlElement, names: str) -> None:
        above = self.open[-1]
        kind = above.kind
        if element.tag in _HEADINGS:
            kind = "heading"
        elif element.tag == "li" and not _is_column(element):
            kind = "item"
            self.label = next(above.labels) if above.labels else "• "
        elif element.tag == "table" and _holds_data(element):
            kind = "table"
            write_out_spans(element)
        elif element.tag == "figcaption":
            kind = "caption"
        labels = item_labels(element) if element.tag in {"ol", "ul"} else None
        level = _HEADINGS.get(element.tag, above.level)
        if labels is not None and kind == "item" and not self.label:
            level += 1  # Below the text of an item; a list in place of that text is no deeper.
        self.open.append(
            _Open(element.tag, len(self.elements), kind, level, self.text, self.linked, labels)
        )
        mark = _mark(element, names)
        self.elements.append(Element(element.tag, above.position, names, mark))

    def _end(self, element: html.HtmlElement) -> None:
        if self.skipped is element:
            self.skipped = None
        elif element.tag == "a":
            self.links -= 1
        elif element.tag in _VERBATIM:
            self.verbatim -= 1
        elif element.tag in _BLOCKS and (self.open[-1].kind != "table" or element.tag == "table"):
            self._flush()
            ended = self.open.pop()
            self.elements[ended.position].text = self.text - ended.text_before
            self.elements[ended.position].linked = self.linked - ended.linked_before
            if element.tag == "li":
                self.label = ""

    def _listing(self, element: html.HtmlElement, names: str) -> None:
        """Place a block of code, with its lines as they are."""
        self._flush()
        self._begin(element, names)
        if text := listing(element):
            self.text += len(text)
            self._place(Block("code", text))
        ended = self.open.pop()
        self.elements[ended.position].text = self.text - ended.text_before

    def _flush(self) -> None:
        """Close the current run; an empty line in it separates paragraphs."""
        text, self.pieces = "".join(self.pieces), []
        linked, self.run_linked = self.linked - self.run_linked, self.linked
        self.run += 1
        if not text or text.isspace():
            return
        now = self.open[-1]
        share = linked / max(1, len("".join(text.split())))
        for part in _EMPTY_LINE.split(text):
            if tidy := _tidy(part):
                body, notes = self.notes.split(tidy)
                label = "" if now.kind == "heading" and self.label == "• " else self.label
                self._place(Block(now.kind, label + body, now.level, notes=notes), share)
                self.label = ""

    def _place(self, block: Block, linked: float = 0.0) -> None:
        self.blocks.append(PlacedBlock(block, self.open[-1].position, self.run, linked))


def _is_furniture(element: Element, total: int) -> bool:
    """Return True if an element's mark holds on a page of *total* characters."""
    if element.mark == "hinted" and element.text > _MAX_HINTED:
        return element.linked > _MIN_LINKED * element.text and element.text <= _MAX_NAMED * total
    most = _MAX_NAMED if element.mark in {"named", "hinted"} else _MAX_HIDDEN
    return bool(element.mark) and element.text <= most * total


def _mark(element: html.HtmlElement, names: str) -> str:
    """Return the reason to take an element for furniture, empty if there is none."""
    if is_hidden(element, names):
        return "hidden"
    if element.tag in _ASIDE or (element.tag == "figcaption" and _is_credit(element)):
        return "aside"
    mark = furniture_mark(names)
    # Scripts put a box with a bar of buttons around code.
    holds_code = mark == "hinted" and next(element.iterdescendants("pre"), None) is not None
    return "" if holds_code else mark


def _is_column(item: html.HtmlElement) -> bool:
    """Return True if an item holds several paragraphs; some pages use lists for layout."""
    paragraphs = islice(item.iterdescendants("p"), _MAX_WITHIN)
    own = (one for one in paragraphs if next(one.iterancestors("li"), None) is item)
    return sum(1 for _ in islice(own, _MAX_PARAGRAPHS)) == _MAX_PARAGRAPHS


def _is_credit(caption: html.HtmlElement) -> bool:
    """Return True if a caption is a mere label, or little more than who made the picture."""
    text = short_text(caption, _MAX_CAPTION)
    if text is None:
        return False
    return len(text.strip()) < (_MIN_CREDITED if _CREDIT.search(text) else _MIN_CAPTION)


def _holds_data(table: html.HtmlElement) -> bool:
    """Return True if a table holds data; many pages use tables for layout."""
    if next(table.iterdescendants("div", "pre", "table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) > 1 and all(
        len(cell.text_content()) <= _MAX_CELL and len(cell.findall(".//p")) <= 1 for cell in cells
    )


def _tidy(text: str) -> str:
    """Collapse white space as a browser does; lines wrapped within Chinese close up."""
    text = _SPACE.sub(lambda space: "\n" if "\n" in space[0] else " ", text)
    if "\n" in text:
        text = _WRAPPED.sub("", text).replace("\n", " ")
    lines = (line.strip() for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)
