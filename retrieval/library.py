"""The collection being served: a corpus with its index, replaced in one assignment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Generic, TypeVar

from corpus.duplicates import Duplicates
from corpus.kept_passages import load_passages
from corpus.loading import LoadResult
from corpus.message import Message, ReportedError
from corpus.model import Corpus, CorpusDiff, Problem
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.directory import Directory
from retrieval.index.indexed_text import IndexedTexts
from retrieval.index.lexicon import Lexicon
from retrieval.index.names import Names
from retrieval.index.searcher import Searcher
from retrieval.index.terms import TermTable
from retrieval.index.text_arrays import TextArrays
from retrieval.index.tokenizing import build_tables
from retrieval.meaning.meaning import Meaning
from retrieval.question.aliases import Aliases
from retrieval.question.examples import ExampleFile, Examples
from retrieval.question.likeness import Likeness
from retrieval.text.analysis import Analyzer

Index = TypeVar("Index")


@dataclass(frozen=True, slots=True)
class Engine(Generic[Index]):
    """The parts by which a collection is searched and read.

    Attributes:
        make_searcher: Makes a searcher from an index: postings, or the terms of all passages.
        reads_compiled: Returns True if compiled loops are to read a collection of so many passages
            for the ranking.
    """

    make_searcher: Callable[[Index], Searcher]
    reads_compiled: Callable[[int], bool] = lambda _: False

    def texts(self, arrays: TextArrays, passages: Names) -> AnalyzedTexts:
        """Return the texts of all passages, which have these ids."""
        return AnalyzedTexts(arrays, passages, is_compiled=self.reads_compiled(len(passages)))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Snapshot:
    """A corpus, its index, words, analyzed texts, aliases and examples at one moment; immutable.

    `files_read` and `passages_tokenized` count the work of building it; the rest was reused.
    `meaning` is that of its passages; without it, words alone answer questions.
    """

    corpus: Corpus
    searcher: Searcher
    lexicon: Lexicon
    texts: AnalyzedTexts
    aliases: Aliases
    problems: tuple[Problem, ...] = ()
    files_read: int = 0
    passages_tokenized: int = 0
    examples: Examples = field(default_factory=Examples)
    meaning: Meaning | None = None
    directory: Directory = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "directory", Directory(self.corpus.articles))

    def prepare(self) -> None:
        """Make all tables, so that no question waits for them."""
        self.lexicon.prepare()
        self.directory.prepare()
        load_passages(self.corpus)
        _ = self.corpus.has_code


def build_snapshot(
    loaded: LoadResult,
    analyzer: Analyzer,
    engine: Engine[TermTable],
    aliases: Aliases,
    examples: ExampleFile | None = None,
) -> Snapshot:
    """Index a corpus and return its snapshot."""
    tables = build_tables(IndexedTexts(loaded.corpus), analyzer)
    return Snapshot(
        loaded.corpus,
        engine.make_searcher(tables.terms),
        Lexicon(tables.terms),
        engine.texts(tables.texts, tables.terms.passages),
        aliases,
        loaded.problems + (examples.problems if examples else ()),
        loaded.files_read,
        len(tables.terms.passages),
        Examples(examples, Likeness(analyzer, aliases)) if examples else Examples(),
    )


@dataclass(frozen=True, slots=True)
class ReloadResult:
    """The snapshots before and after a reload, its duration, and problems.

    Problems are those after and before it, repeated texts included.
    """

    before: Snapshot
    after: Snapshot
    seconds: float
    problems: tuple[Problem, ...] = ()
    earlier_problems: tuple[Problem, ...] = ()

    @property
    def files_read(self) -> int:
        """The number of files read; the others had not changed."""
        return self.after.files_read

    @property
    def passages_tokenized(self) -> int:
        """The number of passages tokenized; the terms of the others were reused."""
        return self.after.passages_tokenized

    @property
    def diff(self) -> CorpusDiff:
        """The articles added, changed and removed."""
        return CorpusDiff.between(self.before.corpus, self.after.corpus)


class EmptyCollectionError(ReportedError):
    """A reload found no articles, so the previous collection stays in use."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            Message(
                "there is no article left that could be quoted; if that is meant, restart the bot"
            )
        )
        self.problems = problems


Complete = Callable[[Snapshot, Callable[[], bool]], Snapshot]
"""Returns a snapshot with what takes long to make; stops early if the function returns False."""


class Library:
    """Holds the current snapshot.

    Attributes:
        loaded_at: Time at which it came into use.

    Args:
        read: Builds a snapshot of the collection; runs in a thread.
        snapshot: The first snapshot.
        complete: Makes what a snapshot can answer without; None if there is nothing such.
    """

    def __init__(
        self, read: Callable[[], Snapshot], snapshot: Snapshot, complete: Complete | None = None
    ) -> None:
        self._read = read
        self._current = snapshot
        self.loaded_at = datetime.now(UTC)
        self._reloading = asyncio.Lock()
        self._complete = complete
        self._completing, self._replacing = Lock(), Lock()
        self._is_completed = False
        self._duplicates = Duplicates()

    @property
    def current(self) -> Snapshot:
        """The snapshot in use; read it once for each question."""
        return self._current

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the snapshot in use, repeated texts included.

        This may take a second, so it is for threads.
        """
        return self._problems_of(self.current)

    def _problems_of(self, snapshot: Snapshot) -> tuple[Problem, ...]:
        return snapshot.problems + self._duplicates.of(snapshot.corpus)

    def complete(self) -> None:
        """Complete the current snapshot and put the result in use, unless a reload was quicker."""
        if self._complete is None:
            return
        with self._completing:
            before = self._current
            after = self._complete(before, lambda: self._current is before)
            with self._replacing:
                if self._current is before:
                    self._current = after

    def complete_meanwhile(self) -> None:
        """Complete the current snapshot, and that of each reload, while questions are answered.

        The thread ends with the program, whatever it is doing.
        """
        self._is_completed = True
        if self._complete:
            Thread(target=self.complete, name="completion", daemon=True).start()

    async def reload(self, *, may_be_empty: bool = False) -> ReloadResult:
        """Build a new snapshot and put it in use; if that fails, the old one stays in use.

        Args:
            may_be_empty: True if it is meant that no article may be left.

        Raises:
            EmptyCollectionError: The new collection is empty, and that is not meant.
            Exception: The collection could not be read.
        """
        async with self._reloading:
            begun, before = time.monotonic(), self._current
            earlier = await asyncio.to_thread(self._problems_of, before)
            after = await asyncio.to_thread(self._read)
            await asyncio.to_thread(after.prepare)
            if before.corpus.articles and not (after.corpus.articles or may_be_empty):
                raise EmptyCollectionError(after.problems)
            with self._replacing:
                self._current, self.loaded_at = after, datetime.now(UTC)
            if self._is_completed:
                self.complete_meanwhile()
            seconds = time.monotonic() - begun
            problems = await asyncio.to_thread(self._problems_of, after)
            return ReloadResult(before, after, seconds, problems, earlier)
