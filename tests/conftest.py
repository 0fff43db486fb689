"""Fixtures of all tests: the collections, and one analyzer a session."""

from __future__ import annotations

import os
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import settings

from corpus.loading import LoadResult, load
from retrieval.text.analysis import Analyzer

# How long an example takes says nothing on a busy machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_report_header() -> str:
    """Name the versions that results depend on."""
    names = ("jieba", "rank-bm25", "lxml", "opencc")
    return ", ".join(f"{name} {version(name)}" for name in names)


@pytest.fixture(scope="session")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    """The real analyzer; its dictionary is parsed once for the whole run."""
    return Analyzer(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def packaged() -> Path:
    """The folder of the packaged collection."""
    return Path(str(files("corpus").joinpath("articles")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts that are not ours and stay outside the repository."""
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
