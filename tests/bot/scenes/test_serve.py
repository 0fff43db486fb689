"""`yinju serve` as a process, from start to stop."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import time
from pathlib import Path

import httpx
import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.server import stand_in
from tests.bot.conftest import Run
from tests.bot.scenes.shown import quotations
from tests.bot.serving import PATIENCE, by_webhook, serve


async def get(url: str) -> httpx.Response:
    """Return the response to a GET request, without a proxy."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(url)


async def test_from_start_to_stop(data_dir: Path) -> None:
    """The bot starts, answers, and stops at SIGTERM; its log is JSON, without the token."""
    backend = Backend()
    ann = Client(backend, backend.add_person("Ann"))
    async with stand_in(backend) as address:
        async with serve(
            data_dir,
            token=backend.token,
            api_url=address,
            log_level="DEBUG",
            log_format="json",
        ) as served:
            await served.logged("listening as @yinju_bot")
            ann.send("流量思维")
            async with asyncio.timeout(PATIENCE):
                while len(ann.private.visible) < 2:
                    await asyncio.sleep(0.02)
        log = "\n".join(served.lines)

    assert quotations(ann.private.visible[1])
    assert 0 == served.process.returncode
    assert backend.token not in log
    assert backend.token.partition(":")[2] not in log
    assert "Traceback" not in log
    assert "serving 5 articles" in log
    assert all("message" in json.loads(line) for line in served.lines)


@pytest.mark.usefixtures("unmeasured_processes")
async def test_a_wrong_token(data_dir: Path) -> None:
    """A token that Telegram does not accept ends the process with one line and status 2."""
    async with (
        stand_in(Backend()) as address,
        serve(data_dir, token=f"1:{'wrong-' * 6}", api_url=address, log_level="WARNING") as served,
    ):
        await asyncio.wait_for(served.process.wait(), PATIENCE)

    assert 2 == served.process.returncode
    (line,) = served.lines
    assert "BOT_TOKEN" in line
    assert "@BotFather" in line


async def test_a_token_that_is_taken_back(data_dir: Path) -> None:
    """If Telegram refuses the token later on, the process ends with one line and status 2."""
    backend = Backend()
    async with (
        stand_in(backend) as address,
        serve(data_dir, token=backend.token, api_url=address) as served,
    ):
        await served.logged("listening")
        backend.token = f"1:{'other-' * 6}"
        await asyncio.wait_for(served.process.wait(), PATIENCE)

    assert 2 == served.process.returncode
    assert "@BotFather" in served.lines[-1]
    assert "Traceback" not in "\n".join(served.lines)


@pytest.mark.usefixtures("unmeasured_processes")
async def test_a_stop_while_telegram_says_to_wait(data_dir: Path) -> None:
    """SIGTERM ends the process while a chat waits for Telegram; the next start answers it."""
    backend = Backend()
    ann = Client(backend, backend.add_person("Ann"))
    backend.faults.add(Fault("flood", 1, "sendMessage", 60))
    async with stand_in(backend) as address:
        settings = {"token": backend.token, "api_url": address}
        async with serve(data_dir, **settings) as served:
            await served.logged("listening")
            ann.send("流量思维")
            await served.logged("retrying in 60")
            begun = time.monotonic()
        assert time.monotonic() - begun < 10
        assert 0 == served.process.returncode
        assert "wait for the next start" in "\n".join(served.lines)
        async with serve(data_dir, **settings):
            async with asyncio.timeout(PATIENCE):
                while len(ann.private.visible) < 2:
                    await asyncio.sleep(0.02)

    assert quotations(ann.private.visible[1])


async def test_a_webhook(data_dir: Path) -> None:
    """With a webhook the bot answers what Telegram sends it, polls never, and stops at SIGTERM."""
    backend = Backend()
    ann = Client(backend, backend.add_person("Ann"))
    ann.send("流量思维")
    async with stand_in(backend) as address:
        settings = {"token": backend.token, "api_url": address} | await by_webhook(backend)
        async with serve(data_dir, **settings) as served:
            async with asyncio.timeout(PATIENCE):
                while len(ann.private.visible) < 2:
                    await asyncio.sleep(0.02)
            begun = time.monotonic()
        assert time.monotonic() - begun < 8
    log = "\n".join(served.lines)

    assert 0 == served.process.returncode
    assert quotations(ann.private.visible[1])
    assert 0 == backend.updates.pending
    assert "Traceback" not in log
    assert settings["webhook_secret"] not in log
    assert not any(call.method == "getupdates" for call in backend.calls)


