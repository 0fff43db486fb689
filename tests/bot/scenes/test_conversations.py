"""Questions that lean on the one before: as a reply, and in private also without one."""

from __future__ import annotations

import time

import pytest

from tests.bot.scenes.conftest import Scene
from tests.bot.scenes.shown import first_line, quotations
from tests.bot.scenes.tapping import labels, open_more, tap, tap_for_message

QUESTION = "流量思维有什么问题"
SECOND = "那它有什么坏处呢？"

NOTES = {
    "zh-hans": "承接上一问“流量思维有什么问题”：",
    "zh-hant": "承接上一問「流量思维有什么问题」：",
    "en": "Following “流量思维有什么问题”:",
}


@pytest.mark.parametrize(("code", "note"), NOTES.items())
async def test_in_private_without_a_reply(scene: Scene, code: str, note: str) -> None:
    """The answer is about the topic of the question before, and says so."""
    ann = scene.client("Ann", code)
    await scene.ask(ann, QUESTION)
    answer = await scene.ask(ann, SECOND)

    assert note == first_line(answer)
    assert any("收割" in quotation for quotation in map(str, quotations(answer)))


async def test_a_question_of_its_own_leans_on_nothing(scene: Scene) -> None:
    """A question that says what it is about is answered alone."""
    ann = scene.client()
    await scene.ask(ann, QUESTION)

    assert "承接" not in (await scene.ask(ann, "金融科技为什么要成为基础设施？")).text


async def test_after_ten_minutes_nothing_is_remembered(scene: Scene) -> None:
    """The question before counts for ten minutes."""
    ann = scene.client()
    await scene.ask(ann, QUESTION)
    scene.backend.clock = lambda: time.time() + 601

    assert "承接" not in (await scene.ask(ann, SECOND)).text


async def test_small_talk_is_no_topic(scene: Scene) -> None:
    """After a greeting there is nothing to lean on."""
    ann = scene.client()
    await scene.ask(ann, "你好")

    assert "承接" not in (await scene.ask(ann, SECOND)).text


@pytest.mark.parametrize("said", ["嗯", "哈哈", "OK", "收到", "👍", "？", "1"])
async def test_what_asks_nothing_repeats_nothing(scene: Scene, said: str) -> None:
    """What is said to an answer is not answered with it once more."""
    ann = scene.client()
    await scene.ask(ann, QUESTION)
    answer = await scene.ask(ann, said)

    assert not quotations(answer)
    assert "承接" not in answer.text
    assert "没有" not in answer.text


async def test_in_a_group_only_as_a_reply(scene: Scene) -> None:
    """In a group, where many people ask, a question leans only on the answer it replies to."""
    ann, bob = scene.client(), scene.client("Bob")
    group = scene.group(ann, bob)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    alone = await scene.ask(bob, f"/ask {SECOND}", group)
    reply = await scene.ask(bob, f"/ask {SECOND}", group, reply_to=answer)

    assert "承接" not in alone.text
    assert NOTES["zh-hans"] == first_line(reply)


async def test_more_turns_the_page(scene: Scene) -> None:
    """还有呢 shows quotations that the answer before did not show, and so on."""
    ann = scene.client()
    seen = list(map(str, quotations(await scene.ask(ann, "金融科技和流量"))))
    for _ in range(2):
        answer = await scene.ask(ann, "还有呢？")
        more = list(map(str, quotations(answer)))
        assert 3 == len(more)
        assert not set(more) & set(seen[-3:])
        seen += more


async def test_the_pages_of_a_follow_up(scene: Scene) -> None:
    """The buttons below a follow-up show further pages of it."""
    ann = scene.client()
    await scene.ask(ann, QUESTION)
    answer = await scene.ask(ann, SECOND)
    first = list(map(str, quotations(answer)))

    await tap(scene, ann, answer, "下一页")

    assert NOTES["zh-hans"] == first_line(answer)
    assert first != list(map(str, quotations(answer)))


async def test_all_steps_are_quoted(scene: Scene) -> None:
    """A question for the steps is answered with the headings that enumerate them."""
    ann = scene.client()
    answer = await scene.ask(ann, "金融科技公司转型三步走是哪三步")

    steps = str(quotations(answer)[0]).splitlines()
    assert ["第一步", "第二步", "第三步"] == [step[:3] for step in steps]
    assert "阅读" in labels(answer)
    await open_more(scene, ann, answer)
    assert ["目录", "复制全部"] == labels(answer)[:2]
    assert "第三步：重新看待互联网" in (await tap_for_message(scene, ann, answer, "复制")).text
