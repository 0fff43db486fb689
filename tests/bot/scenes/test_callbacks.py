"""Callback queries at bad times: twice, too late, by others, during a 429."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from dataclasses import dataclass, replace

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.model import Message
from bot.policy import ButtonAccess, Policy
from bot.views import markup
from retrieval.index.searcher import Hit, Query, Searcher
from retrieval.text.script import Display
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import parts, quotations
from tests.bot.scenes.tapping import (
    labels,
    next_page,
    open_more,
    tap,
    tap_for_message,
    tap_shown,
)

QUESTION = "金融科技为什么要成为基础设施？"
VOID = "这个按钮失效了：它指向的内容已经不在了。请重新提问。"


@dataclass
class Slow:
    """A searcher that waits for an event before it searches."""

    engine: Searcher
    happened: threading.Event

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Wait, and search."""
        assert self.happened.wait(timeout=10)
        return self.engine.search(query, limit)


def button(data: str) -> dict[str, object]:
    """Return a keyboard of one button."""
    return {"inline_keyboard": [[{"text": "›", "callback_data": data}]]}


def offer(scene: Scene, client: Client, data: str) -> Message:
    """Post a message of the bot with one button, as if from another version, and return it."""
    from bot.playground.standin.formatting import FormattedText

    body = FormattedText("以前的消息")
    return scene.backend.post(client.private, scene.backend.bot, body, markup=button(data))


@pytest.mark.parametrize(
    "data",
    [
        "articles:2",
        "nonsense",
        "page",
        "page:0123456789ab:x",
        "page:zzz:1",
        "page:0123456789ab:99999999",
        "read:",
        "read:0123456789abcdef",
        "toc:0123456789ab:1",
        "toc:0123456789ab",
        "ask:0123456789abcdef",
        "ask:0123456789abcdef:1:2",
        "good:",
        "bad:good:0123456789ab",
        "why:because:page:0123456789ab:1",
        "why:unclear:page:0123456789ab:1",
        "\n",
        "🐜" * 16,
    ],
)
async def test_buttons_that_cannot_work(scene: Scene, data: str) -> None:
    """A button of another version, or to something that is gone, shows a toast only."""
    ann = scene.client()
    message = offer(scene, ann, data)

    assert VOID == await tap(scene, ann, message, "›")
    assert "以前的消息" == message.text
    assert 1 == len(ann.private.visible)


async def test_a_way_back_that_is_too_long(scene: Scene) -> None:
    """A button whose way back cannot be parsed works without it."""
    ann = scene.client()
    passage = next(iter(scene.services.library.current.corpus.passages))
    message = offer(scene, ann, f"read:{passage.id}:{'x' * 40}")

    assert "" == await tap(scene, ann, message, "›")
    assert [passage.text] == quotations(message)


@pytest.mark.parametrize("span", ["9~3", "0~9999", "3~3", "9999~9999"])
async def test_a_quotation_that_is_no_part(scene: Scene, span: str) -> None:
    """A button whose span is no part of the passage shows the passage without bold."""
    ann = scene.client()
    passage = next(iter(scene.services.library.current.corpus.passages))
    message = offer(scene, ann, f"read:{passage.id}~{span}")

    assert "" == await tap(scene, ann, message, "›")
    assert [passage.text] == quotations(message)
    assert not any(one in passage.text for one in parts(message, "bold"))


async def test_a_question_at_a_place_that_has_none(scene: Scene) -> None:
    """A suggested question must begin where a sentence begins."""
    ann = scene.client()
    passage = next(iter(scene.services.library.current.corpus.passages))

    assert VOID == await tap(scene, ann, offer(scene, ann, f"ask:{passage.id}:3"), "›")


