"""The engine that a collection gets."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from numba.core.caching import CacheImpl

from bot.service import bootstrap
from bot.settings import Settings, packaged_articles
from retrieval.index.searcher import Query

_COMPILED = ("retrieval.index.compiled", "retrieval.answer.compiled_features")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a bot with a small collection."""
    shutil.copytree(packaged_articles(), tmp_path / "articles")
    return Settings(data_dir=tmp_path)


def test_where_nothing_that_is_compiled_can_be_stored(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where numba finds no folder for what it compiles, numpy searches and counts."""
    for name in _COMPILED:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])

    analyzer = bootstrap.make_analyzer(settings)
    snapshot = bootstrap.open_library(settings, analyzer, compile_from=1).current

    assert 1 == len(snapshot.searcher.search(Query({"金融": 1.0}), 1))
    assert not snapshot.texts.is_compiled
    assert not set(_COMPILED) & sys.modules.keys()


def test_a_small_collection_is_not_compiled_for(settings: Settings) -> None:
    """Nobody waits for what is compiled to answer from a few articles; many are read by it."""
    analyzer = bootstrap.make_analyzer(settings)

    small = bootstrap.open_collections(settings, analyzer).current
    large = bootstrap.open_library(settings, analyzer, compile_from=len(small.corpus)).current

    assert not small.texts.is_compiled
    assert large.texts.is_compiled


def test_an_index_that_cannot_be_stored_is_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """A collection whose index cannot be kept is served, and the operator is told why."""
    settings.index_dir.write_text("not a folder", "utf-8")

    library = bootstrap.open_library(settings, bootstrap.make_analyzer(settings))

    assert library.current.corpus.articles
    (line,) = [one.message for one in caplog.records if one.name == bootstrap.__name__]
    assert line.startswith("index not stored, so the next start makes it again: [Errno ")
