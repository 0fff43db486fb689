"""Methods that edit and delete messages that one person sees (Bot API 10.2)."""

from __future__ import annotations

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import MAX_TEXT
from bot.playground.standin.methods.arguments import Arguments, since
from bot.playground.standin.methods.keyboard import check_keyboard
from bot.playground.standin.methods.messages import not_modified, replace_body
from bot.playground.standin.model import Message


@since(10, 2)
def edit_ephemeral_message_text(backend: Backend, arguments: Arguments) -> bool:
    """Edit the text and inline keyboard of an ephemeral message; return True."""
    body = arguments.formatted("text", MAX_TEXT)
    if not body.text:
        raise bad_request("message text is empty")
    message = _message(backend, arguments, "edit")
    if message.content:
        raise bad_request("there is no text in the message to edit")
    replace_body(backend, arguments, message, body)
    return True


@since(10, 2)
def edit_ephemeral_message_reply_markup(backend: Backend, arguments: Arguments) -> bool:
    """Edit only the inline keyboard of an ephemeral message; return True."""
    message = _message(backend, arguments, "edit")
    markup = check_keyboard(backend, arguments.json("reply_markup"))
    if message.markup == markup:
        raise not_modified()
    message.markup = markup
    backend.notify("edited", message)
    return True


@since(10, 2)
def delete_ephemeral_message(backend: Backend, arguments: Arguments) -> bool:
    """Delete an ephemeral message; return True."""
    message = _message(backend, arguments, "delete")
    message.is_deleted = True
    backend.notify("deleted", message)
    return True


def _message(backend: Backend, arguments: Arguments, what: str) -> Message:
    """Return the message that a call names by its chat, its receiver and its id."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    message = chat.ephemeral.get(arguments.integer("ephemeral_message_id"))
    receiver_id = arguments.integer("receiver_user_id")
    is_meant = message and message.receiver and message.receiver.id == receiver_id
    if message is None or message.is_deleted or not is_meant:
        raise bad_request(f"message to {what} not found")
    return message
