"""What admins do while the bot runs: /reload."""

from __future__ import annotations

import logging
from collections.abc import Collection

from telegram import Message, Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.handlers import Handler
from bot.handlers.replies import reply, texts_for
from bot.markup import Piece
from bot.messages import Messages
from bot.wording import admins_only, reload_failed, reload_report
from retrieval.library import Library

_LOGGER = logging.getLogger(__name__)


class Administration:
    """Reads the collection anew for those whose numbers are in BOT_ADMIN_IDS."""

    def __init__(self, library: Library, admin_ids: Collection[int]) -> None:
        self._library = library
        self._admin_ids = admin_ids

    @property
    def handlers(self) -> list[Handler]:
        """Commands of admins."""
        new = filters.UpdateType.MESSAGE
        return [CommandHandler("reload", self.reload, filters=new)]

    async def reload(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Read the collection anew and report; questions are answered meanwhile."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        if not self._is_admin(message):
            await reply(message, admins_only(texts))
            return
        await reply(message, await self._reload(texts))

    def _is_admin(self, message: Message) -> bool:
        return message.from_user is not None and message.from_user.id in self._admin_ids

    async def _reload(self, texts: Messages) -> Piece:
        try:
            done = await self._library.reload()
        except Exception as error:  # noqa: BLE001 - whatever it is, the old snapshot serves on
            _LOGGER.warning("reload failed: %r", error)
            return reload_failed(texts, str(error) or type(error).__name__)
        _LOGGER.info("reloaded: %s", done.diff)
        return reload_report(texts, done)
