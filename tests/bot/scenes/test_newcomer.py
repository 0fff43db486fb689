"""A newcomer tries everything, in private and in a group, and reads one language throughout."""

from __future__ import annotations

import json
import re

import pytest

from bot.messages import Language, language_of, messages
from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, MemberStatus, Message
from tests.bot.scenes.alone import NEW, OLD
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, open_more, tap, tap_shown
from tests.bot.test_messages import catalogue

QUESTION = "流量思维有什么问题"
OFF_TOPIC = "明天上海会下雨吗？"
FORMS = (
    *(f"/ask {QUESTION}", f"@yinju_bot {QUESTION}", f"请问@yinju_bot {QUESTION}"),
    *(f"@yinju_bot{QUESTION}", f"/ask{QUESTION}", f"/ask：{QUESTION}"),
)
"""A question as it is written in a group, with blanks and without."""

HEARD_BY_A_MEMBER = (FORMS[0], FORMS[1], FORMS[5])
"""Those that Telegram delivers to a bot that is no administrator."""

FIRST_WORDS = (
    *("/start", "/help", "你好", "你是谁？", "你会什么？", "谢谢", "再见", "/ask", "/nonsense"),
    *("/articles", "/articles 京东", "/settings", "/language", "/privacy", "/forget", "/mydata"),
    *(OFF_TOPIC, "有哪些文章？", "谁写的？", "What is fintech?", "123", "？？"),
)
KEPT = {"Telegram", "English", "AI", "ID", "JSON", "What", "is", "fintech"}
"""Names that are the same in every language, and the words of a question."""


def told(scene: Scene) -> list[str]:
    """Return all that the bot wrote, on buttons and in toasts too, without its quotations."""
    words = []
    for call in scene.backend.calls:
        given = call.parameters
        words += [str(given.get(name, "")) for name in ("text", "caption")]
        markup = given.get("reply_markup") or {}
        keyboard = json.loads(markup) if isinstance(markup, str) else markup
        rows = keyboard.get("inline_keyboard", [])
        words += [button["text"] for row in rows for button in row]
    plain = [
        re.sub(r"<blockquote.*?</blockquote>|<[^>]+>", " ", one, flags=re.DOTALL) for one in words
    ]
    return [re.sub(r"[/@]\w+", " ", one) for one in plain if one.strip()]


def foreign(language: Language) -> set[str]:
    """Return sentences and labels of the other languages that this one does not have."""
    own = messages(language)
    texts = {str(one.id) for one in catalogue(Language.SIMPLIFIED) if isinstance(one.id, str)}
    found = set()
    for other in Language:
        there = {messages(other).gettext(text) for text in texts if len(text) > 1}
        found |= {one for one in there if len(one) > 3 and "{" not in one}
    return found - {own.gettext(text) for text in texts if text}


async def walk_in_private(scene: Scene, ann: Client) -> None:
    """Say what newcomers say, and press every button of an answer."""
    for text in FIRST_WORDS:
        sent = ann.send(text)
        assert await scene.said(ann.private, after=sent), text
    for form in FORMS:
        assert quotations(await scene.ask(ann, form)), form
    answer = await scene.ask(ann, QUESTION)
    await press_all(scene, ann, answer)


async def press_all(scene: Scene, client: Client, answer: Message) -> None:
    """Press each button below an answer, and each that More shows, and go back."""
    for label in labels(answer):
        if label.startswith("💬"):
            await tap(scene, client, answer, label)
        elif label[0] not in "👍👎" and "…" not in label:
            await tap(scene, client, answer, label)
            back = next((one for one in offered(client, answer) if one.startswith("‹ ")), None)
            assert back, label
            await tap_shown(scene, client, answer, back)
    await tap(scene, client, answer, "👍")
    await tap(scene, client, answer, "👎")
    complaint = next(one for one in offered(client, answer) if not one.startswith("‹"))
    await tap_shown(scene, client, answer, complaint)
    more = await open_more(scene, client, answer)
    await tap(scene, client, more, labels(more)[0])


def offered(client: Client, answer: Message) -> list[str]:
    """Return the labels below an answer, or below the last message that a person sees alone."""
    seen = [one for one in client.sees(answer.chat) if one is answer or one.ephemeral_id]
    return labels(next(one for one in reversed(seen) if one.buttons))


async def walk_in_groups(
    scene: Scene, ann: Client, status: MemberStatus, heard: tuple[str, ...]
) -> None:
    """Ask in every form, give every command, and press every button.

    Each in a group of its own, as a bot may write twenty messages a minute in one.
    """

    def new_group() -> Chat:
        group = scene.group(ann)
        ann.add_bot(group, status)
        return group

    group = new_group()
    for form in FORMS:
        sent = ann.send(form, group)
        answers = await scene.said(group, after=sent)
        assert [True] * (form in heard) == [bool(quotations(one)) for one in answers], form
    group = new_group()
    for text in ("/help", "/settings", "/language", "/privacy", "/articles", "/ask"):
        ann.send(text, group)
        await scene.settle()
    ann.send(f"/ask {OFF_TOPIC}", group)
    await scene.settle()
    group = new_group()
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    assert quotations(await scene.ask(ann, "为什么呢？", group, reply_to=answer))
    await press_all(scene, ann, answer)


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
async def test_a_newcomers_walk(
    open_scene: OpenScene, code: str, version: tuple[int, int]
) -> None:
    """Everything is answered, alone where that is known, and no text is of another language."""
    limits = {"person_per_minute": 0, "chat_per_minute": 0}
    async with open_scene(api_version=version, may_refuse=version == OLD, **limits) as scene:
        ann = scene.client("Ann", code)
        await walk_in_private(scene, ann)
        await walk_in_groups(scene, ann, "member", HEARD_BY_A_MEMBER)
        await walk_in_groups(scene, ann, "administrator", FORMS)
        used = {
            c.method for c in scene.backend.calls if "ephemeral_message_parameters" in c.parameters
        }
        assert used == ({"sendmessage"} if version == NEW else set())

        language, said = language_of(code), told(scene)
        others = foreign(language)
        assert [] == [(one, text) for text in said for one in others if one in text]
        if language is not Language.ENGLISH:
            words = {word for text in said for word in re.findall("[A-Za-z]{2,}", text)}
            assert set() == words - KEPT