async def test_whose_taps_count(scene: Scene) -> None:
    """If the policy is “asker”, a toast tells others that they cannot use the buttons."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    await scene.services.policies.keep(group.id, Policy(taps=ButtonAccess.ASKER))
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    before = answer.text

    words = "In this chat, only the person who asked can use these buttons."
    assert words == await tap(scene, bob, answer, next_page(answer))
    assert before == answer.text
    assert "" == await tap(scene, ann, answer, next_page(answer))
    assert before != answer.text


async def test_tapping_what_is_shown_already(open_scene: OpenScene) -> None:
    """A button that would change nothing shows no toast and causes no error."""
    async with open_scene(may_refuse=True) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        stale = replace(answer)
        await tap(scene, ann, answer, next_page(answer))

        assert "" == await tap(scene, ann, stale, "下一页")

    (refused,) = scene.backend.refusals
    assert (refused.refusal or "").startswith("Bad Request: message is not modified")
    assert answer.text.endswith("第 2 页，共 3 页")


async def test_a_message_that_can_no_longer_be_changed(open_scene: OpenScene) -> None:
    """A button of a message that cannot be edited shows a toast that says so."""
    words = "这条消息已经改不了了，请重新提问。"
    async with open_scene(may_refuse=True) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        answer.is_deleted = True

        assert words == await tap(scene, ann, answer, next_page(answer))
        assert words == await tap(scene, ann, answer, "👎")


async def test_tapping_twice(scene: Scene) -> None:
    """A button that is pressed several times at once is handled once."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)

    pressed = [ann.press(answer, labels(answer)[5]) for _ in range(3)]
    asked = await scene.said(ann.private, after=answer)

    assert all(one.answer for one in pressed)
    assert 1 == len(asked)


