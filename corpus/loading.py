"""Loading a folder of files into a corpus, with the problems found.

The content of a file never raises an error here: a file that cannot be read becomes a Problem, and
the rest is served.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from corpus.catalogue import Catalogue, CatalogueEntry, ParsedFile, digest_of, stamp_of
from corpus.days import latest_day
from corpus.document import UnreadableError
from corpus.files import list_files, printable, read_whole
from corpus.likelihood import Frequency
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.message import Message, ReportedError, system_error
from corpus.model import Article, Corpus, Problem
from corpus.progress import Progress
from corpus.sources import FILE, Sources, read_sources

_MAX_SHOWN = 60
"""Number of characters of an unusable address that are shown."""


class MissingFolderError(ReportedError):
    """The folder of the collection does not exist."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Message(
                "{folder} is not a folder; give the folder of the articles "
                "with --corpus or in BOT_CORPUS_DIR",
                folder=printable(str(folder)),
            )
        )
        self.folder = folder


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A corpus, and problems that a person should look at.

    `catalogue` can be passed to the next loading; `files_read` counts the files that had to be
    read and parsed.
    """

    corpus: Corpus
    problems: tuple[Problem, ...]
    catalogue: Catalogue = field(default_factory=dict, compare=False, repr=False)
    files_read: int = field(default=0, compare=False)


def load(
    folder: Path,
    frequency: Frequency,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
    known: Catalogue = MappingProxyType({}),
) -> LoadResult:
    """Read every article below a folder.

    Args:
        folder: The collection; hidden files are skipped.
        frequency: Word counts in either script, for repairs.
        progress: Called after each file.
        limits: Files beyond them are reported instead of read.
        known: The catalogue of an earlier loading with the same limits. Files that have not
            changed since are not read again, except those that gave no article.

    Raises:
        MissingFolderError: There is no such folder.
    """
    return load_files(open_reader(folder, frequency, limits), progress, known)


def open_reader(folder: Path, frequency: Frequency, limits: Limits) -> FileReader:
    """Return what reads the files of a collection; see `load`.

    Raises:
        MissingFolderError: There is no such folder.
    """
    if not folder.is_dir():
        raise MissingFolderError(folder)
    return FileReader(folder, frequency, limits, read_sources(folder))


def load_files(
    reader: FileReader,
    progress: Progress | None,
    known: Catalogue,
    keep: Callable[[Article], Article] = lambda article: article,
) -> LoadResult:
    """Read every article of a collection.

    Args:
        reader: Reads its files.
        progress: See `load`.
        known: See `load`.
        keep: Returns each article that was read in the form in which it is kept.
    """
    listing = list_files(reader.folder, reader.limits)
    files, catalogue, files_read = [], {}, 0
    for number, path in enumerate(listing.paths, start=1):
        before = known.get(reader.name(path))
        file, entry = reader.read(path, before)
        is_reused = before is not None and file is before.file
        if not is_reused:
            files_read += 1
        if entry and not is_reused and file.article:
            file = replace(file, article=keep(file.article))
            entry = replace(entry, file=file)
        files.append(with_checked_day(file))
        if entry:
            catalogue[entry.name] = entry
        if progress:
            progress(number, len(listing.paths))
    problems = (*listing.problems, *reader.problems(listing.paths))
    return replace(assemble(files, problems), catalogue=catalogue, files_read=files_read)


def assemble(files: Iterable[ParsedFile], problems: Iterable[Problem]) -> LoadResult:
    """Build a corpus of parsed files, with all problems sorted by path."""
    read_files = list(files)
    articles = tuple(_numbered(file.article for file in read_files if file.article))
    found = [*problems, *(problem for file in read_files for problem in file.problems)]
    return LoadResult(Corpus(articles), tuple(sorted(found, key=lambda problem: problem.path)))


def with_checked_day(file: ParsedFile) -> ParsedFile:
    """Return a file with a warning if its article is dated on a day that has come nowhere yet.

    It is no part of what parsing gives, which is kept, as the day may come.
    """
    article = file.article
    if article is None or article.date is None or article.date <= latest_day():
        return file
    message = Message(
        "is dated {day}, which is in the future; correct the date in the file, "
        "or state it in {file}",
        day=str(article.date),
        file=FILE,
    )
    return replace(
        file, problems=(*file.problems, Problem("warning", article.path, None, message))
    )


@dataclass(frozen=True, slots=True)
class FileReader:
    """Reads and parses single files of one collection."""

    folder: Path
    frequency: Frequency
    limits: Limits = DEFAULT_LIMITS
    sources: Sources = field(default_factory=Sources)

    def read(
        self, path: Path, known: CatalogueEntry | None = None
    ) -> tuple[ParsedFile, CatalogueEntry | None]:
        """Read one file, or reuse the *known* entry if the file has not changed.

        Returns:
            The parsed file, and its catalogue entry, None if the file has no article.
        """
        name = self.name(path)
        override = "".join(map(repr, self.sources.matching(name)))
        if known and known.override != override:
            known = None
        try:
            stamp = stamp_of(path.stat())
            if known and stamp and known.stamp == stamp:
                return known.file, known
            data = read_whole(path, self.limits.file_bytes)
        except OSError as error:
            message = Message(
                "cannot be read: {reason}; grant permission to read it, or remove it",
                reason=system_error(error),
            )
            return _unreadable(name, message), None
        except UnreadableError as error:
            return _unreadable(name, error.message, error.line), None
        digest = digest_of(data)
        is_same = known is not None and known.digest == digest
        file = known.file if known and is_same else self.parse(name, data)
        if file.article is None:
            return file, None
        return file, CatalogueEntry(name, override, stamp, digest, file)

    def parse(self, name: str, data: bytes) -> ParsedFile:
        """Parse the bytes of a file; *name* is relative to the collection."""
        if not data or data.isspace():
            return _unreadable(name, Message("is empty; remove it"))
        # Imported here, as the readers take a quarter of a second, and few starts read a file.
        from corpus.parsing import article_of
        from corpus.readers import read_document

        try:
            document = read_document(data, PurePosixPath(name), self.frequency, self.limits)
            metadata = self.sources.apply(name, document.metadata)
            document = replace(document, metadata=metadata)
            article = article_of(document, name, self.limits, self.frequency)
        except UnreadableError as error:
            return _unreadable(name, error.message, error.line)
        problems = [Problem("warning", name, line, message) for line, message in document.warnings]
        stated = _unusable(document.metadata, article)
        problems += [Problem("warning", name, None, message) for message in stated]
        if not article.passages:
            message = Message("has no text that can be quoted; remove it")
            problems.append(Problem("error", name, None, message))
            return ParsedFile(None, tuple(problems))
        return ParsedFile(article, tuple(problems))

    def problems(self, paths: Iterable[Path]) -> tuple[Problem, ...]:
        """Return the problems of the collection's sources.toml, given all files."""
        return (*self.sources.problems, *self.sources.unused(map(self.name, paths)))

    def name(self, path: Path) -> str:
        """Return a file's name relative to the collection."""
        folder = self.folder.as_posix().rstrip("/")
        return printable(path.as_posix().removeprefix(f"{folder}/"))  # Quicker than relative_to.


def _unreadable(name: str, message: Message, line: int | None = None) -> ParsedFile:
    return ParsedFile(None, (Problem("error", name, line, message),))


def _unusable(metadata: Mapping[str, Any], article: Article) -> Iterator[Message]:
    """Yield a message for each field that a file states and that cannot be used."""
    from corpus.metadata import impossible_date, unusable_address

    if day := impossible_date(metadata):
        yield Message(
            "is dated {day}, and there is no such day; correct the date in the file, "
            "or state it in {file}",
            day=day,
            file=FILE,
        )
    if not article.url and (address := unusable_address(metadata)):
        yield Message(
            "has an unusable address, “{address}”: it must begin with https:// or http:// and "
            "have no spaces; correct it in the file, or state it in {file}",
            address=address[:_MAX_SHOWN],
            file=FILE,
        )


def _numbered(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield the articles, with a number after the id of each that repeats an earlier id."""
    taken: set[str] = set()
    for article in articles:
        article_id, number = article.id, 1
        while article_id in taken:
            number += 1
            article_id = f"{article.id}-{number}"
        taken.add(article_id)
        yield article if article_id == article.id else article.renamed(article_id)
