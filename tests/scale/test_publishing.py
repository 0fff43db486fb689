"""Publications: whole or not at all, one after the other, and never two versions in one answer."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import inspect

from corpus.model import Corpus
from retrieval.index.database import BusyError, SearchDatabase
from retrieval.index.names import make_names
from retrieval.index.searcher import Hit, Query
from retrieval.index.versions import Version, current_version, finish_version
from retrieval.library import Snapshot
from retrieval.published import (
    AnalyzerMismatchError,
    NothingPublishedError,
    PublishedCollection,
)
from retrieval.publishing import Publication, Publisher, UnlikeError
from retrieval.text.analysis import Analyzer
from tests.bot.serving import REPOSITORY
from tests.scale.conftest import MakeSnapshot, article_of

VERSIONS = ("甲", "乙", "丙")
"""The word that each version has in all of its passages."""

READERS = 4
GRACE = 3.0
SHARED = "流量"
"""A word of every passage of all versions."""


@pytest.fixture
def publisher(database: SearchDatabase, analyzer: Analyzer, tmp_path: Path) -> Publisher:
    """Publishes; a version is kept for a few seconds after another took its place."""
    return Publisher(database, analyzer, tmp_path / "publisher", grace=GRACE)


@pytest.fixture
def replica(database: SearchDatabase, analyzer: Analyzer, tmp_path: Path) -> PublishedCollection:
    """A replica's collection."""
    return PublishedCollection(database, analyzer, tmp_path / "replica")


def version_of(embedded: MakeSnapshot, word: str, count: int = 30) -> Publication:
    """Return a collection whose passages all have a word, ten in each article."""
    texts = [f"{word}说{SHARED}第{number}次" for number in range(count)]
    articles = [
        article_of(f"{word}{first}", *texts[first : first + 10]) for first in range(0, count, 10)
    ]
    return Publication(embedded(Corpus(tuple(articles))))


def texts_with(snapshot: Snapshot, word: str, limit: int = 50) -> list[str]:
    """Return the texts of the passages with a word, read in three ways."""
    found = []
    for hit in snapshot.searcher.search(Query({word: 1.0}), limit):
        passage = snapshot.corpus.passage(hit.passage_id)
        assert passage
        text = snapshot.texts.of(hit.passage_id).folded
        assert passage.text == text
        assert passage in snapshot.corpus.article_of(passage).passages
        found.append(text)
    return found


def tables(database: SearchDatabase) -> set[str]:
    """Return the numbers of the versions that have tables."""
    names = database.write(lambda connection: inspect(connection).get_table_names())
    return {name.rpartition("_v")[2] for name in names if "_v" in name[6:] and name[-1].isdigit()}


def test_nothing_is_published(replica: PublishedCollection) -> None:
    """A replica of an empty database says how to publish."""
    with pytest.raises(NothingPublishedError, match="yinju corpus publish"):
        replica.open()


def test_versions_follow_each_other(
    publisher: Publisher,
    replica: PublishedCollection,
    embedded: MakeSnapshot,
    database: SearchDatabase,
) -> None:
    """A new version is served at once, the one before until its grace is over."""
    first = version_of(embedded, "甲")
    assert (1, True) == outcome(publisher, first)
    before = replica.open()
    assert (1, False) == outcome(publisher, first), "nothing has changed"
    assert before is replica.open()

    assert (2, True) == outcome(publisher, version_of(embedded, "乙"))
    after = replica.open()
    assert 30 == len(texts_with(before, "甲")), "questions end with what they began with"
    assert ([], 30) == (texts_with(after, "甲"), len(texts_with(after, "乙")))

    time.sleep(GRACE)
    assert (2, False) == outcome(publisher, version_of(embedded, "乙"))
    assert {"2"} == tables(database)


def outcome(publisher: Publisher, publication: Publication) -> tuple[int, bool]:
    """Publish, and return the version in service and if it is new."""
    published = publisher.publish(publication)
    return published.version, published.is_new


@dataclass
class Reading:
    """What readers have seen: the number of answers, and every error and mixed answer."""

    answers: int = 0
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


