"""The HTTP server of the stand-in, which any client library of the Bot API can use."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath
from socket import IPPROTO_TCP, TCP_NODELAY, AddressFamily, create_server
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.playground.standin.backend import ApiCall, Backend
from bot.playground.standin.errors import RefusedError
from bot.playground.standin.faults import DisconnectError, GarbledError
from bot.playground.standin.methods import METHODS, is_known
from bot.playground.standin.methods.arguments import Arguments

LOOPBACK = "127.0.0.1"

_KEPT_SECONDS = 75
"""Seconds that an idle connection is kept; after uvicorn's five, a busy client may just use it."""

MAX_UPLOAD_BYTES = 51 << 20
"""Maximum size of a request: that of the largest file that a bot can send, and its form."""


class AddressError(Exception):
    """The server cannot listen on an address. The message gives the address and the reason."""


def bot_api(backend: Backend) -> Route:
    """Return the route of the Bot API: /bot{token}/{method}, GET or POST."""

    async def call(request: Request) -> Response:
        method = request.path_params["method"].lower()
        if request.path_params["token"] != backend.token:
            return _refusal(RefusedError(401, "Unauthorized"))
        arguments = await _arguments(request)
        failure = await _fault(backend, request, method, arguments)
        if failure:
            return failure
        try:
            result = await _while_connected(request, _result(backend, method, arguments))
        except RefusedError as refused:
            _record(backend, ApiCall(method, arguments.values, refused.description))
            return _refusal(refused)
        except _ClientDisconnectedError:
            return Response()
        _record(backend, ApiCall(method, arguments.values, None, result))
        return _AsciiResponse({"ok": True, "result": result})

    return Route("/bot{token}/{method}", call, methods=["GET", "POST"])


def downloads(backend: Backend) -> Route:
    """Return the route for downloading files, by the paths that getFile returns.

    A fault of the method "download" makes a download fail.
    """

    async def download(request: Request) -> Response:
        failure = await _fault(backend, request, "download", Arguments({}))
        if failure:
            return failure
        data = backend.files.get(PurePath(request.path_params["name"]).stem)
        if request.path_params["token"] != backend.token or data is None:
            return _refusal(RefusedError(404, "Not Found"))
        return Response(data, media_type="application/octet-stream")

    return Route("/file/bot{token}/documents/{name}", download)


@asynccontextmanager
async def serving(
    app: ASGIApp, port: int = 0, host: str = LOOPBACK, longest: int = MAX_UPLOAD_BYTES
) -> AsyncIterator[str]:
    """Serve an ASGI application while the context is open; yield its base URL.

    A request with a body of more than *longest* bytes is refused before all of it was read.

    Raises:
        AddressError: The port is in use, or this machine has no such address.
    """
    family = AddressFamily.AF_INET6 if ":" in host else AddressFamily.AF_INET
    try:
        socket = create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error
        raise AddressError(f"{host}:{port} cannot be listened on ({reason})") from error
    # asyncio sets it for its own sockets alone. Without it a response takes 40 ms, as its body
    # waits until the client has acknowledged the headers.
    socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    config = uvicorn.Config(
        _LimitedBodies(app, longest), log_level="critical", lifespan="off", date_header=False
    )
    config.timeout_graceful_shutdown = 1
    config.timeout_keep_alive = _KEPT_SECONDS
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    # Not `serve`, which would take the program's signals and look ten times a second for its end.
    await server.startup([socket])
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}"
    finally:
        await _stop(server)
        socket.close()


async def _stop(server: uvicorn.Server) -> None:
    """Close a server and its connections; only responses that are not complete are waited for."""
    for listener in server.servers:
        listener.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    await asyncio.sleep(0)
    if server.server_state.connections or server.server_state.tasks:
        await server.shutdown()


@asynccontextmanager
async def stand_in(backend: Backend, port: int = 0) -> AsyncIterator[str]:
    """Serve the Bot API of a backend; yield the URL for `BOT_API_URL`."""
    async with serving(Starlette(routes=[bot_api(backend), downloads(backend)]), port) as address:
        pushing = asyncio.create_task(backend.updates.push())
        try:
            yield address
        finally:
            await backend.updates.close()
            pushing.cancel()
            with suppress(asyncio.CancelledError):
                await pushing


class _ClientDisconnectedError(Exception):
    """The client closed the connection before the response."""


@dataclass(frozen=True, slots=True)
class _LimitedBodies:
    """Middleware that refuses requests whose body is longer than *longest* bytes."""

    app: ASGIApp
    longest: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, and end it with 413 where its body becomes too long."""
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.longest:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_limited, send)


class _AsciiResponse(JSONResponse):
    """A response in ASCII, as Telegram's are: half of a surrogate pair can be sent, too."""

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return json.dumps(content).encode()


class _TruncatedResponse(Response):
    """A response whose connection is closed before its end."""

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Send the beginning of a response, then close the connection."""
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionResetError


async def _arguments(request: Request) -> Arguments:
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, tuple[str, bytes]] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        values |= json.loads(await request.body() or b"{}")
        return Arguments(values)
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                files[name] = (value.filename or name, await value.read())
            else:
                values[name] = value
    return Arguments(values, files)


async def _fault(
    backend: Backend, request: Request, method: str, arguments: Arguments
) -> Response | None:
    """Return the response to a call that an injected fault makes fail, None for other calls."""
    reply: Response
    try:
        await _while_connected(
            request, backend.faults.inject(method, arguments.text("chat_id") or "")
        )
    except RefusedError as refused:
        description, reply = refused.description, _refusal(refused)
    except GarbledError as error:
        description = "garbled"
        reply = Response(error.body, error.status, media_type=error.media_type)
    except DisconnectError:
        description, reply = "disconnected", _TruncatedResponse()
    except _ClientDisconnectedError:
        description, reply = "timed out", Response()
    else:
        return None
    _record(backend, ApiCall(method, arguments.values, description, is_fault=True))
    return reply


async def _result(backend: Backend, method: str, arguments: Arguments) -> Any:
    function = METHODS.get(method)
    if function is None or not is_known(backend, function):
        raise RefusedError(404, "Not Found: method not found")
    result = function(backend, arguments)
    return await result if inspect.isawaitable(result) else result


async def _while_connected(request: Request, work: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of *work*, unless the client disconnects first.

    Raises:
        _ClientDisconnectedError: The client disconnected first.
    """
    working = asyncio.ensure_future(work)
    disconnecting = asyncio.ensure_future(_client_disconnected(request))
    await asyncio.wait({working, disconnecting}, return_when=asyncio.FIRST_COMPLETED)
    disconnecting.cancel()
    if not working.done():
        working.cancel()
        raise _ClientDisconnectedError
    return await working


async def _client_disconnected(request: Request) -> None:
    """Return when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass  # The rest of the request.


def _refusal(refused: RefusedError) -> Response:
    return JSONResponse(refused.as_json(), status_code=refused.code)


def _record(backend: Backend, call: ApiCall) -> None:
    # Polling succeeds every few seconds and would bury all other calls.
    if call.method != "getupdates" or call.refusal:
        backend.calls.append(call)
        backend.notify("call", call)
