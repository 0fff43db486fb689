"""Each update is handled once, whatever happens to the program, to a chat, or to the update."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, make_url, select

from bot.journal.handling import MAX_ATTEMPTS
from bot.journal.inbox import Recovered, StoredUpdate
from bot.journal.schema import inbox
from bot.playground.standin.faults import Fault
from bot.playground.standin.methods import METHODS
from bot.playground.standin.model import JSON
from bot.telegram.throttle import ATTEMPTS, Failure
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.shown import quotations

QUESTION = "流量思维"


def raw_message(scene: Scene, text: str, **changes: object) -> JSON:
    """Return a message in private as Telegram sends it."""
    ann = scene.client()
    person = {
        "id": ann.person.id,
        "is_bot": False,
        "first_name": "小明",
        "language_code": "zh-hans",
    }
    chat = {"id": ann.person.id, "type": "private", "first_name": "小明"}
    at = {"message_id": 1, "date": int(time.time())}
    return {**at, "chat": chat, "from": person, "text": text, **changes}


async def test_an_update_comes_twice(scene: Scene) -> None:
    """An update that Telegram hands over again is not answered again."""
    ann = scene.client()
    handed_over: list[JSON] = []
    scene.backend.updates.listeners.append(handed_over.append)
    await scene.ask(ann, QUESTION)
    for update in handed_over:
        scene.backend.updates.repeat(update)
    await scene.settle()

    assert 1 == len([m for m in ann.private.visible if m.sender is scene.backend.bot])


async def test_an_update_that_nobody_understands(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """An update that the library cannot parse is set aside by its id; others are answered."""
    ann = scene.client()
    number = scene.backend.updates.put("message", raw_message(scene, "秘密", date="gestern"))
    answer = await scene.ask(ann, QUESTION)
    log = "\n".join(record.getMessage() for record in caplog.records)

    assert quotations(answer)
    assert (number,) == await scene.services.inbox.set_aside_ids()
    assert f"yinju journal replay {number}" in log
    assert "秘密" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_an_id_that_no_database_takes(scene: Scene) -> None:
    """An update with an id of too many digits is set aside, and the polling goes on."""
    chat = {"id": 2**80, "type": "private", "first_name": "某"}
    number = scene.backend.updates.put("message", raw_message(scene, QUESTION, chat=chat))

    assert quotations(await scene.ask(scene.client(), QUESTION))
    assert (number,) == await scene.services.inbox.set_aside_ids()


async def test_what_was_not_answered_is_answered_after_a_restart(open_scene: OpenScene) -> None:
    """What is stored and not done is answered by the next start, once, as a late answer."""
    async with open_scene() as scene:
        message = raw_message(scene, QUESTION, date=int(time.time()) - 600)
        await scene.ask(scene.client("小红"), QUESTION)  # This run has looked at what was left.
        stored = StoredUpdate(77, json.dumps({"update_id": 77, "message": message}))
        await scene.services.inbox.store([stored])
    async with open_scene() as scene:
        ann = scene.client()
        assert message["chat"]["id"] == ann.private.id
        async with asyncio.timeout(PATIENCE):
            while not ann.private.visible:
                await asyncio.sleep(0.01)
        (said,) = await scene.said(ann.private)
        assert Recovered() == await scene.services.inbox.recover()

    assert said.text.startswith("抱歉，答复晚了。")


async def test_a_chat_that_telegram_holds_up_holds_up_nobody_else(open_scene: OpenScene) -> None:
    """While one chat waits for Telegram, another person is answered."""
    async with open_scene(may_refuse=True) as scene:
        ann, bob = scene.client(), scene.client("小红")
        scene.backend.faults.add(Fault("flood", 1, "sendMessage", 5, ann.person.id))
        for _ in range(20):
            ann.send(QUESTION)
        bob.send(QUESTION)
        async with asyncio.timeout(PATIENCE):
            while len(bob.private.visible) < 2:
                await asyncio.sleep(0.01)
        of_ann = len(ann.private.visible)
        await scene.settle()

    assert 20 == of_ann
    assert 40 == len(ann.private.visible)


async def test_one_chat_in_order(scene: Scene) -> None:
    """The questions of a chat are answered in the order in which they were asked."""
    ann = scene.client()
    asked = [ann.send(text) for text in ("流量思维", "金融科技是什么", "产业互联网", "新金融")]
    said = await scene.said(ann.private, after=asked[0])

    assert [one.id for one in asked] == [m.reply_to.id for m in said if m.reply_to]


async def test_the_log_of_a_bad_update_has_one_line(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """A bad update is one line in the log."""
    caplog.set_level(logging.INFO)
    scene.backend.updates.put("message", {"message_id": "x"})
    await scene.settle()

    assert 1 == sum("cannot be parsed" in record.getMessage() for record in caplog.records)


async def test_a_handler_that_fails_is_tried_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a handler fails once, the second attempt answers, and nothing is said of it."""
    answer, failures = scene.services.answerer.answer, [RuntimeError("once")]

    async def fails_once(_: object, *args: Any, **options: Any) -> Any:
        if failures:
            raise failures.pop()
        return await answer(*args, **options)

    monkeypatch.setattr(type(scene.services.answerer), "answer", fails_once)
    said = await scene.ask(scene.client(), QUESTION)

    assert quotations(said)
    assert () == await scene.services.inbox.set_aside_ids()


