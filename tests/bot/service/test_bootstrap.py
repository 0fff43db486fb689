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
    """Where numba finds no folder for what it compiles, the other loop searches."""
    monkeypatch.delitem(sys.modules, "retrieval.index.compiled", raising=False)
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    monkeypatch.setattr(bootstrap, "MIN_PASSAGES_TO_COMPILE", 1)
    table = build_table({"1": "ab"}, lambda fresh: iter([tokenize_batch(fresh, list)]))

    searcher = bootstrap.ENGINES["bm25"](table)

    assert isinstance(searcher, Bm25Searcher)
    assert 1 == len(searcher.search(Query({"a": 1.0}), 1))
    assert "retrieval.index.compiled" not in sys.modules
