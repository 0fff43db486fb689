"""The page's share of ephemeral messages, of blocking the bot, and of its role in a group."""

from __future__ import annotations

from typing import Any

from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.model import Message
from tests.bot.playground.web.test_site import Page, errors, page

__all__ = ["page"]

KEYS = {"inline_keyboard": [[{"text": "x", "callback_data": "1"}]]}


def whisper(page: Page, replaces: Message | None = None) -> Message:
    """Let the bot send the first reader a message in the group that nobody else sees."""
    scenario, backend = page.scenario, page.scenario.backend
    private = {"markup": KEYS, "replaces": replaces}
    body = FormattedText("psst")
    return backend.post_ephemeral(
        scenario.group, backend.bot, scenario.readers[0], body, **private
    )


async def shown(page: Page) -> list[dict[str, Any]]:
    """Return the messages of the group as the page gets them, without those on topics."""
    (everything,) = await page.events(1)
    group = next(c for c in everything["chats"] if c["id"] == page.scenario.group.id)
    return [one for one in group["messages"] if "text" in one]


async def test_whom_a_message_is_for(page: Page) -> None:
    """An ephemeral message has an id of its own, whom it is for, and what it lies over."""
    scenario, backend = page.scenario, page.scenario.backend
    public = backend.post(scenario.group, backend.bot, FormattedText("public"))
    private = whisper(page, public)
    backend.post(scenario.group, backend.bot, FormattedText("later"))

    assert [("public", None), ("psst", public.id), ("later", None)] == [
        (one["text"], one.get("replaces")) for one in await shown(page)
    ]
    _, psst, _ = await shown(page)
    assert psst["message_id"] == private.number < 0
    assert [backend.bot.id, scenario.readers[0].id] == psst["seen_by"]


async def test_who_may_use_it(page: Page) -> None:
    """Its receiver presses its buttons and replies to it; to others it does not exist."""
    scenario = page.scenario
    private, group = whisper(page), scenario.group.id
    here = {"chat": group, "message": private.number}
    pressed = await page.act("press", **here, row=0, place=0)
    other = await page.act("press", **here, row=0, place=0, person=scenario.readers[1].id)
    replied = await page.act("send", chat=group, text="and?", reply_to=private.number)

    assert pressed.json()["callback"]
    assert "there is no such message any more" == errors(other)
    _, reply = await shown(page)
    assert reply["message_id"] == replied.json()["message"] < 0
    assert private.number == reply["reply_to_message"]["message_id"]
    own = {"chat": group, "message": reply["message_id"]}
    for action in ("edit", "delete", "forward"):
        refused = await page.act(action, **own, text="x")
        assert "this message is between a person and the bot" == errors(refused)


async def test_reacting(page: Page) -> None:
    """A user sets a reaction, which the bot hears of in private, and takes it back."""
    backend, reader = page.scenario.backend, page.scenario.readers[0]
    backend.updates.allow(["message_reaction"])
    said = backend.post(backend.private_chat(reader), backend.bot, FormattedText("x"))
    for shown in (["👍"], []):
        await page.act("react", message=said.id, emoji="👍")
        (everything,) = await page.events(1)
        (chat,) = (one for one in everything["chats"] if one["id"] == reader.id)
        assert shown == chat["messages"][0]["reactions"]
        heard = backend.updates._pending[-1]["message_reaction"]["new_reaction"]
        assert shown == [one["emoji"] for one in heard]
    refused = await page.act("react", message=said.id, emoji="x")
    assert "there is no such reaction" == errors(refused)


async def test_blocking(page: Page) -> None:
    """A user blocks the bot and unblocks it, of which every page is told."""
    reader, backend = page.scenario.readers[0], page.scenario.backend
    for blocked in ([reader.id], []):
        await page.act("block")
        (everything,) = await page.events(1)
        assert blocked == everything["blocked"] == sorted(backend.blocked_by)
    kinds = [page.site.stream._state.event_as_json("blocked", reader)]
    assert [{"kind": "blocked", "blocked": []}] == kinds


async def test_the_bots_role(page: Page) -> None:
    """A user makes the bot an administrator of a group and back, and all hear of it."""
    scenario, backend = page.scenario, page.scenario.backend
    group, elsewhere = scenario.group, scenario.group_without_bot
    for is_admin, status in ((True, "administrator"), (False, "member")):
        await page.act("promote", chat=group.id)
        (everything,) = await page.events(1)
        (shown,) = (one for one in everything["chats"] if one["id"] == group.id)
        assert (True, is_admin) == (shown["has_bot"], shown["bot_is_admin"])
        change = backend.updates._pending[-1]["my_chat_member"]
        assert status == change["new_chat_member"]["status"]
        (event,) = [page.site.stream._state.event_as_json("bot", group)]
        assert is_admin == event["bot_is_admin"]
    await page.act("send", chat=group.id, text="大家好，请问@yinju_bot 为什么？")
    await page.act("send", chat=group.id, text="@yinju_bot 为什么？")
    await page.act("send", chat=elsewhere.id, text="大家好")
    (everything,) = await page.events(1)
    sent = {
        one["text"]: one
        for chat in everything["chats"]
        for one in chat["messages"]
        if "text" in one
    }
    assert [True, False, False] == [one.get("is_withheld", False) for one in sent.values()]
    for chat in (elsewhere.id, scenario.readers[0].id):
        refused = await page.act("promote", chat=chat)
        assert "the bot is not in this chat" == errors(refused)
