"""The fields of a DOCX: what Word shows in their place, and which of them are contents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.readers.word_equations import Piece, read_equation
from corpus.readers.word_package import Element, W, new_element
from corpus.readers.word_styles import mark

_EQUATION = re.compile(r"\s*+EQ\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*+(?:TOC|INDEX)\b", re.IGNORECASE)
_CHECKBOX = re.compile(r"\s*+FORMCHECKBOX\b", re.IGNORECASE)
_SYMBOL = re.compile(
    r'\s*+SYMBOL\s++(0x[\da-f]{1,6}|\d{1,7})\b[^"\n]*?\\f\s*+"([^"]*)"', re.IGNORECASE
)
_ENTRY = re.compile(r"\s*+PAGEREF\s++_Toc", re.IGNORECASE)
_PAGE = re.compile(r"(?:\d|[ivxlc])\s*$", re.IGNORECASE)
_MAX_CODE = 5000
"""Maximum length of the code of a field; longer ones are data of other programs."""


@dataclass(slots=True)
class _Field:
    """A field that has begun; its code ends where the text begins that it shows."""

    begin: Element
    code: str = ""
    is_code: bool = True
    has_text: bool = False


@dataclass(slots=True)
class _Walk:
    """One pass over the fields of a part."""

    open: list[_Field] = field(default_factory=list)
    contents: list[Element] = field(default_factory=list)
    entries: list[Element] = field(default_factory=list)
    listing: _Field | None = None
    """The field of the table of contents that is open, and the paragraphs in it so far."""

    paragraph: Element | None = None

    def meet(self, element: Element) -> None:
        """Take the next element of the document."""
        if element.tag == _P:
            self.paragraph = element
            if self.listing:
                self.entries.append(element)
        elif element.tag == _CODE:
            self._read_code(element.text or "")
        elif element.tag == _TEXT:
            for opened in self.open[-1:]:
                opened.has_text = opened.has_text or not opened.is_code
        elif element.get(f"{W}fldCharType") == "begin":
            self.open.append(_Field(element))
        elif self.open and element.get(f"{W}fldCharType") == "separate":
            self._separate(self.open[-1])
        elif self.open and element.get(f"{W}fldCharType") == "end":
            self._end(self.open.pop())

    def _read_code(self, text: str) -> None:
        opened = self.open[-1] if self.open else None
        if opened and opened.is_code and len(opened.code) + len(text) <= _MAX_CODE:
            opened.code += text
        if _ENTRY.match(text) and self.paragraph is not None:
            self.contents.append(self.paragraph)

    def _separate(self, opened: _Field) -> None:
        opened.is_code = False
        if _CONTENTS.match(opened.code) and self.listing is None and self.paragraph is not None:
            self.listing, self.entries = opened, [self.paragraph]

    def _end(self, closed: _Field) -> None:
        if closed is self.listing:
            self.contents += filter(_is_entry, self.entries)
            self.listing = None
        if closed.has_text:
            for opened in self.open[-1:]:
                opened.has_text = True
            return
        outer = self.open[-1] if self.open else None
        if outer and outer.is_code and _EQUATION.match(closed.code):
            inner = "".join(piece.text for piece in _pieces(closed.code))
            outer.code += re.sub(r"([\\,;()])", r"\\\1", inner)
        else:
            _show(closed.begin, closed.code)


_P, _TEXT, _CODE, _CHARACTER = (f"{W}{name}" for name in ("p", "t", "instrText", "fldChar"))


def read_fields(root: Element) -> list[Element]:
    """Write what fields show by their code alone into a part, in runs before them.

    Returns:
        The paragraphs that are lines of a table of contents or an index.
    """
    walk = _Walk()
    for element in list(root.iter(_P, _TEXT, _CODE, _CHARACTER)):
        walk.meet(element)
    for simple in root.iter(f"{W}fldSimple"):
        if simple.find(f".//{_TEXT}") is None:
            simple.extend(_runs(_pieces(simple.get(f"{W}instr", ""))))
    return walk.contents


def _is_entry(paragraph: Element) -> bool:
    """Return True if a paragraph is empty or ends with the number of a page."""
    text = "".join(text.text or "" for text in paragraph.iter(_TEXT)).strip()
    return not text or bool(_PAGE.search(text))


def _pieces(code: str) -> tuple[Piece, ...]:
    found = _EQUATION.match(code)
    return read_equation(code[found.end() :]) if found else ()


def _show(begin: Element, code: str) -> None:
    """Put what a field shows before the run that begins it."""
    run = begin.getparent()
    if run is None or run.tag != f"{W}r":
        return
    for shown in _runs(_pieces(code)):
        run.addprevious(shown)
    if _CHECKBOX.match(code):
        box = begin.find(f"{W}ffData/{W}checkBox")
        state = mark(box, "checked")
        is_checked = mark(box, "default") if state is None else state
        run.addprevious(text_run("☑" if is_checked else "☐"))
    elif found := _SYMBOL.match(code):
        number = int(found[1], 16 if found[1][1:2] in {"x", "X"} else 10)
        symbol = new_element("r")
        symbol.append(new_element("sym", font=found[2], char=f"{number:04X}"))
        run.addprevious(symbol)


def _runs(pieces: Iterable[Piece]) -> list[Element]:
    return [text_run(piece.text, piece.place) for piece in pieces if piece.text]


def text_run(text: str, place: str = "") -> Element:
    """Return a run with a text, raised or lowered if *place* is "superscript" or "subscript"."""
    run = new_element("r")
    if place:
        properties = new_element("rPr")
        properties.append(new_element("vertAlign", val=place))
        run.append(properties)
    written = new_element("t")
    written.text = text
    run.append(written)
    return run
