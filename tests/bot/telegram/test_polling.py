"""The HTTP client for polling, which keeps updates as Telegram sent them."""

from __future__ import annotations

import asyncio

from bot.telegram.polling import RawUpdatesRequest


async def test_bytes_that_are_no_utf_8() -> None:
    """Updates with bytes that are no UTF-8 are taken, and not fetched for ever."""
    body = b'{"ok":true,"result":[{"update_id":1,"message":{"text":"\xff"}}]}'

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()

    async with await asyncio.start_server(respond, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with RawUpdatesRequest(httpx_kwargs={"trust_env": False}) as request:
            status, payload = await request.do_request(f"http://127.0.0.1:{port}/", "GET")

    assert [1] == [update["update_id"] for update in request.received]
    assert (200, b'{"ok":true,"result":[]}') == (status, payload)