@contextmanager
def readers(replica: PublishedCollection) -> Iterator[Reading]:
    """Have threads ask without end, each question of the snapshot that is in service."""
    reading, stop, counting = Reading(), threading.Event(), threading.Lock()

    def read() -> None:
        while not stop.is_set():
            try:
                texts = texts_with(replica.open(), SHARED, 10)
                words = {text[0] for text in texts}
                with counting:
                    reading.answers += 1
                    reading.seen |= words
                if (10, 1) != (len(texts), len(words)):
                    reading.faults.append(f"{len(texts)} passages of {words}")
            except Exception as error:  # noqa: BLE001 - each is reported
                reading.faults.append(repr(error))

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield reading
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_flips_under_load(
    publisher: Publisher, replica: PublishedCollection, embedded: MakeSnapshot
) -> None:
    """While versions are published and dropped, each answer is whole and of one version."""
    dropped = publisher.publish(version_of(embedded, VERSIONS[0])).dropped
    with readers(replica) as reading:
        for word in VERSIONS[1:]:
            time.sleep(1.5)
            dropped += publisher.publish(version_of(embedded, word)).dropped
        time.sleep(2 * GRACE)  # As in service, longer than any question takes.
        dropped += publisher.publish(version_of(embedded, VERSIONS[-1])).dropped

    assert [] == reading.faults
    assert set(VERSIONS) == reading.seen
    assert reading.answers > 20
    assert (1, 2) == dropped


class Blind:
    """An engine that always finds a passage that there is not."""

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`."""
        return [Hit(0, 1.0, make_names(["nobody"]))][: limit * len(query.terms)]


def test_an_unlike_version_is_not_served(
    publisher: Publisher,
    replica: PublishedCollection,
    embedded: MakeSnapshot,
    database: SearchDatabase,
) -> None:
    """A version that finds other passages than this machine is dropped before anybody sees it."""
    publisher.publish(version_of(embedded, "甲"))
    unlike = version_of(embedded, "乙")
    unlike = replace(unlike, snapshot=replace(unlike.snapshot, searcher=Blind()))

    with pytest.raises(UnlikeError):
        publisher.publish(unlike)

    assert {"1"} == tables(database)
    assert 30 == len(texts_with(replica.open(), "甲"))


def test_what_was_left_unfinished_is_dropped(
    publisher: Publisher,
    replica: PublishedCollection,
    embedded: MakeSnapshot,
    database: SearchDatabase,
) -> None:
    """The tables of a publication that was interrupted are dropped by the next one."""
    from retrieval.index.versions import begin_version

    publisher.publish(version_of(embedded, "甲"))
    assert 2 == database.write(begin_version)
    assert {"1", "2"} == tables(database)
    publisher.publish(version_of(embedded, "甲"))

    assert {"1"} == tables(database)
    assert 30 == len(texts_with(replica.open(), "甲"))


def test_one_publishes_at_a_time(
    publisher: Publisher, embedded: MakeSnapshot, database: SearchDatabase
) -> None:
    """A second publication does not begin before the first has ended."""
    with database.alone(), pytest.raises(BusyError):
        publisher.publish(version_of(embedded, "甲"))

    assert set() == tables(database)


HOLD = """
import sys
from retrieval.index.database import SearchDatabase
with SearchDatabase(sys.argv[1]).alone():
    print("alone", flush=True)
    sys.stdin.read()
"""
"""A program that publishes without end."""


def test_a_killed_publisher_is_no_obstacle(
    publisher: Publisher, embedded: MakeSnapshot, database: SearchDatabase, url: str
) -> None:
    """While another program publishes nobody else does; once it is killed, the next one can."""
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY
    ) as other:
        assert other.stdout
        assert b"alone\n" == other.stdout.readline()
        with pytest.raises(BusyError):
            publisher.publish(version_of(embedded, "甲"))
        other.kill()
    publisher.publish(version_of(embedded, "甲"))

    assert {"1"} == tables(database)


def test_another_analyzer_is_refused(
    publisher: Publisher,
    replica: PublishedCollection,
    embedded: MakeSnapshot,
    database: SearchDatabase,
) -> None:
    """A replica that analyzes questions in another way refuses, and says what differs."""
    publisher.publish(version_of(embedded, "甲"))
    version = database.read(current_version)
    assert version
    facts = {**version.facts, "analyzer": "jieba 0.1, rjieba -"}
    changed = Version(version.number, facts)
    database.write(lambda connection: finish_version(connection, changed))

    with pytest.raises(AnalyzerMismatchError, match=r"published with jieba 0\.1, rjieba -"):
        replica.open()
