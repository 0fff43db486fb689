"""Files that users send from the page, over HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.playground.web import actions
from bot.playground.web.actions import MAX_FILE_BYTES
from bot.playground.web.scenario import Scenario, build_scenario
from bot.playground.web.site import open_site


@dataclass(frozen=True)
class Page:
    """A page without a browser, used over HTTP."""

    scenario: Scenario
    http: httpx.AsyncClient

    async def send_file(self, data: bytes, **values: Any) -> httpx.Response:
        """Send a file, by default as the admin in the private chat."""
        admin = self.scenario.admin.id
        given = {"person": admin, "chat": admin, "name": "a.txt"} | values
        return await self.http.post("files", params={"values": json.dumps(given)}, content=data)

    @property
    def updates(self) -> list[dict[str, Any]]:
        """The updates that wait for the bot."""
        return self.scenario.backend.updates._pending


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page without a running bot."""
    scenario = build_scenario()
    async with (
        open_site(scenario) as site,
        httpx.AsyncClient(base_url=site.address, trust_env=False) as http,
    ):
        yield Page(scenario, http)


async def test_a_file_is_a_document(page: Page) -> None:
    """A file reaches the bot as a document under its name, and can be downloaded again."""
    reply = await page.send_file(b"\x00\xff", name="稿子/春耕 1.docx")

    (update,) = page.updates
    document = update["message"]["document"]
    assert reply.json() == {"message": update["message"]["message_id"]}
    assert ("春耕 1.docx", 2) == (document["file_name"], document["file_size"])
    assert b"\x00\xff" == (await page.http.get(f"files/{document['file_id']}")).content


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "the name of a file"),
        ({"name": "x" * 256}, "the name of a file"),
        ({"name": 1}, "name must be text"),
        ({"chat": 404}, "there is no such chat"),
        ({"person": 404}, "nobody here has the number 404"),
    ],
)
async def test_files_that_are_refused(page: Page, values: dict[str, Any], words: str) -> None:
    """A file without a name, or of nobody, is refused with the reason."""
    reply = await page.send_file(b"a", **values)

    assert 400 == reply.status_code
    assert words in reply.json()["error"]
    assert [] == page.updates


async def test_sizes(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is empty, too large, or one too many is refused."""
    empty = await page.send_file(b"")
    large = await page.send_file(bytes(MAX_FILE_BYTES + 1))
    monkeypatch.setattr(actions, "MAX_STORED_BYTES", 3)
    kept = await page.send_file(b"ab")
    too_many = await page.send_file(b"ab")

    assert [400, 413, 200, 400] == [one.status_code for one in (empty, large, kept, too_many)]
    assert "there is no room" in too_many.json()["error"]
    assert 1 == len(page.updates)


@pytest.mark.parametrize("values", ["", "[]", "{", "[" * 5000])
async def test_values_that_are_none(page: Page, values: str) -> None:
    """A request without an object of values is refused."""
    reply = await page.http.post("files", params={"values": values}, content=b"a")

    assert 400 == reply.status_code
    assert [] == page.updates


async def test_other_pages_send_no_files(page: Page) -> None:
    """A request that another page in the browser makes is refused."""
    headers = {"origin": "https://example.org", "sec-fetch-site": "cross-site"}
    reply = await page.http.post("files", params={"values": "{}"}, content=b"a", headers=headers)

    assert 403 == reply.status_code
