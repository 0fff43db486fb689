"""Ephemeral messages: those that one person in a group sees, besides the bot (Bot API 10.4).

The library does not know them. Such a message has the id 0 and another id of its own; it is
answered within 15 seconds by another one, and edited and deleted by methods of its own.
https://core.telegram.org/bots/features#ephemeral-messages
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import (
    CallbackQuery,
    ForceReply,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot import metrics
from bot.telegram.shapes import MAX_NUMBER
from bot.views.markup import MAX_TEXT, RichText

Keyboard = InlineKeyboardMarkup | ForceReply
Result = TypeVar("Result")

_LOGGER = logging.getLogger(__name__)


def ephemeral_id(message: Message) -> int | None:
    """Return the id of an ephemeral message, None for any other."""
    number = message.api_kwargs.get("ephemeral_message_id")
    is_id = isinstance(number, int) and not isinstance(number, bool) and 0 < number <= MAX_NUMBER
    return number if is_id else None


def key_of(message: MaybeInaccessibleMessage) -> int:
    """Return the number by which the journal knows a message: negative for an ephemeral one."""
    number = ephemeral_id(message) if isinstance(message, Message) else None
    return -number if number else message.message_id


async def reply_alone(
    message: Message, text: RichText, keyboard: Keyboard | None = None
) -> Message:
    """Reply to a message in a group for its writer alone.

    When the time for an answer is over, an administrator may still send it, as no reply.

    Raises:
        TelegramError: Telegram refuses that as well; nothing is sent to others.
    """
    person = message.from_user
    number = ephemeral_id(message)
    parameters = {"receiver_user_id": person.id if person else 0}
    if number is None:
        replied = {"message_id": message.message_id, "allow_sending_without_reply": True}
        return await _send(message, text, keyboard, parameters, {"reply_parameters": replied})
    try:
        answered = {"reply_parameters": {"ephemeral_message_id": number}}
        return await _send(message, text, keyboard, parameters, answered)
    except BadRequest as error:
        _LOGGER.info("ephemeral message not answered, sending no reply: %s", error)
        return await _send(message, text, keyboard, parameters, {})


async def follow_alone(
    query: CallbackQuery,
    message: Message,
    text: RichText,
    keyboard: InlineKeyboardMarkup | None,
    *,
    in_place: bool = False,
) -> Message:
    """Send a message to whoever pressed a button alone, if wanted in place of the one pressed."""
    parameters: dict[str, Any] = {"callback_query_id": query.id}
    if in_place:
        parameters["replace_callback_query_message"] = True
    return await _send(message, text, keyboard, parameters, {})


async def edit_alone(
    query: CallbackQuery,
    message: Message,
    text: RichText | None,
    keyboard: InlineKeyboardMarkup | None,
) -> None:
    """Edit an ephemeral message whose button was pressed; without a text its buttons alone."""
    named = _named(query, message) | {"reply_markup": keyboard or InlineKeyboardMarkup([])}
    if text is None:
        await _request(message, "editEphemeralMessageReplyMarkup", named)
        return

    async def edit(shown: str, more: dict[str, Any]) -> None:
        written = named | {"text": shown} | more
        await _request(message, "editEphemeralMessageText", written)

    await _formatted(text, edit)


async def delete_alone(query: CallbackQuery, message: Message) -> None:
    """Delete an ephemeral message whose button was pressed."""
    await _request(message, "deleteEphemeralMessage", _named(query, message))


async def delete_answer(message: Message, number: int) -> None:
    """Delete an ephemeral answer to a message; a refusal is only logged."""
    person = message.from_user
    named = {"chat_id": message.chat_id, "receiver_user_id": person.id if person else 0}
    try:
        await _request(message, "deleteEphemeralMessage", named | {"ephemeral_message_id": number})
    except TelegramError as error:
        _LOGGER.info("private answer not deleted: %s", error)


def _named(query: CallbackQuery, message: Message) -> dict[str, Any]:
    return {
        "chat_id": message.chat_id,
        "receiver_user_id": query.from_user.id,
        "ephemeral_message_id": ephemeral_id(message),
    }


async def _request(message: Message, method: str, parameters: dict[str, Any]) -> None:
    await message.get_bot().do_api_request(method, api_kwargs=parameters)


async def _send(
    message: Message,
    text: RichText,
    keyboard: Keyboard | None,
    parameters: dict[str, Any],
    more: dict[str, Any],
) -> Message:
    private = {"ephemeral_message_parameters": parameters} | more
    topic = message.message_thread_id if message.is_topic_message else None

    async def send(shown: str, form: dict[str, Any]) -> Message:
        return await message.get_bot().send_message(
            message.chat_id,
            shown,
            parse_mode=form.get("parse_mode"),
            reply_markup=keyboard,
            message_thread_id=topic,
            api_kwargs=private,
        )

    with metrics.timed(metrics.Stage.SEND):
        return await _formatted(text, send)


async def _formatted(
    text: RichText, send: Callable[[str, dict[str, Any]], Awaitable[Result]]
) -> Result:
    """Send a text with its formatting, or without it where Telegram refuses that."""
    plain_links = {"link_preview_options": {"is_disabled": True}}
    try:
        return await send(text.markup, {"parse_mode": ParseMode.HTML} | plain_links)
    except BadRequest as error:
        if "entit" not in str(error).lower():
            raise
        _LOGGER.warning("formatting refused, sent as plain text: %s", error)
        return await send(text.shown[:MAX_TEXT], plain_links)
