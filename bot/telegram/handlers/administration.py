"""Administration while the bot runs: /reload, and reports of reloads to the admins."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import CommandHandler, ContextTypes

from bot.messages import Messages, messages
from bot.service.admin_languages import AdminLanguages
from bot.service.collections import Collections
from bot.service.reloading import reload
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_only import private_link
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import sender_id
from bot.views.markup import RichText
from bot.views.notices import admins_only
from bot.views.reload_report import reload_outcome

_LOGGER = logging.getLogger(__name__)


class AdminHandlers:
    """Commands for the people whose ids are in BOT_ADMIN_IDS."""

    def __init__(self, collections: Collections, admin_ids: Collection[int]) -> None:
        self._collections = collections
        self._admin_ids = admin_ids

    @property
    def handlers(self) -> list[Handler]:
        """The handlers of the commands."""
        return [CommandHandler("reload", self.reload, filters=TYPED)]

    async def reload(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Reload the collections and send a report; questions are answered meanwhile.

        In a group the report is sent to the admin in private, as it names articles and files.
        """
        message, admin, texts = update.message, sender_id(update), texts_for(update)
        if not message:
            return
        if admin is None or admin not in self._admin_ids:
            await reply(message, admins_only(texts))
            return
        report = await reload(self._collections)
        if message.chat.type == ChatType.PRIVATE:
            await reply(message, report.render(texts))
            return
        is_sent = await _send(message.get_bot(), admin, report.render(texts))
        outcome = reload_outcome(texts, has_failed=report.has_failed, is_sent=is_sent)
        await reply(message, outcome, private_link(message, texts))


async def notify_admins(
    bot: Bot,
    admin_ids: Iterable[int],
    languages: AdminLanguages,
    render: Callable[[Messages], RichText],
) -> None:
    """Send a report to each admin in their language."""
    for admin in sorted(admin_ids):
        texts = messages(await languages.of(admin))
        await _send(bot, admin, render(texts))


async def _send(bot: Bot, admin: int, report: RichText) -> bool:
    """Send a report to an admin; return False if Telegram does not take it, which is logged."""
    try:
        await bot.send_message(admin, report.markup)
    except TelegramError as error:
        _LOGGER.warning("report not sent to admin %d: %s", admin, error)
        return False
    return True
