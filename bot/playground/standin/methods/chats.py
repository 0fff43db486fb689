"""Methods that return information about chats and their members, and leave chats."""

from __future__ import annotations

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.model import JSON, Chat, member_as_json

_GIFTS = (
    *("unlimited_gifts", "limited_gifts", "unique_gifts"),
    *("premium_subscription", "gifts_from_channels"),
)


@bot_method
def get_chat(backend: Backend, arguments: Arguments) -> JSON:
    """Return up-to-date information about a chat, as ChatFullInfo."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    gifts = dict.fromkeys(_GIFTS, False)
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


@bot_method
def get_chat_member(backend: Backend, arguments: Arguments) -> JSON:
    """Return a member of a chat, as ChatMember; the status tells if the user has left."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    return _member(backend, chat, arguments.integer("user_id"))


@bot_method
def get_chat_administrators(backend: Backend, arguments: Arguments) -> list[JSON]:
    """Return the administrators of a group or channel, as ChatMember objects."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        _member(backend, chat, person_id)
        for person_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


@bot_method
def get_chat_member_count(backend: Backend, arguments: Arguments) -> int:
    """Return the number of members of a chat."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    return sum(status not in {"left", "kicked"} for status in chat.members.values()) or 2


@bot_method
def leave_chat(backend: Backend, arguments: Arguments) -> bool:
    """Let the bot leave a group or channel; return True."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    chat.members[backend.bot.id] = "left"
    return True


def _member(backend: Backend, chat: Chat, person_id: int) -> JSON:
    person = backend.person(person_id)
    if person is None:
        raise bad_request("user not found")
    status = "member" if chat.type == "private" else chat.members.get(person_id, "left")
    return member_as_json(person, status)
