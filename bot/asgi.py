"""HTTP servers in the program's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from socket import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp

_STOP_SECONDS = 1
"""Seconds for which a stop waits for requests under way."""


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket, **options: Any) -> AsyncIterator[None]:
    """Serve an application while the context is open; requests under way are answered at its end.

    Args:
        app: The application.
        listening: The socket to listen on, which stays open.
        options: Further settings of uvicorn.
    """
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,  # uvicorn's own one would write past the formatter that redacts.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
        **options,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """A server that leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no signal handlers."""
        yield
