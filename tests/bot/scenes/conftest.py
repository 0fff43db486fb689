"""The bot against the stand-in for Telegram, over HTTP, in one event loop."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.journal.opening import make_database
from bot.playground.standin.backend import NEWEST, Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, Message, User
from bot.playground.standin.server import stand_in
from bot.playground.standin.updates import UpdateQueue
from bot.service.bootstrap import empty_snapshot, open_library, open_services
from bot.service.collections import Collections
from bot.service.services import Services
from bot.settings import Settings, packaged_articles
from bot.telegram.application import BotApplication, connect
from bot.telegram.intake import Intake
from bot.views import charts
from corpus.collection_file import find_collections
from retrieval.library import Library
from retrieval.text.analysis import Analyzer

FIRST_UPDATES = count(1, 1_000_000)
"""Ids of the first updates of scenes, so that a second scene of a test has new ones."""

PATIENCE = 20
"""Seconds after which a test fails if the bot is still busy."""


@dataclass
class Scene:
    """The stand-in for Telegram, and the bot that is connected to it."""

    backend: Backend
    services: Services
    settings: Settings
    application: BotApplication
    intake: Intake

    def client(self, name: str = "小明", language: str | None = "zh-hans") -> Client:
        """Return the client of a new person."""
        return Client(self.backend, self.backend.add_person(name, language))

    @property
    def admin(self) -> Client:
        """The client of the person whose id is in BOT_ADMIN_IDS."""
        return Client(self.backend, self.backend.people[min(self.settings.admin_ids)])

    def group(self, *clients: Client, **options: Any) -> Chat:
        """Return a group of some people and the bot, which has greeted already."""
        chat = self.backend.add_group("读书会", *(one.person for one in clients), **options)
        chat.members[self.backend.bot.id] = "member"
        return chat

    async def settle(self) -> None:
        """Wait until the bot has handled every update."""
        async with asyncio.timeout(PATIENCE):
            while not self._is_at_rest():
                await asyncio.sleep(0.005)

    def _is_at_rest(self) -> bool:
        application, intake = self.application, self.intake
        is_busy = application.update_processor.current_concurrent_updates or (
            not application.update_queue.empty()
        )
        is_taking = intake._storing or intake._lanes._lanes  # Some wait for room.
        is_writing = self.services.journal._writing  # An entry may take longer than its answer.
        return not (self.backend.updates.pending or is_busy or is_taking or is_writing)

    async def said(self, chat: Chat, after: Message | None = None) -> list[Message]:
        """Wait, and return the bot's messages in a chat after another message."""
        await self.settle()
        since = after.id if after else 0
        return [m for m in chat.visible if m.sender is self.backend.bot and m.id > since]

    async def ask(
        self, client: Client, text: str, chat: Chat | None = None, **more: Any
    ) -> Message:
        """Send a message and return the bot's one answer to it."""
        sent = client.send(text, chat, **more)
        (answer,) = await self.said(sent.chat, after=sent)
        return answer


OpenScene = Callable[..., AbstractAsyncContextManager[Scene]]


@pytest.fixture(scope="session")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated journal, which each scene copies."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("journal"))

    async def migrate() -> None:
        async with make_database(settings.journal_url):
            pass

    asyncio.run(migrate())
    return settings.data_dir / "journal.sqlite3"


@pytest.fixture(scope="session")
def library(
    analyzer: Analyzer, index_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Library:
    """The packaged collection, opened; scenes share its snapshot, which never changes."""
    data_dir = tmp_path_factory.mktemp("library")
    (data_dir / "index").symlink_to(index_folder)
    return open_library(Settings(data_dir=data_dir), analyzer)


@pytest.fixture
def server_url(request: pytest.FixtureRequest) -> str | None:
    """The URL of an empty journal on a server, None where it is in a file."""
    if request.config.getoption("--journal") == "sqlite":
        return None
    url: str = request.getfixturevalue("journal_url")
    return url


@pytest.fixture
def open_scene(
    analyzer: Analyzer,
    journal: Path,
    index_folder: Path,
    library: Library,
    tmp_path: Path,
    *,
    server_url: str | None,
) -> OpenScene:
    """A function that opens a scene over the packaged collection, or over a folder.

    A new bot is one for which @BotFather has set nothing. Further arguments are settings.

    At its end, no request may have been refused, unless *may_refuse*, and no entity dropped.
    """

    @asynccontextmanager
    async def open_scene(
        corpus: Path | None = None,
        *,
        may_refuse: bool = False,
        watch: bool = False,
        with_tasks: bool = False,
        admin_has_written: bool = False,
        is_new: bool = False,
        api_version: tuple[int, int] = NEWEST,
        **more: object,
    ) -> AsyncIterator[Scene]:
        if server_url:
            more = {"database_url": server_url} | more
        data_dir = tmp_path / "data"
        data_dir.mkdir(exist_ok=True)
        if not (own := data_dir / journal.name).exists():
            shutil.copyfile(journal, own)
        if not (corpus or (data_dir / "index").exists()):
            (data_dir / "index").symlink_to(index_folder)
        backend = Backend(updates=UpdateQueue(next(FIRST_UPDATES)), api_version=api_version)
        if is_new:
            backend.settings.clear()
        backend.people[7] = User(7, "管理员", "boss", "zh-hans")
        if admin_has_written:
            backend.private_chat(backend.people[7])
        async with stand_in(backend) as address:
            settings = Settings.model_validate(
                {
                    "token": backend.token,
                    "api_url": address,
                    "admin_ids": "7",
                    "corpus_dir": corpus,
                    "data_dir": data_dir,
                    "watch": watch,
                    **more,
                }
            )
            stop = asyncio.Event()
            opened = None
            if corpus is None and settings.collection == packaged_articles():
                shared = Library(lambda: open_library(settings, analyzer).current, library.current)
                opened = Collections(
                    lambda: find_collections(settings.collection),
                    lambda _: shared,
                    empty_snapshot(analyzer),
                )
            async with open_services(settings, analyzer, opened) as services:
                connection = connect(settings, services)
                application = connection.application
                if not (watch or with_tasks):
                    application.post_init = application.post_stop = None
                listening = asyncio.create_task(connection.listen(stop))
                scene = Scene(backend, services, settings, application, connection.intake)
                try:
                    yield scene
                    await scene.settle()
                finally:
                    stop.set()
                    await listening
        assert may_refuse or [] == backend.refusals
        assert 0 == backend.dropped_entities

    return open_scene


@pytest.fixture
async def scene(open_scene: OpenScene) -> AsyncIterator[Scene]:
    """A scene over the packaged collection."""
    async with open_scene() as scene:
        yield scene


PICTURE = """
import struct, sys
assert sys.stdin.read().startswith("{")
head = struct.pack(">I4sII", 13, b"IHDR", 20, 10)
sys.stdout.buffer.write(b"\\x89PNG\\r\\n\\x1a\\n" + head + bytes(99))
"""
"""A program that draws the same small picture of every chart, in a tenth of the time."""


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The program that draws charts, in place of the real one."""
    program = tmp_path / "charts.py"
    program.write_text(PICTURE, "utf-8")
    monkeypatch.setattr(charts, "__file__", str(program))
    return program
