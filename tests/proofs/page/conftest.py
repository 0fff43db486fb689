"""A headless browser that opens the page and may reach nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright

PATIENCE = 60
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
ARTEFACTS = Path(__file__).parents[3] / "artefacts"


@dataclass
class Messenger:
    """The page in a browser, as a user operates it.

    `faults` collects errors and warnings of the browser, and requests that leave the page.
    """

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    @property
    def answers(self) -> Locator:
        """The messages of others in the open chat."""
        return self.page.locator("article.other")

    async def open(self, ready: str = ".example, article") -> None:
        """Open the page and wait until it shows an element; by default until it can be used."""
        await self.page.goto(self.address)
        await self.page.wait_for_selector(ready)

    async def say(self, text: str) -> None:
        """Type a message and send it with Enter."""
        await self.page.fill("#field", text)
        await self.page.press("#field", "Enter")

    async def ask(self, text: str) -> Locator:
        """Send a message, wait for the answer, and return it."""
        before = await self.answers.count()
        await self.say(text)
        answer = self.answers.nth(before)
        await answer.wait_for()
        return answer

    async def go_to(self, chat: str) -> None:
        """Open a chat, given by its title or badge."""
        await self.page.locator(".chat", has_text=chat).last.click()

    async def shot(self, name: str) -> None:
        """Save a screenshot of the page."""
        ARTEFACTS.mkdir(exist_ok=True)
        await self.page.wait_for_timeout(250)  # Animations end.
        await self.page.screenshot(path=ARTEFACTS / f"{name}.png")

    async def everything(self) -> dict[str, Any]:
        """Return the state that a page gets when it opens now."""
        async with (
            httpx.AsyncClient(base_url=self.address, trust_env=False) as http,
            http.stream("GET", "events") as reply,
        ):
            async for line in reply.aiter_lines():
                state: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return state
        raise AssertionError("the stream said nothing")

    def note_console(self, message: ConsoleMessage) -> None:
        """Record an error or warning of the browser."""
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def note_request(self, request: Request) -> None:
        """Record a request that leaves the address of the page."""
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.faults.append(f"a request to {request.url}")


OpenMessenger = Callable[..., AbstractAsyncContextManager[Messenger]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium as Debian installs it; without it the test is skipped."""
    found = shutil.which("chromium")
    if not found:
        pytest.skip("there is no chromium; .ci/run installs it")
    async with async_playwright() as playwright:
        # Chromium refuses to start a sandbox as root.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = await playwright.chromium.launch(executable_path=found, args=options)
        yield browser
        await browser.close()


@pytest.fixture
def open_messenger(browser: Browser) -> OpenMessenger:
    """A function that opens the page at an address, and fails at the end on recorded faults."""

    @asynccontextmanager
    async def open_messenger(
        address: str, ready: str = ".example, article", **options: Any
    ) -> AsyncIterator[Messenger]:
        context = await browser.new_context(**({"viewport": DESKTOP} | options))
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        messenger = Messenger(await context.new_page(), address)
        messenger.page.set_default_timeout(PATIENCE * 1000)
        messenger.page.on("console", messenger.note_console)
        messenger.page.on("pageerror", lambda error: messenger.faults.append(str(error)))
        messenger.page.on("request", messenger.note_request)
        await messenger.open(ready)
        yield messenger
        await context.close()
        assert [] == messenger.faults

    return open_messenger


@asynccontextmanager
async def playing(data_dir: Path, *options: str) -> AsyncIterator[str]:
    """Run `yinju play` in another process; yield the address that it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "play", "--no-browser", *options),
        env=os.environ | {"BOT_DATA_DIR": str(data_dir), "BOT_LOG_LEVEL": "ERROR"},
        cwd=data_dir,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+/", line)
        assert found, line
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    assert 0 == process.returncode


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for the whole run, so that jieba's dictionary is parsed once."""
    return tmp_path_factory.mktemp("data")
