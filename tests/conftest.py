"""Fixtures of all tests: the collections, and one analyzer per session."""

from __future__ import annotations

import fcntl
import os
import ssl
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import settings

from corpus.loading import LoadResult, load
from retrieval.text.analysis import Analyzer

# The duration of an example says nothing on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# httpcore tries to import sniffio, which nothing here needs, several times a request. An import
# that fails is searched for each time; None makes it fail at once.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]


def pytest_configure(config: pytest.Config) -> None:
    """Have pytest-cov alone measure the workers of pytest-xdist.

    As subprocesses they would be measured as well, from their first import on. What they start
    in turn is measured: pytest-cov sets the variable anew in each worker.
    """
    if config.getoption("numprocesses", None):
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


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


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parsed dictionaries, which the processes of a run share; the first one makes them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "dictionaries"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        analyzer = Analyzer(folder)
        analyzer.frequency("")
        analyzer.dictionary.is_name("")
    return folder


@pytest.fixture(scope="session")
def analyzer(cache_folder: Path) -> Analyzer:
    """The real analyzer."""
    return Analyzer(cache_folder)


@pytest.fixture(scope="session")
def packaged() -> Path:
    """The folder of the packaged collection."""
    return Path(str(files("corpus").joinpath("articles")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts by other authors, which are not part of the repository."""
    folder = Path(os.environ.get("YINJU_SHARED", "../shared"))
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
