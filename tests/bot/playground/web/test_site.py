"""The server of the page: access control, events and actions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.methods import METHODS
from bot.playground.standin.methods.arguments import Arguments
from bot.playground.standin.server import AddressError
from bot.playground.web.scenario import Scenario, build_scenario
from bot.playground.web.site import MAX_ACTION_BYTES, Site, open_site

PATIENCE = 10


@dataclass(frozen=True)
class Page:
    """A page without a browser, used over HTTP."""

    scenario: Scenario
    site: Site
    http: httpx.AsyncClient

    async def act(self, name: str, /, **values: Any) -> httpx.Response:
        """Carry out an action, by default of the first reader in the private chat."""
        reader = self.scenario.readers[0].id
        return await self.http.post(
            f"acts/{name}", json={"person": reader, "chat": reader} | values
        )

    async def events(self, count: int) -> list[dict[str, Any]]:
        """Return the first events of a new stream, of which the first is the whole state."""
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(PATIENCE), self.http.stream("GET", "events") as reply:
            async for line in reply.aiter_lines():
                if line.startswith("data: "):
                    found.append(json.loads(line.removeprefix("data: ")))
                if len(found) == count:
                    break
        return found


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page without a running bot."""
    scenario = build_scenario()
    async with (
        open_site(scenario) as site,
        httpx.AsyncClient(base_url=site.address, trust_env=False) as http,
    ):
        yield Page(scenario, site, http)


def errors(reply: httpx.Response) -> str:
    """Return the error message of a refused action."""
    assert 400 == reply.status_code
    return str(reply.json()["error"])


async def test_the_page_comes_with_its_policy(page: Page) -> None:
    """The policy allows only files of the page, no inline script, and no frame around it."""
    reply = await page.http.get("")

    assert "text/html; charset=utf-8" == reply.headers["content-type"]
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "no-referrer" == reply.headers["referrer-policy"]
    assert 200 == (await page.http.get("main.js")).status_code


