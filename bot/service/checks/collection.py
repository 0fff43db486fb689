"""The collection and its index: the articles load, and the index is whole and up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.service.checks import Finding, error, right, skipped, warning
from bot.service.collection import unique_name
from bot.service.published import open_database
from bot.settings import Settings
from corpus.artifacts import StoreState
from corpus.collection_file import find_collections
from corpus.duplicates import find_duplicates
from corpus.kept_passages import ScratchLines
from corpus.loading import load_files, open_reader
from corpus.message import Message, ReportedError, counted
from corpus.model import Corpus, Problem
from corpus.progress import Progress
from retrieval.builder import stored_catalogue, stored_states
from retrieval.published import PublishedCollection
from retrieval.question.aliases import read_aliases
from retrieval.question.examples import read_examples
from retrieval.text.analysis import Analyzer


@dataclass(frozen=True, slots=True)
class _Looked:
    """A collection as it was found: its problems, and how many of its files the index lacks."""

    corpus: Corpus
    problems: tuple[Problem, ...]
    changed: int


class CollectionChecks:
    """Checks of all collections in the settings' folder, which are read once.

    Args:
        settings: The settings.
        progress: Called after each file that was read.
    """

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        self._settings = settings
        self._progress = progress
        self._looked: dict[Path, _Looked] = {}

    def check_articles(self) -> Iterator[Finding]:
        """Yield for each collection what it holds, or why it cannot be served."""
        if self._settings.engine_url:
            yield self._published()
            return
        for info in find_collections(self._settings.collection):
            try:
                looked = self._look(info.folder)
            except (OSError, ReportedError) as fault:
                yield error(_message(fault, info.folder))
            else:
                self._looked[info.folder] = looked
                yield _of_articles(looked, str(info.folder))

    def check_index(self) -> Iterator[Finding]:
        """Yield for each collection that was read the state of its index.

        The next start makes anew what is missing or damaged, so none of it is an error.
        """
        for folder, looked in self._looked.items():
            store = self._settings.index_dir / unique_name(folder)
            states = {*stored_states(store, self._settings.limits).values()}
            yield _of_index(states, looked.changed, str(folder))
        if self._settings.engine_url:
            yield skipped(Message("the index is in the database of the published collection"))
        elif not self._looked:
            yield skipped(Message("without articles there is no index to look at"))

    def _look(self, folder: Path) -> _Looked:
        """Read a collection; what its index has of it is not read again.

        Raises:
            ReportedError: There is no such folder, or a file beside the articles is wrong.
            OSError: The folder cannot be read.
        """
        limits = self._settings.limits
        known = stored_catalogue(self._settings.index_dir / unique_name(folder), limits)
        reader = open_reader(folder, Analyzer().frequency, limits)
        with TemporaryDirectory() as scratch:
            loaded = load_files(reader, self._progress, known, ScratchLines(Path(scratch)).keep)
            read_aliases(folder)
            problems = (
                *loaded.problems,
                *read_examples(folder, loaded.corpus).problems,
                *find_duplicates(loaded.corpus),
            )
        gone = len(known.keys() - loaded.catalogue.keys())
        new = sum(known.get(name) is not one for name, one in loaded.catalogue.items())
        return _Looked(loaded.corpus, problems, gone + new)

    def _published(self) -> Finding:
        with TemporaryDirectory() as folder:
            database = open_database(self._settings)
            corpus = PublishedCollection(database, Analyzer(), Path(folder)).open().corpus
        return right(
            counted(
                "the published collection can be read; it has {count} article",
                "the published collection can be read; it has {count} articles",
                count=len(corpus.articles),
            )
        )


def _message(fault: OSError | ReportedError, folder: Path) -> Message:
    if isinstance(fault, ReportedError):
        return fault.message
    return Message(
        "{folder} cannot be read: {reason}",
        folder=str(folder),
        reason=fault.strerror or str(fault),
    )


def _of_articles(looked: _Looked, folder: str) -> Finding:
    """Return what a collection holds; files that cannot be read are errors."""
    if not looked.corpus.articles:
        return error(
            Message(
                "{folder} has no articles; add some: {command}",
                folder=folder,
                command=f"yinju corpus add --corpus {folder} PATH",
            )
        )
    errors = sum(problem.severity == "error" for problem in looked.problems)
    if errors:
        return error(
            counted(
                "{count} file in {folder} cannot be served; {command} says which, and why",
                "{count} files in {folder} cannot be served; {command} says which, and why",
                count=errors,
                folder=folder,
                command="yinju corpus check",
            )
        )
    if looked.problems:
        return warning(
            counted(
                "{folder} can be served, with {count} problem; {command} explains it",
                "{folder} can be served, with {count} problems; {command} explains them",
                folder=folder,
                count=len(looked.problems),
                command="yinju corpus check",
            )
        )
    return right(
        counted(
            "{folder} has {count} article, without problems",
            "{folder} has {count} articles, without problems",
            folder=folder,
            count=len(looked.corpus.articles),
        )
    )


def _of_index(states: set[StoreState], changed: int, folder: str) -> Finding:
    """Return the state of an index: that of its worst part."""
    if StoreState.DAMAGED in states:
        return warning(
            Message(
                "the index of {folder} is damaged; the next start builds it again, or "
                "{command} does; if it happens again, check the disk",
                folder=folder,
                command="yinju corpus reindex",
            )
        )
    if StoreState.MISSING in states:
        return right(
            Message("there is no index of {folder} yet; the next start builds it", folder=folder)
        )
    if StoreState.OUTDATED in states:
        return right(
            Message(
                "the index of {folder} is by another version, or for other limits; the next "
                "start builds it again",
                folder=folder,
            )
        )
    if changed:
        return right(
            counted(
                "the index of {folder} is intact; {count} file has changed since, which the "
                "next start or /reload reads",
                "the index of {folder} is intact; {count} files have changed since, which "
                "the next start or /reload reads",
                folder=folder,
                count=changed,
            )
        )
    return right(Message("the index of {folder} is intact and up to date", folder=folder))
