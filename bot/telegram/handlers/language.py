"""The language and the reading settings of the person who caused an update."""

from __future__ import annotations

from telegram import Update, User
from telegram.constants import ChatType

from bot.messages import Language, Messages, language_of, messages
from bot.policy import NONE_OPEN, by_admin, collection_in_force, in_force, mark_of
from bot.views.reader import Place, Reader


def language_for(user: User | None) -> Language:
    """Return the language that the policy in force sets, else that of the user's client."""
    return in_force.get().language or language_of(user.language_code if user else None)


def texts_for(update: Update) -> Messages:
    """Return the catalogue of the language of whoever caused an update."""
    return messages(language_for(update.effective_user))


def reader_of(update: Update) -> Reader:
    """Return whoever caused an update as a reader, by the policy and the collection in force."""
    bot, policy = update.get_bot(), in_force.get()
    return Reader(
        language_for(update.effective_user),
        bot.username,
        policy.display,
        policy.quotations,
        is_shared=bool(bot.supports_inline_queries),
        place=_place_of(update),
        hears_all=bool(bot.can_read_all_group_messages),
        is_closed=collection_in_force.get() == NONE_OPEN,
        is_admin=by_admin.get(),
        collection=mark_of(collection_in_force.get()),
    )


def _place_of(update: Update) -> Place:
    chat = update.effective_chat
    if update.guest_message or not chat:
        return Place.ELSEWHERE
    return Place.PRIVATE if chat.type == ChatType.PRIVATE else Place.GROUP