def catches(process: int, number: signal.Signals) -> bool:
    """Return True if a process has a handler for a signal."""
    status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    (caught,) = re.findall(r"^SigCgt:\s*(\w+)$", status, re.MULTILINE)
    return bool(int(caught, 16) >> (number - 1) & 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc here")
async def test_a_stop_during_the_start(tmp_path: Path) -> None:
    """SIGTERM ends a process that has not opened its collection yet, with status 0."""
    async with serve(tmp_path, token=f"1:{'x' * 35}", api_url="http://127.0.0.1:9") as served:
        async with asyncio.timeout(PATIENCE):
            while not catches(served.process.pid, signal.SIGTERM):
                await asyncio.sleep(0.01)
        begun = time.monotonic()

    assert time.monotonic() - begun < 8
    assert 0 == served.process.returncode
    assert [] == served.lines


async def test_a_port_in_use(data_dir: Path) -> None:
    """A port that is in use ends the process with one line and status 2."""
    backend = Backend()
    async with stand_in(backend) as address:
        settings = {"token": backend.token, "api_url": address} | await by_webhook(backend)
        settings["webhook_listen"] = address.removeprefix("http://")
        async with serve(data_dir, **settings) as served:
            await asyncio.wait_for(served.process.wait(), PATIENCE)

    assert 2 == served.process.returncode
    assert "BOT_WEBHOOK_LISTEN" in served.lines[-1]
    assert "Traceback" not in "\n".join(served.lines)


async def test_polling_while_a_webhook_is_set(data_dir: Path) -> None:
    """One line names the webhook and the way out; once it is deleted, the bot answers."""
    backend = Backend()
    ann = Client(backend, backend.add_person("Ann"))
    async with stand_in(backend) as address:
        await by_webhook(backend)
        async with serve(data_dir, token=backend.token, api_url=address) as served:
            line = await served.logged("a webhook is set")
            assert "yinju webhook delete" in line
            await backend.updates.set_webhook({"url": ""})
            ann.send("流量思维")
            async with asyncio.timeout(PATIENCE):
                while len(ann.private.visible) < 2:
                    await asyncio.sleep(0.02)

    assert 1 == sum("webhook" in line for line in served.lines)


@pytest.mark.usefixtures("unmeasured_processes")
async def test_without_a_network_it_waits_and_heals(data_dir: Path) -> None:
    """While Telegram is unreachable, one line and /readyz report it; then the bot starts."""
    backend = Backend()
    async with stand_in(backend) as address:
        port = int(address.rpartition(":")[2])
    async with serve(
        data_dir, token=backend.token, api_url=f"http://127.0.0.1:{port}", monitor_port="0"
    ) as served:
        monitor = (await served.logged("monitored at")).rpartition(" ")[2]
        await served.logged("Telegram unreachable")
        assert 200 == (await get(f"{monitor}/healthz")).status_code
        assert 503 == (await get(f"{monitor}/readyz")).status_code
        await asyncio.sleep(3)
        assert 1 == sum("Telegram unreachable" in line for line in served.lines)
        async with stand_in(backend, port):
            await served.logged("Telegram reachable again")
            await served.logged("listening as @yinju_bot")
            assert 200 == (await get(f"{monitor}/readyz")).status_code
        await served.logged("Telegram unreachable")

    assert 0 == served.process.returncode
    assert "Traceback" not in "\n".join(served.lines)


@pytest.mark.usefixtures("unmeasured_processes")
async def test_a_second_poller(data_dir: Path) -> None:
    """Another process with the same token is reported once, until it stops."""
    backend = Backend()
    rival = {"timeout": "1", "offset": "0"}
    async with (
        stand_in(backend) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
        serve(data_dir, token=backend.token, api_url=address) as served,
    ):
        await served.logged("listening")
        await asyncio.sleep(0.5)
        await http.post(f"/bot{backend.token}/getUpdates", data=rival)
        line = await served.logged("another process")
        await served.logged("Telegram reachable again")

    assert "WARNING" in line
    assert 1 == sum("another process" in line for line in served.lines)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_TOKEN", "nonsense", "@BotFather"),
        ("BOT_TOKEN", "123456789:AA…", "@BotFather"),
        ("BOT_TOKEN", "123456:ABC", "@BotFather"),
        ("BOT_ADMIN_IDS", "1,boss", "numbers"),
        ("BOT_ADMIN_IDS", "1,1087968824", "1087968824"),
        ("BOT_ALLOWED_CHATS", "-1,@group", "begin with -"),
        ("BOT_BLOCKED_IDS", "- 1", "numbers"),
        ("BOT_PERSON_PER_MINUTE", "-1", "at least 0"),
        ("BOT_CONTACT", "@" + "x" * 200, "200 characters"),
        ("BOT_API_URL", "ftp://x", "https://"),
        ("BOT_PROXY_URL", "x", "socks5://"),
        ("BOT_RETENTION_DAYS", "many", "whole number"),
        ("BOT_MEANING_WEIGHT", "much", "must be a number"),
        ("BOT_FETCH_SECONDS", "0", "more than 0"),
        ("BOT_WATCH", "perhaps", "true or false"),
        ("BOT_DATABASE_URL", "mysql://x", "sqlite+aiosqlite://"),
        ("BOT_DATABASE_URL", "/", "is a folder"),
        ("BOT_LOG_LEVEL", "LOUD", "DEBUG"),
        ("BOT_LOG_FORMAT", "xml", "json"),
        ("BOT_MONITOR_PORT", "70000", "65535"),
        ("BOT_MONITOR_HOST", "localhost", "IP address"),
        ("BOT_CORPUS_DIR", "nowhere", "nowhere"),
        ("BOT_DATABASE_URL", "sqlite+aiosqlite:////proc/nowhere/x.sqlite3", "BOT_DATABASE_URL"),
    ],
)
def test_wrong_settings(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    """A wrong setting ends the process with one line that names it, and status 2."""
    monkeypatch.setenv("BOT_TOKEN", "1:right-in-its-form-and-in-its-length")
    monkeypatch.setenv(name, value)

    ran = run("serve")

    assert (2, 1) == (ran.status, len(ran.err.splitlines()))
    assert name in ran.err
    assert words in ran.err
    assert "right-in-its-form" not in ran.err


WRONG = {
    "BOT_TOKEN": "",
    "BOT_ADMIN_IDS": "boss",
    "BOT_RETENTION_DAYS": "0",
    "BOT_LOG_FORMAT": "xml",
    "BOT_WEBHOOK_URL": "https://bot.example.org:8080/",
    "BOT_REPLICAS": "2",
}
MISTAKES = {
    "C": [
        (
            "BOT_ADMIN_IDS must be user ids, which are numbers, separated by commas; @userinfobot "
            "tells you yours"
        ),
        "BOT_RETENTION_DAYS must be at least 1",
        "BOT_LOG_FORMAT must be one of: text, json",
        "BOT_TOKEN is missing; get a token from @BotFather and write it to .env",
        (
            "BOT_WEBHOOK_SECRET is missing; python3 -c 'import secrets; "
            "print(secrets.token_urlsafe())' makes one"
        ),
        (
            "https://bot.example.org:8080 is not an address that Telegram sends updates to: it "
            "must start with https:// and have one of the ports 443, 80, 88, 8443"
        ),
        (
            "BOT_REPLICAS is 2, but several replicas need one journal on a PostgreSQL server "
            "(BOT_DATABASE_URL)"
        ),
    ],
    "zh_CN.UTF-8": [
        "BOT_ADMIN_IDS 必须是用户的编号，都是数字，用逗号隔开；可以向 @userinfobot 查自己的编号",
        "BOT_RETENTION_DAYS 不能小于 1",
        "BOT_LOG_FORMAT 必须是其中之一：text, json",
        "缺少 BOT_TOKEN；请向 @BotFather 要一个令牌，写进 .env",
    ],
    "zh_TW.UTF-8": [
        "BOT_ADMIN_IDS 必須是使用者的編號，都是數字，用逗號隔開；可以向 @userinfobot 查自己的編號",
        "BOT_RETENTION_DAYS 不能小於 1",
        "BOT_LOG_FORMAT 必須是其中之一：text, json",
        "缺少 BOT_TOKEN；請向 @BotFather 要一個權杖，寫進 .env",
    ],
}


@pytest.mark.parametrize("language", MISTAKES)
def test_all_wrong_settings_at_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """All mistakes are told of at once, a line each, in the language of the terminal."""
    for name, value in WRONG.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LC_ALL", language)

    ran = run("serve")

    lines = [line.removeprefix("yinju: ") for line in ran.err.splitlines()]
    assert (2, 7) == (ran.status, len(lines))
    assert MISTAKES[language] == lines[: len(MISTAKES[language])]


def test_the_journal_by_its_path(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """BOT_DATABASE_URL takes the path of a file, also from the home folder, or a URL."""
    from bot.settings import read_settings

    monkeypatch.setenv("HOME", "/home/ann")
    urls = {
        "/srv/journal.sqlite3": "/srv/journal.sqlite3",
        "~/journal.sqlite3": "/home/ann/journal.sqlite3",
        "data/journal.sqlite3": "data/journal.sqlite3",
        "sqlite+aiosqlite:////srv/j.sqlite3": "/srv/j.sqlite3",
    }
    for value, path in urls.items():
        monkeypatch.setenv("BOT_DATABASE_URL", value)
        assert f"sqlite+aiosqlite:///{path}" == read_settings().journal_url


def test_no_token(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing token is reported with instructions."""
    monkeypatch.delenv("BOT_TOKEN", raising=False)

    assert re.search(r"BOT_TOKEN is missing.*@BotFather.*\.env", run("serve").err)


def test_admins_and_empty_values(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are separated by commas, with spaces or without; an empty value is unset."""
    from bot.settings import read_settings

    monkeypatch.setenv("BOT_ADMIN_IDS", "1, 22,333")
    monkeypatch.setenv("BOT_ALLOWED_CHATS", "-100123, 7")
    monkeypatch.setenv("BOT_PROXY_URL", "")

    assert frozenset({1, 22, 333}) == read_settings().admin_ids
    assert frozenset({-100123, 7}) == read_settings().allowed_chats
    assert read_settings().proxy_url is None
