"""Questions by mention, as a reply, in a caption, forwarded and edited."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.standin.model import Message
from bot.policy import Policy, Trigger
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import first_line, quotations

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"
DECLINED = "没有在这些文章里找到答案。"
PHOTO: dict[str, Any] = {
    "photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
}


@pytest.mark.parametrize(
    "text",
    [
        f"@yinju_bot {QUESTION}",
        f"{QUESTION} @yinju_bot",
        f"🐜🐜 请问 @Yinju_Bot，{QUESTION}",
        f"{QUESTION[:4]} @yinju_bot {QUESTION[4:]}",
    ],
)
async def test_a_mention_anywhere_asks(scene: Scene, text: str) -> None:
    """A mention anywhere in a message asks, and is no part of the question."""
    ann = scene.client()
    answer = await scene.ask(ann, text, scene.group(ann))

    assert quotations(answer)
    (row,) = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert "yinju" not in row["text"].lower()
    assert "金融科技" in row["text"].replace(" ", "")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh-hans", f"请问@yinju_bot {QUESTION}"),
        ("zh-hant", f"@yinju_bot{QUESTION}"),
        ("en", f"/ask{QUESTION}"),
        ("zh-hans", f"／ask：{QUESTION}"),
        ("zh-hant", f"＠yinju_bot，{QUESTION}"),
        ("en", f"🐜🐜{QUESTION}@yinju_bot"),
        ("zh-hans", f"{QUESTION[:4]}@yinju_bot{QUESTION[4:]}"),
    ],
)
async def test_chinese_touches_the_name(scene: Scene, code: str, text: str) -> None:
    """Where Telegram marks neither name nor command, the bot hears all that it is shown."""
    ann = scene.client("Ann", code)
    scene.backend.reads_all_group_messages = True
    answer = await scene.ask(ann, text, scene.group(ann))

    assert quotations(answer)
    (row,) = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert QUESTION == row["text"].replace("🐜", "").replace("请问", "").replace(" ", "")


@pytest.mark.parametrize("begin", ["/ask：", "/ask、", "/ask@yinju_bot，", "/ask@yinju_bot："])
async def test_punctuation_touches_the_command(scene: Scene, begin: str) -> None:
    """What Telegram shows in privacy mode is heard, and punctuation cut from the question."""
    ann = scene.client()
    for chat in (scene.group(ann), ann.private):
        assert quotations(await scene.ask(ann, f"{begin}{QUESTION}", chat))
    kept = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert {QUESTION} == {row["text"] for row in kept}


async def test_a_command_of_another_bot(scene: Scene) -> None:
    """A command that names another bot is not answered, however the question is joined to it."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    await scene.services.policies.keep(group.id, Policy(Trigger.QUESTION))
    for chat in (group, ann.private):
        for between in (" ", "，", ""):
            ann.send(f"/ask@other_bot{between}{QUESTION}", chat)
    ann.send("/help@other_bot，谢谢")

    assert [] == await scene.said(group) + await scene.said(ann.private)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-Hans-HK", "没有在这些文章里找到"),
        ("zh-hans-tw", "没有在这些文章里找到"),
        ("yue", "沒有在這些文章裡找到"),
    ],
)
async def test_the_script_of_a_reader(scene: Scene, code: str, words: str) -> None:
    """A script in the reader's language counts more than a region; Cantonese is Traditional."""
    assert words in (await scene.ask(scene.client("Ann", code), OFF_TOPIC)).text


async def test_somebody_elses_name_does_not_call(scene: Scene) -> None:
    """A message that mentions somebody else is not answered."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)

    ann.send(f"@yinju_bot2 {QUESTION}", group)
    ann.send(f"mail@yinju_bot.example {QUESTION}", group)
    ann.send(QUESTION, group)

    assert [] == await scene.said(group)


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "比如"), ("zh-hant", "例如"), ("en", "as in")]
)
async def test_a_bare_mention_explains_itself(scene: Scene, code: str, words: str) -> None:
    """A mention without a question gets the instructions."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, "@yinju_bot", scene.group(ann))

    assert words in answer.text


async def test_a_bare_mention_points_at_a_message(scene: Scene) -> None:
    """A mention in a reply asks the text that is replied to, or the quoted part of it."""
    scene.backend.reads_all_group_messages = True
    ann, bob = scene.client(), scene.client("Bob")
    group = scene.group(ann, bob)
    said = ann.send(f"今天天气不错。{QUESTION}", group)

    whole = await scene.ask(bob, "@yinju_bot", group, reply_to=said)
    part = await scene.ask(bob, "@yinju_bot", group, reply_to=said, quote="今天天气不错")

    assert quotations(whole)
    assert [] == quotations(part)


@pytest.mark.parametrize("place", ["private", "group"])
async def test_a_reply_to_an_answer_follows_it_up(scene: Scene, place: str) -> None:
    """A short reply to an answer is understood by the question before."""
    ann = scene.client()
    chat = ann.private if place == "private" else scene.group(ann)
    alone = await scene.ask(ann, "/ask 为什么呢？", chat)
    first = await scene.ask(ann, f"/ask {QUESTION}", chat)

    following = await scene.ask(ann, "为什么呢？", chat, reply_to=first)

    assert [] == quotations(alone)
    assert quotations(following)


