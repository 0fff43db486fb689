"""The journal's database by its URL: a file, or a server with a driver of its own."""

from __future__ import annotations

import sys

import pytest

from bot.journal.opening import can_be_written
from bot.settings import Settings
from tests.bot.conftest import Run

SERVER = "postgresql+asyncpg://bot:a%2Fsecret-word@db.example.org:5432/yinju"


def test_a_driver_that_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the driver for a server it is said how to install it."""
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    monkeypatch.setenv("BOT_DATABASE_URL", SERVER)
    ran = run("journal", "stats")

    assert (2, "") == (ran.status, ran.out)
    assert "needs the extra scale: pip install 'yinju[scale]'" in ran.err


def test_a_server_is_not_backed_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy of a journal on a server is made by the server's program."""
    monkeypatch.setenv("BOT_DATABASE_URL", SERVER)
    ran = run("journal", "backup", "copy")

    assert 2 == ran.status
    assert "pg_dump copies it (docs/backup.md)" in ran.err


@pytest.mark.parametrize("url", ["postgresql+asyncpg://", "postgresql://host/yinju", "mysql://x"])
def test_addresses_that_are_none(run: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """An address of another kind is told with the ones that are accepted."""
    monkeypatch.setenv("BOT_DATABASE_URL", url)

    assert "start with sqlite+aiosqlite:// or postgresql+asyncpg://" in run("journal", "stats").err


def test_the_password_is_a_secret() -> None:
    """Neither the name of a journal nor a log has the password of its server."""
    settings = Settings(database_url=SERVER)

    assert "postgresql+asyncpg://bot:***@db.example.org:5432/yinju" == settings.journal_name
    assert {SERVER, "a%2Fsecret-word", "a/secret-word"} <= set(settings.secrets)
    assert str(settings.data_dir / "journal.sqlite3") == Settings().journal_name


async def test_before_it_is_open() -> None:
    """A journal on a server cannot be written before it is open."""
    assert not await can_be_written(SERVER, None)


@pytest.mark.parametrize(("replicas", "each"), [(1, 60), (2, 30), (7, 9), (30, 2)])
def test_limits_are_divided(replicas: int, each: int) -> None:
    """Each replica allows its share of a limit, one at least; no limit stays none."""
    settings = Settings(replicas=replicas)

    assert (each, 0, 1) == tuple(map(settings.share_of, (60, 0, 1)))
