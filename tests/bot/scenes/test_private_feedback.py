"""Feedback in groups: whoever complains is asked why alone, and everybody sees the mark."""

from __future__ import annotations

import pytest

from tests.bot.scenes.alone import OLD, is_hidden_from, readers, whispered
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, open_more, tap

QUESTION = "金融科技为什么要成为基础设施？"


@pytest.mark.parametrize(
    ("code", "question", "reason"),
    [
        ("zh-hans", "记下了。是哪里不对？", "段落不对"),
        ("zh-hant", "記下了。是哪裡不對？", "段落不對"),
        ("en", "Noted. What was wrong?", "Wrong passage"),
    ],
)
async def test_what_was_wrong(scene: Scene, code: str, question: str, reason: str) -> None:
    """Whoever presses 👎 is asked why alone, in any group; the answer stays, marked."""
    ann, bob, group = await readers(scene, "zh-hans", is_admin=False)
    bob.person.language_code = code
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    await tap(scene, bob, answer, "👎")

    (asked,) = whispered(scene, bob, group)
    assert (question, reason) == (asked.text, labels(asked)[0])
    assert is_hidden_from(ann, group)
    assert quotations(answer)
    assert "✓ 👎" in labels(answer)
    assert await tap(scene, bob, asked, reason)
    assert is_hidden_from(bob, group)
    (given,) = (await scene.services.personal_data.rows_about(bob.person.id))["feedback"]
    assert ("bad", "passage") == (given["verdict"], given["reason"])


@pytest.mark.parametrize(
    ("code", "reason", "toast"),
    [
        ("zh-hans", "👎 段落不对", "谢谢，记下了。"),
        ("zh-hant", "👎 段落不對", "謝謝，記下了。"),
        ("en", "👎 Wrong passage", "Thank you, noted."),
    ],
)
async def test_complaining_behind_more(scene: Scene, code: str, reason: str, toast: str) -> None:
    """A complaint behind “More” shows at once on the answer, in the language of its asker."""
    ann, bob, group = await readers(scene, "zh-hans", is_admin=False)
    bob.person.language_code = code
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    await tap(scene, ann, answer, "下一页 ›")
    before = answer.text
    layer = await open_more(scene, bob, answer)

    assert toast == await tap(scene, bob, layer, reason)
    assert is_hidden_from(bob, group)
    assert before == answer.text
    assert {"‹ 上一页", "👍", "✓ 👎", "更多…"} <= set(labels(answer))


async def test_complaining_behind_more_on_an_older_server(open_scene: OpenScene) -> None:
    """A server that knows 10.0 shows “More” to all, and then the answer again, marked."""
    async with open_scene(api_version=OLD, may_refuse=True) as scene:
        ann, bob, group = await readers(scene)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        await tap(scene, bob, await open_more(scene, bob, answer), "👎 段落不对")

        assert "✓ 👎" in labels(answer)


async def test_complaining_about_an_answer_that_is_gone(scene: Scene) -> None:
    """A complaint about an answer that was deleted meanwhile is recorded all the same."""
    ann, bob, group = await readers(scene, is_admin=False)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    layer = await open_more(scene, bob, answer)
    ann.delete(answer)

    assert "Thank you, noted." == await tap(scene, bob, layer, "👎 Wrong passage")
    assert "Bad Request: message to edit not found" == scene.backend.refusals[0].refusal
    scene.backend.calls.clear()


async def test_what_was_wrong_on_an_older_server(open_scene: OpenScene) -> None:
    """A server that knows 10.0 shows the reasons below the answer, as before."""
    async with open_scene(api_version=OLD, may_refuse=True) as scene:
        ann, bob, group = await readers(scene)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        await tap(scene, bob, answer, "👎")

        assert "段落不对" in labels(answer)
        assert is_hidden_from(bob, group)
