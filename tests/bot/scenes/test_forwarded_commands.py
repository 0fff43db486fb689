"""Commands in forwarded messages, which somebody else may have written."""

from __future__ import annotations

import pytest
from telegram.ext import CommandHandler

from tests.bot.scenes.conftest import Scene
from tests.bot.scenes.shown import quotations

QUESTION = "金融科技为什么要成为基础设施？"
ORIGIN = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "我不执行转发来的命令；如果您确实要执行，请自己写一遍。"),
        ("zh-hant", "我不執行轉傳來的指令；如果您確實要執行，請自己寫一遍。"),
        ("en", "I do not carry out forwarded commands; if you mean it, write it yourself."),
    ],
)
async def test_the_bots_admin_forwards_an_offender(scene: Scene, code: str, words: str) -> None:
    """A command that is forwarded to the bot changes nothing, and the answer says so."""
    ann, admin = scene.client(), scene.admin
    admin.person.language_code = code
    group = scene.group(ann, admin)
    await scene.ask(admin, "/block 666")
    offence = ann.send("/unblock 666", group)
    await scene.settle()

    forwarded = admin.forward(offence)
    (answer,) = await scene.said(admin.private, after=forwarded)
    blocked = await scene.ask(admin, "/block 广告", reply_to=forwarded)

    assert words == answer.text
    assert str(ann.person.id) in blocked.text
    decisions = await scene.services.access.decisions()
    assert {666, ann.person.id} == {one.chat_id for one in decisions.values()}


async def test_no_command_is_carried_out(scene: Scene) -> None:
    """Each command of the bot, forwarded, is answered as one that is not carried out."""
    admin = scene.admin
    admin.person.language_code = "en"
    handlers = [one for group in scene.application.handlers.values() for one in group]
    known = {name for one in handlers if isinstance(one, CommandHandler) for name in one.commands}
    answers = {}
    for name in known - {"ask"}:
        forwarded = admin.send(f"/{name} x", forward_origin=ORIGIN)
        (answer,) = await scene.said(admin.private, after=forwarded)
        answers[name] = answer.text

    assert {"start", "settings", "unblock", "undo", "forget"} <= known
    assert {"I do not carry out forwarded commands; if you mean it, write it yourself."} == set(
        answers.values()
    )


async def test_in_a_group(scene: Scene) -> None:
    """A command that is forwarded to a group gets no answer there."""
    ann = scene.client()
    group = scene.group(ann)
    original = ann.send("/settings")
    await scene.settle()

    assert [] == await scene.said(group, after=ann.forward(original, group))


async def test_a_question(scene: Scene) -> None:
    """A question that was asked by /ask asks when it is forwarded, too."""
    ann = scene.client()
    original = ann.send(f"/ask {QUESTION}", scene.group(ann))
    await scene.settle()
    (answer,) = await scene.said(ann.private, after=ann.forward(original))

    assert quotations(answer)
