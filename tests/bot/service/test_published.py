"""The setting of a published collection, and what is published beside its articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.service.published import open_database, published_info, stored_info
from bot.settings import Settings, SettingsError
from corpus.collection_file import CollectionInfo


@pytest.mark.parametrize(
    "info",
    [
        CollectionInfo(Path("x")),
        CollectionInfo(Path("x"), names={"zh-hans": "读书", "": "Books"}, language="zh-hant"),
        CollectionInfo(Path("x"), askers=frozenset({7, -100})),
        CollectionInfo(Path("x"), askers=frozenset()),
    ],
)
def test_who_may_ask_is_published(info: CollectionInfo) -> None:
    """What collection.toml says is the same on a replica, above all who may ask."""
    facts = json.loads(json.dumps({"info": stored_info(info)}))

    assert info == published_info(facts, Path("x"))


def test_without_a_database() -> None:
    """Publishing needs the setting."""
    with pytest.raises(SettingsError, match="BOT_ENGINE_URL is missing"):
        open_database(Settings())


def test_a_database_that_is_none() -> None:
    """What SQLAlchemy cannot parse is refused, without its password."""
    with pytest.raises(SettingsError, match="must be like mysql://user") as told:
        open_database(Settings.model_validate({"engine_url": "mysql://a:secret@host:port/x"}))

    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["postgresql://host/x", "mysql", "mysql://"])
def test_another_server(url: str) -> None:
    """Only servers that speak MySQL's protocol are accepted."""
    with pytest.raises(ValueError, match="must start with mysql:// or mysql"):
        Settings.model_validate({"engine_url": url})


def test_the_url_is_a_secret() -> None:
    """The URL has a password, which no log may show."""
    settings = Settings.model_validate({"engine_url": "mysql://a:secret@host/x"})

    assert ["mysql://a:secret@host/x"] == settings.secrets
