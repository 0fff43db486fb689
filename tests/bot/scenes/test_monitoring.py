"""The operator's port of a bot that works, and of one that does not."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

import httpx
import pytest

from bot.journal.inbox import StoredUpdate
from bot.metrics import count_updates
from bot.playground.standin.faults import Fault
from bot.service.health import Health
from bot.service.monitor import monitoring
from bot.service.reloading import reload
from bot.settings import Settings
from bot.telegram.reach import reach
from tests.bot.scenes.conftest import PATIENCE, Scene
from tests.bot.scenes.shown import quotations

REPOSITORY = Path(__file__).parents[3]
QUESTION = "流量思维"
SECRET = "只有读者自己知道的事"


@dataclass
class Monitor:
    """A client of the operator's port of a scene."""

    http: httpx.AsyncClient
    scene: Scene

    async def get(self, sample: str) -> float:
        """Return the value of a sample of /metrics, such as `yinju_questions_total{chat="…"}`."""
        lines = (await self.http.get("/metrics")).text.splitlines()
        (found,) = (line for line in lines if line.rpartition(" ")[0] == sample)
        return float(found.rpartition(" ")[2])

    async def series(self) -> list[str]:
        """Return the names of all series, with their labels."""
        lines = (await self.http.get("/metrics")).text.splitlines()
        return [line.rpartition(" ")[0] for line in lines if not line.startswith("#")]

    async def checks(self) -> tuple[int, dict[str, bool]]:
        """Return the status and the content of /readyz."""
        response = await self.http.get("/readyz")
        return response.status_code, response.json()


@pytest.fixture
async def monitor(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Monitor]:
    """A client of a connected bot's operator's port; each look at the database is a new one."""
    monkeypatch.setattr("bot.service.health._FRESH_SECONDS", 0)
    settings = scene.settings.model_copy(update={"monitor_port": 0})
    health = Health(settings)
    async with monitoring(settings, health) as address, client(address) as http:
        with health.watch(scene.services):
            async with asyncio.timeout(PATIENCE):
                while not scene.application.running:
                    await asyncio.sleep(0.005)
            yield Monitor(http, scene)


def client(address: str | None) -> httpx.AsyncClient:
    """Return an HTTP client of an address, without a proxy."""
    return httpx.AsyncClient(base_url=address or "", trust_env=False)


async def test_alive(monitor: Monitor) -> None:
    """/healthz answers as long as the event loop runs."""
    assert 200 == (await monitor.http.get("/healthz")).status_code


async def test_ready(monitor: Monitor) -> None:
    """A bot that is connected, with its collection and its database, is ready."""
    passed = {"collection": True, "database": True, "telegram": True}

    assert (200, passed) == await monitor.checks()


async def test_the_collection_is_not_loaded(tmp_path: Path) -> None:
    """Before services are open, the port answers, and says that the bot is not ready."""
    settings = Settings(data_dir=tmp_path, monitor_port=0)
    async with monitoring(settings, Health(settings)) as address, client(address) as http:
        response = await http.get("/readyz")

        assert 200 == (await http.get("/healthz")).status_code
    assert 503 == response.status_code
    assert response.json()["collection"] is False
    assert response.json()["database"] is False


@pytest.mark.sqlite
async def test_the_database_has_vanished(monitor: Monitor) -> None:
    """Without its database the bot is not ready, and all else is well; it goes on answering."""
    file = monitor.scene.settings.data_dir / "journal.sqlite3"
    file.unlink()
    file.mkdir()  # So that none is begun in its place.

    failed = {"collection": True, "database": False, "telegram": True}
    assert (503, failed) == await monitor.checks()
    assert 0 == await monitor.get('yinju_ready{check="database"}')
    assert quotations(await monitor.scene.ask(monitor.scene.client(), QUESTION))


