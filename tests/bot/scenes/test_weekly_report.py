"""The weekly report, which admins get once a week if the operator wants it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.journal.schema import reports
from bot.messages import Language
from bot.policy import Policy
from bot.service.weekly import WeeklyReport
from bot.settings import Settings, SettingsError, read_settings
from bot.telegram.handlers.statistics import send_weekly
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.test_statistics import record

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 30, 9, tzinfo=ZONE)


def weekly(scene: Scene, day: str = "monday") -> WeeklyReport:
    """Return the report as each start of the bot makes it."""
    return WeeklyReport(scene.services.statistics, scene.services.reports, day)


async def test_once_a_week(open_scene: OpenScene) -> None:
    """The report is due on its day from nine o'clock on, once, also after restarts."""
    moments = [-75 * 24, -70, -0.1, 0, 0.1, 12, 100, 167, 168, 400, 401, 600]
    async with open_scene(timezone="Asia/Shanghai") as scene:
        found = [await weekly(scene).figures_if_due(MONDAY + hours * HOUR) for hours in moments]

    due = [hours for hours, figures in zip(moments, found, strict=True) if figures]
    assert [-70, 0, 168, 400, 600] == due


async def test_a_count_that_fails(open_scene: OpenScene) -> None:
    """A report that could not be counted is still due."""
    async with open_scene(timezone="Asia/Shanghai") as scene:
        report, database = weekly(scene), scene.services.inbox.database
        await report.figures_if_due(MONDAY - 168 * HOUR)
        async with database.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE questions RENAME TO elsewhere")
        with pytest.raises(SQLAlchemyError):
            await report.figures_if_due(MONDAY)
        async with database.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO questions")

        assert await report.figures_if_due(MONDAY)


async def test_its_week(open_scene: OpenScene) -> None:
    """The report is about the seven whole days before its day, also where it comes late."""
    async with open_scene(timezone="Asia/Shanghai") as scene:
        await weekly(scene).figures_if_due(MONDAY - 168 * HOUR)
        figures = await weekly(scene).figures_if_due(MONDAY + 70 * HOUR)

    assert figures is not None
    assert datetime(2026, 11, 23, tzinfo=ZONE) == figures.begins
    assert datetime(2026, 11, 30, tzinfo=ZONE) == figures.ends


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.SIMPLIFIED, "一周小结 · 全部聊天"),
        (Language.TRADITIONAL, "一週小結 · 全部聊天室"),
        (Language.ENGLISH, "The week in numbers · all chats"),
    ],
)
async def test_what_admins_get(
    program: Path, open_scene: OpenScene, language: Language, words: str
) -> None:
    """Each admin gets the report in their language, as a picture with the numbers below."""
    async with open_scene(admin_has_written=True) as scene:
        await scene.services.policies.keep(7, Policy(language=language))
        await record(scene, scene.group(), 2, days=5)
        yesterday = f"{datetime.now(UTC) - 24 * HOUR:%A}".lower()
        report = weekly(scene, yesterday)
        await report.figures_if_due(datetime.now(UTC) - timedelta(days=15))

        sent = await send_weekly(scene.application.bot, scene.settings, scene.services, report)
        again = await send_weekly(scene.application.bot, scene.settings, scene.services, report)

        (message,) = scene.admin.private.visible
        assert (1, 0) == (sent, again)
        days = " – ".join(
            f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d}" for days in (8, 2)
        )
        assert words.replace(" · ", f" · {days} · ") == message.text.split("\n")[0]
        assert "2" in message.text.split("\n")[1]
        assert message.content["photo"]


async def test_by_the_settings(open_scene: OpenScene) -> None:
    """With the setting, the running bot takes note of the week at its start."""
    async with open_scene(
        with_tasks=True, admin_has_written=True, weekly_report="Sunday"
    ) as scene:
        noted: list[str] = []
        async with asyncio.timeout(PATIENCE):
            while not noted:
                async with scene.services.reports._database.connect() as connection:
                    noted = list((await connection.execute(select(reports.c.kind))).scalars())

    assert ["weekly"] == noted


def test_a_day_that_is_none(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day that is none is refused, with those that there are."""
    monkeypatch.setenv("BOT_WEEKLY_REPORT", "someday")

    with pytest.raises(SettingsError, match=r"BOT_WEEKLY_REPORT must be off or .*: monday, "):
        read_settings()
    assert "off" == Settings.model_fields["weekly_report"].default
