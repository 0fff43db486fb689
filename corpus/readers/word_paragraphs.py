"""The paragraphs of a DOCX: their roles, their numbers, and the format that changes a meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from corpus.readers.word_fields import text_run
from corpus.readers.word_numbering import Label, Numbering
from corpus.readers.word_package import Element, W, ancestor, new_element, remove
from corpus.readers.word_styles import Style, Styles, heading_level, list_place, mark, value

_MAX_DEPTH = 9
"""Number of levels that a list has in Word."""

STYLE_MAP = "\n".join(
    [
        *(f"p.Item{at} => {'ul > li > ' * at}ul > li:fresh" for at in range(_MAX_DEPTH)),
        *(f"p.Heading{level} => h{level}:fresh" for level in range(1, 7)),
    ]
)
"""The roles of paragraphs in mammoth's language: items of a list and of those in it, headings."""

NUMBERED = "\ue000"
"""Stands before the number of an item, which therefore needs no bullet."""

_P, _R, _T, _TBL, _TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tc"))

_MAX_HEADING = 100
"""Maximum length of a heading; a longer paragraph is text, whatever its style."""

_MAX_CELL = 200
"""Maximum length of a cell of a table whose cells become one line each."""

_LEAST_SIZE = 4
"""Size in half points up to which nobody can read a text."""


@dataclass(slots=True)
class Paragraphs:
    """Straightens the paragraphs of a document, part by part."""

    styles: Styles
    numbering: Numbering
    titles: list[str] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """Return the title that was found, if there was exactly one."""
        return self.titles[0] if len(self.titles) == 1 else None

    def through(self, root: Element) -> None:
        """Give each paragraph of a part its role and number as text; join those of short cells."""
        for paragraph in list(root.iter(_P)):
            self._straighten(paragraph)
        for table in root.iter(_TBL):
            _join_cells(table)

    def _straighten(self, paragraph: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style_id = value(properties, "pStyle")
        style = self.styles.find(style_id)
        for run in list(paragraph.iter(_R)):
            self._straighten_run(run, style)
        number, level = list_place(properties)
        place = (number or style.numbered[0], level or style.numbered[1])
        label = self.numbering.label(place, style_id)
        text = text_of(paragraph)
        role = self._role(properties, style, label, text)
        if properties is not None:
            paragraph.remove(properties)
        in_cell = ancestor(paragraph, "tc") is not None
        if label and (text or in_cell):
            _put_label(paragraph, label, role, in_cell=in_cell)
        _join_runs(paragraph)
        if role and not (in_cell and role.startswith("Item")):
            named = new_element("pPr")
            named.append(new_element("pStyle", val=role))
            paragraph.insert(0, named)

    def _role(
        self, properties: Element | None, style: Style, label: Label | None, text: str
    ) -> str:
        """Return the role of a paragraph: that of a heading, of an item, or "" for text."""
        direct = heading_level(properties)
        level = style.level if direct is None else direct
        if style.is_title and 0 < len(text) <= _MAX_HEADING:
            self.titles.append(" ".join(text.split()))
            level = 1
        if level and len(text) <= _MAX_HEADING:
            return f"Heading{min(level, 6)}"
        if label is None or label.is_article:
            return ""
        return f"Item{min(label.level, _MAX_DEPTH - 1)}"

    def _straighten_run(self, run: Element, style: Style) -> None:
        """Drop a hidden run; of the format of others, keep what changes the meaning."""
        properties = run.find(f"{W}rPr")
        if properties is None and not style.is_hidden:
            return
        of_run = self.styles.find(value(properties, "rStyle"))
        if _first_said(mark(properties, "vanish"), of_run.is_hidden, style.is_hidden) or (
            _is_tiny(properties)
        ):
            remove(run)
            return
        raised = value(properties, "vertAlign") or of_run.raised
        is_struck = _first_said(
            mark(properties, "strike"), mark(properties, "dstrike"), of_run.is_struck
        )
        if properties is not None:
            run.remove(properties)
        is_reference = any(child.tag.endswith("noteReference") for child in run)
        if (raised or is_struck) and not is_reference:
            kept = new_element("rPr")
            kept.extend([new_element("vertAlign", val=raised)] if raised else [])
            kept.extend([new_element("strike")] if is_struck else [])
            run.insert(0, kept)


def text_of(element: Element) -> str:
    """Return the text in an element, without the white space at its ends."""
    return "".join(text.text or "" for text in element.iter(_T)).strip()


def _first_said(*marks: bool | None) -> bool:
    return next((said for said in marks if said is not None), False)


def _is_tiny(properties: Element | None) -> bool:
    size = value(properties, "sz") or ""
    return size.isdecimal() and len(size) < 4 and int(size) <= _LEAST_SIZE


def _put_label(paragraph: Element, label: Label, role: str, *, in_cell: bool) -> None:
    """Write the number of a paragraph before its text; headings have no bullets."""
    text = label.text
    if in_cell and not text:
        text = "• "
    if role.startswith("Item") and text and not in_cell:
        text = NUMBERED + text
    if text:
        paragraph.insert(0, text_run(text))


def _join_runs(paragraph: Element) -> None:
    """Join neighbouring runs of plain text, as mammoth takes its time by the element."""
    for is_plain, runs in groupby(list(paragraph), _is_plain):
        first, *others = runs
        if is_plain and others:
            first[0].text = "".join(run[0].text or "" for run in (first, *others))
            for run in others:
                paragraph.remove(run)


def _is_plain(run: Element) -> bool:
    return run.tag == _R and len(run) == 1 and run[0].tag == _T


def _join_cells(table: Element) -> None:
    """Make one paragraph of each cell of a table of short cells, as its row is a line."""
    if next(table.iterdescendants(_TBL), None) is not None:
        return
    cells = list(table.iter(_TC))
    if any(len(text_of(cell)) > _MAX_CELL for cell in cells):
        return
    for cell in cells:
        lines = [child for child in cell if child.tag == _P and text_of(child)]
        for other in lines[1:]:
            lines[0].append(text_run(" "))
            lines[0].extend([child for child in other if child.tag != f"{W}pPr"])
            remove(other)
