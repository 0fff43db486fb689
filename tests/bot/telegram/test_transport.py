"""The HTTP client for direct connections: what its errors tell of a request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.telegram.responses import ApiRequest
from bot.telegram.throttle import Failure, failure_of
from bot.telegram.transport import DirectRequest

HEAD = b"HTTP/1.1 %d Status\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def answering(status: int | None, body: bytes = b"") -> AsyncIterator[str]:
    """Serve one response to every request, or close each connection without one."""
    responding: list[asyncio.Task[None]] = []

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if status == 0:
            await reader.read()  # Until the client gives up.
        elif status:
            writer.write(HEAD % (status, len(body)) + body)
        writer.close()
        await writer.wait_closed()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        responding.append(asyncio.create_task(respond(reader, writer)))

    async with await asyncio.start_server(connected, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        await asyncio.gather(*responding)


async def failure(url: str) -> TelegramError:
    """Return the error of a request."""
    async with ApiRequest(DirectRequest()) as request:
        with pytest.raises(TelegramError) as raised:
            await request.post(url, read_timeout=0.2)
    return raised.value


async def test_no_connection() -> None:
    """Where nobody listens, nothing was sent."""
    async with answering(200) as url:
        pass

    assert Failure.UNSENT is failure_of(await failure(url))


async def test_no_response() -> None:
    """A connection that ends, or that stays silent, may have brought the request."""
    async with answering(None) as url:
        ended = await failure(url)
    async with answering(0) as url:
        silent = await failure(url)

    assert Failure.UNCERTAIN is failure_of(ended) is failure_of(silent)
    assert isinstance(silent, TimedOut)


async def test_a_page_of_a_gateway(caplog: pytest.LogCaptureFixture) -> None:
    """A page of HTML behind a 502 is an error of the network; nothing of it is told or logged."""
    async with answering(502, b"<html>secret</html>") as url:
        error = await failure(url)

    assert Failure.UNCERTAIN is failure_of(error)
    assert "502" in str(error)
    assert "secret" not in f"{error} {caplog.text}"


@pytest.mark.parametrize("body", [b'{"ok":tr', b"[1]", b"<html>", b"[" * 100_000])
async def test_a_response_that_is_not_the_bot_api_s(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """What is no JSON object is an error of the network, without a traceback in the log."""
    async with answering(200, body) as url:
        error = await failure(url)

    assert isinstance(error, NetworkError)
    assert Failure.UNCERTAIN is failure_of(error)
    assert not caplog.text