async def test_the_pages_of_a_follow_up(scene: Scene) -> None:
    """Further pages of a follow-up depend on the earlier question as the first one does."""
    ann = scene.client()
    first = await scene.ask(ann, QUESTION)
    following = await scene.ask(ann, "为什么呢？", reply_to=first)
    before = following.text

    ann.press(following, "下一页")
    await scene.settle()

    assert before != following.text
    assert quotations(following)


async def test_a_follow_up_of_a_suggested_question(scene: Scene) -> None:
    """The answer to a suggested question can be followed up."""
    ann = scene.client()
    first = await scene.ask(ann, QUESTION)
    ann.press(first, "💬")
    (second,) = await scene.said(ann.private, after=first)

    assert quotations(await scene.ask(ann, "为什么呢？", reply_to=second))


async def test_thanks_are_no_question(scene: Scene) -> None:
    """A reply that asks nothing is ignored in a group, and answered in private."""
    ann = scene.client()
    group = scene.group(ann)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)

    for said in ("谢谢", "太好了！", "👍", "不是这个意思"):
        ann.send(said, group, reply_to=answer)

    assert [answer] == await scene.said(group)
    kept = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert [QUESTION] == [row["text"] for row in kept]
    private = await scene.ask(ann, QUESTION)
    assert "不客气！想到什么随时再问。" == (await scene.ask(ann, "谢谢", reply_to=private)).text


async def test_a_greeting_has_an_example_that_works(scene: Scene) -> None:
    """A greeting is returned, with an example of a question that has an answer."""
    ann = scene.client()
    greeted = await scene.ask(ann, "你好")
    (example,) = (line for line in greeted.text.splitlines() if line.startswith("比如："))

    assert greeted.text.startswith("您好！")
    assert quotations(await scene.ask(ann, example.removeprefix("比如：")))


async def test_a_reply_to_other_words_of_the_bot_is_a_question(scene: Scene) -> None:
    """A reply to any message of the bot in a group asks."""
    ann = scene.client()
    group = scene.group(ann)
    help_ = await scene.ask(ann, "/help", group)

    assert quotations(await scene.ask(ann, QUESTION, group, reply_to=help_))


async def test_captions_ask(scene: Scene) -> None:
    """A caption asks: in private, by mention or by /ask in a group."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)

    assert quotations(await scene.ask(ann, QUESTION, **PHOTO))
    assert quotations(await scene.ask(ann, f"@yinju_bot {QUESTION}", group, **PHOTO))
    assert quotations(await scene.ask(ann, f"/ask {QUESTION}", group, **PHOTO))
    ann.send(QUESTION, group, **PHOTO)
    assert 2 == len(await scene.said(group))


async def test_a_forwarded_message_asks(scene: Scene) -> None:
    """A message that is forwarded to the bot in private asks."""
    ann = scene.client()
    origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}

    assert quotations(await scene.ask(ann, QUESTION, forward_origin=origin))


async def test_an_edited_question_edits_its_answer(scene: Scene) -> None:
    """An edited question changes its answer, also from and to an abstention."""
    ann = scene.client()
    sent = ann.send(OFF_TOPIC)
    (answer,) = await scene.said(ann.private)
    assert DECLINED == first_line(answer)

    ann.edit(sent, QUESTION)
    assert [answer] == await scene.said(ann.private)
    assert quotations(answer)
    ann.edit(sent, OFF_TOPIC)
    assert [answer] == await scene.said(ann.private)

    assert DECLINED == first_line(answer)
    kept = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert [OFF_TOPIC, QUESTION, OFF_TOPIC] == [row["text"] for row in kept]


async def test_an_edit_that_changes_nothing(scene: Scene) -> None:
    """An edit that does not change the answer sends no request."""
    ann = scene.client()
    sent = ann.send("你好")
    (answer,) = await scene.said(ann.private)

    ann.edit(sent, "您好")

    assert [answer] == await scene.said(ann.private)
    assert not answer.edited


async def test_an_edit_in_a_group(scene: Scene) -> None:
    """An edit in a group changes the answer to a command and to a mention."""
    ann = scene.client()
    group = scene.group(ann)
    command = ann.send(f"/ask {OFF_TOPIC}", group)
    (first,) = await scene.said(group)
    named = ann.send(f"@yinju_bot {OFF_TOPIC}", group)
    (second,) = await scene.said(group, after=first)

    ann.edit(command, f"/ask {QUESTION}")
    ann.edit(named, f"@yinju_bot {QUESTION}")

    assert [first, second] == await scene.said(group)
    assert quotations(first)
    assert quotations(second)


async def test_an_edit_that_makes_a_question(scene: Scene) -> None:
    """A bare /ask is answered when the question is added by an edit."""
    ann = scene.client()
    sent = ann.send("/ask")
    (how,) = await scene.said(ann.private)

    ann.edit(sent, f"/ask {QUESTION}")
    (answer,) = await scene.said(ann.private, after=how)

    assert quotations(answer)


async def test_changes_of_telegrams_own(scene: Scene) -> None:
    """An old message that Telegram reports as edited is not answered."""
    ann = scene.client()
    scene.backend.reads_all_group_messages = True
    group = scene.group(ann)
    old = ann.send(QUESTION, group)
    old.date -= 3 * 24 * 60 * 60

    ann.edit(old, f"/ask {QUESTION}")

    assert [] == await scene.said(group)


async def test_an_answer_that_was_deleted(scene: Scene) -> None:
    """An edited question whose answer was deleted gets a new one."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    sent = ann.send(OFF_TOPIC)
    (answer,) = await scene.said(ann.private)
    answer.is_deleted = True

    ann.edit(sent, QUESTION)
    (anew,) = await scene.said(ann.private)

    assert quotations(anew)
    assert anew.reply_to is sent
    scene.backend.calls.clear()  # The refusal that told the bot that its answer is gone.


