"""Feedback by 👍 and 👎, with reasons."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.journal.opening import make_database
from bot.journal.schema import feedback
from tests.bot.scenes.conftest import Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, next_page, open_more, tap, tap_shown

QUESTION = "金融科技为什么要成为基础设施？"

THANKS = {"zh-hans": "谢谢，记下了。", "zh-hant": "謝謝，記下了。", "en": "Thank you, noted."}
WHY = {
    "zh-hans": ("记下了。是哪里不对？", ["段落不对", "文章里没有", "看不明白", "‹ 返回"]),
    "zh-hant": ("記下了。是哪裡不對？", ["段落不對", "文章裡沒有", "看不明白", "‹ 返回"]),
    "en": (
        "Noted. What was wrong?",
        ["Wrong passage", "Not covered", "Unclear", "‹ Back"],
    ),
}


async def kept(scene: Scene) -> list[tuple[int, str, str | None]]:
    """Return the feedback in the journal."""
    async with (
        make_database(scene.settings.journal_url) as database,
        database.connect() as connection,
    ):
        rows = await connection.execute(select(feedback).order_by("given_at"))
        return [(row["user_id"], row["verdict"], row["reason"]) for row in rows.mappings()]


@pytest.mark.parametrize("code", THANKS)
async def test_helpful(scene: Scene, code: str) -> None:
    """👍 is recorded with a toast, and its button stays marked on every page."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    await tap(scene, ann, answer, next_page(answer))
    before = answer.text

    assert THANKS[code] == await tap(scene, ann, answer, "👍")
    assert (before, True) == (answer.text, "✓ 👍" in labels(answer))
    assert THANKS[code] == await tap(scene, ann, answer, "✓ 👍")
    await tap(scene, ann, answer, next_page(answer))
    assert "✓ 👍" in labels(answer)
    assert [(ann.person.id, "good", None)] == await kept(scene)


@pytest.mark.parametrize("code", WHY)
async def test_complaining_at_once(scene: Scene, code: str) -> None:
    """“More” offers the complaints at once; one is recorded as a 👎, which is marked then."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    await open_more(scene, ann, answer)
    complaints = labels(answer)[3:6]

    assert [f"👎 {WHY[code][1][0]}", *WHY[code][1][1:3]] == complaints
    assert THANKS[code] == await tap(scene, ann, answer, complaints[0])
    assert {"👍", "✓ 👎"} <= set(labels(answer))
    assert [(ann.person.id, "bad", "passage")] == await kept(scene)


@pytest.mark.parametrize("code", WHY)
async def test_not_helpful(scene: Scene, code: str) -> None:
    """👎 is recorded at once and asks why; then the buttons of the answer are shown again."""
    words, reasons = WHY[code]
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    before, offered = quotations(answer), labels(answer)

    assert words == await tap(scene, ann, answer, "👎")
    assert reasons == labels(answer)
    assert [(ann.person.id, "bad", None)] == await kept(scene)

    assert THANKS[code] == await tap(scene, ann, answer, reasons[2])
    assert before == quotations(answer)
    assert [label.replace("👎", "✓ 👎") for label in offered] == labels(answer)
    assert [(ann.person.id, "bad", "unclear")] == await kept(scene)


async def test_giving_no_reason(scene: Scene) -> None:
    """The button back shows the page of the answer that was shown before."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    await tap(scene, ann, answer, next_page(answer))
    before = quotations(answer)
    await tap(scene, ann, answer, "👎")
    await tap(scene, ann, answer, "‹ 返回")

    assert before == quotations(answer)
    assert answer.text.endswith("第 2 页，共 3 页")


async def test_another_mind_and_another_person(scene: Scene) -> None:
    """The last feedback of each person counts; the buttons show how many gave which."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)

    await tap(scene, ann, answer, "👍")
    await tap(scene, bob, answer, "✓ 👍")
    assert {"✓ 👍 2", "👎"} <= set(labels(answer))
    await tap(scene, ann, answer, "👎")
    await tap_shown(scene, ann, answer, "文章里没有")
    assert {"✓ 👍", "✓ 👎"} <= set(labels(answer))

    assert {(ann.person.id, "bad", "absent"), (bob.person.id, "good", None)} == set(
        await kept(scene)
    )


async def test_declining_can_be_judged(scene: Scene) -> None:
    """An abstention can be judged."""
    ann = scene.client()
    answer = await scene.ask(ann, "明天上海会下雨吗？")

    await tap(scene, ann, answer, "👎")
    await tap(scene, ann, answer, "段落不对")

    assert "没有在这些文章里找到答案。" == answer.text.splitlines()[0]
    assert [(ann.person.id, "bad", "passage")] == await kept(scene)


async def test_counted(scene: Scene) -> None:
    """The journal's statistics count verdicts and reasons."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    await tap(scene, ann, answer, "👎")
    await tap(scene, ann, answer, "段落不对")

    figures = await scene.services.journal.statistics()

    assert {"bad": 1} == figures["feedback"]
    assert {"passage": 1} == figures["complaints"]
