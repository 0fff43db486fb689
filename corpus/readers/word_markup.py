"""The markup of a DOCX made straight: what mammoth would lose or show wrongly is written as text.

Only paragraphs, runs, tables and references to notes are left, each paragraph with the name of its
role as its style.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.readers.word_fields import read_fields, text_run
from corpus.readers.word_formulas import M, tex
from corpus.readers.word_numbering import read_numbering
from corpus.readers.word_package import (
    Element,
    W,
    WordPackage,
    ancestor,
    new_element,
    parent_tag,
    remove,
)
from corpus.readers.word_paragraphs import Paragraphs, text_of
from corpus.readers.word_styles import Styles, read_styles
from corpus.tables import read_table

_TABLE = read_table("corpus.readers", "word_markup.toml")
_KEPT, _UNTOUCHED, _DROPPED = (
    frozenset(W + name for name in _TABLE[key]) for key in ("kept", "untouched", "dropped")
)
_RENAMED = {W + name: W + other for name, other in _TABLE["renamed"].items()}
_CONTENTS_HEADINGS = frozenset(_TABLE["contents"]["headings"])

_TEXTS = ("document", "footnotes", "endnotes")
"""The parts that hold text."""

_SEPARATORS = frozenset({"separator", "continuationSeparator"})
_P, _T = f"{W}p", f"{W}t"
_INITIALS = frozenset(heading[0] for heading in _CONTENTS_HEADINGS)
_CONTENTS_LINE = re.compile(r"(?:\t|[.…·．]{2})\s*\d{1,4}\s*$")
_MAX_END = 20
"""Maximum length of what ends a line of contents: dots and a page number."""

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"


@dataclass(frozen=True, slots=True)
class Straightened:
    """Counts and notes of what was found while the markup was made straight.

    `lost` counts the things whose text is left out, by the kind that word_markup.toml names.
    """

    title: str | None
    lost: Counter[str]


def straighten(package: WordPackage) -> Straightened:
    """Make the parts of a DOCX straight; they are changed."""
    styles = read_styles(package.parts.get("styles"))
    paragraphs = Paragraphs(styles, read_numbering(package.parts.get("numbering"), styles))
    work = _Straightening(styles, paragraphs)
    for name in _TEXTS:
        if name in package.parts:
            work.through(package.parts[name])
    _drop_dangling(package)
    return Straightened(paragraphs.title, work.lost)


@dataclass(slots=True)
class _Straightening:
    """One pass over the parts of a document."""

    styles: Styles
    paragraphs: Paragraphs
    lost: Counter[str] = field(default_factory=Counter)

    def through(self, root: Element) -> None:
        """Make one part straight."""
        _choose_alternatives(root)
        _drop_deleted(root)
        self._drop_contents(root, read_fields(root))
        self.lost.update(_lost(root))
        _write_formulas(root)
        _move_boxes(root)
        _simplify(root)
        _write_characters(root)
        _join_initials(root)
        self.paragraphs.through(root)

    def _drop_contents(self, root: Element, lines: Iterable[Element]) -> None:
        """Drop tables of contents and indexes, and their headings."""
        galleries = (
            ancestor(gallery, "sdt")
            for gallery in root.iterfind(f".//{W}sdt/{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            if gallery.get(f"{W}val") == "Table of Contents"
        )
        styled = (
            ancestor(named, "p")
            for named in root.iter(f"{W}pStyle")
            if self.styles.find(named.get(f"{W}val")).is_contents
        )
        for element in (*galleries, *lines, *styled, *_typed_contents(root)):
            before = element.getprevious() if element is not None else None
            if before is not None and _squeezed(before) in _CONTENTS_HEADINGS:
                remove(before)
            remove(element)


def _typed_contents(root: Element) -> Iterator[Element]:
    """Yield the lines of a table of contents that was typed: each ends with a page number."""
    beginnings = (
        ancestor(text, "p")
        for text in root.iter(_T)
        if (text.text or "").lstrip()[:1].casefold() in _INITIALS
    )
    for heading in dict.fromkeys(beginnings):
        if heading is not None and _squeezed(heading) in _CONTENTS_HEADINGS:
            for line in heading.itersiblings(_P):
                text = "".join(part.text or "\t" for part in line.iter(_T, f"{W}tab"))
                if not _CONTENTS_LINE.search(text[-_MAX_END:]):
                    break
                yield line


def _squeezed(element: Element) -> str:
    return "".join(text_of(element).split()).casefold()


def _replace(element: Element, others: Iterable[Element]) -> None:
    """Put other elements in the place of one."""
    for other in others:
        element.addprevious(other)
    remove(element)


def _choose_alternatives(root: Element) -> None:
    """Keep of each content in several forms the first form that holds text, else the last."""
    for alternative in list(root.iter(_ALTERNATIVE)):
        forms = list(alternative)
        holding = (
            form for form in forms if next(form.iter(_T, f"{M}t", _OBJECT), None) is not None
        )
        chosen = next(holding, forms[-1] if forms else None)
        _replace(alternative, list(chosen) if chosen is not None else [])


def _drop_deleted(root: Element) -> None:
    """Drop what tracked changes have deleted or moved away."""
    names = ("del", "moveFrom")
    marks = [mark for name in names for mark in root.iterfind(f".//{W}pPr/{W}rPr/{W}{name}")]
    merged = {ancestor(mark, "p") for mark in marks}
    for mark in list(root.iterfind(f".//{W}trPr/{W}del")):
        remove(ancestor(mark, "tr"))
    for mark in list(root.iterfind(f".//{W}tcPr/{W}cellDel")):
        remove(ancestor(mark, "tc"))
    for change in list(root.iter(*(W + name for name in names))):
        if not parent_tag(change).endswith("Pr"):
            remove(change)
    _merge_into_next([paragraph for paragraph in root.iter(_P) if paragraph in merged])


def _merge_into_next(paragraphs: list[Element]) -> None:
    """Put the text of each paragraph before that of the one that follows it."""
    # From behind, so that a text moves once, however many follow each other.
    for paragraph in reversed(paragraphs):
        _merge(paragraph)


def _merge(paragraph: Element) -> None:
    following = next(paragraph.itersiblings(_P, f"{W}tbl"), None)
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is None or following.tag != _P:
        if not content:
            remove(paragraph)
        return
    at = 1 if following.find(f"{W}pPr") is not None else 0
    for child in reversed(content):  # A slice would count all children each time.
        following.insert(at, child)
    remove(paragraph)


def _lost(root: Element) -> Iterable[str]:
    """Yield the kind of each thing whose text is left out."""
    for embedded in root.iter(_OBJECT):
        is_formula = embedded.get("ProgID", "").startswith(("Equation", "MathType"))
        yield "formula" if is_formula else "object"
    for graphic in root.iter(_GRAPHIC):
        if graphic.get("uri", "").endswith(("/chart", "/chartex", "/diagram")):
            yield "diagram"
    for _ in root.iter(f"{W}altChunk", f"{W}subDoc"):
        yield "document"


def _write_formulas(root: Element) -> None:
    """Write each formula as TeX between dollar signs; one below another begins a line."""
    for formula in list(root.iter(f"{M}oMath")):
        text = tex(formula)
        run = text_run(f"${text}$" if text else "")
        if parent_tag(formula) == f"{M}oMathPara" and formula.getprevious() is not None:
            run.insert(0, new_element("br"))
        _replace(formula, [run])


def _move_boxes(root: Element) -> None:
    """Put the paragraphs of text boxes behind those that they are anchored in."""
    for box in reversed(list(root.iter(f"{W}txbxContent"))):
        host = ancestor(box, "p")
        if host is not None:
            for child in reversed(box):
                host.addnext(child)


def _simplify(root: Element) -> None:
    """Reduce the elements to those that word_markup.toml keeps."""
    pending = [root]
    while pending:
        parent = pending.pop()
        children = deque(parent)
        while children:
            child = children.popleft()
            tag = child.tag
            if tag in _KEPT:
                pending.append(child)
            elif tag in _RENAMED:
                child.tag = _RENAMED[tag]
            elif tag in _UNTOUCHED:
                continue
            elif tag in _DROPPED or child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                parent.remove(child)
            else:
                inner = list(child)
                _replace(child, inner)
                children.extendleft(reversed(inner))


def _write_characters(root: Element) -> None:
    """Write special characters in the one form that mammoth takes."""
    for line_break in root.iter(f"{W}br"):
        line_break.attrib.clear()
    for hyphen in list(root.iter(f"{W}noBreakHyphen")):
        _replace(hyphen, text_run("-").iterchildren(_T))
    for symbol in list(root.iter(f"{W}sym")):
        if not _is_hexadecimal(symbol.get(f"{W}char", "")):
            remove(symbol)


def _is_hexadecimal(text: str) -> bool:
    return 0 < len(text) <= 6 and all(digit in "0123456789abcdefABCDEF" for digit in text)


def _join_initials(root: Element) -> None:
    """Join a large first letter, which stands in a frame, with its paragraph."""
    frames = root.iterfind(f".//{_P}/{W}pPr/{W}framePr[@{W}dropCap]")
    hosts = [ancestor(frame, "p") for frame in frames if frame.get(f"{W}dropCap") != "none"]
    _merge_into_next([host for host in hosts if host is not None])


def _drop_dangling(package: WordPackage) -> None:
    """Drop references to notes that do not exist, and nameless notes; mammoth stops at both."""
    parts = [package.parts[name] for name in _TEXTS if name in package.parts]
    for kind in ("footnote", "endnote"):
        notes = package.parts.get(f"{kind}s")
        known: set[str | None] = set()
        for note in list(notes) if notes is not None else ():
            if note.get(f"{W}id") is None:
                remove(note)
            elif note.tag == W + kind and note.get(f"{W}type") not in _SEPARATORS:
                known.add(note.get(f"{W}id"))
        for reference in [found for part in parts for found in part.iter(f"{W}{kind}Reference")]:
            if reference.get(f"{W}id") not in known:
                remove(reference)
