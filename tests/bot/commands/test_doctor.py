"""`yinju doctor` finds what is wrong, says how to mend it, and changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.journal.opening import make_database
from bot.playground.standin.backend import Backend
from bot.playground.standin.server import stand_in
from tests.bot.conftest import Ran, Run

CHECKS = (
    "settings",
    "versions",
    "folders",
    "database",
    "collection",
    "index",
    "fonts",
    "network",
    "token",
)

MEMORY = ".sqlite3-shm"
"""What ends the name of the file in which those who have a journal open mark what they read."""


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for one test, closed to others."""
    folder = tmp_path_factory.mktemp("data")
    folder.chmod(0o700)
    return folder


@pytest.fixture
def offline(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token, and a Bot API server that nobody can reach."""
    monkeypatch.setenv("BOT_TOKEN", f"1:{'x' * 35}")
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9")


@pytest.fixture
async def backend(environment: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Backend]:
    """A stand-in for Telegram that the settings lead to."""
    backend = Backend()
    async with stand_in(backend) as address:
        monkeypatch.setenv("BOT_TOKEN", backend.token)
        monkeypatch.setenv("BOT_API_URL", address)
        yield backend


def findings(ran: Ran) -> dict[str, list[tuple[str, str]]]:
    """Return the states and the messages of each check."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in json.loads(ran.out)["findings"]:
        found.setdefault(one["check"], []).append((one["state"], one["message"]))
    return found


def only(ran: Ran, check: str) -> tuple[str, str]:
    """Return the state and the message of the one finding of a check."""
    (finding,) = findings(ran)[check]
    return finding


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the size and the time of each file below a folder, without shared memory."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != MEMORY)
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in paths
    }


async def test_all_is_right(backend: Backend, run: Run, data_dir: Path) -> None:
    """Each check says what is right, the status is 0, and no file is made or changed."""
    await asyncio.to_thread(run, "corpus", "reindex")
    await asyncio.to_thread(run, "journal", "stats")
    before = contents(data_dir)
    ran = await asyncio.to_thread(run, "doctor", "--json")
    found = findings(ran)

    assert before == contents(data_dir)
    assert (0, "") == (ran.status, ran.err)
    assert json.loads(ran.out)["ready"]
    assert CHECKS == tuple(found)
    del found["fonts"]  # Which this machine may not have.
    assert [] == [one for some in found.values() for one in some if "right" != one[0]]
    assert [("right", f"Telegram knows the bot: @{backend.bot.username}")] == found["token"]
    assert "intact, up to date, and has 0 questions" in only(ran, "database")[1]
    assert "5 articles, without problems" in only(ran, "collection")[1]
    assert "intact and up to date" in only(ran, "index")[1]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("C.UTF-8", ("ok  settings", "error  network", "1 error, ")),
        ("zh_CN.UTF-8", ("正常  设置", "错误  网络", "1 个错误")),
        ("zh_TW.UTF-8", ("正常  設定", "錯誤  網路", "1 個錯誤")),
    ],
)
def test_words(
    offline: None, run: Run, monkeypatch: pytest.MonkeyPatch, code: str, words: tuple[str, ...]
) -> None:
    """Without --json there is a line for each finding, in the language of the terminal."""
    monkeypatch.setenv("LANG", code)
    ran = run("doctor")

    assert 1 == ran.status
    assert [] == [one for one in words if one not in ran.out]
    assert len(CHECKS) < len(ran.out.splitlines())


def test_offline(offline: None, run: Run) -> None:
    """Without a network it says so, looks at all else, and does not judge the token."""
    ran = run("doctor", "--json")

    assert 1 == ran.status
    state, words = only(ran, "network")
    assert "error" == state
    assert "http://127.0.0.1:9 cannot be reached" in words
    assert "skipped" == only(ran, "token")[0]
    assert "right" == only(ran, "collection")[0]


