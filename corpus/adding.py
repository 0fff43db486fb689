"""Adding an article to a collection: parsed first, written atomically, never added twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from corpus.catalogue import ParsedFile
from corpus.files import list_files
from corpus.loading import FileReader
from corpus.model import Article
from corpus.sources import FILE, read_sources
from corpus.writing import write_whole

State = Literal["added", "replaced", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class AddResult:
    """The outcome of adding an article: the name of its file and the parsed file."""

    state: State
    name: str
    file: ParsedFile


def add(reader: FileReader, name: str, data: bytes, url: str | None = None) -> AddResult:
    """Add one article to the reader's collection.

    Equal bytes are the same article, under any file name. A new version of an article replaces the
    old one, and another article with the same file name gets a number.

    Args:
        reader: Reads files of the collection.
        name: The article's file, relative to the collection.
        data: Its bytes.
        url: The address it was fetched from, recorded if the article does not state its own.

    Raises:
        OSError: The collection cannot be written.
    """
    file = reader.parse(name, data)
    if not file.article:
        return AddResult("refused", name, file)
    if existing := _with_bytes(reader, data):
        return AddResult("unchanged", existing, reader.parse(existing, data))
    name, is_new = _free_name(reader, name, file.article, is_address=url is not None)
    write_whole(reader.folder / name, data)
    if url and not file.article.url:
        _note_address(reader.folder, name, url)
        sources = read_sources(reader.folder)
        reader = FileReader(reader.folder, reader.frequency, reader.limits, sources)
    return AddResult("added" if is_new else "replaced", name, reader.parse(name, data))


def _with_bytes(reader: FileReader, data: bytes) -> str | None:
    """Return the name of a file of the collection with these bytes, if there is one."""
    for path in list_files(reader.folder, reader.limits).paths:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return path.relative_to(reader.folder).as_posix()
    return None


def _free_name(
    reader: FileReader, name: str, article: Article, *, is_address: bool
) -> tuple[str, bool]:
    """Return a file name for an article, and True if no file has that name yet.

    A file of the same article may be replaced. So may any if the name comes from an address, as
    no other address gives that name.
    """
    path = PurePosixPath(name)
    candidate, number = path, 1
    while (reader.folder / candidate).exists():
        existing = reader.read(reader.folder / candidate)[0].article
        if is_address or (existing and _is_same(existing, article)):
            return str(candidate), False
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return str(candidate), True


def _is_same(one: Article, other: Article) -> bool:
    """Return True if two articles have the same address or, lacking that, the same title."""
    if one.url and other.url:
        return one.url == other.url
    return one.title == other.title


def _note_address(folder: Path, name: str, url: str) -> None:
    """Append an article's address to sources.toml."""
    path = folder / FILE
    before = path.read_bytes() if path.exists() else b""
    address = url.replace("{", "%7B").replace("}", "%7D")
    entry = (
        f"[[source]]\nmatch = {json.dumps(name, ensure_ascii=False)}\nfill = true\n"
        f"url = {json.dumps(address, ensure_ascii=False)}\n"
    )
    if entry.encode() not in before:
        separator = b"\n" if before else b""
        write_whole(path, before + separator + entry.encode())
