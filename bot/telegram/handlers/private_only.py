"""Answers in private only: data about a person, and what admins do with files."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable
from contextlib import asynccontextmanager

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot.messages import Messages
from bot.service.collections import Collections
from bot.telegram.admin_buttons import (
    EditButton,
    FieldButton,
    RemoveButton,
    SaveButton,
    UndoButton,
)
from bot.telegram.handlers.activity import typing
from bot.telegram.handlers.callbacks import Button, CallbackRequest
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.views.changes import failed
from bot.views.markup import text
from bot.views.notices import admins_only
from bot.views.privacy import only_in_private
from corpus.message import ReportedError, system_error


async def admin_in_private(update: Update, admin_ids: Collection[int]) -> Message | None:
    """Return the message of an admin in private; reply to any other, and return None."""
    message = update.effective_message
    if message is None:
        return None
    if not is_by_admin(update, admin_ids):
        await reply(message, admins_only(texts_for(update)))
        return None
    if message.chat.type != ChatType.PRIVATE:
        await refer_to_private(message, texts_for(update))
        return None
    return message


async def is_admins(request: CallbackRequest[Hashable], admin_ids: Collection[int]) -> bool:
    """Return True if an admin pressed a button; tell anybody else, such as a former admin."""
    if request.query.from_user.id in admin_ids:
        return True
    await request.show_toast(admins_only(request.reader.texts).shown)
    return False


async def is_in_force(
    request: CallbackRequest[UndoButton | RemoveButton | EditButton | FieldButton | SaveButton],
    collections: Collections,
) -> bool:
    """Return True if a button is of the collection in force, else tell that it is outdated.

    It is not if its collection is no longer served.
    """
    if request.data.collection == collections.mark:
        return True
    await request.show_outdated()
    return False


def for_admins(
    admin_ids: Collection[int], handle: Callable[[CallbackRequest[Button]], Awaitable[None]]
) -> Callable[[CallbackRequest[Button]], Awaitable[None]]:
    """Return a handler of buttons that works for admins alone, and tells anybody else."""

    async def guarded(request: CallbackRequest[Button]) -> None:
        if await is_admins(request, admin_ids):
            await handle(request)

    return guarded


def account_of(cause: Update | CallbackQuery) -> str:
    """Return the account of whoever caused an update, as the log of changes has it."""
    person = cause.effective_user if isinstance(cause, Update) else cause.from_user
    return f"telegram:{person.id if person else 0}"


@asynccontextmanager
async def telling_failures(
    cause: Message | CallbackRequest[Hashable],
    texts: Messages,
    back: InlineKeyboardMarkup | None = None,
) -> AsyncIterator[None]:
    """Show “typing” while the block runs, and tell if a change of the collection failed in it.

    *back* is the keyboard below that, in place of the buttons that were pressed.
    """
    message = cause if isinstance(cause, Message) else cause.query.message
    try:
        if isinstance(message, Message):
            async with typing(message):
                yield
        else:
            yield
    except (ReportedError, OSError) as error:
        reason = error.message if isinstance(error, ReportedError) else system_error(error)
        if isinstance(cause, Message):
            await reply(cause, failed(texts, reason))
        else:
            await cause.show(failed(texts, reason), back)


async def refer_to_private(message: Message, texts: Messages) -> None:
    """Decline in a group what is between the bot and one person, and link to the private chat."""
    await reply(message, text(only_in_private(texts)), private_link(message, texts))


def private_link(message: Message, texts: Messages) -> InlineKeyboardMarkup:
    """Return the button that leads to the private chat with the bot."""
    address = f"https://t.me/{message.get_bot().username}"
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(texts.gettext("Write to me"), url=address)]]
    )
