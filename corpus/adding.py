"""Adding an article to a collection: parsed first, written atomically, never added twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

from corpus.catalogue import ParsedFile
from corpus.changes import Change, ChangeLog, Content, exchange
from corpus.comparison import ArticleDiff
from corpus.files import list_files
from corpus.loading import FileReader, with_checked_day
from corpus.model import Article
from corpus.source_entries import Value, with_missing
from corpus.sources import FILE, parse_sources

SHARED = 0.5
"""Minimum share of the paragraphs of an older version that are in a newer one."""

State = Literal["added", "replaced", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Addition:
    """An article that can be added: the name of its file, and the parsed file.

    `contents` are the files that it changes; none if it is refused, or is in the collection.
    `before` is the file that it replaces, parsed.
    """

    state: State
    name: str
    file: ParsedFile
    contents: Mapping[str, Content] = field(default_factory=dict)
    before: ParsedFile | None = None

    def save(self, log: ChangeLog, by: str) -> Change | None:
        """Add the article to the collection of a log, unless there is nothing to change.

        Args:
            log: The log of the collection's changes.
            by: The account that adds it, such as "telegram:123".

        Raises:
            ChangesError: Its file has been changed meanwhile, or the change cannot be recorded.
            OSError: The collection cannot be written.
        """
        if not self.contents or not self.file.article:
            return None
        kind: Literal["add", "replace"] = "add" if self.state == "added" else "replace"
        return log.apply(kind, self.file.article.title, by, self.contents)


def prepare(
    reader: FileReader,
    name: str,
    data: bytes,
    stated: Mapping[str, Value] = MappingProxyType({}),
    known: Iterable[Article] = (),
) -> Addition:
    """Find out what adding an article would change; nothing is written yet.

    Equal bytes are the same article, under any file name. A new version of an article replaces the
    old one, and another article with the same file name gets a number.

    Args:
        reader: Reads files of the collection.
        name: The article's file, relative to the collection.
        data: Its bytes.
        stated: The address (`url`) it was fetched from, and what others state of its title, author
            and date: recorded if the article does not state its own.
        known: Articles of the collection that may be older versions under another file name.

    Raises:
        OSError: The collection cannot be read.
    """
    file = reader.parse(name, data)
    if not file.article:
        return Addition("refused", name, file)
    if existing := _with_bytes(reader, data):
        return Addition("unchanged", existing, reader.parse(existing, data))
    if not (reader.folder / name).exists():
        name = _name_of_older(file.article, known, PurePosixPath(name)) or name
    name, is_new = _free_name(reader, name, file.article, is_address=bool(stated.get("url")))
    old = None if is_new else (reader.folder / name).read_bytes()
    before = None if old is None else reader.parse(name, old)
    contents: dict[str, Content] = {name: exchange(name, old, data)}
    if missing := _missing(file.article, stated):
        contents[FILE] = partial(with_missing, name=name, metadata=missing)
        reader = _with_noted(reader, name, missing)
    state: State = "added" if is_new else "replaced"
    file = with_checked_day(reader.parse(name, data))
    return Addition(state, name, file, contents, before)


def _missing(article: Article, stated: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is stated that the article itself lacks; its file's name is no title."""
    known = {"title": article.title, "author": article.author, "date": article.date}
    known["url"] = article.url
    if article.title == PurePosixPath(article.path).stem:
        known["title"] = None
    return {key: value for key, value in stated.items() if value and not known.get(key)}


def _with_noted(reader: FileReader, name: str, metadata: Mapping[str, Value]) -> FileReader:
    """Return a reader by which a file has some metadata."""
    path = reader.folder / FILE
    current = path.read_bytes() if path.exists() else None
    return replace(reader, sources=parse_sources(with_missing(current, name, metadata)))


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


def _name_of_older(article: Article, known: Iterable[Article], name: PurePosixPath) -> str | None:
    """Return the file of an older version of an article, None if there is none.

    Its file has the same suffix. Many articles have a common title, so of those with the same one
    an older version has at least half of its paragraphs in the article.
    """
    for older in known:
        if PurePosixPath(older.path).suffix != name.suffix or not _is_same(older, article):
            continue
        if older.url and older.url == article.url:
            return older.path
        if ArticleDiff.between(older, article).kept >= SHARED:
            return older.path
    return None


def _is_same(one: Article, other: Article) -> bool:
    """Return True if two articles have the same address or, lacking that, the same title."""
    if one.url and other.url:
        return one.url == other.url
    return one.title == other.title
