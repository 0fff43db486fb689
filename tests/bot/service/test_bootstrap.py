"""The engine that a collection gets."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from numba.core.caching import CacheImpl

from bot.service import bootstrap
from bot.settings import Settings, packaged_articles
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.compiled_scanning import CompiledScanner
from retrieval.index.indexed_text import BREAK
from retrieval.index.scanning import PlainScanner
from retrieval.index.searcher import Query
from retrieval.index.terms import build_table, tokenize_batch
from retrieval.index.text_arrays import text_arrays
from retrieval.text.analysis import Analysis


def test_where_nothing_that_is_compiled_can_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba finds no folder for what it compiles, the other loops search and scan."""
    compiled = ("retrieval.index.compiled", "retrieval.index.compiled_scanning")
    for name in compiled:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    monkeypatch.setattr(bootstrap, "MIN_PASSAGES_TO_COMPILE", 1)
    table = build_table({"1": "ab"}, lambda fresh: iter([tokenize_batch(fresh, list)]))

    engine = bootstrap.ENGINES["bm25"]
    searcher = engine.make_searcher(table)
    scanner = engine.make_scanner(text_arrays([Analysis("ab", f"a{BREAK}b", ())]))

    assert isinstance(searcher, Bm25Searcher)
    assert 1 == len(searcher.search(Query({"a": 1.0}), 1))
    assert isinstance(scanner, PlainScanner)
    assert not set(compiled) & sys.modules.keys()


def test_what_serves_is_compiled(tmp_path: Path) -> None:
    """A small collection is searched by compiled loops if it is served, else by others."""
    shutil.copytree(packaged_articles(), tmp_path / "articles")
    settings = Settings(data_dir=tmp_path)
    analyzer = bootstrap.make_analyzer(settings)

    served = bootstrap.open_collections(settings, analyzer).current
    read = bootstrap.open_library(settings, analyzer).current

    assert isinstance(served.texts.scanner, CompiledScanner)
    assert isinstance(read.texts.scanner, PlainScanner)
