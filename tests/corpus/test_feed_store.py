"""The record of feeds: what is remembered, and for how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import feed_store
from corpus.feed_store import FeedStore, SeenArticle, SourceState
from corpus.message import Message, counted


def test_addresses_are_forgotten_beyond_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store keeps the addresses seen last."""
    monkeypatch.setattr(feed_store, "MAX_SEEN", 3)
    store = FeedStore(tmp_path)
    for now, number in enumerate((1, 2, 3, 1, 4, 5)):
        seen = SeenArticle(f"https://example.org/{number}")
        store.save(SourceState("https://example.org/"), [seen], now)

    left = store.seen(f"https://example.org/{number}" for number in range(6))

    assert ["1", "4", "5"] == sorted(url[-1] for url in left)


@pytest.mark.parametrize(
    "message",
    [
        Message("it is not a feed"),
        Message("cannot be read: {reason}", reason=Message("the {place} is full", place="disk")),
        counted("{count} page of {limit}", "{count} pages of {limit}", count=2, limit=3),
    ],
)
def test_problems_are_stored_for_every_language(tmp_path: Path, message: Message) -> None:
    """A problem is stored with its template and values."""
    FeedStore(tmp_path).save(SourceState("https://example.org/", problem=message), (), 1)

    assert message == FeedStore(tmp_path).states()["https://example.org/"].problem
