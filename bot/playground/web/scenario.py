"""The users and chats that the page starts with."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.playground.standin.backend import BOT_ID, Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, User
from bot.playground.standin.updates import UpdateQueue

_EPOCH = 1_700_000_000
"""The time from which the first ids of a run are counted, in Unix time."""

_IDS_PER_SECOND = 10
"""Ids per second of the clock, for the first ids of a run.

Ids derived this way exceed those of earlier runs and fit 32 bits.
"""

LANGUAGES = ("zh-hans", "zh-hant", "en")
"""The codes that Telegram's clients send for the bot's languages."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A backend with readers, an admin, a group with the bot, and one without it."""

    backend: Backend
    readers: tuple[User, ...]
    admin: User
    group: Chat
    group_without_bot: Chat

    @property
    def users(self) -> tuple[User, ...]:
        """All users that the page can act as."""
        return (*self.readers, self.admin)

    def client(self, person_id: int) -> Client:
        """Return the client of a user.

        Raises:
            LookupError: No user of the scenario has this id.
        """
        for person in self.users:
            if person.id == person_id:
                return Client(self.backend, person)
        raise LookupError(f"nobody here has the number {person_id}")


def build_scenario() -> Scenario:
    """Build a scenario with a new token, so that no other program can act as the bot.

    Ids of updates and messages continue from earlier runs, so that a journal of an earlier run
    does not mistake new messages for old ones.
    """
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    first = int((time.time() - _EPOCH) * _IDS_PER_SECOND)
    backend = Backend(token=token, first_message_id=first, updates=UpdateQueue(first))
    readers = (
        backend.add_person("小明", "zh-hans", "xiaoming"),
        backend.add_person("阿芳", "zh-hant"),  # Not everyone has a username.
        backend.add_person("Ann", "en", "ann_reads"),
    )
    admin = backend.add_person("管理员", "zh-hans", "the_admin")
    for person in (*readers, admin):
        backend.private_chat(person)
    group = backend.add_group("读书会", *readers, is_forum=True)
    group.members[backend.bot.id] = "member"
    opener = Client(backend, readers[0])
    for topic in ("问与答", "闲聊"):
        opener.open_topic(group, topic)
    group_without_bot = backend.add_group("午饭群", *readers)
    backend.updates.drop()  # Setting up the scenario is not an event for the bot.
    return Scenario(backend, readers, admin, group, group_without_bot)
