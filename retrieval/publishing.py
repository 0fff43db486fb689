"""Publishing: a collection that is indexed here is loaded into a database for many machines.

A version is loaded into tables of its own and indexed; then questions are asked of it and of the
embedded engine, and if both find the same, one transaction puts it in service. Until then nobody
sees it, and whatever fails leaves the version before in service.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path
from statistics import fmean
from typing import Any

from sqlalchemy import Connection, Table, insert

from corpus.message import ReportedError
from corpus.model import Article
from corpus.progress import Progress
from retrieval.index.database import SearchDatabase
from retrieval.index.indexed_text import IndexedTexts
from retrieval.index.oceanbase import stored_terms
from retrieval.index.searcher import Query, Searcher, UnavailableError
from retrieval.index.stored_lexicon import save_terms
from retrieval.index.stored_passages import content_of
from retrieval.index.tokenizing import analyze_texts
from retrieval.index.versions import (
    Version,
    abandoned_versions,
    begin_version,
    create_indexes,
    current_version,
    drop_version,
    finish_version,
    put_in_service,
    replaced_versions,
    tables_of,
)
from retrieval.library import Snapshot
from retrieval.published import FORMAT, analyzer_identity, open_version
from retrieval.question.examples import ExampleFile
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

GRACE = 600.0
"""Seconds that a version is kept after another took its place: questions are answered from the one
that they began with, and replicas look for another every few seconds."""

CHECKED = 10
"""The number of passages that both engines must find alike for a question."""

MIN_OVERLAP = 0.99
"""The share of these that they must have in common over all questions."""

ROUNDING = 1e-5
"""The relative error of the embedded engine's scores, which have single precision."""

_ROWS = 500
"""The number of rows of a statement."""


class UnlikeError(ReportedError):
    """A version finds other passages than the embedded engine, so it was not put in service."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A collection to publish.

    Attributes:
        snapshot: The collection, indexed by the embedded engine.
        aliases: The text of its own list of aliases.
        examples: Its worked examples.
        info: What else replicas are to know of it, as JSON.
        questions: Questions of which both engines must find the same; without any, the titles of
            some articles are asked.
    """

    snapshot: Snapshot
    aliases: str = ""
    examples: ExampleFile = field(default_factory=ExampleFile)
    info: Mapping[str, Any] = field(default_factory=dict)
    questions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """The outcome: the version in service, whether it is new, and what was dropped.

    `overlap` is the share of passages that both engines found, None if nothing was loaded.
    """

    version: int
    is_new: bool
    overlap: float | None = None
    dropped: tuple[int, ...] = ()


class Publisher:
    """Publishes collections.

    Args:
        database: The database.
        analyzer: The analyzer by which the collection was indexed.
        folder: The folder for what is copied from the database.
        grace: Seconds that a version is kept after another took its place.
    """

    def __init__(
        self, database: SearchDatabase, analyzer: Analyzer, folder: Path, grace: float = GRACE
    ) -> None:
        self._database = database
        self._analyzer = analyzer
        self._folder = folder
        self._grace = grace

    def publish(
        self, publication: Publication, progress: Progress | None = None, *, again: bool = False
    ) -> Published:
        """Put a collection in service, unless it is already.

        Args:
            publication: The collection.
            progress: Called with the number of passages that are loaded, and that of all.
            again: True to load it also if the version in service has the same content.

        Raises:
            UnlikeError: The new version finds other passages than the embedded engine.
            BusyError: Another program publishes.
            UnavailableError: The database does not answer, or refuses something.
        """
        with self._database.alone():
            facts = _facts(publication)
            current = self._database.write(current_version)
            for number in self._database.write(abandoned_versions):
                self._drop(number)
            if current and not again and current.facts.get("digest") == facts["digest"]:
                return Published(current.number, is_new=False, dropped=self._drop_replaced())
            version = Version(self._database.write(begin_version), facts)
            try:
                self._load(version, publication, progress)
                overlap = self._check(version, publication)
            except BaseException:
                with suppress(UnavailableError):  # The next publication drops it.
                    self._drop(version.number)
                raise
            self._database.change(lambda connection: put_in_service(connection, version.number))
            return Published(
                version.number, is_new=True, overlap=overlap, dropped=self._drop_replaced()
            )

    def _load(self, version: Version, publication: Publication, progress: Progress | None) -> None:
        """Load all rows of a version, then index them."""
        tables, snapshot = tables_of(version.number), publication.snapshot
        rows = _passage_rows(snapshot, self._analyzer, progress)

        def run(connection: Connection) -> None:
            _insert(connection, tables.articles, _article_rows(snapshot))
            _insert(connection, tables.passages, rows)
            save_terms(connection, tables.lexicon, snapshot.lexicon.table)
            create_indexes(connection, tables)
            finish_version(connection, version)

        self._database.write(run)

    def _check(self, version: Version, publication: Publication) -> float:
        """Return the mean share of passages that both engines find.

        Raises:
            UnlikeError: It is too low.
        """
        own = publication.snapshot
        new = open_version(self._database, version, self._analyzer, self._folder)
        shares = []
        for question in publication.questions or _some_titles(own):
            parsed = parse_question(question, self._analyzer, own.lexicon, own.aliases)
            query = Query(parsed.terms)
            shares.append(overlap(own.searcher, new.searcher, query))
        share = fmean(shares) if shares else 1.0
        if share < MIN_OVERLAP:
            raise UnlikeError(
                "the database finds only {percent} % of the passages that this machine "
                "finds; the previous version stays in service",
                percent=int(share * 100),
            )
        return share

    def _drop_replaced(self) -> tuple[int, ...]:
        """Drop the versions that nobody can be answered from any more, and return them."""
        old = self._database.write(lambda one: replaced_versions(one, self._grace))
        for number in old:
            self._drop(number)
        return tuple(old)

    def _drop(self, number: int) -> None:
        self._database.write(lambda connection: drop_version(connection, number))


