"""`yinju play` as a process, from its start to an answer in the page."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.conftest import Run

PATIENCE = 60
"""Seconds until a test that waits for the program fails."""


@asynccontextmanager
async def play(
    data_dir: Path, *options: str, browser: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `yinju play`, and send it Ctrl-C at the end of the context."""
    command = [sys.executable, "-m", "bot", "play", *options]
    if browser is None:
        command.append("--no-browser")
    # `play` must ignore the token of the bot in Telegram.
    environment = os.environ | {
        "BOT_DATA_DIR": str(data_dir),
        "BOT_TOKEN": "1:somebody-elses-and-none-of-ours",
    }
    environment["BROWSER"] = str(browser)
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        cwd=data_dir,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            await process.communicate()


async def address_of(process: asyncio.subprocess.Process) -> str:
    """Return the address that the program prints."""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        line = (await process.stdout.readline()).decode()
    found = re.search(r"http://\S+/", line)
    assert found, line
    return found[0]


async def message_with(http: httpx.AsyncClient, word: str) -> dict[str, Any]:
    """Send a question and return the bot's first message with a word, as the page receives it."""
    async with asyncio.timeout(PATIENCE), http.stream("GET", "events") as reply:
        async for line in reply.aiter_lines():
            event = json.loads(line.removeprefix("data: ")) if line.startswith("data") else {}
            message: dict[str, Any] = event.get("message", {})
            if message.get("from", {}).get("is_bot") and word in message["text"]:
                return message
            if event.get("kind") == "everything":
                values = {"person": 101, "chat": 101, "text": "流量思维"}
                await http.post("acts/send", json=values)
    raise AssertionError(f"no message contains {word}")


@pytest.mark.usefixtures("unmeasured_processes")
async def test_from_start_to_stop(data_dir: Path, tmp_path: Path) -> None:
    """`play` prints its address, answers there, writes its own journal and stops at Ctrl-C."""
    journal = tmp_path / "journal.sqlite3"
    async with play(data_dir, "--database", str(journal)) as process:
        address = await address_of(process)
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
            answer = await message_with(http, "流量")
    assert {"blockquote", "expandable_blockquote"} & {one["type"] for one in answer["entities"]}
    assert 0 == process.returncode
    assert journal.exists()


@pytest.mark.usefixtures("unmeasured_processes")
async def test_an_existing_journal(data_dir: Path, tmp_path: Path) -> None:
    """With the journal of an earlier run, `play` answers new messages that have the same ids."""
    for _ in range(2):
        async with play(data_dir, "--database", str(tmp_path / "journal.sqlite3")) as process:
            address = await address_of(process)
            async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
                await message_with(http, "流量")


@pytest.mark.usefixtures("unmeasured_processes")
async def test_another_collection(data_dir: Path, tmp_path: Path) -> None:
    """--corpus selects the collection."""
    (tmp_path / "a.md").write_text("# 论海带\n\n流量不如海带，海带长在冷水里。\n", "utf-8")
    async with play(data_dir, "--corpus", str(tmp_path)) as process:
        address = await address_of(process)
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
            assert "海带" in (await message_with(http, "海带"))["text"]


async def test_the_browser_opens_the_page(data_dir: Path, tmp_path: Path) -> None:
    """The browser in BROWSER is started with the printed address."""
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n', "utf-8")
    browser.chmod(0o755)
    async with play(data_dir, browser=browser) as process:
        address = await address_of(process)
        async with asyncio.timeout(PATIENCE):
            while not seen.exists() or seen.read_text("utf-8") != address:
                await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        (["--port", "{taken}"], "--port names another"),
        (["--corpus", "nowhere"], "nowhere"),
        (["--listen", "300.1.1.1"], "--listen names an address"),
        (["--database", "/dev/null/journal"], "journal cannot be opened (--database)"),
    ],
)
def test_options_that_cannot_be_used(run: Run, options: list[str], advice: str) -> None:
    """Invalid options are explained in one line, with status 2."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        ran = run("play", "--no-browser", *(option.format(taken=taken) for option in options))

    assert (2, "") == (ran.status, ran.out.partition("Yinju is at")[0])
    last = ran.err.strip().splitlines()[-1]
    assert last.startswith("yinju: ")
    assert advice in last


@pytest.mark.parametrize("is_set", [True, False])
def test_a_folder_that_does_not_exist(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_set: bool
) -> None:
    """It is told of before any address, whether an option or a setting names it."""
    nowhere = str(tmp_path / "nowhere")
    if is_set:
        monkeypatch.setenv("BOT_CORPUS_DIR", nowhere)
    ran = run("play", "--no-browser", *([] if is_set else ["--corpus", nowhere]))

    assert (2, "") == (ran.status, ran.out)
    assert [f"yinju: {nowhere} is not a folder"] == [
        line.partition(";")[0] for line in ran.err.splitlines()
    ]


@pytest.mark.usefixtures("unmeasured_processes")
async def test_the_start_is_shown(data_dir: Path, tmp_path: Path) -> None:
    """The page is told how far the start is, and that it is over once the menus are there."""
    for number in range(9):
        (tmp_path / f"{number}.md").write_text(f"# 第{number}讲\n\n海带长在冷水里。\n", "utf-8")
    events: list[dict[str, Any]] = []
    async with play(data_dir, "--corpus", str(tmp_path)) as process:
        address = await address_of(process)
        async with (
            httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http,
            asyncio.timeout(PATIENCE),
            http.stream("GET", "events") as reply,
        ):
            async for line in reply.aiter_lines():
                if line.startswith("data: "):
                    events.append(json.loads(line.removeprefix("data: ")))
                    if events[-1]["kind"] == "ready":
                        break
    stages = [one["progress"] for one in events if one["kind"] in {"everything", "progress"}]
    menu = events[-1]["menus"]["101"]

    names = list(dict.fromkeys(one["stage"] for one in stages))
    assert ["reading", "indexing", "preparing"] == names
    assert {9} == {one["total"] for one in stages if one["stage"] == "indexing"}
    assert "文章" in menu["description"]
    assert "怎样提问" in {one["description"] for one in menu["commands"]["101"]}
