"""Retries of requests to Telegram, and the log of known errors."""

from __future__ import annotations

import asyncio
import html
import re
import time

import pytest

from bot.playground.standin.faults import Fault
from bot.playground.standin.formatting import FormattedText
from bot.telegram.throttle import ATTEMPTS, Failure
from bot.views import markup
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations

QUESTION = "流量思维"


async def test_a_flood_is_waited_out(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """After each 429 the bot waits as long as Telegram says, and then sends the answer."""
    scene.backend.faults.add(Fault("flood", 2, "sendMessage", seconds=1))
    begun = time.monotonic()

    answer = await scene.ask(scene.client(), QUESTION)

    assert quotations(answer)
    assert time.monotonic() - begun >= 2
    assert 2 == sum("Flood control" in record.message for record in caplog.records)
    assert not any(record.exc_info for record in caplog.records)


async def test_a_flood_in_one_chat_holds_up_no_other(scene: Scene) -> None:
    """A 429 delays no other chat."""
    scene.backend.faults.add(Fault("flood", 1, "sendMessage", seconds=3))
    slow, quick = scene.client("Slow"), scene.client("Quick")
    slow.send(QUESTION)
    while scene.backend.faults.left:
        await asyncio.sleep(0.01)
    quick.send(QUESTION)
    while len(quick.private.visible) < 2:
        await asyncio.sleep(0.01)

    assert 1 == len(slow.private.visible)
    assert 1 == len(await scene.said(slow.private))


@pytest.mark.parametrize("kind", ["server", "disconnect"])
async def test_passing_trouble_is_tried_again(
    scene: Scene, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """After a 5xx or a broken connection the answer is sent by a retry."""
    scene.backend.faults.add(Fault(kind, 1, "sendMessage"))  # type: ignore[arg-type]

    assert quotations(await scene.ask(scene.client(), QUESTION))
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("kind", ["malformed", "html"])
async def test_a_response_that_is_no_json(
    scene: Scene, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """After a success or a 502 that is no JSON the answer is sent again, without a traceback."""
    scene.backend.faults.add(Fault(kind, 1, "sendMessage"))  # type: ignore[arg-type]

    assert quotations(await scene.ask(scene.client(), QUESTION))
    told = [record for record in caplog.records if record.name.startswith("bot.")]
    assert told
    assert not any(record.exc_info for record in told)


async def test_lasting_trouble_is_waited_out(
    open_scene: OpenScene, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last attempt one line in the log says so, and the answer is tried again later."""
    monkeypatch.setitem(ATTEMPTS, Failure.FLOOD, (1, 1))
    monkeypatch.setattr("bot.telegram.turns._LONG_PAUSE", 0.1)
    async with open_scene(with_tasks=True, admin_has_written=True) as scene:
        scene.backend.faults.add(Fault("flood", 1, "sendMessage"))
        ann = scene.client()
        assert quotations(await scene.ask(ann, QUESTION))

    told = [record for record in caplog.records if "tried again later" in record.message]
    assert 1 == len(told)
    assert not any(record.exc_info for record in caplog.records)


async def test_refused_formatting_is_sent_plain(
    open_scene: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer whose formatting is refused is sent as plain text."""
    monkeypatch.setattr(html, "escape", lambda text: f"<oops>{text}")
    monkeypatch.setattr(markup, "_SPECIAL", re.compile(""))  # All is escaped.
    async with open_scene(may_refuse=True) as scene:
        answer = await scene.ask(scene.client(), QUESTION)

    assert "流量思维" in answer.text
    assert "<oops>" not in answer.text
    (refused,) = scene.backend.refusals
    assert 'Unsupported start tag "oops"' in (refused.refusal or "")


async def test_a_failing_handler_apologises(
    scene: Scene, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected error is logged with a traceback, and the reader gets an apology."""

    async def fail(*_: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(type(scene.services.answerer), "answer", fail)

    answer = await scene.ask(scene.client("Ann", "en"), QUESTION)

    assert answer.text.startswith("Something went wrong")
    assert "nobody foresaw this" in caplog.text
    assert "Traceback" in caplog.text


async def test_a_message_to_reply_to_that_is_gone(scene: Scene) -> None:
    """A question that was deleted meanwhile is answered without a reply."""
    ann = scene.client()
    sent = scene.backend.post(ann.private, ann.person, FormattedText(QUESTION))
    sent.is_deleted = True
    scene.backend.updates.put("message", sent.as_json())

    (answer,) = await scene.said(ann.private)

    assert answer.reply_to is None
