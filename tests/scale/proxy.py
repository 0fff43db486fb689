"""A proxy before several replicas, as nginx is one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from socket import create_server

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.asgi import serving

_FAILED = 502


@dataclass
class Proxy:
    """Hands each request to the next replica, and to another one if that takes none.

    Attributes:
        url: Its address.
        replicas: The addresses of the replicas.
        to_all: True to hand each request to all of them at once.
        taken: Number of requests that each replica has taken.
    """

    url: str
    replicas: list[str] = field(default_factory=list)
    to_all: bool = False
    taken: dict[str, int] = field(default_factory=dict)
    _next: int = 0

    async def hand_on(self, client: httpx.AsyncClient, request: Request) -> Response:
        """Return the answer of a replica."""
        body, headers = await request.body(), dict(request.headers)
        self._next += 1
        first = self._next % max(len(self.replicas), 1)
        order = self.replicas[first:] + self.replicas[:first]
        if self.to_all:
            answered = await asyncio.gather(
                *(self._ask(client, one, body, headers) for one in order)
            )
            return Response(status_code=min(answered))
        for one in order:
            status = await self._ask(client, one, body, headers)
            if status < 500:
                return Response(status_code=status)
        return Response(status_code=_FAILED)

    async def _ask(
        self, client: httpx.AsyncClient, replica: str, body: bytes, headers: dict[str, str]
    ) -> int:
        try:
            answer = await client.post(replica, content=body, headers=headers)
        except httpx.HTTPError:
            return _FAILED
        if answer.is_success:
            self.taken[replica] = self.taken.get(replica, 0) + 1
        return answer.status_code


@asynccontextmanager
async def proxy() -> AsyncIterator[Proxy]:
    """Serve a proxy without replicas while the context is open."""
    listening = create_server(("127.0.0.1", 0))
    made = Proxy(f"http://127.0.0.1:{listening.getsockname()[1]}/updates")
    async with httpx.AsyncClient(timeout=30) as client:

        async def hand_on(request: Request) -> Response:
            return await made.hand_on(client, request)

        app = Starlette(routes=[Route("/{path:path}", hand_on, methods=["POST"])])
        with listening:
            async with serving(app, listening):
                yield made
