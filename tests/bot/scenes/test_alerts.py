"""Alerts in the admins' chats, over a real journal and a real disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial

import pytest

from bot.journal.alarm_store import AlarmStore
from bot.journal.inbox import StoredUpdate
from bot.messages import Language
from bot.policy import Policy
from bot.service.alerts import Alerts, Thresholds
from bot.service.status import Status
from bot.telegram.handlers.administration import notify_admins
from tests.bot.scenes.conftest import OpenScene


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("language", "begun", "over"),
    [
        (
            Language.SIMPLIFIED,
            ("磁盘快满了", "2 条在等待", "记录库写不进去"),
            ("磁盘又有空间了", "积压的消息已经处理完", "记录库又能写入了"),
        ),
        (
            Language.TRADITIONAL,
            ("磁碟快滿了", "2 則在等待", "紀錄庫無法寫入"),
            ("磁碟又有空間了", "積壓的訊息已經處理完", "紀錄庫又能寫入了"),
        ),
        (
            Language.ENGLISH,
            ("nearly full", "2 are waiting", "cannot be written"),
            ("has room again", "no longer piling up", "can be written again"),
        ),
    ],
)
async def test_in_the_admins_language(
    open_scene: OpenScene,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
    begun: tuple[str, ...],
    over: tuple[str, ...],
) -> None:
    """An admin gets one message when things go wrong, and one when they are right again."""
    monkeypatch.setattr("bot.service.health._FRESH_SECONDS", 0)
    monkeypatch.setattr("bot.journal.database_file._BUSY_SECONDS", 0.05)
    async with open_scene(admin_has_written=True) as scene:
        services, bot = scene.services, scene.application.bot
        chat = scene.backend.private_chat(scene.backend.people[7])
        await scene.ask(scene.client(), "/help")  # From now on the bot listens.
        await services.policies.keep(7, Policy(language=language))
        await services.inbox.store([StoredUpdate(one, "{}", 5, 5) for one in (900_001, 900_002)])
        journal = scene.settings.data_dir / "journal.sqlite3"
        tell = partial(notify_admins, bot, scene.settings.admin_ids, services.admin_languages)
        measure = Status(scene.settings, services).health
        tight, ample = Thresholds(1, free_bytes=10**18), Thresholds(10, free_bytes=0, free_share=0)
        alerts = Alerts(measure, tell, AlarmStore(services.inbox.database), thresholds=tight)

        with closing(sqlite3.connect(journal, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(4):
                await alerts.check()
        (first,) = await scene.said(chat)
        alerts._thresholds = ample
        for _ in range(4):
            await alerts.check()
        (_, second) = await scene.said(chat)

    assert 3 == len(first.text.splitlines()) == len(second.text.splitlines())
    for said, expected in ((first, begun), (second, over)):
        for words in expected:
            assert words in said.text


async def test_a_well_bot_tells_nothing(open_scene: OpenScene) -> None:
    """By its own thresholds, a bot in good health sends no alert."""
    async with open_scene(admin_has_written=True) as scene:
        services = scene.services
        await scene.ask(scene.client(), "/help")
        tell = partial(notify_admins, scene.application.bot, {7}, services.admin_languages)
        alerts = Alerts(
            Status(scene.settings, services).health,
            tell,
            AlarmStore(services.inbox.database),
            thresholds=Thresholds(free_bytes=0, free_share=0.0),
        )
        for _ in range(3):
            await alerts.check()

        assert [] == await scene.said(scene.backend.private_chat(scene.backend.people[7]))
