"""The engine that a collection gets."""

from __future__ import annotations

import sys

import pytest
from numba.core.caching import CacheImpl

from bot.service import bootstrap
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.searcher import Query
from retrieval.index.terms import build_table, tokenize_batch


def test_where_nothing_that_is_compiled_can_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba finds no folder for what it compiles, numpy searches and counts."""
    compiled = ("retrieval.index.compiled", "retrieval.answer.compiled_features")
    for name in compiled:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    monkeypatch.setattr(bootstrap, "MIN_PASSAGES_TO_COMPILE", 1)
    table = build_table({"1": "ab"}, lambda fresh: iter([tokenize_batch(fresh, list)]))

    engine = bootstrap.ENGINES["bm25"]
    searcher = engine.make_searcher(table)

    assert isinstance(searcher, Bm25Searcher)
    assert 1 == len(searcher.search(Query({"a": 1.0}), 1))
    assert not engine.reads_compiled(1)
    assert not set(compiled) & sys.modules.keys()
