"""The scene that the page opens with: who is there, and where they talk."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.playground.standin.backend import BOT_ID, Backend
from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, User
from bot.playground.standin.updates import UpdateQueue

_EPOCH = 1_700_000_000
_NUMBERS_A_SECOND = 10
"""Together they make numbers that grow faster than people write, and fit Telegram's 32 bits."""

LANGUAGES = ("zh-hans", "zh-hant", "en")
"""The codes that Telegram's clients send for the languages the bot speaks."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A world with readers, an admin, a group that the bot is in, and one that it is not in."""

    backend: Backend
    readers: tuple[User, ...]
    admin: User
    group: Chat
    elsewhere: Chat

    @property
    def cast(self) -> tuple[User, ...]:
        """Everyone whom one can be."""
        return (*self.readers, self.admin)

    def client(self, person_id: int) -> Client:
        """The client of one of the cast.

        Raises:
            LookupError: Nobody of the cast has this number.
        """
        for person in self.cast:
            if person.id == person_id:
                return Client(self.backend, person)
        raise LookupError(f"nobody here has the number {person_id}")


def build_scenario() -> Scenario:
    """A new world; its token is made anew, so that nobody else can speak for the bot.

    Updates and messages are numbered on from earlier stages: a journal that knows those must not
    take what happens now for what has happened.
    """
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    first = int((time.time() - _EPOCH) * _NUMBERS_A_SECOND)
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
    elsewhere = backend.add_group("午饭群", *readers)
    backend.updates.drop()  # What happened before the curtain rose is nobody's business.
    return Scenario(backend, readers, admin, group, elsewhere)
