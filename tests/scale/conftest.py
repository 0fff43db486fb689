"""A seekdb server, as its vendor's wheel has it, and collections to publish to it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from socket import create_server

import pymysql
import pytest

from corpus.loading import LoadResult
from corpus.model import Article, Corpus, Passage, passage_ids
from retrieval.index.database import SearchDatabase
from retrieval.library import Snapshot, build_snapshot
from retrieval.published import PublishedCollection
from retrieval.publishing import Publication, Publisher
from retrieval.question.aliases import read_aliases
from retrieval.text.analysis import Analyzer

START_SECONDS = 120
"""Seconds after which a server that does not answer fails a test; half of them on a busy machine
are not rare."""

PARAMETERS = (
    "memory_limit=1G",
    "datafile_size=128M",
    "datafile_maxsize=4G",
    "log_disk_size=2G",
)
"""The least that it starts with, and room for the tests."""

_NAMES = count(1)


class Server:
    """A server with a data folder, which can be killed and started again.

    Args:
        folder: Its data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        package = find_spec("pylibseekdb")
        assert package
        assert package.origin
        program = Path(package.origin).with_name("seekdb")
        command = [str(program), "--nodaemon", "--port", str(self.port)]
        command += ["--base-dir", str(self._folder)]
        for parameter in PARAMETERS:
            command += ["--parameter", parameter]
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [*command, "--log-level", "ERROR"],
                cwd=self._folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the server has ended"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill it as a power failure would."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def new_database(self) -> str:
        """Create a database and return its URL."""
        name = f"yinju{next(_NAMES)}"
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        return f"mysql://root@127.0.0.1:{self.port}/{name}"

    def _answers(self) -> bool:
        try:
            with self._connection() as connection, connection.cursor() as cursor:
                return bool(cursor.execute("SELECT 1"))
        except pymysql.Error:
            return False

    def _connection(self) -> pymysql.Connection:
        return pymysql.connect(host="127.0.0.1", port=self.port, user="root")


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