async def test_a_handler_that_always_fails(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three attempts the reader gets an apology, and the update is set aside."""
    attempts: list[str] = []

    async def fails(_: object, question: str, *__: object) -> None:
        attempts.append(question)
        raise RuntimeError(question)

    monkeypatch.setattr(type(scene.services.answerer), "answer", fails)
    said = await scene.ask(scene.client(), QUESTION)

    assert [QUESTION] * MAX_ATTEMPTS == attempts
    assert "抱歉" in said.text or "出了点问题" in said.text
    assert 1 == len(await scene.services.inbox.set_aside_ids())


async def test_what_a_group_says_among_itself_is_not_stored(scene: Scene) -> None:
    """Of a group's messages, only those that name the bot or reply to it are in the inbox."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    ann.send("今天天气不错", group)
    ann.send("/ask 流量思维", group)
    await scene.settle()
    numbers = select(func.count()).select_from(inbox)
    async with scene.services.inbox.database.connect() as connection:
        count = (await connection.execute(numbers)).scalar_one()

    assert 1 == count


async def test_a_mention_in_other_letters_is_stored(scene: Scene) -> None:
    """A group's message that names the bot in capitals is stored like any other question."""
    ann = scene.client()
    ann.send("@YINJU_BOT 流量思维", scene.group(ann))
    await scene.settle()
    numbers = select(func.count()).select_from(inbox)
    async with scene.services.inbox.database.connect() as connection:
        count = (await connection.execute(numbers)).scalar_one()

    assert 1 == count


async def test_a_handler_that_fails_after_its_answer(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handler that fails when its answer has gone out is not tried again."""

    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("after the answer")

    monkeypatch.setattr(type(scene.services.journal), "record", fails)
    ann = scene.client()
    asked = ann.send(QUESTION)
    said = await scene.said(ann.private, after=asked)

    assert 1 == sum(bool(quotations(one)) for one in said)


async def test_an_answer_is_not_postponed_for_ever(
    open_scene: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that Telegram fails on for too long is set aside, and its chat goes on."""
    monkeypatch.setattr("bot.telegram.turns._LONG_PAUSE", 0.1)
    monkeypatch.setattr("bot.telegram.turns.MAX_AGE", timedelta(seconds=1))
    monkeypatch.setitem(ATTEMPTS, Failure.FLOOD, (1, 1))
    async with open_scene(may_refuse=True) as scene:
        fault = Fault("flood", 1000, "sendMessage")
        scene.backend.faults.add(fault)
        ann = scene.client()
        asked = [ann.send(QUESTION), ann.send("产业互联网")]
        while not await scene.services.inbox.set_aside_ids():
            await asyncio.sleep(0.05)
        fault.times = 0
        (said,) = await scene.said(ann.private, after=asked[0])

        assert said.reply_to
        assert asked[1].id == said.reply_to.id
        assert 1 == len(await scene.services.inbox.set_aside_ids())


async def test_a_stop_while_a_report_to_the_admins_waits(open_scene: OpenScene) -> None:
    """A stop does not wait for the report of what an earlier run left undone."""
    async with open_scene() as scene:
        await scene.ask(scene.client(), QUESTION)  # This run has looked at what was left.
        await scene.services.inbox.store([StoredUpdate(77, '{"update_id": 77}')])
        await scene.services.inbox.set_aside(77)
    async with open_scene() as scene:
        scene.backend.faults.add(Fault("flood", 1, "sendMessage", 30, 7))
        async with asyncio.timeout(PATIENCE):
            while scene.backend.faults.left:
                await asyncio.sleep(0.01)
        begun = time.monotonic()

    assert time.monotonic() - begun < 8


async def test_a_flood_at_the_start(open_scene: OpenScene) -> None:
    """A 429 to the very first request is waited out."""
    async with open_scene() as scene:
        scene.backend.faults.add(Fault("flood", 1, "getMe"))

        assert quotations(await scene.ask(scene.client(), QUESTION))
        assert 0 == scene.backend.faults.left


async def test_a_chat_that_floods(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a chat sends beyond its few updates in memory waits in the inbox, and is answered."""
    monkeypatch.setattr("bot.telegram.lanes.MAX_IN_MEMORY", 2)
    ann = scene.client()
    asked = [ann.send(f"{QUESTION}{number}") for number in range(12)]
    said = await scene.said(ann.private, after=asked[0])

    assert [one.id for one in asked] == [m.reply_to.id for m in said if m.reply_to]


async def test_another_program_writes_to_the_journal(open_scene: OpenScene) -> None:
    """While another program keeps the database locked, a question is answered, and once."""
    async with open_scene() as scene:
        ann, file = scene.client(), make_url(scene.settings.journal_url).database
        assert file
        handed_over: list[JSON] = []
        scene.backend.updates.listeners.append(handed_over.append)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        ann.send(QUESTION)
        async with asyncio.timeout(PATIENCE):
            while len(ann.private.visible) < 2:
                await asyncio.sleep(0.01)
        taken = time.monotonic() - begun
        other.close()
        await scene.settle()
        for update in handed_over:
            scene.backend.updates.repeat(update)
        await scene.settle()

    assert taken < 5
    assert 2 == len(ann.private.visible)


async def test_nonsense_at_the_start(
    open_scene: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A response to the first request that has another form is a failure that passes."""
    answers = ["nonsense"]
    real = METHODS["getme"]

    def getme(*arguments: Any) -> Any:
        return answers.pop() if answers else real(*arguments)

    monkeypatch.setitem(METHODS, "getme", getme)
    async with open_scene() as scene:
        assert quotations(await scene.ask(scene.client(), QUESTION))
    assert not answers