async def test_telegram_is_silent(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that Telegram has not answered for too long is not ready."""
    monkeypatch.setattr("bot.service.health.MAX_SILENCE", 0.0)

    status, checks = await monitor.checks()

    assert (503, False) == (status, checks["telegram"])
    assert 0 == await monitor.get('yinju_ready{check="telegram"}')


@pytest.mark.sqlite
async def test_the_database_is_written_seldom(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often the port is asked, the database is written once in some seconds."""
    monkeypatch.setattr("bot.service.health._FRESH_SECONDS", 60)
    log = monitor.scene.settings.data_dir / "journal.sqlite3-wal"
    await monitor.checks()
    size = log.stat().st_size
    for _ in range(3):
        await monitor.checks()

    assert size == log.stat().st_size


async def test_telegram_is_asked_when_it_is_silent(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some silence Telegram is asked for a response, as a webhook may be idle for long."""
    bot, calls = monitor.scene.application.bot, monitor.scene.backend.calls
    await reach(bot)
    before = sum(call.method == "getme" for call in calls)
    monkeypatch.setattr("bot.telegram.reach.REACH_SECONDS", 0)
    await reach(bot)

    assert (1, 2) == (before, sum(call.method == "getme" for call in calls))


async def test_asking_a_telegram_that_is_down(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If Telegram does not answer, asking it fails quietly."""
    monkeypatch.setattr("bot.telegram.reach.REACH_SECONDS", 0)
    monitor.scene.backend.faults.add(Fault("server", 1, "getMe"))
    await reach(monitor.scene.application.bot)

    assert 0 == monitor.scene.backend.faults.left


@pytest.mark.parametrize(
    "path", ["/", "/metrics/", "/healthz/x", "//metrics", "/METRICS", "/docs", "/%2e%2e/metrics"]
)
async def test_unknown_paths(monitor: Monitor, path: str) -> None:
    """Any other path is not found."""
    assert 404 == (await monitor.http.get(path)).status_code


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
async def test_only_reading(monitor: Monitor, path: str) -> None:
    """GET and HEAD are answered, HEAD without a body; other methods are refused."""
    head = await monitor.http.head(path)

    assert (200, b"") == (head.status_code, head.content)
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert 405 == (await monitor.http.request(method, path)).status_code


async def test_an_answer_is_counted(monitor: Monitor) -> None:
    """An answered question is one update, one question, and one answer."""
    samples = (
        'yinju_updates_total{type="message"}',
        'yinju_questions_total{chat="private"}',
        'yinju_answers_total{doubtful="false"}',
    )
    before = [await monitor.get(sample) for sample in samples]
    await monitor.scene.ask(monitor.scene.client(), QUESTION)

    assert [1, 1, 1] == [
        await monitor.get(sample) - value for sample, value in zip(samples, before, strict=True)
    ]


async def test_a_decline_is_counted(monitor: Monitor) -> None:
    """A declined question of a group is counted with its reason."""
    samples = ('yinju_questions_total{chat="group"}', 'yinju_declines_total{reason="greeting"}')
    before = [await monitor.get(sample) for sample in samples]
    ann = monitor.scene.client()
    await monitor.scene.ask(ann, "/ask 你好", monitor.scene.group(ann))

    assert [1, 1] == [
        await monitor.get(sample) - value for sample, value in zip(samples, before, strict=True)
    ]


async def test_every_stage_is_measured(monitor: Monitor) -> None:
    """A question is one observation of each stage."""
    stages = ("store", "wait", "search", "send", "record", "whole")
    samples = [f'yinju_stage_seconds_count{{stage="{stage}"}}' for stage in stages]
    before = [await monitor.get(sample) for sample in samples]
    await monitor.scene.ask(monitor.scene.client(), QUESTION)
    await asyncio.sleep(0)  # The last stage ends with the task of its update.

    assert [1] * len(stages) == [
        await monitor.get(sample) - value for sample, value in zip(samples, before, strict=True)
    ]


async def test_an_inline_query_is_counted(monitor: Monitor) -> None:
    """An inline query is counted, and is no question."""
    samples = ("yinju_inline_queries_total", 'yinju_questions_total{chat="private"}')
    before = [await monitor.get(sample) for sample in samples]
    monitor.scene.client().type_inline(QUESTION)
    await monitor.scene.settle()

    assert [1, 0] == [
        await monitor.get(sample) - value for sample, value in zip(samples, before, strict=True)
    ]


async def test_a_flood_is_counted(monitor: Monitor) -> None:
    """A 429 is counted, and so is the retry."""
    samples = ('yinju_telegram_requests_total{result="flood"}', "yinju_telegram_retries_total")
    before = [await monitor.get(sample) for sample in samples]
    monitor.scene.backend.faults.add(Fault("flood", 1, "sendMessage", seconds=0))
    await monitor.scene.ask(monitor.scene.client(), QUESTION)

    assert [1, 1] == [
        await monitor.get(sample) - value for sample, value in zip(samples, before, strict=True)
    ]


@pytest.mark.parametrize(("kind", "result"), [("server", "server"), ("disconnect", "network")])
async def test_failed_requests_are_counted(monitor: Monitor, kind: str, result: str) -> None:
    """A request that fails is counted by its kind."""
    sample = f'yinju_telegram_requests_total{{result="{result}"}}'
    before = await monitor.get(sample)
    monitor.scene.backend.faults.add(Fault(kind, 1, "sendMessage"))  # type: ignore[arg-type]
    await monitor.scene.ask(monitor.scene.client(), QUESTION)

    assert 1 == await monitor.get(sample) - before


@pytest.mark.sqlite
async def test_an_error_of_the_journal_is_counted(monitor: Monitor) -> None:
    """A question that cannot be recorded is counted once as an error of the journal."""
    before = await monitor.get("yinju_journal_errors_total")
    file = monitor.scene.settings.data_dir / "journal.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE questions RENAME COLUMN took_ms TO taken_ms")
    await monitor.scene.ask(monitor.scene.client(), QUESTION)

    assert 1 == await monitor.get("yinju_journal_errors_total") - before


async def test_reloads_are_counted(monitor: Monitor) -> None:
    """A reload is counted, with the articles that it found."""
    before = await monitor.get('yinju_reloads_total{result="done"}')
    await reload(monitor.scene.services.library)

    assert 1 == await monitor.get('yinju_reloads_total{result="done"}') - before
    assert 5 == await monitor.get("yinju_articles")


async def test_the_inbox_is_measured(monitor: Monitor) -> None:
    """Updates that wait, their age, and those that are set aside can be seen."""
    await monitor.scene.ask(monitor.scene.client(), QUESTION)  # What an earlier run left is read.
    inbox = monitor.scene.services.inbox
    await inbox.store([StoredUpdate(1, "{}"), StoredUpdate(2, "{}"), StoredUpdate(3, "{}")])
    await inbox.set_aside(3)
    await asyncio.sleep(0.01)

    assert 2 == await monitor.get('yinju_inbox_updates{state="waiting"}')
    assert 1 == await monitor.get('yinju_inbox_updates{state="aside"}')
    assert 0 < await monitor.get("yinju_inbox_age_seconds") < 60


async def test_no_label_is_a_readers(monitor: Monitor) -> None:
    """No series is added by what people send; their words and numbers are in none."""
    before = await monitor.series()
    ann = monitor.scene.client(SECRET)
    await monitor.scene.ask(ann, SECRET)
    count_updates([{"update_id": 1, SECRET: {"id": SECRET}}])
    after = await monitor.series()

    assert before == after
    assert SECRET not in "".join(after)
    assert f'"{ann.person.id}"' not in "".join(after)


async def test_a_port_in_use(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """If the port is in use, one line says so and what to set, and all else goes on."""
    with create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings = Settings(data_dir=tmp_path, monitor_port=port)
        async with monitoring(settings, Health(settings)) as address:
            assert address is None

    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert str(port) in record.getMessage()
    assert "BOT_MONITOR_PORT" in record.getMessage()
    assert not record.exc_info


async def test_without_a_port(tmp_path: Path) -> None:
    """Without a port in the settings, nothing listens."""
    settings = Settings(data_dir=tmp_path)
    async with monitoring(settings, Health(settings)) as address:
        assert address is None


async def test_signals_stay_the_programs(tmp_path: Path) -> None:
    """The server leaves the program's handlers of signals alone."""
    settings = Settings(data_dir=tmp_path, monitor_port=0)
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    async with monitoring(settings, Health(settings)) as address, client(address) as http:
        await http.get("/healthz")
        during = [signal.getsignal(number) for number in numbers]

    assert before == during == [signal.getsignal(number) for number in numbers]


@pytest.mark.usefixtures("unmeasured_processes")
async def test_the_check_of_the_image(tmp_path: Path) -> None:
    """The image's check passes while the bot is alive, and fails when nothing listens."""
    command = healthcheck()
    settings = Settings(data_dir=tmp_path, monitor_port=0)
    async with monitoring(settings, Health(settings)) as address:
        port = (address or "").rpartition(":")[2]
        alive = await status_of(command, port)
    gone = await status_of(command, port)

    assert 0 == alive
    assert 1 == gone


def healthcheck() -> list[str]:
    """Return the command of the Dockerfile's HEALTHCHECK, with this Python."""
    text = (REPOSITORY / "Dockerfile").read_text("utf-8")
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.*?\])$", text, re.MULTILINE | re.DOTALL)
    assert found
    program, *arguments = json.loads(found[1].replace("\\\n", ""))
    assert "python" == program
    return [sys.executable, *arguments]


async def status_of(command: list[str], port: str) -> int | None:
    """Run a command with a port in the settings, and return its exit status."""
    environment = os.environ | {"BOT_MONITOR_PORT": port}
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()
