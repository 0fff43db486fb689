"""Put an article into a collection: understood first, written whole, and never twice."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from corpus.catalogue import ParsedFile
from corpus.files import list_files
from corpus.loading import FileReader
from corpus.model import Article
from corpus.sources import FILE, read_sources

State = Literal["added", "replaced", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of an article, where it is, and what was understood of it."""

    state: State
    name: str
    file: ParsedFile


def add(reader: FileReader, name: str, data: bytes, url: str | None = None) -> AddResult:
    """Add one article to the reader's collection.

    The same bytes are the same article, under whatever name; a new text of an article takes the
    place of the old one; another article of the same name gets a number.

    Args:
        reader: Reads files of the collection.
        name: The article's file, relative to the collection.
        data: Its bytes.
        url: Where it was fetched, if it was; noted where the article itself does not say.

    Raises:
        OSError: The collection cannot be written.
    """
    file = reader.understand(name, data)
    if not file.article:
        return AddResult("refused", name, file)
    if known := _with_bytes(reader, data):
        return AddResult("unchanged", known, reader.understand(known, data))
    name, is_new = _free_name(reader, name, file.article, is_address=url is not None)
    write_whole(reader.folder / name, data)
    if url and not file.article.url:
        _note_address(reader.folder, name, url)
        sources = read_sources(reader.folder)
        reader = FileReader(reader.folder, reader.frequency, reader.limits, sources)
    return AddResult("added" if is_new else "replaced", name, reader.understand(name, data))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it finds all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _with_bytes(reader: FileReader, data: bytes) -> str | None:
    """The name of the file that holds these bytes already."""
    for path in list_files(reader.folder, reader.limits).paths:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return path.relative_to(reader.folder).as_posix()
    return None


def _free_name(
    reader: FileReader, name: str, article: Article, *, is_address: bool
) -> tuple[str, bool]:
    """A name for an article, and whether nothing stands there yet."""
    path = PurePosixPath(name)
    candidate, number = path, 1
    while (reader.folder / candidate).exists():
        there = reader.look(reader.folder / candidate)[0].article
        if is_address or (there and _is_same(there, article)):
            return str(candidate), False
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return str(candidate), True


def _is_same(there: Article, article: Article) -> bool:
    """Whether two texts are of one article: one address, or one title."""
    if there.url and article.url:
        return there.url == article.url
    return there.title == article.title


def _note_address(folder: Path, name: str, url: str) -> None:
    """Write an article's address into sources.toml, behind what is there."""
    path = folder / FILE
    before = path.read_bytes() if path.exists() else b""
    address = url.replace("{", "%7B").replace("}", "%7D")
    entry = (
        f"[[source]]\nmatch = {json.dumps(name, ensure_ascii=False)}\nfill = true\n"
        f"url = {json.dumps(address, ensure_ascii=False)}\n"
    )
    if entry.encode() not in before:
        parted = b"\n" if before else b""
        write_whole(path, before + parted + entry.encode())
