"""A folder of files to a corpus, and what went wrong on the way.

Loading never raises for what a file holds: a file that cannot be read becomes a Problem, and the
rest is served.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.document import Document, UnreadableError
from corpus.furniture import mark_furniture
from corpus.likelihood import Frequency
from corpus.metadata import mark_byline, understand
from corpus.model import Article, Corpus, Problem
from corpus.outline import find_headings, take_title
from corpus.readers import SUFFIXES, read
from corpus.segment import passages

Progress = Callable[[int, int], None]
"""Called with the number of files read so far and the number of all."""


class MissingFolderError(Exception):
    """There is no folder where the collection should be."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not a folder; name the collection's with --corpus or BOT_CORPUS_DIR"
        )
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Loaded:
    """A corpus, and what a person should look at."""

    corpus: Corpus
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """One file, read: its article, where there is one, and its problems."""

    article: Article | None
    problems: tuple[Problem, ...]


def load(folder: Path, frequency: Frequency, progress: Progress | None = None) -> Loaded:
    """Read every article below a folder.

    Args:
        folder: The collection; hidden files in it are left alone.
        frequency: Counts of words in either script, for repairs.
        progress: Told after each file.

    Raises:
        MissingFolderError: There is no such folder.
    """
    if not folder.is_dir():
        raise MissingFolderError(folder)
    paths = list(_files(folder))
    files = []
    for number, path in enumerate(paths, start=1):
        files.append(_read_file(path, path.relative_to(folder).as_posix(), frequency))
        if progress:
            progress(number, len(paths))
    articles = tuple(_distinct(file.article for file in files if file.article))
    problems = tuple(problem for file in files for problem in file.problems)
    return Loaded(Corpus(articles), problems)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path.suffix.lower() in SUFFIXES and not is_hidden:
            yield path


def _read_file(path: Path, name: str, frequency: Frequency) -> _File:
    try:
        document = read(path.read_bytes(), PurePosixPath(name), frequency)
    except OSError as error:
        return _File(None, (Problem("error", name, None, f"cannot be read: {error.strerror}"),))
    except UnreadableError as error:
        return _File(None, (Problem("error", name, error.line, str(error)),))
    article = _article(document, PurePosixPath(name))
    warnings = [Problem("warning", name, line, text) for line, text in document.warnings]
    if not article.passages:
        warnings.append(Problem("error", name, None, "holds no text that can be quoted"))
        return _File(None, tuple(warnings))
    return _File(article, tuple(warnings))


def _article(document: Document, path: PurePosixPath) -> Article:
    blocks = mark_furniture(document.blocks)
    known = understand(document.metadata, blocks)
    blocks = mark_byline(blocks, known.author)
    title = str(document.metadata.get("title") or "").strip() or None
    if title is None:
        title, blocks = take_title(blocks)
    body = [block for block in find_headings(blocks) if not block.is_furniture]
    name = str(document.metadata.get("id") or path.stem)
    return Article(
        id=name,
        path=str(path),
        title=title or path.stem,
        author=known.author,
        date=known.date,
        url=known.url,
        headings=tuple(block.text for block in body if block.kind == "heading"),
        passages=passages(name, body),
        repairs=document.repairs,
        annotations=document.annotations,
    )


def _distinct(articles: Iterable[Article]) -> Iterator[Article]:
    """The same articles; where several have one id, the later ones are numbered."""
    taken: set[str] = set()
    for article in articles:
        name, number = article.id, 1
        while name in taken:
            number += 1
            name = f"{article.id}-{number}"
        taken.add(name)
        yield article if name == article.id else article.renamed(name)
