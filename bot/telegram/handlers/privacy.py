"""/privacy, /mydata and /forget: show people the data stored about them, and delete it."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.journal.personal_data import KEPT
from bot.service.personal_records import PersonalRecords
from bot.telegram.callback_data import ForgetButton
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_only import refer_to_private
from bot.telegram.handlers.replies import reply
from bot.telegram.keyboards import button
from bot.telegram.menus import publish_for
from bot.views.markup import text
from bot.views.privacy import (
    ask_to_forget,
    data_caption,
    decision_kept,
    forgotten,
    nothing_deleted,
    nothing_kept,
    privacy,
)

FILE_NAME = "mydata.json"

Rows = dict[str, list[dict[str, Any]]]


class PrivacyHandlers:
    """Shows the privacy policy, and lets people download and delete their data.

    Args:
        people: What is stored about people.
        days: Number of days for which questions are kept.
        admin_ids: Ids of the bot's admins, who have a menu of their own.
        are_questions_sent: True if an endpoint encodes questions.
    """

    def __init__(
        self,
        people: PersonalRecords,
        days: int,
        admin_ids: Collection[int] = (),
        *,
        are_questions_sent: bool = False,
    ) -> None:
        self._people = people
        self._days = days
        self._admin_ids = admin_ids
        self._are_questions_sent = are_questions_sent

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the commands and of the buttons of /forget."""
        in_group = TYPED & ~filters.ChatType.PRIVATE
        return [
            CommandHandler("privacy", self.privacy, filters=TYPED),
            CommandHandler(["mydata", "forget"], self.refer_to_private, filters=in_group),
            CommandHandler("mydata", self.mydata, filters=TYPED),
            CommandHandler("forget", self.forget, filters=TYPED),
            router.handler(ForgetButton, self.decide),
        ]

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the privacy policy."""
        if update.message:
            policy = privacy(
                texts_for(update), self._days, are_questions_sent=self._are_questions_sent
            )
            await reply(update.message, policy)

    async def mydata(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Send all data of the person as a file."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        data = await self._people.rows_about(message.chat_id)
        if not data:
            await reply(message, text(nothing_kept(texts)))
            return
        await message.reply_document(
            _as_json(message.chat_id, data),
            caption=data_caption(texts, _count(data)),
            filename=FILE_NAME,
            do_quote=True,
        )

    async def forget(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask for confirmation."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        data = await self._people.rows_about(message.chat_id)
        count = _count(data) - len(data.get(KEPT, ()))
        if not count:
            await reply(message, text(decision_kept(texts) if data else nothing_kept(texts)))
            return
        delete = button(texts.gettext("Delete everything"), ForgetButton("yes"))
        keep = button(texts.gettext("Cancel"), ForgetButton("no"))
        keyboard = InlineKeyboardMarkup([[delete, keep]])
        await reply(message, text(ask_to_forget(texts, count)), keyboard)

    async def decide(self, request: CallbackRequest[ForgetButton]) -> None:
        """Delete all data of the person, or nothing."""
        person, texts = request.query.from_user.id, request.reader.texts
        if request.data.answer == "no":
            await request.show(text(nothing_deleted(texts)), None)
            return
        count = await self._people.forget(person)
        is_all = KEPT not in await self._people.rows_about(person)
        await request.show(text(forgotten(texts, count, is_all=is_all)), None)
        is_admin = person in self._admin_ids
        await publish_for(request.query.get_bot(), person, None, is_admin=is_admin)

    async def refer_to_private(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Decline to show somebody's data to a group, and link to the private chat."""
        if update.message:
            await refer_to_private(update.message, texts_for(update))


def _as_json(person: int, data: Rows) -> bytes:
    """Return the file of /mydata, indented for people to read."""
    content = {"person": person, "made_at": datetime.now(UTC), "kept": data}
    encoded = json.dumps(
        content, default=lambda value: value.isoformat(), ensure_ascii=False, indent=1
    )
    return encoded.encode()


def _count(data: Rows) -> int:
    return sum(map(len, data.values()))
