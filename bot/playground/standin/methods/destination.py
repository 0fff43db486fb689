"""The place that a message of the bot goes to: a chat, or one person in it (Bot API 10.3).

See https://core.telegram.org/bots/features#ephemeral-messages. A bot that is no administrator may
send an ephemeral message only within 15 seconds, in answer to one or to a callback query. What a
server does not know it ignores: for an older one every message is public. MESSAGE_NOT_COMMAND has
been seen by others; the words of the other refusals here are guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments
from bot.playground.standin.model import JSON, Chat, Message, User

ANSWERABLE_SECONDS = 15
"""Seconds in which an ephemeral message or a callback query can be answered by one."""

_GROUPS = {"group", "supergroup"}


@dataclass(frozen=True, slots=True)
class Destination:
    """A chat, and the receiver of an ephemeral message in it.

    Args:
        reply_to: The ephemeral message that is replied to.
        replaces: The message in place of which it is shown.
        topic: The topic of the message with the button that was pressed.
    """

    chat: Chat
    receiver: User | None = None
    reply_to: Message | None = None
    replaces: Message | None = None
    topic: int | None = None


def destination(backend: Backend, arguments: Arguments) -> Destination:
    """Return where a call sends a message.

    Raises:
        RefusedError: There is no such chat, or the bot may not send an ephemeral message.
    """
    parameters = arguments.json("ephemeral_message_parameters")
    if not parameters or not backend.knows(10, 3):
        return Destination(backend.writable_chat(arguments.text("chat_id")))
    if "callback_query_id" in parameters:
        return _after_press(backend, arguments, parameters)
    chat = backend.writable_chat(arguments.text("chat_id"))
    receiver = _receiver(backend, chat, parameters)
    replied = (arguments.json("reply_parameters") or {}).get("ephemeral_message_id")
    if replied is None and chat.members.get(backend.bot.id) != "administrator":
        raise bad_request("MESSAGE_NOT_COMMAND")
    return Destination(chat, receiver, _replied(backend, chat, receiver, replied))


def _after_press(backend: Backend, arguments: Arguments, parameters: JSON) -> Destination:
    """Return the destination of an answer to a callback query, which alone says where (10.4)."""
    query = backend.callback_queries.get(str(parameters["callback_query_id"]))
    if query is None or backend.clock() - query.pressed > ANSWERABLE_SECONDS:
        raise bad_request("QUERY_ID_INVALID")
    message = query.message
    if message.chat.type == "channel":
        raise bad_request("CHAT_INVALID")
    if "receiver_user_id" in parameters or not backend.knows(10, 4):
        chat = backend.writable_chat(arguments.text("chat_id"))
        if _receiver(backend, chat, parameters) is not query.person or chat is not message.chat:
            raise bad_request("QUERY_ID_INVALID")
    is_replacing = bool(parameters.get("replace_callback_query_message"))
    if is_replacing and message.receiver:
        raise bad_request("MESSAGE_ID_INVALID")
    replaced = message if is_replacing else None
    return Destination(message.chat, query.person, replaces=replaced, topic=message.topic)


def _receiver(backend: Backend, chat: Chat, parameters: JSON) -> User:
    """Return the receiver of an ephemeral message: a person in a group."""
    if chat.type not in _GROUPS:
        raise bad_request("ephemeral messages can be sent only to group and supergroup chats")
    receiver = backend.people.get(parameters.get("receiver_user_id", 0))
    if receiver is None or receiver.is_bot:
        raise bad_request("user not found")
    if chat.members.get(receiver.id, "left") in {"left", "kicked"}:
        raise bad_request("USER_NOT_PARTICIPANT")
    return receiver


def _replied(
    backend: Backend, chat: Chat, receiver: User, ephemeral_id: int | None
) -> Message | None:
    """Return the ephemeral message of the receiver that is replied to."""
    if ephemeral_id is None:
        return None
    message = chat.ephemeral.get(ephemeral_id)
    if message is None or message.sender is not receiver:
        raise bad_request("message to be replied not found")
    if backend.clock() - message.date > ANSWERABLE_SECONDS:
        raise bad_request("MESSAGE_ID_INVALID")
    return message
