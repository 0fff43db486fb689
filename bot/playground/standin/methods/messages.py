"""Methods that send, edit and delete messages."""

from __future__ import annotations

from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import MAX_TEXT, quote_position
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.methods.keyboard import check_keyboard
from bot.playground.standin.model import JSON, Chat, Message

MAX_DELETED = 100
_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
}


@bot_method
def send_message(backend: Backend, arguments: Arguments) -> JSON:
    """Send a text message."""
    body = arguments.formatted("text", MAX_TEXT)
    if not body.text:
        raise bad_request("message text is empty")
    chat = backend.writable_chat(arguments.text("chat_id"))
    return backend.post(chat, backend.bot, body, **around(chat, arguments)).as_json()


@bot_method
def edit_message_text(backend: Backend, arguments: Arguments) -> JSON | bool:
    """Edit the text and keyboard of a message of the bot."""
    body = arguments.formatted("text", MAX_TEXT)
    if not body.text:
        raise bad_request("message text is empty")
    message = _to_edit(backend, arguments)
    markup = check_keyboard(arguments.json("reply_markup"))
    if (message.text, message.entities, message.markup) == (body.text, body.entities, markup):
        raise _not_modified()
    message.body, message.markup, message.edited = body, markup, int(backend.clock())
    backend.tell("edited", message)
    return _edited(message)


@bot_method
def edit_message_reply_markup(backend: Backend, arguments: Arguments) -> JSON | bool:
    """Edit the keyboard of a message of the bot."""
    message = _to_edit(backend, arguments)
    markup = check_keyboard(arguments.json("reply_markup"))
    if message.markup == markup:
        raise _not_modified()
    message.markup = markup
    backend.tell("edited", message)
    return _edited(message)


@bot_method
def delete_message(backend: Backend, arguments: Arguments) -> bool:
    """Delete a message."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    message = chat.message(arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if message.sender is not backend.bot:
        status = chat.members.get(backend.bot.id)
        if chat.type != "private" and status not in {"administrator", "creator"}:
            raise bad_request("message can't be deleted")
    message.is_deleted = True
    backend.tell("deleted", message)
    return True


@bot_method
def delete_messages(backend: Backend, arguments: Arguments) -> bool:
    """Delete several messages; missing ones are skipped."""
    wanted = arguments.json("message_ids") or []
    if len(wanted) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    chat = backend.writable_chat(arguments.text("chat_id"))
    for message_id in wanted:
        if chat.message(int(message_id)):
            delete_message(backend, Arguments({"chat_id": chat.id, "message_id": message_id}))
    return True


@bot_method
def send_chat_action(backend: Backend, arguments: Arguments) -> bool:
    """Show a chat action for a few seconds."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    if arguments.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    backend.tell("action", (chat, arguments.text("action"), _topic(chat, arguments)))
    return True


def around(chat: Chat, arguments: Arguments) -> dict[str, Any]:
    """Return the parameters around a new message: topic, replied message, keyboard, options."""
    markup = check_keyboard(arguments.json("reply_markup"))
    topic = _topic(chat, arguments)
    reply_to, extra = _reply(chat, arguments)
    if reply_to and topic is None:
        topic = reply_to.topic
    preview = arguments.json("link_preview_options")
    if preview:
        extra["link_preview_options"] = preview
    return {"markup": markup, "topic": topic, "reply_to": reply_to, "extra": extra}


def _topic(chat: Chat, arguments: Arguments) -> int | None:
    topic = arguments.integer("message_thread_id") or None
    if topic is not None and topic not in chat.topics:
        raise bad_request("message thread not found")
    return topic


def _reply(chat: Chat, arguments: Arguments) -> tuple[Message | None, JSON]:
    """Return the replied message and the quote of it."""
    wanted = arguments.json("reply_parameters") or {}
    message_id = wanted.get("message_id") or arguments.integer("reply_to_message_id")
    if not message_id:
        return None, {}
    message = chat.message(int(message_id))
    may_lack = wanted.get("allow_sending_without_reply")
    if message is None:
        if may_lack or arguments.flag("allow_sending_without_reply"):
            return None, {}
        raise bad_request("message to be replied not found")
    quote = wanted.get("quote")
    if not quote:
        return message, {}
    position = quote_position(message.text, quote)
    if position is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message, {"quote": {"text": quote, "position": position, "is_manual": True}}


def _to_edit(backend: Backend, arguments: Arguments) -> Message:
    inline_id = arguments.text("inline_message_id")
    if inline_id:
        if inline_id not in backend.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return backend.inline_messages[inline_id]
    chat = backend.writable_chat(arguments.text("chat_id"))
    message = chat.message(arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not backend.bot:
        raise bad_request("message can't be edited")
    return message


def _edited(message: Message) -> JSON | bool:
    """Return the edited message; True for an inline message, which the bot may not see."""
    return True if message.inline_id else message.as_json()


def _not_modified() -> Exception:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
