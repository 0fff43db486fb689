"""/export: the journal's questions as files, for the bot's admins in private."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import CommandHandler, ContextTypes

from bot.figures import Period
from bot.journal import ExportError
from bot.messages import Messages
from bot.service.exports import ExportedFile, Exports
from bot.telegram.callback_data import ExportButton
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.activity import typing
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_only import is_admins, private_link
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.telegram.keyboards import button
from bot.views.exporting import (
    export_caption,
    export_failed,
    export_in_private,
    export_offer,
    export_started,
)
from bot.views.markup import text
from bot.views.notices import admins_only
from bot.views.statistics import period_words

FORMATS = {"csv": "CSV", "jsonl": "JSONL"}
"""The formats by their endings."""

SEND_SECONDS = 600
"""Seconds that Telegram may take for the largest file."""

_LOGGER = logging.getLogger(__name__)


class ExportHandlers:
    """Sends admins the journal's questions, without the numbers of people."""

    def __init__(self, exports: Exports, admin_ids: Collection[int]) -> None:
        self._exports = exports
        self._admin_ids = admin_ids

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the command and of its buttons."""
        return [
            CommandHandler("export", self.offer, filters=TYPED),
            router.handler(ExportButton, self.send),
        ]

    async def offer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the formats and periods."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        if not is_by_admin(update, self._admin_ids):
            await reply(message, admins_only(texts))
            return
        if message.chat.type != ChatType.PRIVATE:
            await reply(message, text(export_in_private(texts)), private_link(message, texts))
            return
        rows = [
            [
                button(f"{_period(texts, period)} · {name}", ExportButton(kind, period))
                for kind, name in FORMATS.items()
            ]
            for period in Period
        ]
        await reply(message, text(export_offer(texts)), InlineKeyboardMarkup(rows))

    async def send(self, request: CallbackRequest[ExportButton]) -> None:
        """Send the questions of a period as one file or several."""
        message, texts = request.query.message, request.reader.texts
        if not await is_admins(request, self._admin_ids):
            return
        if not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
            await request.show_toast(export_in_private(texts))
            return
        await request.show_toast(export_started(texts))
        try:
            async with (
                typing(message),
                self._exports.open(request.data.format, Period(request.data.period)) as files,
            ):
                for number, file in enumerate(files, start=1):
                    caption = export_caption(texts, file[1], number, len(files))
                    await _send_file(message, file, caption)
        except ExportError as error:
            _LOGGER.error("questions not exported: %s", error)  # noqa: TRY400 - one line is enough
            await reply(message, text(export_failed(texts)))


def _period(texts: Messages, period: Period) -> str:
    """Return the name of a period, short enough for a button beside another."""
    return texts.gettext("All") if period is Period.ALL else period_words(texts, period)


async def _send_file(message: Message, file: ExportedFile, caption: str) -> None:
    path, _ = file
    content = await asyncio.to_thread(path.read_bytes)
    await message.reply_document(
        content,
        caption=caption,
        filename=path.name,
        read_timeout=SEND_SECONDS,
        write_timeout=SEND_SECONDS,
    )
