"""A published collection: a snapshot whose passages and index are in a database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Row, select

from corpus.artifacts import fingerprint
from corpus.message import ReportedError
from corpus.model import Article, Corpus
from retrieval.index.database import SearchDatabase
from retrieval.index.oceanbase import OceanBaseSearcher
from retrieval.index.stored_lexicon import StoredLexicon, open_terms
from retrieval.index.stored_passages import ArticlePassages, StoredPassages, StoredTexts
from retrieval.index.versions import (
    Version,
    current_number,
    current_version,
    tables_of,
)
from retrieval.library import Snapshot
from retrieval.question.aliases import parse_aliases
from retrieval.question.examples import Example, ExampleFile, Examples
from retrieval.question.likeness import Likeness
from retrieval.text.analysis import Analyzer
from retrieval.text.words import dictionary_digest

FORMAT = 2
"""The number of the form in which collections are published."""

_LIBRARIES = ("jieba", "rjieba", "opencc")
"""The libraries that decide which terms a text has."""


class AnalyzerMismatchError(ReportedError):
    """A collection was published for another analyzer, so questions would miss its terms."""


class NothingPublishedError(ReportedError):
    """The database has no collection."""


class StoredCorpus(Corpus):
    """The articles of a published collection; their passages are read when they are looked at."""

    @property
    def has_code(self) -> bool:
        """True, as not all of them are looked at; see `Corpus`."""
        return True


class PublishedCollection:
    """Opens the version of a collection that is in service.

    Errors are those of `SearchDatabase.read`, besides those of `open`.

    Args:
        database: The database.
        analyzer: The analyzer of questions.
        folder: The folder for what is copied from the database.
    """

    def __init__(self, database: SearchDatabase, analyzer: Analyzer, folder: Path) -> None:
        self._database = database
        self._analyzer = analyzer
        self._folder = folder
        self._opened: tuple[Version, Snapshot] | None = None
        self._opening = Lock()

    def version(self) -> Version:
        """Return the version in service.

        Raises:
            NothingPublishedError: There is none.
        """
        found = self._database.read(current_version)
        if found is None:
            raise NothingPublishedError(
                "the database of BOT_ENGINE_URL has no collection; publish one with {command}",
                command="yinju corpus publish",
            )
        return found

    def open(self) -> Snapshot:
        """Return a snapshot of the version in service; the same one until another is published.

        Raises:
            NothingPublishedError: There is none.
            AnalyzerMismatchError: It was published for another analyzer.
        """
        with self._opening:
            opened = self._opened
            if opened and self._database.read(current_number) == opened[0].number:
                return opened[1]
            version = self.version()
            check_analyzer(version)
            snapshot = open_version(self._database, version, self._analyzer, self._folder)
            self._opened = version, snapshot
            return snapshot

    @property
    def facts(self) -> Mapping[str, Any]:
        """Facts about the version that was opened last; empty before."""
        return self._opened[0].facts if self._opened else {}


def analyzer_identity() -> str:
    """Return the versions of all that decides which terms a text has, for people to compare."""
    rules = fingerprint(["retrieval.text.analysis"], _LIBRARIES, FORMAT)[:8]
    found = [f"{name} {_version(name)}" for name in _LIBRARIES]
    return ", ".join([*found, f"dictionary {dictionary_digest()}", f"rules {rules}"])


def check_analyzer(version: Version) -> None:
    """Check that questions are analyzed here as the passages of a version were.

    Raises:
        AnalyzerMismatchError: They are not.
    """
    published, own = str(version.facts.get("analyzer")), analyzer_identity()
    if published != own:
        raise AnalyzerMismatchError(
            "the collection in the database of BOT_ENGINE_URL was published with {published}, "
            "and this is {own}; install the same versions, or publish it again",
            published=published,
            own=own,
        )


def open_version(
    database: SearchDatabase, version: Version, analyzer: Analyzer, folder: Path
) -> Snapshot:
    """Return the snapshot of a version."""
    tables, facts = tables_of(version.number), version.facts
    rows = database.rows(select(tables.articles).order_by(tables.articles.c.id))
    contents = [json.loads(row.content.decode("utf-8", "surrogatepass")) for row in rows]
    passages = StoredPassages(database, tables.passages, [one["id"] for one in contents])
    articles = tuple(map(_article, rows, contents, [passages] * len(rows)))
    count = int(facts["passages"])
    terms = open_terms(database, tables.lexicon, folder, facts["digest"])
    lexicon = StoredLexicon(terms, folder, passages, count, float(facts["mean_length"]))
    aliases = parse_aliases(facts["aliases"])
    examples = ExampleFile(
        tuple(Example(tuple(questions), name) for questions, name in facts["examples"]),
        tuple(facts["out_of_scope"]),
    )
    return Snapshot(
        StoredCorpus(articles, passages.number),
        OceanBaseSearcher(database, tables.passages, lexicon, passages),
        lexicon,
        StoredTexts(passages),
        aliases,
        examples=Examples(examples, Likeness(analyzer, aliases)),
    )


def _article(row: Row[Any], content: dict[str, Any], passages: StoredPassages) -> Article:
    day = content["date"]
    return Article(
        content["id"],
        content["path"],
        content["title"],
        content["author"],
        dt.date.fromisoformat(day) if day else None,
        content["url"],
        tuple(content["headings"]),
        ArticlePassages(passages, row.first, row.size, content["digest"]),
    )


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "-"
