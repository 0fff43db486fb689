"""`yinju webhook` sets, shows and deletes where Telegram sends updates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.bot.conftest import Ran, Run

SECRET = "a-secret-of-tests_1"
URL = "https://bot.example.org/updates"


@pytest.fixture
async def backend(environment: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Backend]:
    """A stand-in for Telegram that the settings lead to."""
    backend = Backend()
    async with stand_in(backend) as address:
        monkeypatch.setenv("BOT_TOKEN", backend.token)
        monkeypatch.setenv("BOT_API_URL", address)
        monkeypatch.setenv("BOT_WEBHOOK_SECRET", SECRET)
        yield backend


async def ran(run: Run, *arguments: str) -> Ran:
    """Run `yinju webhook` beside the stand-in."""
    return await asyncio.to_thread(run, "webhook", *arguments)


async def test_set_show_delete(backend: Backend, run: Run, tmp_path: Path) -> None:
    """What `set` has set is what `show` shows, until `delete` deletes it."""
    certificate = tmp_path / "own.pem"
    certificate.write_text("-----BEGIN CERTIFICATE-----")
    was_set = await ran(
        run, "set", URL, "--certificate", str(certificate), "--max-connections", "7"
    )
    shown = await ran(run, "show")
    secret = backend.updates.webhook["secret_token"]
    deleted = await ran(run, "delete")
    afterwards = await ran(run, "show")

    assert (0, 0, 0) == (was_set.status, shown.status, deleted.status)
    assert SECRET == secret
    assert SECRET not in was_set.out + shown.out
    assert f"updates to {URL}\n0 updates are waiting\nup to 7 at once\nwith a cert" in shown.out
    assert afterwards.out.startswith("There is no webhook; the bot polls.\n0 updates")


async def test_the_url_of_the_settings(
    backend: Backend, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a URL, `set` takes that of the settings; `show` tells if Telegram has another."""
    monkeypatch.setenv("BOT_WEBHOOK_URL", URL)
    before = await ran(run, "show")
    await ran(run, "set")
    after = await ran(run, "show")

    assert URL == backend.updates.webhook["url"]
    assert f"BOT_WEBHOOK_URL is {URL}; tell Telegram with yinju webhook set." in before.out
    assert "BOT_WEBHOOK_URL" not in after.out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("C", "1 update is waiting\nup to 40 at once\nlast error, 20"),
        ("zh_CN.UTF-8", "有 1 条更新在等待"),
        ("zh_TW.UTF-8", "最近一次錯誤，20"),
    ],
)
async def test_what_fails_is_shown(
    backend: Backend, run: Run, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    """`show` tells how many updates wait and the last error, in the language of the terminal."""
    monkeypatch.setenv("LANG", code)
    webhook = {"url": "http://127.0.0.1:9/", "max_connections": 40}
    await backend.updates.set_webhook(webhook)
    Client(backend, backend.add_person("Ann")).send("流量思维")
    async with asyncio.timeout(10):
        while "last_error_message" not in backend.updates.webhook:
            await asyncio.sleep(0.01)
    shown = await ran(run, "show")

    assert words in shown.out
    assert "Connection refused" in shown.out


TAKEN = ("https://bot.example.org", "https://b.example:8443/a", "https://[2001:db8::1]:88/")
NOT_TAKEN = (
    "http://bot.example.org/",
    "https://bot.example.org:8080/",
    "https://bot.example.org:x/",
    "https:///updates",
)


@pytest.mark.parametrize("url", TAKEN + NOT_TAKEN)
def test_addresses(environment: None, run: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A URL that Telegram sends nothing to is refused before Telegram is asked."""
    monkeypatch.setenv("BOT_TOKEN", f"1:{'x' * 35}")
    monkeypatch.setenv("BOT_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("BOT_PROXY_URL", "http://127.0.0.1:9")  # Where nobody listens.
    ran = run("webhook", "set", url)

    expected = (
        "not an address that Telegram sends updates to" if url in NOT_TAKEN else "ConnectError"
    )
    assert 2 == ran.status
    assert expected in ran.err


@pytest.mark.parametrize("secret", [None, "short", "no blanks in a secret"])
def test_a_secret_is_needed(
    environment: None, run: Run, monkeypatch: pytest.MonkeyPatch, secret: str | None
) -> None:
    """Without a good secret nothing is set, and the bot does not start with a webhook."""
    monkeypatch.setenv("BOT_TOKEN", f"1:{'x' * 35}")
    monkeypatch.setenv("BOT_WEBHOOK_URL", URL)
    if secret:
        monkeypatch.setenv("BOT_WEBHOOK_SECRET", secret)
    for command in (("webhook", "set"), ("serve",)):
        ran = run(*command)
        assert 2 == ran.status
        assert "BOT_WEBHOOK_SECRET" in ran.err


async def test_refusals_of_telegram(backend: Backend, run: Run) -> None:
    """A call that Telegram refuses ends with status 2 and its words in one line."""
    refused = await ran(run, "set", "http://bot.example.org")

    assert 2 == refused.status
    assert "an https url must be provided" in refused.err
    assert 1 == len(refused.err.splitlines())
    assert not backend.updates.webhook["url"]
