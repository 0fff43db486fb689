"""A seekdb server, as its vendor's wheel has it, and a PostgreSQL server of Debian's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.seekdb import Server
from corpus.loading import LoadResult
from corpus.model import Article, Corpus, Passage, passage_ids
from retrieval.index.database import SearchDatabase
from retrieval.library import Snapshot, build_snapshot
from retrieval.published import PublishedCollection
from retrieval.publishing import Publication, Publisher
from retrieval.question.aliases import read_aliases
from retrieval.text.analysis import Analyzer
from tests.postgresql import PostgresqlServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server."""
    server = Server(tmp_path_factory.mktemp("seekdb"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that no other test uses."""
    folder = tmp_path / "seekdb"
    folder.mkdir()
    server = Server(folder)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def url(server: Server) -> str:
    """The URL of an empty database."""
    return server.new_database()


@pytest.fixture
def database(url: str) -> Iterator[SearchDatabase]:
    """An empty database."""
    database = SearchDatabase(url)
    yield database
    database.close()


@pytest.fixture
def own_pg() -> Iterator[PostgresqlServer]:
    """A running PostgreSQL server that no other test uses."""
    server = PostgresqlServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def journal_url(postgresql: PostgresqlServer) -> str:
    """The URL of an empty journal on the server."""
    return postgresql.new_database()


MakeSnapshot = Callable[[Corpus], Snapshot]


@pytest.fixture(scope="session")
def embedded(analyzer: Analyzer) -> MakeSnapshot:
    """Indexes a corpus with the embedded engine."""
    from bot.service.bootstrap import ENGINES

    def build(corpus: Corpus) -> Snapshot:
        loaded = LoadResult(corpus, ())
        return build_snapshot(loaded, analyzer, ENGINES["bm25"], read_aliases())

    return build


Publish = Callable[..., Snapshot]


@pytest.fixture
def publish(database: SearchDatabase, analyzer: Analyzer, tmp_path: Path) -> Publish:
    """Publishes a snapshot, and returns the published one."""

    def publish(snapshot: Snapshot, *questions: str, grace: float = 600.0) -> Snapshot:
        publisher = Publisher(database, analyzer, tmp_path / "published", grace)
        publisher.publish(Publication(snapshot, questions=questions))
        return PublishedCollection(database, analyzer, tmp_path / "published").open()

    return publish


def article_of(name: str, *texts: str) -> Article:
    """Return an article with these passages."""
    ids = passage_ids(name, texts)
    passages = (Passage(one, name, text) for one, text in zip(ids, texts, strict=True))
    return Article(name, f"{name}.md", "一篇", passages=tuple(passages))
