"""The page: its files, the stream of events, what people do, what they download."""

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
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.acts import ActError, perform
from bot.playground.door import LOOPBACK_NAMES, Door
from bot.playground.server import LOOPBACK, serving
from bot.playground.stage import Stage
from bot.playground.stream import Stream
from bot.playground.view import View

_PAGE = Path(str(files("bot.playground").joinpath("page")))


@dataclass(frozen=True, slots=True)
class Site:
    """A page that is served: where, and what it shows."""

    address: str
    view: View
    stream: Stream

    def begin(self, examples: tuple[str, ...]) -> None:
        """Say that the bot answers now, and what one could ask it."""
        self.view.examples, self.view.is_ready = examples, True
        self.stream.tell({"kind": "ready", "examples": examples})


@asynccontextmanager
async def open_site(stage: Stage, port: int = 0, host: str = LOOPBACK) -> AsyncIterator[Site]:
    """Serve the page of a stage, under a key made anew, while the context is open.

    Raises:
        AddressError: The port is taken, or this machine has no such address.
    """
    view, key = View(stage), secrets.token_urlsafe(12)
    stream = Stream(view)
    app = Starlette(routes=[Mount(f"/{key}", routes=_routes(stage, stream))])
    door = Door(app, key, is_wide=host not in LOOPBACK_NAMES)
    async with serving(door, port, host) as address:
        try:
            yield Site(f"{address}/{key}/", view, stream)
        finally:
            stream.close()


def _routes(stage: Stage, stream: Stream) -> list[BaseRoute]:
    async def events(_: Request) -> Response:
        return StreamingResponse(stream.watch(), media_type="text/event-stream")

    async def act(request: Request) -> Response:
        try:
            values = json.loads(await request.body())
            return JSONResponse(perform(stage, request.path_params["name"], values))
        except (ActError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    async def download(request: Request) -> Response:
        file_id = request.path_params["file_id"]
        if file_id not in stage.world.files:
            return Response(status_code=404)
        # The name comes from a person or the bot: HTTP takes it in percents.
        name = quote(stage.world.documents[file_id]["file_name"], safe="")
        return Response(
            stage.world.files[file_id],
            media_type="application/octet-stream",
            headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    return [
        Route("/events", events),
        Route("/acts/{name}", act, methods=["POST"]),
        Route("/files/{file_id}", download),
        Mount("/", StaticFiles(directory=_PAGE, html=True)),
    ]
