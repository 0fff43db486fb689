"""The operator's port: /healthz, /readyz and /metrics over HTTP."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from socket import AddressFamily, create_server, socket

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router

from bot import metrics
from bot.asgi import serving
from bot.service.health import Health
from bot.settings import Settings

_MAX_CONNECTIONS = 64
"""Number of connections above which further ones are told to come back later (503)."""

_LOGGER = logging.getLogger(__name__)


@asynccontextmanager
async def monitoring(settings: Settings, health: Health) -> AsyncIterator[str | None]:
    """Serve the operator's port while the context is open, and yield its URL.

    It is None without a port in the settings. Where the port cannot be listened on, one line in
    the log says so, and all else goes on.
    """
    if settings.monitor_port is None:
        yield None
        return
    host, port = str(settings.monitor_host), settings.monitor_port
    try:
        listening = _listen(host, port)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        _LOGGER.error(  # noqa: TRY400 - one line is enough
            "nothing can be monitored: %s port %d cannot be listened on (%s); "
            "BOT_MONITOR_HOST and BOT_MONITOR_PORT name another address",
            *(host, port, reason),
        )
        yield None
        return
    with listening:
        async with serving(_routes(health), listening, limit_concurrency=_MAX_CONNECTIONS):
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{shown}:{listening.getsockname()[1]}"
            _LOGGER.info("monitored at %s", address)
            yield address


def _routes(health: Health) -> Router:
    async def alive(_: Request) -> Response:
        """Answer, which shows that the event loop runs."""
        return PlainTextResponse("alive\n")

    async def ready(_: Request) -> Response:
        """Tell what readers depend on, with status 503 unless all is well."""
        checks = await health.checks()
        return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)

    async def measured(_: Request) -> Response:
        await health.refresh()
        return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)

    paths = {"/healthz": alive, "/readyz": ready, "/metrics": measured}
    return Router([Route(path, page) for path, page in paths.items()], redirect_slashes=False)


def _listen(host: str, port: int) -> socket:
    family = AddressFamily.AF_INET6 if ":" in host else AddressFamily.AF_INET
    return create_server((host, port), family=family)
