"""HTML: the text of a page or a fragment as blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.document import Block, BlockKind, Document, UnreadableError

_IGNORED = frozenset({"button", "form", "head", "noscript", "script", "style", "svg", "template"})
"""Elements whose text is not read."""

_ASIDE = frozenset({"aside", "figcaption", "footer", "menu", "nav"})
"""Elements whose text is furniture."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_SECTIONS = frozenset({"article", "body", "div", "figure", "header", "html", "main", "section"})
_PARAGRAPHS = frozenset({"address", "blockquote", "center", "fieldset", "hr", "p", "pre"})
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
_TABLES = frozenset({"table", "tbody", "td", "th", "thead", "tr"})
_BLOCKS = _SECTIONS | _PARAGRAPHS | _LISTS | _TABLES | _HEADINGS.keys() | _ASIDE
"""Elements that begin a block of text."""

_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:copyright|reward|share|support|tip)(?:$|[-_ ])", re.IGNORECASE
)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_MAX_ATTRIBUTES = 1000
"""Maximum number of words in a tag; libxml2 takes quadratic time for attributes."""

_MAX_CELL = 200
"""Maximum length of a cell of a data table; longer ones are columns of a layout."""

_BREAK = "\x00"
_EMPTY_LINE = re.compile(rf"(?:{_BREAK}\s*){{2,}}")
_POST = re.compile(r"\bpost(?:id)?-(\d+)\b")
_SPACE = re.compile(r"[ \t\r\f\v]*\n[ \t\r\n\f\v]*|[ \t\r\f\v]+")
_WRAPPED = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")


def read_markup(text: str) -> Document:
    """Read an HTML fragment: its blocks, and the post id of its site.

    Raises:
        UnreadableError: There is no readable HTML in it.
    """
    root = parse(text)
    blocks = tuple(placed.block for placed in placed_blocks(root))
    number = post_id(root)
    return Document(blocks, {"post_id": number} if number else {})


def placed_blocks(root: html.HtmlElement) -> tuple[PlacedBlock, ...]:
    """Return the blocks of a tree, with their positions in it."""
    walk = _Walk()
    walk.through(root)
    return tuple(walk.found)


def post_id(root: html.HtmlElement) -> str | None:
    """Return the site's own id of the article, if the markup has one."""
    if values := root.xpath("//@data-post-id"):
        return str(values[0]).strip() or None
    for value in root.xpath("//body/@class | //article/@id"):
        if match := _POST.search(str(value)):
            return match[1]
    return None


def parse(text: str) -> html.HtmlElement:
    """Parse an HTML page or fragment.

    Raises:
        UnreadableError: There is no readable HTML in it.
    """
    for tag in _LONG_TAG.finditer(text):
        if len(tag[0].split()) > _MAX_ATTRIBUTES:
            line = text.count("\n", 0, tag.start()) + 1
            raise UnreadableError("has an element with too many attributes; remove them", line)
    # Without huge_tree, elements below depth 256 are dropped; unclosed tags soon reach it.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # As bytes, because lxml refuses a str with an encoding declaration.
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableError(
            "has no readable HTML: {detail}; save the page again", detail=str(error)
        ) from error
    for entry in parser.error_log:
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise UnreadableError(
                "is nested too deeply; save the page again, or as text", entry.line
            )
    return root


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block, the numbers of its element and parent, and the share of its text in links."""

    block: Block
    element: int
    parent: int
    linked: float


@dataclass(slots=True)
class _Open:
    """An element that is still open."""

    tag: str
    number: int = 0
    kind: BlockKind = "paragraph"
    level: int = 0
    is_furniture: bool = False
    items: int = 0


@dataclass(slots=True)
class _Walk:
    """One pass over a tree that collects text until a block begins or ends."""

    found: list[PlacedBlock] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=lambda: [_Open("")])
    links: int = 0
    linked: int = 0
    opened: int = 0
    flushed: int = 0

    def through(self, root: html.HtmlElement) -> None:
        """Collect the blocks below *root*, without recursion."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start" and element.tag in _IGNORED:
                walk.skip_subtree()
            elif event == "start":
                self._start(element)
            else:
                if event == "end":
                    self._end(element)
                self._append(element.tail)
        self._flush()

    def _start(self, element: html.HtmlElement) -> None:
        above = self.open[-1]
        if element.tag == "br":
            self.text.append(_BREAK)
        elif element.tag in _BLOCKS and above.kind != "table":
            self._flush()
            self.opened += 1
            self.open.append(_begin(element, above, self.opened))
            if element.tag == "li":
                above.items += 1
                self.text.append(f"{above.items}. " if above.tag == "ol" else "• ")
        elif element.tag == "tr":
            self.text.append(_BREAK)
        elif element.tag in {"td", "th"} and element.getprevious() is not None:
            self.text.append(" | ")
        elif element.tag == "a":
            self.links += 1
        self._append(element.text)

    def _append(self, text: str | None) -> None:
        if text:
            self.text.append(text)
            self.linked += len(text.strip()) if self.links else 0

    def _end(self, element: html.HtmlElement) -> None:
        if element.tag == "a":
            self.links -= 1
        elif element.tag in _BLOCKS and (self.open[-1].kind != "table" or element.tag == "table"):
            self._flush()
            self.open.pop()

    def _flush(self) -> None:
        """Close the current block; an empty line in it separates paragraphs."""
        text, self.text = "".join(self.text), []
        if text.strip() == "•":
            self.text = [text]  # The text of the item is in a block of its own.
            return
        now, self.flushed = self.open[-1], self.flushed + 1
        parent = self.open[-2].number if len(self.open) > 1 else 0
        linked, self.linked = self.linked / max(1, len("".join(text.split()))), 0
        for part in _EMPTY_LINE.split(text):
            if tidy := _tidy(part):
                block = Block(now.kind, tidy, now.level, now.is_furniture)
                self.found.append(PlacedBlock(block, self.flushed, parent, linked))


def _begin(element: html.HtmlElement, above: _Open, number: int) -> _Open:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    is_furniture = above.is_furniture or element.tag in _ASIDE or bool(_FURNITURE.search(names))
    kind = above.kind
    if element.tag in _HEADINGS:
        kind = "heading"
    elif element.tag == "li":
        kind = "item"
    elif element.tag == "table" and _holds_data(element):
        kind = "table"
    return _Open(element.tag, number, kind, _HEADINGS.get(element.tag, 0), is_furniture)


def _holds_data(table: html.HtmlElement) -> bool:
    """Return True if a table holds data; many pages use tables for layout."""
    if next(table.iterdescendants("div", "table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) > 1 and all(
        len(cell.text_content()) <= _MAX_CELL and len(cell.findall(".//p")) <= 1 for cell in cells
    )


def _tidy(text: str) -> str:
    """Collapse white space as a browser does; lines wrapped within Chinese close up."""
    text = _SPACE.sub(lambda space: "\n" if "\n" in space[0] else " ", text)
    text = _WRAPPED.sub("", text).replace("\n", " ")
    lines = (line.strip() for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)
