"""The program over a published collection: its commands, and the bot as a replica."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.seekdb import Server
from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Message, User
from bot.playground.standin.server import stand_in
from bot.views.links import DeepLink
from corpus.loading import load
from retrieval.text.analysis import Analyzer
from tests.bot.scenes.shown import quotations
from tests.bot.serving import REPOSITORY, UNLIMITED, serve

PATIENCE = 90
"""Seconds after which a test fails if nobody answers."""

UNREACHABLE = "现在暂时查不到文章，请您过一分钟再问。"

NEW = "---\ntitle: 海边的盐田\n---\n盐田在秋天收盐，盐工清早下田。"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def articles(tmp_path: Path, packaged: Path) -> Path:
    """A copy of the packaged collection."""
    return Path(shutil.copytree(packaged, tmp_path / "articles"))


@pytest.fixture
def run(tmp_path: Path, url: str, articles: Path, cache_folder: Path) -> Run:
    """Runs a command of `yinju` over the collection, or over the published one."""

    def run(
        *command: str,
        published: bool = True,
        folder: Path | None = articles,
        engine: str = url,
    ) -> subprocess.CompletedProcess[str]:
        data = tmp_path / ("replica" if folder is None else "publisher")
        data.mkdir(exist_ok=True)
        if not (data / "cache").exists():
            (data / "cache").symlink_to(cache_folder)
        given = {
            "BOT_DATA_DIR": str(data),
            "BOT_MEANING": "false",
            "BOT_ENGINE_URL": engine if published else "",
            "BOT_CORPUS_DIR": str(folder or ""),
            "PYTHONPATH": str(REPOSITORY),
            "LANG": "C.UTF-8",
        }
        kept = {name: value for name, value in os.environ.items() if name[:4] != "BOT_"}
        return subprocess.run(
            [sys.executable, "-m", "bot", *command],
            env=kept | given,
            cwd=data,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def answer_of(ran: subprocess.CompletedProcess[str]) -> Any:
    """Return the JSON that a command printed, without the time that it took and scores."""
    assert 0 == ran.returncode, ran.stderr
    answer = json.loads(ran.stdout)
    answer.pop("took_ms", None)
    for citation in answer.get("citations", ()):
        citation["score"] = round(citation["score"], 5)
    return answer


def test_commands(run: Run, articles: Path) -> None:
    """A replica without articles answers as the machine does that has them."""
    refused = run("ask", "流量思维", folder=None)
    assert 2 == refused.returncode
    assert "has no collection; publish one with yinju corpus publish" in refused.stderr

    published = answer_of(run("corpus", "publish", "--json"))
    assert (1, True, 1.0) == (published["version"], published["new"], published["overlap"])
    assert not answer_of(run("corpus", "publish", "--json"))["new"]
    assert "Nothing has changed; version 1 stays in service" in run("corpus", "publish").stdout
    for question in ("流量思维是什么", "有哪些文章", "孟永辉写了什么", "火星上有什么"):
        own = answer_of(run("ask", "--json", question, published=False))
        assert own == answer_of(run("ask", "--json", question, folder=None))

    (articles / "aliases.toml").write_text('groups = [["盐田", "盐场"]]', "utf-8")
    (articles / "yan.md").write_text(NEW, "utf-8")
    assert "Version 2 is in service: 40 passages" in run("corpus", "publish").stdout
    (found,) = answer_of(run("ask", "--json", "盐场", folder=None))["citations"]
    assert "yan" == found["article"]


def test_the_doctor(run: Run) -> None:
    """What a replica answers from is looked at in its database, before and after publishing."""
    found = []
    for _ in range(2):
        ran = run("doctor", "--json", folder=None)
        found.append({one["check"]: one for one in json.loads(ran.stdout)["findings"]})
        run("corpus", "publish")

    assert ["error", "right"] == [one["collection"]["state"] for one in found]
    assert "it has 5 articles" in found[1]["collection"]["message"]
    assert "skipped" == found[1]["index"]["state"]


def test_what_cannot_be_published(run: Run, tmp_path: Path, articles: Path) -> None:
    """An empty collection, several ones, and a setting that is missing or wrong are refused."""
    (tmp_path / "nothing").mkdir()
    ran = [
        run("corpus", "publish", folder=tmp_path / "nothing"),
        run("corpus", "publish", published=False),
        run("corpus", "publish", "--corpus", str(tmp_path / "missing")),
    ]

    assert [2, 2, 2] == [one.returncode for one in ran]
    assert "has no article that could be quoted" in ran[0].stderr
    assert "BOT_ENGINE_URL is missing" in ran[1].stderr


def test_eval(run: Run, shared: Path) -> None:
    """Over the seeds, both engines answer alike but for one question at most."""
    run("corpus", "publish", folder=shared / "seeds")
    questions = str(shared / "eval/seed-questions.jsonl")
    figures = [
        answer_of(run("eval", questions, "--json", published=is_published, folder=folder))
        for is_published, folder in ((False, shared / "seeds"), (True, None))
    ]

    assert len(set(figures[0]["misses"]) ^ set(figures[1]["misses"])) <= 1
    assert abs(figures[0]["single"]["hit@1"] - figures[1]["single"]["hit@1"]) <= 1
    assert figures[0]["n"] > 50


@dataclass
class Chatting:
    """People in Telegram, and what they get."""

    backend: Backend

    def client(self, name: str) -> Client:
        """Return the client of a new person."""
        return Client(self.backend, self.backend.add_person(name, "zh-hans"))

    async def ask(self, client: Client, text: str) -> Message:
        """Send a message and return the first answer to it."""
        sent = client.send(text)
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in sent.chat.visible:
                    if message.sender is self.backend.bot and message.id > sent.id:
                        return message
                await asyncio.sleep(0.05)


async def test_a_replica(
    run: Run, tmp_path: Path, own_server: Server, articles: Path, cache_folder: Path
) -> None:
    """The bot answers, follows what is published, changes nothing, and outlives its database."""
    url = own_server.new_database()
    assert 0 == run("corpus", "publish", engine=url).returncode
    backend = Backend()
    backend.people[7] = User(7, "管理员", "boss", "zh-hans")
    backend.private_chat(backend.people[7])
    people, admin = Chatting(backend), Client(backend, backend.people[7])
    data = tmp_path / "bot"
    data.mkdir()
    (data / "cache").symlink_to(cache_folder)
    async with stand_in(backend) as address:
        settings = UNLIMITED | {"token": backend.token, "api_url": address, "admin_ids": "7"}
        async with serve(data, engine_url=url, **settings) as served:
            await served.logged("listening")
            reader = people.client("小明")
            assert quotations(await people.ask(reader, "流量思维是什么"))
            assert not quotations(await people.ask(reader, "盐田什么时候收盐"))

            (articles / "yan.md").write_text(NEW, "utf-8")
            assert 0 == (await asyncio.to_thread(run, "corpus", "publish", engine=url)).returncode
            await served.logged("serving what was published: 6 articles with 40 passages")
            shown, *_ = quotations(await people.ask(reader, "盐田什么时候收盐"))
            assert shown.startswith("盐田在秋天收盐")

            assert "yinju corpus publish" in (await people.ask(admin, "/undo")).text
            assert "6 篇文章" in (await people.ask(admin, "/reload")).text
            own_server.kill()
            assert UNREACHABLE in (await people.ask(reader, "流量思维是什么")).text
            await served.logged("the published collection cannot be looked at")
            await asyncio.to_thread(own_server.start)
            await served.logged("the published collection can be looked at again")
            assert quotations(await people.ask(reader, "流量思维是什么"))
    assert [] == backend.refusals


async def test_a_server_that_hangs(
    run: Run,
    tmp_path: Path,
    own_server: Server,
    articles: Path,
    cache_folder: Path,
    *,
    analyzer: Analyzer,
) -> None:
    """While one reader waits for a server that hangs, another one is answered."""
    days = "\n\n".join(f"第{day}天，渔夫在{day}号码头补网，补到天黑。" for day in range(400))
    (articles / "yu.md").write_text(f"---\ntitle: 渔夫\n---\n{days}", "utf-8")
    *_, unread = load(articles, analyzer.frequency).corpus.passages
    url = own_server.new_database()
    assert 0 == run("corpus", "publish", engine=url).returncode
    backend = Backend()
    people = Chatting(backend)
    data = tmp_path / "bot"
    data.mkdir()
    (data / "cache").symlink_to(cache_folder)
    async with stand_in(backend) as address:
        settings = UNLIMITED | {"token": backend.token, "api_url": address}
        async with serve(data, engine_url=url, **settings) as served:
            await served.logged("listening")
            reader, other = people.client("小明"), people.client("小红")
            await people.ask(other, "/help")
            own_server.pause()
            reading = asyncio.create_task(
                people.ask(reader, f"/start {DeepLink('passage', unread.id).payload}")
            )
            await asyncio.sleep(0.5)  # The server is asked by then, or the test shows nothing.
            await people.ask(other, "/help")
            has_waited = not reading.done()
            own_server.resume()
            shown = await reading

    assert has_waited
    assert "补到天黑" in shown.text