async def test_refused_formatting_is_shown_plain(
    open_scene: OpenScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page whose formatting is refused is shown as plain text."""
    async with open_scene(may_refuse=True) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        monkeypatch.setattr(html, "escape", lambda text: f"<oops>{text}")
        monkeypatch.setattr(markup, "_SPECIAL", re.compile(""))  # All is escaped.
        await tap(scene, ann, answer, next_page(answer))

    assert answer.text.endswith("第 2 页，共 3 页")
    assert "<oops>" not in answer.text
    assert [] == quotations(answer)


async def test_a_tap_that_comes_late(open_scene: OpenScene) -> None:
    """A callback query that is too old to be answered is handled."""
    async with open_scene(may_refuse=True) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        before = answer.text
        pressed = ann.press(answer, "下一页")
        pressed.pressed -= 1000
        await scene.settle()

    assert before != answer.text
    assert pressed.answer is None


async def test_taps_while_telegram_says_to_wait(scene: Scene) -> None:
    """Of the presses that wait for a 429, only the last is handled; all are answered."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    first = labels(answer)
    scene.backend.faults.add(Fault("flood", 1, "editMessageText", seconds=1))

    pressed = [ann.press(answer, "下一页")]
    while scene.backend.faults.left:
        await asyncio.sleep(0.005)
    pressed += [ann.press(answer, label) for label in ("更多", "下一页", "上下文")]
    await scene.settle()

    assert all(one.answer for one in pressed)
    edits = [
        c for c in scene.backend.calls if c.method.lower() == "editmessagetext" and not c.refusal
    ]
    assert 2 == len(edits)
    assert "‹ 返回" in labels(answer)
    assert first != labels(answer)


@pytest.mark.parametrize(
    ("display", "first"),
    [
        (Display.TRADITIONAL, "孟永輝在 2021 年底的文章裡給出一個判斷"),
        (Display.SIMPLIFIED, "孟永辉在 2021 年底的文章里给出一个判断"),
        (Display.PRINTED, "孟永辉在 2021 年底的文章里给出一个判断"),
    ],
)
async def test_reading_in_other_characters(scene: Scene, display: Display, first: str) -> None:
    """Quotations, titles, outlines and copies are in the characters that are set."""
    ann = scene.client()
    await scene.services.policies.keep(ann.person.id, Policy(display=display))
    answer = await scene.ask(ann, QUESTION)

    assert quotations(answer)[0].startswith(first)
    assert {"金融", "金融科技", display.of("成为")} <= set(parts(answer, "bold"))
    assert display.of("金融科技的归宿是基础设施（摘要）") in parts(answer, "bold")
    await open_more(scene, ann, answer)
    copied = await tap_for_message(scene, ann, answer, "复制全部")
    assert first in copied.text
    await tap(scene, ann, answer, "‹ 返回")
    await tap(scene, ann, answer, "上下文")
    assert first in quotations(answer)[0]
    await tap(scene, ann, answer, "目录")
    assert display.of("怎样算去掉了互联网的影子") in labels(answer)


async def test_how_many_quotations(scene: Scene) -> None:
    """A page has the number of quotations that is set."""
    ann = scene.client()
    await scene.services.policies.keep(ann.person.id, Policy(quotations=1))
    answer = await scene.ask(ann, QUESTION)

    assert 1 == len(quotations(answer))
    assert answer.text.endswith("第 1 页，共 8 页")


async def test_typing_while_it_works(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow answer is announced by “typing” in the topic of the question."""
    seen: list[object] = []
    arrived = threading.Event()

    def listen(event: str, subject: object) -> None:
        if event == "action":
            seen.append(subject)
            arrived.set()

    scene.backend.listeners.append(listen)
    library = scene.services.library.in_force.library
    slow = Slow(library.current.searcher, arrived)
    monkeypatch.setattr(library, "_current", replace(library.current, searcher=slow))
    ann = scene.client()
    group = scene.group(ann, is_forum=True)
    group.topics[55] = "金融"

    answer = await scene.ask(ann, f"/ask {QUESTION}", group, topic=55)

    assert quotations(answer)
    assert [(group, "typing", 55)] == seen


async def test_typing_that_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """If “typing” is refused, the answer is sent nevertheless."""
    monkeypatch.setattr("bot.telegram.handlers.activity.DELAY_SECONDS", 0)
    scene.backend.faults.add(Fault("forbidden", 1, "sendChatAction"))

    assert quotations(await scene.ask(scene.client(), QUESTION))


async def test_a_message_that_the_bot_is_not_shown(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """A tap of which Telegram does not say below which message it was gets a toast."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    query = ann.press(answer, "👍")
    (update,) = scene.backend.updates._pending
    del update["callback_query"]["message"]
    await scene.settle()

    assert query.answer
    assert "这条消息已经改不了了" in query.answer["text"]
    assert "handler failed" not in caplog.text


@pytest.mark.parametrize("is_guest", [False, True])
async def test_another_persons_tap_keeps_the_language(scene: Scene, *, is_guest: bool) -> None:
    """An answer stays in the language of whoever asked; the toast is in that of who pressed."""
    ann, bob = scene.client("小明", "zh-hans"), scene.client("Bob", "en")
    if is_guest:
        elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
        ann.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere)
        (answer,) = await scene.said(elsewhere)
    else:
        answer = await scene.ask(ann, f"/ask {QUESTION}", scene.group(ann, bob))

    await tap(scene, bob, answer, next_page(answer))
    assert "同一篇" in answer.text
    await tap(scene, bob, answer, "上下文")
    if is_guest:
        await tap(scene, bob, answer, "目录")
        assert answer.text.endswith("选一部分来读：")
        await tap(scene, bob, answer, "‹ 返回")
        assert "Noted. What was wrong?" == await tap(scene, bob, answer, "👎")
        assert "Thank you, noted." == await tap(scene, bob, answer, "段落不对")
    else:  # What only they see is in their language.
        await tap_shown(scene, bob, answer, "Outline")
        await tap_shown(scene, bob, answer, "‹ Back")
        assert "Thank you, noted." == await tap(scene, bob, answer, "👎")
        assert "Thank you, noted." == await tap_shown(scene, bob, answer, "Wrong passage")

    assert "上下文" in labels(answer)
