"""/privacy, /mydata and /forget: what is kept of somebody, shown to them and deleted for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.journal.personal_data import PersonalData
from bot.telegram.callback_data import ForgetButton
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.replies import reply, texts_for
from bot.telegram.keyboards import button
from bot.telegram.menus import publish_for
from bot.views.markup import text
from bot.views.privacy import (
    ask_to_forget,
    data_caption,
    forgotten,
    nothing_deleted,
    nothing_kept,
    only_in_private,
    privacy,
)

FILE_NAME = "mydata.json"

Rows = dict[str, list[dict[str, Any]]]


class PrivacyHandlers:
    """Says what is kept, and lets everybody have theirs, or have it gone."""

    def __init__(self, people: PersonalData, days: int) -> None:
        self._people = people
        self._days = days

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """The commands, and the second tap of /forget."""
        new = filters.UpdateType.MESSAGE
        elsewhere = new & ~filters.ChatType.PRIVATE
        return [
            CommandHandler("privacy", self.privacy, filters=new),
            CommandHandler(["mydata", "forget"], self.send_away, filters=elsewhere),
            CommandHandler("mydata", self.mydata, filters=new),
            CommandHandler("forget", self.forget, filters=new),
            router.handler(ForgetButton, self.decide),
        ]

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept."""
        if update.message:
            await reply(update.message, privacy(texts_for(update), self._days))

    async def mydata(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Send everything that is kept of somebody, as a file."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        kept = await self._people.kept_of(message.chat_id)
        if not kept:
            await reply(message, text(nothing_kept(texts)))
            return
        await message.reply_document(
            _as_json(message.chat_id, kept),
            caption=data_caption(texts, _count(kept)),
            filename=FILE_NAME,
            do_quote=True,
        )

    async def forget(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whether everything is to be deleted."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        kept = await self._people.kept_of(message.chat_id)
        if not kept:
            await reply(message, text(nothing_kept(texts)))
            return
        delete = button(texts.gettext("Delete everything"), ForgetButton("yes"))
        keep = button(texts.gettext("Keep it"), ForgetButton("no"))
        keyboard = InlineKeyboardMarkup([[delete, keep]])
        await reply(message, text(ask_to_forget(texts, _count(kept))), keyboard)

    async def decide(self, request: CallbackRequest[ForgetButton]) -> None:
        """Delete everything, or nothing."""
        person, texts = request.query.from_user.id, request.reader.texts
        if request.data.answer == "no":
            await request.show(text(nothing_deleted(texts)), None)
            return
        await request.show(text(forgotten(texts, await self._people.forget(person))), None)
        await publish_for(request.query.get_bot(), person, None)

    async def send_away(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What is kept of somebody is shown to nobody else."""
        message, texts = update.message, texts_for(update)
        if message:
            address = f"https://t.me/{message.get_bot().username}"
            door = InlineKeyboardButton(texts.gettext("Write to me"), url=address)
            await reply(message, text(only_in_private(texts)), InlineKeyboardMarkup([[door]]))


def _as_json(person: int, kept: Rows) -> bytes:
    """The file of /mydata: readable as it stands, and by programs."""
    content = {"person": person, "made_at": datetime.now(UTC), "kept": kept}
    written = json.dumps(
        content, default=lambda value: value.isoformat(), ensure_ascii=False, indent=1
    )
    return written.encode()


def _count(kept: Rows) -> int:
    return sum(map(len, kept.values()))
