"""The parts of a DOCX: its archive unpacked to trees of XML, and packed again for mammoth."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from corpus.document import UnreadableError
from corpus.message import Size

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of text and its formatting, as lxml writes it."""

Element = etree._Element  # noqa: SLF001  # The only name that lxml has for it.

PARTS = ("document", "styles", "numbering", "footnotes", "endnotes")
"""The parts that hold text, or say how it looks."""

_PROPERTIES = "docProps/core.xml"

_STRICT = re.compile(rb"""(xmlns(?::[\w.-]+)?=["'])http://purl\.oclc\.org/ooxml/([^"']{1,80})""")
_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
"""The namespaces of the strict format, and of the transitional one that all programs write."""


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a DOCX by name, as trees that may be changed."""

    parts: Mapping[str, Element]
    properties: Element | None

    def packed(self) -> BytesIO:
        """Return an archive of the text, which mammoth can read."""
        file = BytesIO()
        with ZipFile(file, "w") as archive:
            for name in ("document", "footnotes", "endnotes"):
                if name in self.parts:
                    archive.writestr(f"word/{name}.xml", etree.tostring(self.parts[name]))
        file.seek(0)
        return file


def open_package(data: bytes, longest: int) -> WordPackage:
    """Unpack a DOCX.

    Args:
        data: The file's bytes.
        longest: Maximum number of bytes of its XML.

    Raises:
        UnreadableError: It holds no document, unpacks to too much, or declares entities.
        Exception: The archive is broken; it raises many kinds of errors.
    """
    with ZipFile(BytesIO(data)) as archive:
        entries = _Entries(archive, longest)
        parts = {name: _parse(entries.read(path)) for name, path in _paths(entries).items()}
        has_properties = _PROPERTIES in entries.names
        properties = _parse(entries.read(_PROPERTIES)) if has_properties else None
    return WordPackage(parts, properties)


def new_element(name: str, **attributes: str) -> Element:
    """Return a new element of text or formatting."""
    return etree.Element(W + name, {W + key: value for key, value in attributes.items()})


def remove(element: Element | None) -> None:
    """Take an element out of its tree, if it still is in one."""
    parent = element.getparent() if element is not None else None
    if element is not None and parent is not None:
        parent.remove(element)


def ancestor(element: Element, name: str) -> Element | None:
    """Return the nearest element of that name above another."""
    return next(element.iterancestors(W + name), None)


def parent_tag(element: Element) -> str:
    """Return the name of the element that holds another, "" for none."""
    parent = element.getparent()
    return "" if parent is None else parent.tag


class _Entries:
    """The entries of an archive, which together unpack to a limited number of bytes.

    Each entry that is read counts, whatever its name: relationships may lead anywhere.
    """

    def __init__(self, archive: ZipFile, longest: int) -> None:
        self._archive = archive
        self._longest = self._left = longest
        self.names = frozenset(archive.namelist())

    def read(self, path: str) -> bytes:
        """Unpack an entry.

        Raises:
            UnreadableError: The entries so far unpack to more than the limit.
        """
        self._left -= self._archive.getinfo(path).file_size
        if self._left < 0:
            raise UnreadableError(
                "unpacks to more than {limit}; split it or raise BOT_MAX_CHARACTERS",
                limit=Size(self._longest),
            )
        return self._archive.read(path)


def _paths(entries: _Entries) -> dict[str, str]:
    """Return the path of each part that exists; only relationships tell them for certain."""
    main = _targets(entries, "_rels/.rels", "").get("officeDocument", "word/document.xml")
    if main not in entries.names:
        raise UnreadableError("holds no Word document; if it is an archive of files, unpack it")
    folder, name = posixpath.split(main)
    linked = _targets(entries, f"{folder}/_rels/{name}.rels", folder)
    paths = {part: linked.get(part, f"{folder}/{part}.xml") for part in PARTS[1:]}
    return {"document": main} | {
        part: path for part, path in paths.items() if path in entries.names
    }


def _targets(entries: _Entries, path: str, folder: str) -> dict[str, str]:
    """Return the targets of a file of relationships that exist, by the last word of their type."""
    if path not in entries.names:
        return {}
    found: dict[str, str] = {}
    for link in _parse(entries.read(path)):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:]
        if target in entries.names:
            found.setdefault(link.get("Type", "").rpartition("/")[2], target)
    return found


def _parse(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    if b"http://purl.oclc.org/ooxml/" in data[:4096]:
        data = _STRICT.sub(lambda found: found[1] + _transitional(found[2]), data)
    root = etree.fromstring(data, parser) if b"<!DOCTYPE" not in data else None
    # In UTF-16, only the parser sees the declaration.
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("declares XML entities, as no word processor does; save it again")
    return root


def _transitional(name: bytes) -> bytes:
    return _TRANSITIONAL.get(name, b"http://purl.oclc.org/ooxml/" + name)
