"""What is answered in private only: data about a person, and what admins look after."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot.messages import Messages
from bot.telegram.handlers.callbacks import CallbackRequest
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.views.markup import text
from bot.views.notices import admins_only
from bot.views.privacy import only_in_private


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


async def refer_to_private(message: Message, texts: Messages) -> None:
    """Decline in a group what is between the bot and one person, and link to the private chat."""
    address = f"https://t.me/{message.get_bot().username}"
    link = InlineKeyboardButton(texts.gettext("Write to me"), url=address)
    await reply(message, text(only_in_private(texts)), InlineKeyboardMarkup([[link]]))
