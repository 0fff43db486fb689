"""Over many updates from many chats, the bot's memory stays flat, and nothing goes wrong."""

from __future__ import annotations

import asyncio
import itertools
import random
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, Message
from bot.playground.standin.server import stand_in
from tests.bot.serving import PATIENCE, UNLIMITED, Served, serve

CHATS = 2_000
BATCH = 100
WORDS = ("流量思维", "金融科技", "产业互联网", "新金融", "消费升级", "区块链", "共享经济", "你好")
FORMS = ("{}是什么", "为什么要有{}", "{}有什么用？", "谁提出了{}", "{}和互联网有什么关系", "{}")
COMMANDS = ("/help", "/settings", "/privacy", "/start", "/language")

WARM = 0.2
"""Part of all updates after which memory must no longer grow."""

GROWTH = 1.05
"""Memory at the end, as a multiple of that after warming up."""


class Soak:
    """Two thousand people, each with a private chat, and a group of some of them."""

    def __init__(self) -> None:
        self._chance = random.Random(11)
        self.backend = Backend()
        self.backend.reads_all_group_messages = True
        self.people = [
            Client(self.backend, self.backend.add_person(f"p{number}", "zh-hans"))
            for number in range(CHATS)
        ]
        self.group: Chat = self.backend.add_group("G", *(one.person for one in self.people[:50]))
        self.people[0].add_bot(self.group)
        self._numbers = itertools.count()

    def send(self, client: Client) -> bool:
        """Send an update from a person; return True if it must be answered with a message."""
        kind = self._chance.random()
        if kind < 0.5:
            client.send(self._question())
        elif kind < 0.6:
            client.send(self._chance.choice(COMMANDS))
        else:
            self._send_other(client, kind)
            return False
        return True

    def _send_other(self, client: Client, kind: float) -> None:
        said = client.private.visible
        answers = [m for m in said if m.sender is self.backend.bot and m.buttons]
        if kind < 0.7 and answers:
            self._press(client, answers[-1])
        elif kind < 0.8:
            client.type_inline(self._question())
        elif kind < 0.85 and said and said[0].sender is client.person:
            client.edit(said[0], self._question())
        elif kind < 0.98:
            self.people[next(self._numbers) % 50].send("今天天气不错", self.group)
        else:
            number = f"x{next(self._numbers)}"
            self.backend.updates.put("message", {"message_id": number})

    def _press(self, client: Client, message: Message) -> None:
        buttons = [one for row in message.buttons for one in row if "callback_data" in one]
        if buttons:
            client.press_button(message, self._chance.choice(buttons))

    def _question(self) -> str:
        return self._chance.choice(FORMS).format(self._chance.choice(WORDS))

    async def batch(self) -> None:
        """Send updates from different chats, and wait for those that must be answered."""
        asking = []
        for client in self._chance.sample(self.people, BATCH):
            count = len(client.private.messages)
            if self.send(client):
                asking.append((client, count + 1))
        async with asyncio.timeout(PATIENCE):
            for client, count in asking:
                while len(client.private.messages) <= count:
                    await asyncio.sleep(0.005)
            while self.backend.updates.pending:
                await asyncio.sleep(0.005)
        self._forget()

    def _forget(self) -> None:
        """Forget what was said long ago, so that the stand-in's own memory stays flat."""
        self.backend.calls.clear()
        self.backend.callback_queries.clear()
        self.backend.queries.clear()
        for chat in self.backend.chats.values():
            for number in list(chat.messages)[:-6]:
                del chat.messages[number]


def resident(served: Served) -> int:
    """Return the memory of a process in KiB."""
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_soak(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """After a fifth of the updates memory grows by less than a twentieth; no handler fails."""
    batches = request.config.getoption("--soak") // BATCH
    soak = Soak()
    memory: dict[int, int] = {}
    async with stand_in(soak.backend) as address:
        access = UNLIMITED | {"token": soak.backend.token, "api_url": address, "log_level": "INFO"}
        async with serve(tmp_path, "bench.unpaced", **access) as served:
            await served.logged("listening")
            for number in range(1, batches + 1):
                await soak.batch()
                tenth = 10 * number // batches
                if tenth > 10 * (number - 1) // batches:
                    memory[tenth] = resident(served)
                    print(f"{number * BATCH:9,} updates {memory[tenth] / 1024:8.1f} MiB")  # noqa: T201
    log = "\n".join(served.lines)

    assert 0 == served.process.returncode
    assert "Traceback" not in log
    assert "handler failed" not in log
    assert memory[10] < memory[round(10 * WARM)] * GROWTH
