"""The scene that the page opens with: who is there, and where they talk."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.playground.model import Chat, Person
from bot.playground.people import Client
from bot.playground.updates import Updates
from bot.playground.world import BOT_ID, World

_EPOCH = 1_700_000_000
_NUMBERS_A_SECOND = 10
"""Together they make numbers that grow faster than people write, and fit Telegram's 32 bits."""

LANGUAGES = ("zh-hans", "zh-hant", "en")
"""The codes that Telegram's clients send for the languages the bot speaks."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A world with readers, an admin, a group that the bot is in, and one that it is not in."""

    world: World
    readers: tuple[Person, ...]
    admin: Person
    group: Chat
    elsewhere: Chat

    @property
    def cast(self) -> tuple[Person, ...]:
        """Everyone whom one can be."""
        return (*self.readers, self.admin)

    def client(self, person_id: int) -> Client:
        """The client of one of the cast.

        Raises:
            LookupError: Nobody of the cast has this number.
        """
        for person in self.cast:
            if person.id == person_id:
                return Client(self.world, person)
        raise LookupError(f"nobody here has the number {person_id}")


def set_the_stage() -> Stage:
    """A new world; its token is made anew, so that nobody else can speak for the bot.

    Updates and messages are numbered on from earlier stages: a journal that knows those must not
    take what happens now for what has happened.
    """
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    first = int((time.time() - _EPOCH) * _NUMBERS_A_SECOND)
    world = World(token=token, first_message_id=first, updates=Updates(first))
    readers = (
        world.add_person("小明", "zh-hans", "xiaoming"),
        world.add_person("阿芳", "zh-hant"),  # Not everyone has a username.
        world.add_person("Ann", "en", "ann_reads"),
    )
    admin = world.add_person("管理员", "zh-hans", "the_admin")
    for person in (*readers, admin):
        world.private_chat(person)
    group = world.add_group("读书会", *readers, is_forum=True)
    group.members[world.bot.id] = "member"
    opener = Client(world, readers[0])
    for topic in ("问与答", "闲聊"):
        opener.open_topic(group, topic)
    elsewhere = world.add_group("午饭群", *readers)
    world.updates.drop()  # What happened before the curtain rose is nobody's business.
    return Stage(world, readers, admin, group, elsewhere)
