"""Finding the files of a collection and reading them consistently."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from corpus.document import UnreadableError
from corpus.limits import Limits
from corpus.message import Message, Size, counted, system_error
from corpus.model import Problem

SUFFIXES = frozenset(
    {
        *(".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml"),
        *(".pdf", ".docx", ".docm", ".doc", ".wps"),
    }
)
"""Suffixes of files that can be articles; many a .doc is a DOCX or a page."""

_OLD = frozenset({".doc", ".wps"})
"""Suffixes of formats of Word and WPS before DOCX, read only where the file holds another one."""

_CONVERTIBLE = dict.fromkeys((".rtf", ".odt", ".pages"), ".docx") | (
    dict.fromkeys((".epub", ".webarchive"), ".html")
)
"""Suffixes of formats that cannot be read, with the suffix to save such a file as."""

_PAGES = (".html", ".htm")
"""Endings of the names of pages, beside which a browser saves a folder."""

_SKIPPED = (".", "~$")
"""The beginnings of names of hidden files, and of those by which Word locks an open document."""

_ATTEMPTS = 3
"""Number of times a file is read if it changes meanwhile."""


@dataclass(frozen=True, slots=True)
class FileListing:
    """The files of articles, sorted, and problems with other files."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def list_files(folder: Path, limits: Limits) -> FileListing:
    """Find every file below *folder* that may be an article.

    Hidden files and locks of Word (`~$name.docx`) are skipped, and so is the folder of images and
    scripts that a browser saves next to a page. Links out of the folder are not followed, and no
    file is listed twice.
    """
    search = _Search(folder)
    for entry in search.below(folder):
        search.take(entry)
        if len(search.files) > limits.files:
            search.report(
                folder,
                counted(
                    "has more than {count} article; raise BOT_MAX_FILES",
                    "has more than {count} articles; raise BOT_MAX_FILES",
                    count=limits.files,
                ),
            )
            break
    return FileListing(tuple(search.distinct()[: limits.files]), tuple(search.problems))


def read_whole(path: Path, longest: int) -> bytes:
    """Return a file's bytes, read again if the file changed meanwhile.

    Raises:
        UnreadableError: It has more than *longest* bytes, or changes too quickly.
        OSError: It cannot be read.
    """
    for _ in range(_ATTEMPTS):
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            check_size(before.st_size, longest)
            data = file.read(longest + 1)
            after = os.fstat(file.fileno())
        is_steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if is_steady and len(data) == after.st_size:
            return data
    raise UnreadableError("changed while it was read; read it again when it is complete")


def check_size(size: int, longest: int) -> None:
    """Check that a file has at most *longest* bytes.

    Raises:
        UnreadableError: It has more.
    """
    if size > longest:
        raise UnreadableError(
            "has {size}, and {limit} are allowed; split it or raise BOT_MAX_FILE_BYTES",
            size=Size(size),
            limit=Size(longest),
        )


def check_format(name: str) -> None:
    """Check that a file can be an article by its name.

    Raises:
        UnreadableError: It cannot; the message says which files can.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _CONVERTIBLE:
        raise UnreadableError(
            "is in an unsupported format; save it as {suffix}", suffix=_CONVERTIBLE[suffix]
        )
    if suffix not in SUFFIXES:
        raise UnreadableError(
            "is in an unsupported format; supported are {formats}",
            formats=" ".join(sorted(SUFFIXES - _OLD)),
        )


def printable(name: str) -> str:
    """Return a file name, or what was typed, as text; bytes that are none become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(slots=True)
class _Search:
    """The files, links and problems that a search has found so far."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    links: list[tuple[Path, Path]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def below(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        """Yield every visible entry that is not a folder, links to folders included."""
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                with os.scandir(here) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as error:
                self.report(
                    here,
                    Message(
                        "cannot be opened: {reason}; grant permission to read it",
                        reason=system_error(error),
                    ),
                )
                continue
            names = [PurePath(one.name) for one in entries if one.name.lower().endswith(_PAGES)]
            pages = {name.stem for name in names if name.suffix}
            for entry in entries:
                if entry.name.startswith(_SKIPPED):
                    continue
                if entry.is_symlink() or not entry.is_dir():
                    yield entry
                elif entry.name.removesuffix("_files") not in pages:
                    pending.append(here / entry.name)

    def take(self, entry: os.DirEntry[str]) -> None:
        """Add a file to the results, or report a problem with it."""
        path = Path(entry.path)
        suffix = path.suffix.lower()
        if entry.is_symlink() and (suffix in SUFFIXES or entry.is_dir()):
            self._take_link(path)
        elif suffix in _CONVERTIBLE:
            self.report(
                path,
                Message(
                    "is in an unsupported format; save it as {suffix}",
                    suffix=_CONVERTIBLE[suffix],
                ),
            )
        elif suffix in SUFFIXES and entry.is_file():
            self.files.append(path)
        elif suffix in SUFFIXES:
            self.report(path, Message("is not a regular file; remove it"))

    def distinct(self) -> list[Path]:
        """Return all files, sorted; links to one of them are reported instead."""
        # Each of many files takes a while to resolve.
        targets = {path.resolve() for path in self.files} if self.links else set()
        for link, target in self.links:
            if target in targets:
                self.report(
                    link,
                    Message(
                        "is a link to a file that is already in the collection; remove the link"
                    ),
                )
            else:
                targets.add(target)
                self.files.append(link)
        return sorted(self.files, key=lambda path: path.parts)

    def report(self, path: Path, message: Message) -> None:
        """Add a problem with a path."""
        name = printable(path.relative_to(self.folder).as_posix())
        self.problems.append(Problem("error", name, None, message))

    def _take_link(self, link: Path) -> None:
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):  # A loop is a RuntimeError before Python 3.13.
            self.report(link, Message("is a broken link; remove it"))
            return
        if not target.is_relative_to(self.folder.resolve()):
            self.report(link, Message("is a link out of the collection; put a copy in its place"))
        elif target.is_dir():
            self.report(
                link,
                Message(
                    "is a link to a folder that is already in the collection; remove the link"
                ),
            )
        elif target.is_file():
            self.links.append((link, target))
