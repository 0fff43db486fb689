"""The endpoint that Telegram sends updates to; each is stored before it is answered with 200.

Behind it is Telegram's own repetition: what is not answered with 2xx comes again, first after
seconds, later after minutes, for a day. So whatever prevents storing is answered with 503.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM, create_server, socket
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.asgi import serving
from bot.telegram.intake import Intake
from bot.telegram.polling import ListenError
from bot.telegram.raw_updates import RawUpdate, is_update
from corpus.message import system_error

MAX_BYTES = 1 << 20
"""Maximum size of a request; Telegram's largest updates have a tenth of it."""

BODY_SECONDS = 10
"""Seconds within which a request must have arrived."""

_RETRY_SECONDS = "5"
"""Seconds after which Telegram is asked to send again what could not be stored."""

_MAX_CONNECTIONS = 512
"""Maximum number of connections; Telegram opens 100 at most."""

_KEEP_ALIVE = 75
"""Seconds for which an idle connection is kept, as proxies expect it."""

_UNIX = "unix:"

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name, no secret


class _BadRequestError(Exception):
    """A request that is no update; it is answered with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """An ASGI endpoint for Telegram's requests, at any path.

    Attributes:
        url: The URL that Telegram is to send updates to.
        listen: HOST:PORT, or unix: and the path of a socket.
        secret: The token that each request must bring.
        intake: Takes the updates.
    """

    url: str
    listen: str
    secret: str
    intake: Intake

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve requests while the context is open; those under way are answered at its end.

        Raises:
            ListenError: The address is in use, or this machine has no such address.
        """
        with _listening(self.listen) as listener:
            async with serving(
                self.application,
                listener,
                log_level="error",
                proxy_headers=False,
                limit_concurrency=_MAX_CONNECTIONS,
                timeout_keep_alive=_KEEP_ALIVE,
            ):
                yield

    @property
    def application(self) -> Starlette:
        """The ASGI application."""
        return Starlette(routes=[Route("/{path:path}", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        """Store an update; 200 says that it is stored, or was already."""
        if not self._is_from_telegram(request):
            return PlainTextResponse("", 403)
        try:
            update = await _update_in(request)
        except _BadRequestError as error:
            return PlainTextResponse("", error.status)
        if await self.intake.take_stored(update):
            return PlainTextResponse("")
        return PlainTextResponse("", 503, {"Retry-After": _RETRY_SECONDS})

    def _is_from_telegram(self, request: Request) -> bool:
        given = request.headers.get(_SECRET_HEADER, "")
        return hmac.compare_digest(given.encode(), self.secret.encode())


async def _update_in(request: Request) -> RawUpdate:
    """Return the update that a request contains.

    Raises:
        _BadRequestError: It contains none, is too large, or does not arrive in time.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _BadRequestError(415)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _body(request)
        update: Any = json.loads(body.decode(errors="replace"))  # As polling reads it.
    except TimeoutError as error:
        raise _BadRequestError(408) from error
    except (ClientDisconnect, ValueError, RecursionError) as error:
        raise _BadRequestError(400) from error
    if not is_update(update):
        raise _BadRequestError(400)
    return update


async def _body(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        _BadRequestError: It is larger than MAX_BYTES.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise _BadRequestError(413)
    return bytes(body)


@contextmanager
def _listening(place: str) -> Iterator[socket]:
    """Open a socket to listen on, and remove its file at the end if it has one.

    Raises:
        ListenError: That is not possible.
    """
    path = Path(place.removeprefix(_UNIX)) if place.startswith(_UNIX) else None
    try:
        listener = _unix_socket(path) if path else _tcp_socket(place)
    except OSError as error:
        raise ListenError(
            "BOT_WEBHOOK_LISTEN: {place} cannot be listened on: {reason}",
            place=place,
            reason=system_error(error),
        ) from error
    with listener:
        try:
            yield listener
        finally:
            if path:
                path.unlink(missing_ok=True)


def _tcp_socket(place: str) -> socket:
    host, _, port = place.rpartition(":")
    family = AF_INET6 if ":" in host else AF_INET
    return create_server((host.strip("[]"), int(port)), family=family)


def _unix_socket(path: Path) -> socket:
    """Listen on a socket for this user and group; one that a killed process left is replaced."""
    listener = socket(AF_UNIX, SOCK_STREAM)
    try:
        if path.exists() and stat.S_ISSOCK(path.stat().st_mode) and not _is_alive(path):
            path.unlink()
        listener.bind(str(path))
        path.chmod(0o660)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _is_alive(path: Path) -> bool:
    """Return True if a process listens on a socket."""
    with socket(AF_UNIX, SOCK_STREAM) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False
