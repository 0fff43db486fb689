"""Fixtures of all tests: the collections, and one analyzer per session."""

from __future__ import annotations

import fcntl
import gc
import os
import ssl
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import settings

from corpus.loading import LoadResult, load
from retrieval.text.analysis import Analyzer
from tests.postgresql import PostgresqlServer

# The duration of an example says nothing on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# As in bot.cli: with Python's 700 the garbage collector takes a tenth of the time.
gc.set_threshold(50_000)

# httpcore tries to import sniffio, which nothing here needs, several times a request. An import
# that fails is searched for each time; None makes it fail at once.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

# Encoding costs each process more than a second; tests of meaning turn it on.
os.environ["BOT_MEANING"] = "false"


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest-cov alone measure the workers of pytest-xdist.

    As subprocesses they would be measured as well, from their first import on. What they start
    in turn is measured: pytest-cov sets the variable anew in each worker.
    """
    if config.getoption("numprocesses", None):
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A running PostgreSQL server."""
    server = PostgresqlServer()
    server.start()
    yield server
    server.remove()


@contextmanager
def unmeasured() -> Iterator[None]:
    """Run something without measuring coverage, which takes half as much time again or more.

    Only for what is measured elsewhere, or for code that is not ours.
    """
    stopped = []
    while measuring := Coverage.current():  # In a worker, pytest-cov starts two of them.
        measuring.stop()
        stopped.append(measuring)
    try:
        yield
    finally:
        for measuring in reversed(stopped):
            measuring.start()


@contextmanager
def one_at_a_time(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Enter a folder that the processes of a run share, once no other process is in it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Measure in one worker what modules do when they are imported; all import the same ones."""
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        yield
    else:
        with unmeasured():
            yield


_MEASURED_CASES = 30
"""Number of cases of a test whose coverage each process measures; further ones take long, and
hardly a line that those did not take."""

_cases: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure the first cases of a test."""
    test, has_cases, _ = item.nodeid.partition("[")
    _cases[test] += 1
    if has_cases and _cases[test] > _MEASURED_CASES:
        with unmeasured():
            return (yield)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Do not measure properties: their hundred examples take lines that other tests take, too."""
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        with unmeasured():
            yield
    else:
        yield


def pytest_collection_finish() -> None:
    """Have the garbage collector leave alone what stays until the end."""
    gc.freeze()


def pytest_report_header() -> str:
    """Name the versions that results depend on."""
    names = ("jieba", "rank-bm25", "lxml", "opencc")
    return ", ".join(f"{name} {version(name)}" for name in names)


@pytest.fixture(scope="session", autouse=True)
def one_ssl_context() -> Iterator[None]:
    """Let all HTTP clients share one SSL context, as each takes 20 ms and none is used here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def unmeasured_repetition() -> Iterator[None]:
    """Do not measure a test that takes the same lines ten thousand times."""
    with unmeasured():
        yield


@pytest.fixture
def unmeasured_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start processes without measuring coverage, where they run only what others run as well."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture(scope="session")
def cache_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parsed dictionaries, which all processes and later runs share; the first makes them."""
    folder = request.config.cache.mkdir("dictionaries")
    with one_at_a_time(tmp_path_factory, "dictionaries"), unmeasured():
        analyzer = Analyzer(folder)
        analyzer.frequency("")
        analyzer.dictionary.is_name("")
    return folder


@pytest.fixture(scope="session")
def analyzer(cache_folder: Path) -> Analyzer:
    """The real analyzer, its dictionaries loaded."""
    analyzer = Analyzer(cache_folder)
    analyzer.frequency("")
    analyzer.dictionary.prepare()
    gc.freeze()
    return analyzer


@pytest.fixture(scope="session")
def packaged() -> Path:
    """The folder of the packaged collection."""
    return Path(str(files("corpus").joinpath("articles")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts by other authors, which are not part of the repository."""
    folder = Path(os.environ.get("YINJU_SHARED", "../shared")).resolve()
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no seeds in {folder}; YINJU_SHARED names their folder")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path, analyzer: Analyzer) -> LoadResult:
    """The five seed articles, loaded."""
    return load(shared / "seeds", analyzer.frequency)


@pytest.fixture(scope="session")
def digests(packaged: Path, analyzer: Analyzer) -> LoadResult:
    """The packaged collection, loaded."""
    return load(packaged, analyzer.frequency)