OTHERS: list[tuple[str, str, dict[str, str], int]] = [
    ("GET", "/", {}, 404),
    ("GET", "/wrong/events", {}, 404),
    ("POST", "/wrong/acts/send", {}, 404),
    ("GET", "{key}", {"host": "evil.example"}, 421),
    ("GET", "{key}", {"host": "["}, 421),
    ("GET", "{key}events", {"host": "evil.example:80"}, 421),
    ("POST", "{key}acts/send", {"origin": "https://evil.example"}, 403),
    ("POST", "{key}acts/send", {"origin": "null"}, 403),
    ("POST", "{key}acts/send", {"sec-fetch-site": "cross-site"}, 403),
    ("GET", "{key}events", {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
    ("GET", "{key}", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
    ("GET", "{key}", {"sec-fetch-site": "none"}, 200),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), OTHERS)
async def test_who_comes_in(
    page: Page, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Requests need the key, and come from the page itself or from opening its address."""
    address = httpx.URL(page.site.address)
    url = address.join(path.format(key=address.path))

    reply = await page.http.request(method, url, headers=headers)

    assert status == reply.status_code
    assert [] == page.scenario.backend.private_chat(page.scenario.readers[0]).visible


async def test_every_start_has_its_own_key_and_token() -> None:
    """Two starts differ in the key of the page and in the token of the bot."""
    first, second = build_scenario(), build_scenario()
    async with open_site(first) as one, open_site(second) as two:
        assert one.address != two.address
    assert first.backend.token != second.backend.token


async def test_listening_widely() -> None:
    """A server beyond loopback has any host name, and still needs the key."""
    async with open_site(build_scenario(), host="0.0.0.0") as site:  # noqa: S104 - the point
        url = httpx.URL(site.address).copy_with(host="127.0.0.1")
        async with httpx.AsyncClient(trust_env=False, headers={"host": "machine:1"}) as http:
            assert 200 == (await http.get(url)).status_code
            assert 404 == (await http.get(url.join("/"))).status_code


async def test_a_port_that_is_taken(page: Page) -> None:
    """The error gives the address and the reason."""
    port = httpx.URL(page.site.address).port
    with pytest.raises(AddressError, match=f"127.0.0.1:{port} .*Address already in use"):
        async with open_site(build_scenario(), port or 0):
            pass


async def test_the_stream_begins_with_everything(page: Page) -> None:
    """The first event holds the whole state, so that a page can reconnect."""
    page.site.set_ready(("为什么？",))
    await page.act("send", text="你好")
    (everything,) = await page.events(1)

    assert ["小明", "阿芳", "Ann", "管理员"] == [one["first_name"] for one in everything["people"]]
    assert [False, False, False, True] == [one["is_admin"] for one in everything["people"]]
    private, *_ = everything["chats"]
    assert ["你好"] == [message["text"] for message in private["messages"]]
    group = next(chat for chat in everything["chats"] if chat["title"] == "读书会")
    assert ["问与答", "闲聊"] == [topic["name"] for topic in group["topics"]]
    assert (["为什么？"], True) == (everything["examples"], everything["ready"])


async def test_the_stream_tells_what_happens(page: Page) -> None:
    """Messages, edits, deletions and updates are sent in order."""
    watching = asyncio.create_task(page.events(7))
    while not page.site.stream._subscribers:
        await asyncio.sleep(0.01)
    sent = (await page.act("send", text="a")).json()["message"]
    await page.act("edit", message=sent, text="b")
    await page.act("delete", message=sent)
    page.site.set_ready(())

    kinds = [event["kind"] for event in await watching]
    assert ["everything", "message", "update", "edited", "update", "deleted", "ready"] == kinds


async def test_what_is_written_reaches_the_bot(page: Page) -> None:
    """The bot gets the text unchanged but for stripped ends, with its quote and topic."""
    text = '<b>"&amp;\\n 引据 \u202e 👍🏽\n\n第二行'
    backend, group = page.scenario.backend, page.scenario.group
    topic, *_ = group.topics
    said = backend.post(group, backend.bot, FormattedText("金融科技的归宿"), topic=topic)

    await page.act("send", text=f"\n {text} \n")
    await page.act(
        "send", chat=group.id, topic=topic, text="为什么", reply_to=said.id, quote="归宿"
    )

    plain, reply = [update["message"] for update in backend.updates._pending]
    assert text == plain["text"]
    assert (topic, "归宿", said.id) == (
        reply["message_thread_id"],
        reply["quote"]["text"],
        reply["reply_to_message"]["message_id"],
    )


async def test_a_guest_in_another_chat(page: Page) -> None:
    """In a chat without the bot, a mention is a guest query, and other messages stay there."""
    elsewhere = page.scenario.group_without_bot.id
    await page.act("send", chat=elsewhere, text="吃什么？")
    await page.act("send", chat=elsewhere, text="@yinju_bot 金融科技")

    (update,) = page.scenario.backend.updates._pending
    assert "@yinju_bot 金融科技" == update["guest_message"]["text"]


async def test_languages(page: Page) -> None:
    """The chosen language is the `language_code` of the user's next message."""
    await page.act("speak", language="en")
    await page.act("send", text="hello")

    (update,) = page.scenario.backend.updates._pending
    assert "en" == update["message"]["from"]["language_code"]


async def test_links_and_forwarding(page: Page) -> None:
    """A deep link starts the bot, and a message of a group can be forwarded to it."""
    link = "https://t.me/yinju_bot?start=abc"
    sent = (await page.act("send", chat=page.scenario.group.id, text="为什么？")).json()["message"]
    await page.act("follow", url=link)
    await page.act("forward", chat=page.scenario.group.id, message=sent)

    started, forwarded = [update["message"] for update in page.scenario.backend.updates._pending]
    assert "/start abc" == started["text"]
    assert "为什么？" == forwarded["text"]


async def test_files(page: Page) -> None:
    """A file is downloaded under its own name, whatever it is, and never shown as a page."""
    document = page.scenario.backend.store_file('我的\r\n"数据".html', b"<script>")

    reply = await page.http.get(f"files/{document['file_id']}")

    assert b"<script>" == reply.content
    assert "application/octet-stream" == reply.headers["content-type"]
    name = "%E6%88%91%E7%9A%84%0D%0A%22%E6%95%B0%E6%8D%AE%22.html"
    assert f"attachment; filename*=UTF-8''{name}" == reply.headers["content-disposition"]
    assert 404 == (await page.http.get("files/nothing")).status_code


async def test_photos(page: Page) -> None:
    """A photo is shown as a picture, whatever its name says it is."""
    backend = page.site.state.scenario.backend
    photo = backend.store_file("a.html", b"<script>")["file_id"]
    backend.photos[photo] = [{"file_id": photo}]

    reply = await page.http.get(f"files/{photo}")

    assert "image/png" == reply.headers["content-type"]
    assert "content-disposition" not in reply.headers


async def test_breaking_it(page: Page) -> None:
    """The page makes the next calls fail, and gets the number that are still to fail."""
    reply = await page.act("spoil", fault="flood", times=3)

    assert {"faults": 3} == reply.json()
    assert 3 == page.scenario.backend.faults.left


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("dance", {}, "nobody can dance"),
    ("send", {"text": " "}, "a message has 1 to 4096 characters"),
    ("send", {"text": "x" * 4097}, "a message has 1 to 4096 characters"),
    ("send", {"text": 1}, "text must be text"),
    ("send", {"text": "x", "chat": "x"}, "chat must be a whole number"),
    ("send", {"text": "x", "chat": 404}, "there is no such chat"),
    ("send", {"text": "x", "chat": 102}, "there is no such chat"),
    ("send", {"text": "x", "person": 404}, "nobody here has the number 404"),
    ("edit", {"text": "x", "message": 404}, "there is no such message any more"),
    ("press", {"message": "said", "row": 0, "place": 0}, "there is no such button any more"),
    ("delete", {"message": "said"}, "this message is somebody else's"),
    ("choose", {"query": "404", "number": 0}, "this list is out of date"),
    ("speak", {"language": "fr"}, "the languages here are zh-hans, zh-hant, en"),
    ("spoil", {"fault": "fire", "times": 1}, "there is no such fault"),
    ("spoil", {"fault": "flood", "times": 99}, "there is no such fault"),
    ("follow", {"url": "https://t.me/other?start=x"}, "does not lead to the bot"),
    ("follow", {"url": "https://t.me/yinju_bot"}, "start"),
]


@pytest.mark.parametrize(("name", "values", "words"), REFUSED)
async def test_acts_that_cannot_be(
    page: Page, name: str, values: dict[str, Any], words: str
) -> None:
    """Invalid actions are refused with an error that gives the reason."""
    backend = page.scenario.backend
    said = backend.post(
        backend.private_chat(page.scenario.readers[0]), backend.bot, FormattedText("hello")
    )
    values = {name: said.id if value == "said" else value for name, value in values.items()}

    assert words in errors(await page.act(name, **values))


@pytest.mark.parametrize("body", ["", "{", "[]", "1"])
async def test_bodies_that_are_nothing(page: Page, body: str) -> None:
    """A body that is not a JSON object is refused."""
    assert errors(await page.http.post("acts/send", content=body))


async def test_half_a_character(page: Page) -> None:
    """Half of a surrogate pair, which JSON can express and UTF-8 cannot, is refused."""
    reader = page.scenario.readers[0].id
    body = json.dumps({"person": reader, "chat": reader, "text": "\ud83d"})

    assert "text must be text" == errors(await page.http.post("acts/send", content=body))


async def test_buttons_and_their_answers(page: Page) -> None:
    """A pressed button is a callback query, and its answer an event for the page."""
    backend, reader = page.scenario.backend, page.scenario.readers[0]
    keys = {
        "inline_keyboard": [[{"text": "x", "callback_data": "1"}], [{"text": "y", "url": "t"}]]
    }
    said = backend.post(backend.private_chat(reader), backend.bot, FormattedText("z"), markup=keys)
    pressed = (await page.act("press", message=said.id, row=0, place=0)).json()["callback"]
    watching = asyncio.create_task(page.events(2))
    while not page.site.stream._subscribers:
        await asyncio.sleep(0.01)
    METHODS["answercallbackquery"](
        backend, Arguments({"callback_query_id": pressed, "text": "done"})
    )

    assert "1" == backend.updates._pending[-1]["callback_query"]["data"]
    *_, event = await watching
    assert ("callback", pressed, "done") == (event["kind"], event["id"], event["answer"]["text"])
    assert "does not call the bot" in errors(
        await page.act("press", message=said.id, row=1, place=0)
    )


async def test_inline_results_are_shown_and_chosen(page: Page) -> None:
    """The page gets what a list shows, not the messages, and sends a chosen result."""
    backend = page.scenario.backend
    query = (await page.act("inline", query="海带", offset="")).json()["query"]
    watching = asyncio.create_task(page.events(2))
    while not page.site.stream._subscribers:
        await asyncio.sleep(0.01)
    result = {
        "type": "article",
        "id": "1",
        "title": "第一条",
        "input_message_content": {"message_text": "海带长在冷水里"},
    }
    METHODS["answerinlinequery"](
        backend, Arguments({"inline_query_id": query, "results": [result]})
    )

    *_, event = await watching
    assert [{"title": "第一条", "description": ""}] == event["answer"]["results"]
    values = {"chat": page.scenario.group_without_bot.id, "query": query}
    assert "there is no such result" == errors(await page.act("choose", number=1, **values))
    await page.act("choose", number=0, **values)
    (shared,) = page.scenario.group_without_bot.visible
    assert "海带长在冷水里" == shared.text


async def test_what_the_heading_hears(page: Page) -> None:
    """Chat actions and changed commands are events for the page."""
    backend, reader = page.scenario.backend, page.scenario.readers[0]
    watching = asyncio.create_task(page.events(3))
    while not page.site.stream._subscribers:
        await asyncio.sleep(0.01)
    METHODS["sendchataction"](backend, Arguments({"chat_id": reader.id, "action": "typing"}))
    commands = [{"command": "ask", "description": "提问"}]
    METHODS["setmycommands"](backend, Arguments({"commands": commands}))

    _, typing, menus = await watching
    assert {"kind": "action", "chat": reader.id, "action": "typing", "topic": None} == typing
    assert commands == menus["menus"][str(reader.id)]["commands"][str(reader.id)]


async def test_a_quiet_stream_says_that_it_is_alive(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quiet stream sends keep-alive comments, so that no proxy closes it."""
    monkeypatch.setattr("bot.playground.web.event_stream.KEEP_ALIVE_SECONDS", 0.05)
    async with asyncio.timeout(PATIENCE), page.http.stream("GET", "events") as reply:
        comments = (line async for line in reply.aiter_lines() if line.startswith(":"))

        assert ": still here" == await anext(comments)


async def test_a_long_message_is_not_too_long(page: Page) -> None:
    """The longest message that Telegram takes fits, in the longest form that JSON has for it."""
    text = "🐜" * 4096
    values = json.dumps({"person": page.scenario.readers[0].id, "text": text})

    assert len(text) * 12 < len(values) < MAX_ACTION_BYTES
    assert 200 == (await page.act("send", text=text)).status_code


@pytest.mark.parametrize("is_announced", [True, False])
async def test_requests_are_limited_in_size(page: Page, *, is_announced: bool) -> None:
    """A body above the limit is refused with 413, whether its length is announced or not."""

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(400):
            yield b" " * 10_000

    body = b" " * (MAX_ACTION_BYTES + 1) if is_announced else parts()
    reply = await page.http.post("acts/send", content=body)

    assert 413 == reply.status_code
    assert [] == page.scenario.backend.private_chat(page.scenario.readers[0]).visible


async def test_json_that_is_nested_too_deeply(page: Page) -> None:
    """JSON that no parser follows to its end is refused like any other nonsense."""
    reply = await page.http.post("acts/send", content=b"[" * 5_000)

    assert errors(reply)
