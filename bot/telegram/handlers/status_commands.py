"""/version, /health and /log: admins see how the bot is doing."""

from __future__ import annotations

from collections.abc import Collection

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes

from bot.service.status import Status
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_only import admin_in_private
from bot.telegram.handlers.replies import reply
from bot.telegram.logs import MAX_ENTRIES, recent_entries
from bot.views.status import health, how_to_log, log_caption, nothing_logged, version

USUAL_ENTRIES = 50
"""Number of entries that /log sends unless it is told another one."""


class StatusHandlers:
    """Shows versions, the state of the bot, and the end of its log."""

    def __init__(self, status: Status, admin_ids: Collection[int]) -> None:
        self._status = status
        self._admin_ids = admin_ids

    @property
    def handlers(self) -> list[Handler]:
        """The handlers of the commands."""
        return [
            CommandHandler("version", self.version, filters=TYPED),
            CommandHandler("health", self.health, filters=TYPED),
            CommandHandler("log", self.log, filters=TYPED),
        ]

    async def version(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show which version of what runs, and the collections."""
        if message := await admin_in_private(update, self._admin_ids):
            await reply(
                message,
                version(texts_for(update), await self._status.version(), self._status.zone),
            )

    async def health(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show how the bot is doing."""
        if message := await admin_in_private(update, self._admin_ids):
            await reply(
                message, health(texts_for(update), await self._status.health(), self._status.zone)
            )

    async def log(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the last entries of the log as a document."""
        message, texts = await admin_in_private(update, self._admin_ids), texts_for(update)
        if not message:
            return
        wanted = (context.args or [str(USUAL_ENTRIES)])[0]
        if not (wanted.isascii() and wanted.isdecimal() and int(wanted)):
            await reply(message, how_to_log(texts, MAX_ENTRIES))
            return
        recent = recent_entries()
        entries = recent.last(int(wanted)) if recent else []
        if not (recent and entries):
            await reply(message, nothing_logged(texts))
            return
        await message.reply_document(
            "".join(f"{one}\n" for one in entries).encode(errors="replace"),
            caption=log_caption(texts, len(entries)),
            filename="yinju-log.jsonl" if recent.is_json else "yinju-log.txt",
            do_quote=True,
        )