async def test_a_quick_edit(scene: Scene) -> None:
    """A question that is edited quickly has one answer, to its last version."""
    ann = scene.client()
    sent: list[Message] = []
    for _ in range(5):
        sent.append(ann.send(OFF_TOPIC))
        ann.edit(sent[-1], QUESTION)
    answers = await scene.said(ann.private)

    assert sent == sorted((a.reply_to for a in answers if a.reply_to), key=lambda m: m.id)
    assert all(map(quotations, answers))


@pytest.mark.parametrize("anew", [OFF_TOPIC, "明天上海会下雨。"])
async def test_an_edit_leaves_no_answer_to_another_question(scene: Scene, anew: str) -> None:
    """The answer to a question to everybody is replaced after an edit that has none."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    await scene.services.policies.keep(group.id, Policy(Trigger.QUESTION))
    answer = await scene.ask(ann, QUESTION, group)
    assert quotations(answer)

    ann.edit(next(m for m in group.visible if m.text == QUESTION), anew)
    await scene.settle()

    assert not quotations(answer)
    assert DECLINED in answer.text


async def test_an_edit_without_the_name(scene: Scene) -> None:
    """An edit that removes the mention still changes the answer."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    sent = ann.send(f"@yinju_bot {OFF_TOPIC}", group)
    (answer,) = await scene.said(group, after=sent)

    ann.edit(sent, QUESTION)
    await scene.settle()

    assert quotations(answer)


async def test_topics_and_follow_ups(scene: Scene) -> None:
    """A mention and a follow-up are answered in their topic."""
    ann = scene.client()
    group = scene.group(ann, is_forum=True)
    group.topics[55] = "金融"

    first = await scene.ask(ann, f"@yinju_bot {QUESTION}", group, topic=55)
    second = await scene.ask(ann, "那数字科技呢？", group, reply_to=first)

    assert [55, 55] == [first.topic, second.topic]


@pytest.mark.parametrize(
    ("code", "addressed", "everything"),
    [
        ("zh-hans", "只看得到跟我说的话", "每条消息我都看得到"),
        ("zh-hant", "只看得到對我說的話", "每則訊息我都看得到"),
        ("en", "see only what is addressed to me", "see every message"),
    ],
)
async def test_help_says_what_the_bot_hears(
    scene: Scene, code: str, addressed: str, everything: str
) -> None:
    """/help explains the privacy mode that is set."""
    ann = scene.client("Ann", code)
    before = (await scene.ask(ann, "/help")).text
    scene.backend.reads_all_group_messages = True
    await scene.application.bot.get_me()
    after = (await scene.ask(ann, "/help")).text

    assert (addressed in before, everything in before) == (True, False)
    assert (addressed in after, everything in after) == (False, True)


async def test_nobody_is_there_any_more(
    open_scene: OpenScene, caplog: pytest.LogCaptureFixture
) -> None:
    """A group that is deleted meanwhile costs no traceback, and others are answered."""
    async with open_scene(may_refuse=True) as scene:
        ann = scene.client()
        group = scene.group(ann)
        ann.send(f"/ask {QUESTION}", group)
        ann.delete_group(group)
        await scene.settle()

        assert quotations(await scene.ask(ann, QUESTION))
    assert "Traceback" not in caplog.text


async def test_comments_below_a_channel(scene: Scene) -> None:
    """A channel's posts are not answered in its group; comments in its name are."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    channel = scene.backend.add_group("频道", ann.person, kind="channel")
    group.linked_channel = channel
    channel.members[scene.backend.bot.id] = "administrator"

    ann.publish(f"@yinju_bot {QUESTION}", channel)
    assert [] == await scene.said(group) + await scene.said(channel)
    sent = ann.send_as(channel, f"@yinju_bot {QUESTION}", group)
    (answer,) = await scene.said(group, after=sent)

    assert quotations(answer)
