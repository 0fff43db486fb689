"""Chats and their members."""

from __future__ import annotations

from bot.playground.errors import bad_request
from bot.playground.methods.arguments import Arguments, bot_method
from bot.playground.model import JSON, Chat, member_as_json
from bot.playground.world import World


@bot_method
def get_chat(world: World, arguments: Arguments) -> JSON:
    """What there is to know of a chat."""
    chat = world.chat_to_write_to(arguments.text("chat_id"))
    return chat.as_json() | {"accent_color_id": 0, "max_reaction_count": 11}


@bot_method
def get_chat_member(world: World, arguments: Arguments) -> JSON:
    """How somebody belongs to a chat."""
    chat = world.chat_to_write_to(arguments.text("chat_id"))
    return _member(world, chat, arguments.integer("user_id"))


@bot_method
def get_chat_administrators(world: World, arguments: Arguments) -> list[JSON]:
    """Who runs a group."""
    chat = world.chat_to_write_to(arguments.text("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    running = (i for i, status in chat.members.items() if status in {"creator", "administrator"})
    return [_member(world, chat, person_id) for person_id in running]


@bot_method
def get_chat_member_count(world: World, arguments: Arguments) -> int:
    """How many belong to a chat."""
    chat = world.chat_to_write_to(arguments.text("chat_id"))
    return sum(status not in {"left", "kicked"} for status in chat.members.values()) or 2


@bot_method
def leave_chat(world: World, arguments: Arguments) -> bool:
    """Go."""
    chat = world.chat_to_write_to(arguments.text("chat_id"))
    chat.members[world.bot.id] = "left"
    return True


def _member(world: World, chat: Chat, person_id: int) -> JSON:
    person = world.person(person_id)
    if person is None:
        raise bad_request("user not found")
    status = "member" if chat.type == "private" else chat.members.get(person_id, "left")
    return member_as_json(person, status)
