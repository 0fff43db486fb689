"""Addresses that admins send: fetched, shown and added, within the guards of fetching."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, tap

QUESTION = "渔船第三次出海待了几天？"
VOYAGES = [
    f"渔船第{n}次出海的时候带了十个人，每个人都有自己的干粮和水，在海上待了{n}天才回来。"
    for n in "一二三四五"
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    text = "---\ntitle: 盐田\n---\n盐田要晒七天，太阳和风把海水变成盐。"
    (folder / "盐田.md").write_text(text, "utf-8")
    return folder


class Site(BaseHTTPRequestHandler):
    """A site of one page, which states no address."""

    page = f"<html><title>渔港</title><h1>渔港</h1><p>{'</p><p>'.join(VOYAGES)}</p>"

    def do_GET(self) -> None:
        """Send the page, or say that there is none."""
        self.send_response(200 if self.path == "/harbour" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def site() -> Iterator[str]:
    """Serve the site on loopback, and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


async def test_an_address_is_added(open_scene: OpenScene, folder: Path) -> None:
    """A message that is only an address is fetched, shown and added, with its address."""
    with site() as address:
        async with open_scene(folder, fetch_private=True) as scene:
            preview = await scene.ask(scene.admin, f" {address}/harbour\n")
            seen = preview.text
            await tap(scene, scene.admin, preview, "添加")
            answer = await scene.ask(scene.client(), QUESTION)
            again = await scene.ask(scene.admin, f"{address}/harbour")
            missing = await scene.ask(scene.admin, f"{address}/nothing")

    assert f"网址：{address}/harbour" in seen
    assert "渔船第三次" in quotations(answer)[0]
    assert "文集里已经有这篇文章" in again.text
    assert "404" in missing.text


@pytest.mark.parametrize(
    ("code", "words"),
    [("zh-hans", "在本机或内网"), ("zh-hant", "在本機或內部網路"), ("en", "own network")],
)
async def test_addresses_of_this_machine_are_refused(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """An address of this machine is not fetched, as with `yinju corpus add`."""
    with site() as address:
        async with open_scene(folder) as scene:
            scene.admin.person.language_code = code
            answer = await scene.ask(scene.admin, f"{address}/harbour")

    assert words in answer.text
    assert [] == labels(answer)


async def test_a_question_with_an_address_is_a_question(
    open_scene: OpenScene, folder: Path
) -> None:
    """A message of an admin with more than an address is a question."""
    async with open_scene(folder) as scene:
        asked = "盐田要晒几天？ https://example.org/a"
        answers = [await scene.ask(one, asked) for one in (scene.admin, scene.client())]

    assert answers[0].text == answers[1].text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "要添加文章，请只发它的网址"),
        ("zh-hant", "要加入文章，請只傳它的網址"),
        ("en", "To add an article, send me its address alone"),
    ],
)
async def test_an_address_with_something_beside_it(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """An admin is told how to send it; a question with an address, and others, are answered."""
    sent = (
        "看这个 https://example.org/a",
        "https://example.org/a\nhttps://example.org/b",
        "www.example.org",
    )
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        answers = [await scene.ask(scene.admin, one) for one in sent]
        asked = await scene.ask(scene.admin, "盐田要晒几天？ https://example.org/a?x=1")
        reader = await scene.ask(scene.client(language=code), sent[0])

    assert [True] * len(sent) == [one.text.startswith(words) for one in answers]
    assert [False, False] == [words in one.text for one in (asked, reader)]
