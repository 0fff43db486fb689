"""Small talk: what is no question about articles gets a fitting reply."""

from __future__ import annotations

import pytest

from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import first_line, quotations
from tests.bot.scenes.tapping import labels

REPLIES = [
    ("早上好", "zh-hans", "您好！", "greeting"),
    ("早安", "zh-hant", "您好！", "greeting"),
    ("good morning", "en", "Hello!", "greeting"),
    ("晚安", "zh-hans", "晚安！", "good-night"),
    ("晚安🌙", "zh-hant", "晚安！", "good-night"),
    ("good night", "en", "Good night!", "good-night"),
    ("再见", "zh-hans", "再见！", "farewell"),
    ("再見", "zh-hant", "再見！", "farewell"),
    ("bye", "en", "Goodbye!", "farewell"),
    ("你是AI吗", "zh-hans", "我是程序“引据”，不是会写文章的 AI：", "about"),
    ("你是誰做的", "zh-hant", "我是程式「引據」，不是會寫文章的 AI：", "about"),
    ("are you an AI?", "en", "I am Yinju, a program and not an AI that writes:", "about"),
    ("你能做什么", "zh-hans", "您问，我就从文章里找出", "abilities"),
    ("你能做什麼", "zh-hant", "您問，我就從文章裡找出", "abilities"),
    ("what can you do?", "en", "I find the paragraphs that answer", "abilities"),
    ("人工客服", "zh-hans", "这里只引用文章里的原话，没有人值守", "contact"),
    ("我要投訴", "zh-hant", "這裡只引用文章裡的原話，沒有真人值班", "contact"),
    ("talk to a human", "en", "All I can give you here", "contact"),
    ("你答得不对", "zh-hans", "抱歉，没能答到点上。", "dissatisfied"),
    ("不是這個意思", "zh-hant", "抱歉，沒能答到點上。", "dissatisfied"),
    ("that's wrong", "en", "Sorry about that.", "dissatisfied"),
]


@pytest.mark.parametrize(("said", "code", "reply", "reason"), REPLIES)
async def test_small_talk(scene: Scene, said: str, code: str, reply: str, reason: str) -> None:
    """Each kind has its own reply, without buttons, and is recorded with its reason."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, said)
    (kept,) = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]

    assert answer.text.startswith(reply)
    assert [] == labels(answer)
    assert ("declined", reason) == (kept["outcome"], kept["reason"])
    assert {reason: 1} == (await scene.services.journal.statistics())["reasons"]


@pytest.mark.parametrize(
    ("said", "code"), [("帮助", "zh-hans"), ("幫助", "zh-hant"), ("help", "en")]
)
async def test_help_as_a_word(scene: Scene, said: str, code: str) -> None:
    """Help that is asked for in a word is that of /help."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, said)

    assert (await scene.ask(ann, "/help")).text == answer.text
    assert [] == labels(answer)


async def test_help_for_a_guest(scene: Scene) -> None:
    """In a chat without the bot, help begins with asking there, and names no commands."""
    ann = scene.client()
    elsewhere = scene.backend.add_group("别处", ann.person)
    ann.ask_as_guest("@yinju_bot 帮助", elsewhere)
    (answer,) = await scene.said(elsewhere)

    assert "在别的聊天里" == first_line(answer)
    assert "/articles" not in answer.text


@pytest.mark.parametrize(
    ("code", "reply"),
    [
        ("zh-hans", "要找人的话，请联系：@desk"),
        ("zh-hant", "要找真人的話，請聯絡：@desk"),
        ("en", "To reach a person: @desk"),
    ],
)
async def test_the_operators_contact(open_scene: OpenScene, code: str, reply: str) -> None:
    """Who asks for a person is given the contact of the settings, also by an inline query."""
    async with open_scene(contact="@desk") as scene:
        ann = scene.client("Ann", code)
        answer = await scene.ask(ann, "转人工")
        query = ann.type_inline("转人工")
        await scene.settle()

    assert reply == answer.text
    assert query.answer is not None
    assert reply == query.answer["button"]["text"]


async def test_a_question_with_such_words_stays_a_question(scene: Scene) -> None:
    """A question about the articles is answered, however it greets."""
    ann = scene.client()
    answer = await scene.ask(ann, "早上好，请问金融科技的归宿是什么？谢谢")
    declined = await scene.ask(ann, "投诉率是多少")

    assert quotations(answer)
    assert first_line(declined) == "没有在这些文章里找到答案。"


async def test_small_talk_in_a_group(scene: Scene) -> None:
    """In a group, who addresses the bot is answered."""
    ann = scene.client()
    answer = await scene.ask(ann, "@yinju_bot 再见", scene.group(ann))

    assert "再见！想到什么再来问。" == answer.text
