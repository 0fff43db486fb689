"""The language in which admins are told what they have not asked for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.journal.schema import chats
from bot.messages import Language, Messages
from bot.policy import Policy
from bot.telegram.handlers.administration import notify_admins
from bot.views.markup import RichText, text
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import tap

WORDS = {
    "zh-hans": "磁盘又有空间了。",
    "zh-hant": "磁碟又有空間了。",
    "en": "The disk has room again.",
}
"""What an admin is told, by the language of their client."""


def render(texts: Messages) -> RichText:
    """Return something that an admin may be told."""
    return text(texts.gettext("The disk has room again."))


async def told(scene: Scene) -> str:
    """Return what the admin is told now."""
    before = scene.admin.private.visible[-1]
    languages = scene.services.admin_languages
    await notify_admins(scene.application.bot, scene.settings.admin_ids, languages, render)
    (message,) = await scene.said(scene.admin.private, after=before)
    return message.text


@pytest.fixture(autouse=True)
def _locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that speaks no Chinese."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.mark.parametrize("code", WORDS)
async def test_that_of_their_client(open_scene: OpenScene, code: str) -> None:
    """It is the language that their Telegram had last, also after a restart."""
    async with open_scene() as scene:
        scene.backend.people[7].language_code = "en" if code != "en" else "zh-hans"
        await scene.ask(scene.admin, "/version")
        scene.backend.people[7].language_code = code
        await scene.ask(scene.admin, "/version")
        assert WORDS[code] == await told(scene)
    async with open_scene(admin_has_written=True) as scene:
        await scene.services.chats.note(7, "private", "member")
        scene.backend.people[7].language_code = None
        await scene.ask(scene.admin, "/version")
        assert WORDS[code] == await told(scene)


async def test_that_of_their_settings(open_scene: OpenScene) -> None:
    """What the admin has set by /language takes precedence."""
    async with open_scene() as scene:
        await scene.ask(scene.admin, "/version")
        await scene.services.policies.keep(7, Policy(language=Language.TRADITIONAL))

        assert WORDS["zh-hant"] == await told(scene)


async def test_is_kept_of_admins_in_private_alone(open_scene: OpenScene) -> None:
    """Nothing is kept of other people, and of an admin no more after /forget."""
    async with open_scene() as scene:
        await scene.ask(scene.client(), "/help")
        await scene.ask(scene.admin, "/version")
        assert [(7, "zh-Hans")] == await kept(scene)

        panel = await scene.ask(scene.admin, "/forget")
        await tap(scene, scene.admin, panel, "全部删除")
        assert [] == await kept(scene)
        assert WORDS["en"] == await told(scene)

        await scene.ask(scene.admin, "/version")
        assert [] == await kept(scene)
        assert WORDS["zh-hans"] == await told(scene)


async def kept(scene: Scene) -> list[tuple[int, str | None]]:
    """Return the languages that the journal has, by chat."""
    async with scene.services.inbox.database.connect() as connection:
        return [(row.id, row.language) for row in await connection.execute(select(chats))]