async def test_a_token_that_is_none(
    backend: Backend, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that is missing, has not the form of one, or is refused is told, and never shown."""
    for token, words in (
        ("", "BOT_TOKEN is missing"),
        ("7:short-secret", "must be a complete token"),
        (f"7:{'s' * 35}", "BOT_TOKEN is not accepted by Telegram"),
    ):
        monkeypatch.setenv("BOT_TOKEN", token)
        ran = await asyncio.to_thread(run, "doctor")
        assert 1 == ran.status
        assert words in ran.out
        assert not token or token not in ran.out + ran.err


def test_secrets_are_never_shown(offline: None, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the token nor a password in a URL is printed, whatever fails."""
    monkeypatch.setenv("BOT_API_URL", "https://telegram.invalid")
    monkeypatch.setenv("BOT_PROXY_URL", "http://ann:s3cret-word@127.0.0.1:9")
    monkeypatch.setenv("BOT_ENGINE_URL", "mysql://ann:s3cret-word@127.0.0.1:9/yinju")
    for form in ((), ("--json",)):
        ran = run("doctor", *form)
        assert "cannot be reached" in ran.out
        assert "the index is in the database" in ran.out
        for secret in ("x" * 35, "s3cret-word"):
            assert secret not in ran.out + ran.err


async def test_updates_that_go_elsewhere(
    backend: Backend, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A webhook that the bot does not wait for is told with the command that ends it."""
    url = "https://bot.example.org/updates"
    await backend.updates.set_webhook({"url": url, "max_connections": 40})
    polling = await asyncio.to_thread(run, "doctor", "--json")
    monkeypatch.setenv("BOT_WEBHOOK_URL", "https://other.example.org/updates")
    monkeypatch.setenv("BOT_WEBHOOK_SECRET", "a-secret-of-tests_1")
    other = await asyncio.to_thread(run, "doctor", "--json")
    monkeypatch.setenv("BOT_WEBHOOK_URL", url)
    same = await asyncio.to_thread(run, "doctor", "--json")

    assert [1, 1, 0] == [ran.status for ran in (polling, other, same)]
    assert "yinju webhook delete" in polling.out
    assert "yinju webhook set" in other.out
    assert "yinju webhook" not in same.out


def test_all_mistakes_of_settings(
    offline: None, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every mistake is told at once, a name that is none too, and all else is looked at."""
    (tmp_path / ".env").write_text("BOT_LOG_LEVEL=LOUD\nBOT_TOKNE=1\n", "utf-8")
    (tmp_path / ".env").chmod(0o644)
    monkeypatch.setenv("BOT_PERSON_PER_MINUTE", "many")
    monkeypatch.setenv("BOT_WEBHOOK_URL", "http://example.org")
    monkeypatch.setenv("BOT_REPLICAS", "2")
    ran = run("doctor", "--json")
    told = findings(ran)["settings"]

    assert (1, "") == (ran.status, ran.err)
    for state, words in (
        ("error", "BOT_LOG_LEVEL must be one of"),
        ("error", "BOT_PERSON_PER_MINUTE must be a whole number"),
        ("error", "BOT_WEBHOOK_SECRET is missing"),
        ("error", "several replicas need one journal on a PostgreSQL server"),
        ("warning", "BOT_TOKNE is not a setting; did you mean BOT_TOKEN?"),
        ("warning", "chmod go="),
    ):
        assert [state] == [one for one, text in told if words in text]
    assert CHECKS == tuple(findings(ran))


def test_a_file_of_settings_that_cannot_be_read(
    offline: None, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A .env that is no UTF-8 is told, and the environment is checked all the same."""
    monkeypatch.setenv("BOT_LOG_LEVEL", "LOUD")
    (tmp_path / ".env").write_text("# 设置", "gbk")
    told = [words for _, words in findings(run("doctor", "--json"))["settings"]]

    assert ".env must be saved as UTF-8" in told
    assert [one for one in told if "BOT_LOG_LEVEL must be one of" in one]


def test_collections_that_cannot_be_listed(
    offline: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that ends at its beginning is told, and the others go on."""
    (folder := tmp_path / "ours").mkdir()
    (folder / "collection.toml").write_text("x =", "utf-8")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(folder))
    ran = run("doctor", "--json")

    state, words = only(ran, "collection")
    assert "error" == state
    assert "collection.toml is not TOML in UTF-8" in words
    assert "skipped" == only(ran, "index")[0]
    assert CHECKS == tuple(findings(ran))


async def test_beside_a_running_bot(offline: None, data_dir: Path) -> None:
    """While a program has the journal open, all that is in it is read, and nothing changed."""
    journal = data_dir / "journal.sqlite3"
    async with make_database(f"sqlite+aiosqlite:///{journal}"):
        with closing(sqlite3.connect(journal)) as connection, connection:
            connection.execute(
                "INSERT INTO inbox (bot_id, update_id, chat_id, payload, state, received_at,"
                " attempts) VALUES (1, 1, 1, '{}', 'aside', '2026-01-01', 3)"
            )
        before = contents(data_dir)
        # In a process of its own, as closing the file here would end the locks of the other.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor", "--json"),
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = (printed.decode() for printed in await process.communicate())
        after = contents(data_dir)

    ran = Ran(process.returncode or 0, out, err)
    assert (1, "") == (ran.status, ran.err)
    assert "x" * 35 not in ran.out
    assert ("warning", True) == (
        only(ran, "database")[0],
        "1 update could not be handled" in only(ran, "database")[1],
    )
    assert before == after
