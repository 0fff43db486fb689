"""The web server of the page: its files, its events, its actions and its downloads."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.standin.backend import Backend
from bot.playground.standin.server import LOOPBACK, serving
from bot.playground.web.access import LOOPBACK_NAMES, AccessMiddleware
from bot.playground.web.actions import MAX_FILE_BYTES, ActionError, perform, receive_file
from bot.playground.web.event_stream import EventStream
from bot.playground.web.page_state import PageState
from bot.playground.web.scenario import Scenario

MAX_ACTION_BYTES = 64 << 10
"""Maximum size of a request: the longest message, with each character as two escapes."""

_PAGE = Path(str(files("bot.playground.web").joinpath("page")))


@dataclass(frozen=True, slots=True)
class Site:
    """A page that is being served, with its address, state and events."""

    address: str
    state: PageState
    stream: EventStream

    def set_progress(self, stage: str, done: int = 0, total: int | None = None) -> None:
        """Show how far the bot's start is; *stage* is "reading", "indexing" or "preparing"."""
        progress = {"stage": stage, "done": done, "total": total}
        self.state.progress = progress
        self.stream.send({"kind": "progress", "progress": progress})

    def set_ready(self, examples: tuple[str, ...]) -> None:
        """Show that the bot is ready, and suggest example questions."""
        self.state.examples, self.state.is_ready = examples, True
        menus = self.state.menus()
        self.stream.send({"kind": "ready", "examples": examples, "menus": menus})


@asynccontextmanager
async def open_site(
    scenario: Scenario, port: int = 0, host: str = LOOPBACK
) -> AsyncIterator[Site]:
    """Serve the page of a scenario under a new key while the context is open.

    Raises:
        AddressError: The port is in use, or this machine has no such address.
    """
    state, key = PageState(scenario), secrets.token_urlsafe(12)
    stream = EventStream(state)
    app = Starlette(routes=[Mount(f"/{key}", routes=_routes(scenario, stream))])
    guarded = AccessMiddleware(app, key, is_public=host not in LOOPBACK_NAMES)
    async with serving(guarded, port, host, MAX_FILE_BYTES) as address:
        try:
            yield Site(f"{address}/{key}/", state, stream)
        finally:
            stream.close()


def _routes(scenario: Scenario, stream: EventStream) -> list[BaseRoute]:
    async def events(_: Request) -> Response:
        return StreamingResponse(stream.subscribe(), media_type="text/event-stream")

    async def act(request: Request) -> Response:
        try:
            values = json.loads(await _body(request, MAX_ACTION_BYTES))
            return JSONResponse(perform(scenario, request.path_params["name"], values))
        except (ActionError, ValueError, RecursionError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    async def upload(request: Request) -> Response:
        try:
            values = json.loads(request.query_params.get("values", ""))
            data = await _body(request, MAX_FILE_BYTES)
            return JSONResponse(receive_file(scenario, values, data))
        except (ActionError, ValueError, RecursionError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    async def download(request: Request) -> Response:
        return _file(scenario.backend, request.path_params["file_id"])

    return [
        Route("/events", events),
        Route("/acts/{name}", act, methods=["POST"]),
        Route("/files", upload, methods=["POST"]),
        Route("/files/{file_id}", download),
        Mount("/", StaticFiles(directory=_PAGE, html=True)),
    ]


def _file(backend: Backend, file_id: str) -> Response:
    """Return a photo to show, or another file to download."""
    if file_id not in backend.files:
        return Response(status_code=404)
    if file_id in backend.photos:
        # Browsers tell the formats of pictures apart themselves; they run nothing that is one.
        return Response(backend.files[file_id], media_type="image/png")
    # The name may hold any character, and a header may not (RFC 8187).
    name = quote(backend.documents[file_id].get("file_name", file_id), safe="")
    return Response(
        backend.files[file_id],
        media_type="application/octet-stream",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
    )


async def _body(request: Request, longest: int) -> bytes:
    """Return the body of a request; it is refused with 413 where it becomes too long."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > longest:
            raise HTTPException(413)
    return bytes(body)
