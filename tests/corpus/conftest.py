"""Fixtures for tests of following feeds and pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import pace, visits
from corpus.feeds import read_feed
from tests.feed_server import Site, serving
from tests.followed import Collection


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server, between whose requests there is no pause; its feeds are read in this process."""
    monkeypatch.setattr(pace, "PAUSE", 0)
    monkeypatch.setattr(visits, "read_feed_apart", read_feed)
    with serving() as site:
        yield site


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """An empty collection."""
    (tmp_path / "articles").mkdir()
    return Collection(tmp_path / "articles")
