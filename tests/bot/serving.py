"""The real `yinju serve`, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 90
"""Seconds after which a test fails if the process has not done what it waits for."""


UNLIMITED = {"person_per_minute": "0", "chat_per_minute": "0"}
"""Settings for people and groups that ask more than the bot allows anybody."""


@dataclass
class Served:
    """A running `yinju serve` and its log."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def logged(self, words: str) -> str:
        """Wait for a line of the log that contains some words, and return it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for line in self.lines:
                    if words in line:
                        return line
                await asyncio.sleep(0.02)

    async def read(self) -> None:
        """Read the log until the process ends."""
        assert self.process.stderr
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip())


@asynccontextmanager
async def serve(data_dir: Path, module: str = "bot", **settings: str) -> AsyncIterator[Served]:
    """Run `yinju serve` with some settings; at the end terminate it and wait.

    Args:
        data_dir: The data folder.
        module: The module with the command line.
        settings: The settings by their names.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("BOT_")
    }
    environment["BOT_MEANING"] = "false"  # It would cost each process a second.
    environment |= {f"BOT_{name.upper()}": value for name, value in settings.items()}
    environment |= {"BOT_DATA_DIR": str(data_dir), "PYTHONPATH": str(REPOSITORY)}
    command = (sys.executable, "-m", module, "serve")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=data_dir, stderr=asyncio.subprocess.PIPE
    )
    served = Served(process)
    reading = asyncio.create_task(served.read())
    try:
        yield served
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await process.wait()
            await reading


SECRET = "a-secret-of-tests_1"


async def by_webhook(backend: Backend) -> dict[str, str]:
    """Have a stand-in send updates to a free port, and return the settings to take them there."""
    with create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    url = f"http://{listen}/updates"
    await backend.updates.set_webhook({"url": url, "secret_token": SECRET, "max_connections": 40})
    return {"webhook_url": url, "webhook_listen": listen, "webhook_secret": SECRET}


def answers(people: list[Client]) -> Counter[tuple[int, int]]:
    """Return how often each question has been answered, by its chat and its message."""
    found: Counter[tuple[int, int]] = Counter()
    for person in people:
        for message in person.private.visible:
            if message.sender is person.person:
                found[person.private.id, message.id] += 0
            elif message.reply_to:
                found[person.private.id, message.reply_to.id] += 1
    return found
