"""The endpoint that Telegram sends updates to."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from telegram import Bot, Update

from bot.journal.database import Database
from bot.journal.inbox import Inbox, Recovered
from bot.journal.opening import make_database
from bot.telegram.intake import Intake
from bot.telegram.polling import ListenError
from bot.telegram.turns import ChatTurns
from bot.telegram.webhook import MAX_BYTES, WebhookEndpoint
from tests.bot.serving import PATIENCE

SECRET = "a-secret-of-tests_1"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


def question(update_id: int, text: str = "流量思维") -> dict[str, object]:
    """Return an update with a message in a private chat."""
    chat = {"id": 5, "type": "private", "first_name": "Ann"}
    sender = {"id": 5, "is_bot": False, "first_name": "Ann"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}
    return {"update_id": update_id, "message": message}


@dataclass(frozen=True, slots=True)
class Hook:
    """A running endpoint: a client for it, its database and the queue behind it."""

    client: httpx.AsyncClient
    database: Database
    inbox: Inbox
    queue: asyncio.Queue[object]

    async def post(self, content: object, headers: dict[str, str] = HEADERS) -> int:
        """Send a request, and return the status of the response."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return (await self.client.post("/any/path", content=body, headers=headers)).status_code


@asynccontextmanager
async def endpoint(folder: Path) -> AsyncIterator[Hook]:
    """Run an endpoint on a unix socket."""

    async def tell(_: object) -> None:
        """Tell nobody."""

    place = folder / "hook"
    async with make_database(f"sqlite+aiosqlite:///{folder / 'journal.sqlite3'}") as database:
        inbox, queue = Inbox(database, 1), asyncio.Queue[object]()
        intake = Intake(inbox, Bot("1:token"), queue, ChatTurns(inbox), tell)
        async with (
            WebhookEndpoint("https://bot.example.org", f"unix:{place}", SECRET, intake).serving(),
            httpx.AsyncClient(
                transport=httpx.AsyncHTTPTransport(uds=str(place)), base_url="http://hook"
            ) as client,
        ):
            yield Hook(client, database, inbox, queue)


@pytest.fixture
async def hook(tmp_path: Path) -> AsyncIterator[Hook]:
    """An endpoint on a unix socket."""
    async with endpoint(tmp_path) as opened:
        yield opened


async def test_an_update_is_stored_and_queued(hook: Hook) -> None:
    """An update that was answered with 200 is in the inbox, and waits to be handled."""
    assert 200 == await hook.post(question(7))

    queued = hook.queue.get_nowait()
    assert isinstance(queued, Update)
    assert 7 == queued.update_id
    assert await hook.inbox.waiting([7])


async def test_the_same_update_again(hook: Hook) -> None:
    """An update that comes again, also at the same time, is accepted and queued once."""
    found = await asyncio.gather(*(hook.post(question(7)) for _ in range(5)))

    assert [200] * 5 == found
    assert 1 == hook.queue.qsize()


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + "x", "密"])
async def test_without_the_secret(hook: Hook, secret: str | None) -> None:
    """A request without the secret token is refused, and nothing of it is stored."""
    headers = {b"Content-Type": b"application/json"}
    if secret is not None:
        headers[b"X-Telegram-Bot-Api-Secret-Token"] = secret.encode()
    reply = await hook.client.post("/", json=question(7), headers=headers)

    assert 403 == reply.status_code
    assert hook.queue.empty()
    assert Recovered() == await hook.inbox.recover()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b" " * (MAX_BYTES + 1), "application/json", 413),
        (b"", "application/json", 400),
        (b'{"update_id": 1', "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"update_id": true}', "application/json", 400),
        (b'{"update_id": -1}', "application/json", 400),
        (b'{"update_id": 9223372036854775808}', "application/json", 400),
        (b"[" * 100_000, "application/json; charset=utf-8", 400),
    ],
)
async def test_what_is_no_update(hook: Hook, body: bytes, kind: str, status: int) -> None:
    """A request that holds no update gets a status that says why, and the next one is served."""
    assert status == await hook.post(body, HEADERS | {"Content-Type": kind})
    assert 200 == await hook.post(question(8))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods(hook: Hook, method: str) -> None:
    """Only POST is served."""
    assert 405 == (await hook.client.request(method, "/", headers=HEADERS)).status_code


async def test_an_update_that_cannot_be_parsed(
    hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    """It is accepted and set aside, with one line that names it and has no text of it."""
    bad = {"update_id": 9, "message": {"message_id": "geheim", "chat": "geheim"}}
    assert 200 == await hook.post(bad)

    assert hook.queue.empty()
    async with asyncio.timeout(PATIENCE):
        while (9,) != await hook.inbox.set_aside_ids():
            await asyncio.sleep(0.01)
    (line,) = caplog.messages
    assert "update 9 cannot be parsed" in line
    assert "geheim" not in line


async def test_numbers_that_no_database_stores(hook: Hook) -> None:
    """An id of a chat beyond 64 bits is no reason to fail."""
    assert 200 == await hook.post({"update_id": 10, "message": {"chat": {"id": 1 << 70}}})


async def test_a_database_that_cannot_store(hook: Hook) -> None:
    """Telegram is asked to send again what could not be stored; then it is handled once."""
    async with hook.database.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
    reply = await hook.client.post("/", json=question(7), headers=HEADERS)
    async with hook.database.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")

    assert (503, "5") == (reply.status_code, reply.headers["retry-after"])
    assert hook.queue.empty()
    assert 200 == await hook.post(question(7))
    assert 1 == hook.queue.qsize()


async def test_a_socket_that_a_killed_process_left(tmp_path: Path) -> None:
    """Its file is replaced at the next start, open to user and group, and removed at the end."""
    place = tmp_path / "hook"
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(place))
    left.close()
    async with endpoint(tmp_path) as hook:
        assert 200 == await hook.post(question(7))
        assert 0o660 == place.stat().st_mode & 0o777
    assert not place.exists()


@pytest.mark.usefixtures("hook")
async def test_a_socket_in_use(tmp_path: Path) -> None:
    """A socket that another process listens on is left to it."""
    with pytest.raises(ListenError, match="another program is listening there"):
        async with endpoint(tmp_path):
            pass

    assert (tmp_path / "hook").exists()
