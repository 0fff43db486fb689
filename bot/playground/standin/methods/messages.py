"""Methods that send, edit and delete messages."""

from __future__ import annotations

from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import MAX_TEXT, FormattedText, quote_position
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.methods.destination import destination
from bot.playground.standin.methods.keyboard import check_keyboard
from bot.playground.standin.model import JSON, Chat, Message

MAX_DELETED = 100
"""Maximum number of messages that one call deletes."""

_CHAT_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
}


@bot_method
def send_message(backend: Backend, arguments: Arguments) -> JSON:
    """Send a text message; return the sent Message."""
    body = arguments.formatted("text", MAX_TEXT)
    if not body.text:
        raise bad_request("message text is empty")
    return deliver(backend, arguments, body).as_json()


@bot_method
def edit_message_text(backend: Backend, arguments: Arguments) -> JSON | bool:
    """Edit the text and inline keyboard of a message; return the edited Message.

    The message is one of the bot, or one sent via it; for the latter True is returned.
    """
    body = arguments.formatted("text", MAX_TEXT)
    if not body.text:
        raise bad_request("message text is empty")
    message = message_to_edit(backend, arguments)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    return replace_body(backend, arguments, message, body)


@bot_method
def edit_message_reply_markup(backend: Backend, arguments: Arguments) -> JSON | bool:
    """Edit only the inline keyboard of a message; return the same as editMessageText."""
    message = message_to_edit(backend, arguments)
    markup = check_keyboard(backend, arguments.json("reply_markup"))
    if message.markup == markup:
        raise not_modified()
    message.markup = markup
    backend.notify("edited", message)
    return edited(message)


@bot_method
def delete_message(backend: Backend, arguments: Arguments) -> bool:
    """Delete a message; return True.

    In a group the bot must be an administrator to delete messages of others.
    """
    chat = backend.writable_chat(arguments.text("chat_id"))
    message = chat.message(arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if message.sender is not backend.bot:
        status = chat.members.get(backend.bot.id)
        if chat.type != "private" and status not in {"administrator", "creator"}:
            raise bad_request("message can't be deleted")
    message.is_deleted = True
    backend.notify("deleted", message)
    return True


@bot_method
def delete_messages(backend: Backend, arguments: Arguments) -> bool:
    """Delete several messages of a chat, skipping those that are missing; return True."""
    message_ids = arguments.json("message_ids") or []
    if len(message_ids) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    chat = backend.writable_chat(arguments.text("chat_id"))
    for message_id in message_ids:
        if chat.message(int(message_id)):
            delete_message(backend, Arguments({"chat_id": chat.id, "message_id": message_id}))
    return True


@bot_method
def send_chat_action(backend: Backend, arguments: Arguments) -> bool:
    """Show users that something is happening on the bot's side; return True.

    Clients show the action for five seconds or until the bot's next message.
    """
    chat = backend.writable_chat(arguments.text("chat_id"))
    if arguments.text("action") not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    backend.notify("action", (chat, arguments.text("action"), _topic(chat, arguments)))
    return True


def deliver(
    backend: Backend, arguments: Arguments, body: FormattedText, content: JSON | None = None
) -> Message:
    """Send a message of the bot to the chat of a call, or to one person in it; return it."""
    target = destination(backend, arguments)
    options = _options(backend, target.chat, arguments) | {"content": content or {}}
    if target.receiver:
        private = {"reply_to": target.reply_to or options.pop("reply_to")}
        private["replaces"] = target.replaces
        options["topic"] = options["topic"] or target.topic
        return backend.post_ephemeral(
            target.chat, backend.bot, target.receiver, body, **options | private
        )
    return backend.post(target.chat, backend.bot, body, **options)


def _options(backend: Backend, chat: Chat, arguments: Arguments) -> dict[str, Any]:
    """Return the parameters that all methods that send a message share.

    They are fields of `Message`: keyboard, topic, replied message and link preview options.
    """
    markup = check_keyboard(backend, arguments.json("reply_markup"))
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
    """Return the message to reply to, and the quoted part of it as a field of Message."""
    parameters = arguments.json("reply_parameters") or {}
    message_id = parameters.get("message_id") or arguments.integer("reply_to_message_id")
    if not message_id:
        return None, {}
    message = chat.message(int(message_id))
    name = "allow_sending_without_reply"
    if message is None:
        if parameters.get(name) or arguments.flag(name):
            return None, {}
        raise bad_request("message to be replied not found")
    quote = parameters.get("quote")
    if not quote:
        return message, {}
    position = quote_position(message.text, quote)
    if position is None:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message, {"quote": {"text": quote, "position": position, "is_manual": True}}


def message_to_edit(backend: Backend, arguments: Arguments) -> Message:
    """Return the message that a call may edit.

    Raises:
        RefusedError: There is none, or it is not the bot's.
    """
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


def replace_body(
    backend: Backend, arguments: Arguments, message: Message, body: FormattedText
) -> JSON | bool:
    """Give a message another text or caption, and the call's keyboard; return it as `edited` does.

    Raises:
        RefusedError: It has these already.
    """
    markup = check_keyboard(backend, arguments.json("reply_markup"))
    if (message.text, message.entities, message.markup) == (body.text, body.entities, markup):
        raise not_modified()
    message.body, message.markup, message.edited = body, markup, int(backend.clock())
    backend.notify("edited", message)
    return edited(message)


def edited(message: Message) -> JSON | bool:
    """Return the edited message; True for an inline message, which bots do not receive."""
    return True if message.inline_id else message.as_json()


def not_modified() -> Exception:
    """Return the refusal of an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
