"""The HTTP client for polling, which keeps updates as Telegram sent them."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import NetworkError

from bot.telegram.polling import REMINDER, ConnectionStatus, RawUpdatesRequest
from bot.telegram.responses import UnreadableResponseError
from bot.telegram.transport import DirectRequest

HUGE = b'{"update_id":%d}' % 10**30


async def received(body: bytes) -> list[int]:
    """Return the ids of the updates in a response."""

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with RawUpdatesRequest(DirectRequest()) as request:
            response = await request.do_request(f"http://127.0.0.1:{port}/", "GET")
    assert (200, b'{"ok":true,"result":[]}') == response
    return [update["update_id"] for update in request.received]


async def test_bytes_that_are_no_utf_8() -> None:
    """Updates with bytes that are no UTF-8 are taken, and not fetched for ever."""
    body = b'{"ok":true,"result":[{"update_id":1,"message":{"text":"\xff"}}]}'

    assert [1] == await received(body)


@pytest.mark.parametrize("element", [b"5", b'"x"', b"null", b"{}", b'{"update_id":"1"}', HUGE])
async def test_an_element_that_is_no_update(element: bytes) -> None:
    """What has no id is left out; where nothing else comes, polling takes it for a failure."""
    assert [7] == await received(b'{"ok":true,"result":[%b,{"update_id":7}]}' % element)
    with pytest.raises(UnreadableResponseError):
        await received(b'{"ok":true,"result":[%b]}' % element)


@pytest.mark.parametrize("body", [b'{"ok":true}', b'{"ok":true,"result":5}', b"[]", b"{"])
async def test_a_response_without_a_list(body: bytes) -> None:
    """A response without a list of updates is a failure."""
    with pytest.raises(UnreadableResponseError):
        await received(body)


def test_an_outage_is_repeated_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The log tells an outage once, and again after each five minutes of it."""
    now = 0.0
    status = ConnectionStatus(lambda: now)
    for now in range(0, REMINDER * 2 + 1, 30):  # noqa: B007 - the clock reads it
        status.set_failed(NetworkError("down"))

    assert 3 == caplog.text.count("Telegram unreachable")
