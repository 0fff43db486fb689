"""Administration while the bot runs: /reload, and reports of reloads to the admins."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import CommandHandler, ContextTypes

from bot.journal.policy_store import PolicyStore
from bot.messages import Messages, messages
from bot.service.collections import Collections
from bot.service.reloading import reload
from bot.settings import terminal_language
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.views.markup import RichText
from bot.views.notices import admins_only

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
        """Reload the collections and send a report; questions are answered meanwhile."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        if not is_by_admin(update, self._admin_ids):
            await reply(message, admins_only(texts))
            return
        report = await reload(self._collections)
        await reply(message, report.render(texts))


async def notify_admins(
    bot: Bot,
    admin_ids: Iterable[int],
    policies: PolicyStore,
    render: Callable[[Messages], RichText],
) -> None:
    """Send a report to each admin, in the language they set, else in that of this process."""
    for admin in sorted(admin_ids):
        policy = await policies.in_force(admin, admin)
        texts = messages(policy.language or terminal_language())
        try:
            await bot.send_message(admin, render(texts).markup)
        except TelegramError as error:
            _LOGGER.warning("report not sent to admin %d: %s", admin, error)