def overlap(expected: Searcher, found: Searcher, query: Query, limit: int = CHECKED) -> float:
    """Return the share of the best passages of one engine that another one finds as well.

    A passage counts, too, if its score is that of the last one that is expected.
    """
    best, others = expected.search(query, limit), found.search(query, limit)
    if not best:
        return 0.0 if others else 1.0
    names, least = {hit.passage_id for hit in best}, best[-1].score
    alike = (
        hit.passage_id in names or isclose(hit.score, least, rel_tol=ROUNDING) for hit in others
    )
    return sum(alike) / len(best)


def _some_titles(snapshot: Snapshot) -> Sequence[str]:
    """Return the titles of articles throughout a collection, at most about fifty."""
    articles = snapshot.corpus.articles
    return [one.title for one in articles[:: len(articles) // 50 + 1]]


def _facts(publication: Publication) -> dict[str, Any]:
    """Return what is stored of a version as a whole."""
    snapshot, examples = publication.snapshot, publication.examples
    facts: dict[str, Any] = {
        "format": FORMAT,
        "analyzer": analyzer_identity(),
        "passages": len(snapshot.corpus),
        "mean_length": snapshot.lexicon.mean_length,
        "aliases": publication.aliases,
        "examples": [(one.questions, one.passage_id) for one in examples.examples],
        "out_of_scope": examples.out_of_scope,
        "info": publication.info,
    }
    state = hashlib.blake2b(json.dumps(facts, sort_keys=True).encode(), digest_size=16)
    state.update(snapshot.lexicon.table.marks.tobytes())
    for row in _article_rows(snapshot):
        state.update(row["content"])
    return facts | {"digest": state.hexdigest()}


def _article_rows(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield a row for each article."""
    first = 0
    for number, article in enumerate(snapshot.corpus.articles):
        count = len(article.passages)
        yield {"id": number, "first": first, "size": count, "content": _article(article)}
        first += count


def _article(article: Article) -> bytes:
    """Return the JSON of an article without its passages."""
    content = {
        "id": article.id,
        "path": article.path,
        "title": article.title,
        "author": article.author,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "headings": article.headings,
        "digest": _digest(article),
    }
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _digest(article: Article) -> str:
    """Return a hash of an article's passages."""
    content = repr([(one.id, one.text, one.heading, one.code) for one in article.passages])
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _passage_rows(
    snapshot: Snapshot, analyzer: Analyzer, progress: Progress | None
) -> Iterator[dict[str, Any]]:
    """Yield a row for each passage; their texts are analyzed on all cores."""
    batches = analyze_texts(IndexedTexts(snapshot.corpus).values(), analyzer, progress)
    numbers = snapshot.lexicon.table.vocabulary
    terms = (one for batch in batches for one in stored_terms(batch.terms, numbers))
    passages = (
        (number, passage)
        for number, article in enumerate(snapshot.corpus.articles)
        for passage in article.passages
    )
    for row, ((number, passage), stored) in enumerate(zip(passages, terms, strict=True)):
        analyzed = snapshot.texts.at(row)
        yield {
            "id": row,
            "name": passage.id,
            "article": number,
            "length": stored.length,
            "terms": stored.words,
            "numbers": stored.numbers,
            "content": content_of(passage, analyzed),
            "flags": analyzed.flags,
        }


def _insert(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows, some at a time."""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
