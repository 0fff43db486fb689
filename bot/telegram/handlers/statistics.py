"""/stats: how the bot is used, as a text and a picture, for its admins."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import UTC, datetime

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import CommandHandler, ContextTypes

from bot.figures import Period
from bot.messages import Language, Messages, messages
from bot.service.reports import ReportScope, StatisticsReports, WrittenReport
from bot.service.services import Services
from bot.service.weekly import WeeklyReport
from bot.settings import Settings
from bot.telegram.callback_data import StatsButton, StatsGroupsButton
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.activity import typing
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import language_for, texts_for
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.telegram.keyboards import button
from bot.views.notices import admins_only
from bot.views.statistics import (
    all_chats,
    group_name,
    no_group,
    period_words,
    stats_usage,
    which_group,
)

PERIODS = frozenset(Period)

MAX_GROUPS = 6
"""Number of groups to choose from."""

MAX_GROUP_NAME = 30
"""Maximum length of a group's name, in characters."""

_ALL = 0
"""The chat in a button that stands for all chats."""


_LOGGER = logging.getLogger(__name__)


class StatisticsHandlers:
    """Shows admins statistics: in a group those of the group, in private all or a group's."""

    def __init__(self, reports: StatisticsReports, admin_ids: Collection[int]) -> None:
        self._reports = reports
        self._admin_ids = admin_ids

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the command and of its buttons."""
        return [
            CommandHandler("stats", self.stats, filters=TYPED),
            router.handler(StatsButton, self.show),
            router.handler(StatsGroupsButton, self.show_groups),
        ]

    async def stats(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the statistics of a period, by default the last seven days."""
        message, texts = update.message, texts_for(update)
        if not message:
            return
        if not is_by_admin(update, self._admin_ids):
            await reply(message, admins_only(texts))
            return
        words = context.args or [Period.WEEK]
        period = _period(" ".join(words))
        if period is None:
            await reply(message, stats_usage(texts))
            return
        data = StatsButton(period, _chat_of(message))
        async with typing(message):
            scope = await _scope(message, data, texts)
            written = await self._reports.write(language_for(update.effective_user), scope)
        await send_report(message, written, _keyboard(texts, data, message))

    async def show(self, request: CallbackRequest[StatsButton]) -> None:
        """Show the statistics of another period or chat."""
        message, texts = request.query.message, request.reader.texts
        if not isinstance(message, Message):
            await request.show_expired()
            return
        if request.query.from_user.id not in self._admin_ids:
            await request.show_toast(admins_only(texts).shown)
            return
        chat_id = _chat_of(message) or request.data.chat_id
        data = StatsButton(request.data.period, chat_id)
        scope = await _scope(message, data, texts)
        written = await self._reports.write(request.reader.language, scope)
        keyboard = _keyboard(texts, data, message)
        if written.picture:
            await request.show_photo(written.picture, written.text, keyboard)
        elif message.photo:  # A picture can be replaced, but not taken away.
            await send_report(message, written, keyboard)
            await request.show_toast()
        else:
            await request.show(written.text, keyboard)

    async def show_groups(self, request: CallbackRequest[StatsGroupsButton]) -> None:
        """Offer the groups in which most was asked in a period."""
        message, texts, period = request.query.message, request.reader.texts, request.data.period
        if not isinstance(message, Message) or _chat_of(message):
            await request.show_expired()
            return
        if request.query.from_user.id not in self._admin_ids:
            await request.show_toast(admins_only(texts).shown)
            return
        found = await self._reports.statistics.busiest_groups(Period(period), MAX_GROUPS)
        if not found:
            await reply(message, no_group(texts))
            await request.show_toast()
            return
        bot = message.get_bot()
        rows = [
            [button(await _name_of(bot, chat_id, texts), StatsButton(period, chat_id))]
            for chat_id in found
        ]
        every = button(capitalized(all_chats(texts)), StatsButton(period, _ALL))
        await reply(message, which_group(texts), InlineKeyboardMarkup([*rows, [every]]))
        await request.show_toast()


async def send_report(
    message: Message, written: WrittenReport, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Reply with a report; where Telegram does not take the picture, with its text."""
    if written.picture:
        try:
            await message.reply_photo(
                written.picture,
                caption=written.text.markup,
                reply_markup=keyboard,
                do_quote=True,
            )
        except BadRequest:
            await reply(message, written.text, keyboard)
    else:
        await reply(message, written.text, keyboard)


async def send_weekly(
    bot: Bot, settings: Settings, services: Services, weekly: WeeklyReport
) -> int:
    """Send each admin the weekly report in their language if it is due; return the number sent."""
    figures = await weekly.figures_if_due(datetime.now(UTC))
    if figures is None:
        return 0
    written: dict[Language, WrittenReport] = {}
    sent = 0
    for admin in sorted(settings.admin_ids):
        language = await services.admin_languages.of(admin)
        if language not in written:
            written[language] = await services.statistics.write_week(language, figures)
        sent += await _send_to(bot, admin, written[language])
    return sent


async def _send_to(bot: Bot, admin: int, written: WrittenReport) -> bool:
    """Send an admin a report; return False if Telegram does not take it, which is logged."""
    try:
        if written.picture:
            await bot.send_photo(admin, written.picture, caption=written.text.markup)
        else:
            await bot.send_message(admin, written.text.markup)
    except TelegramError as error:
        _LOGGER.warning("report not sent to admin %d: %s", admin, error)
        return False
    return True


def capitalized(words: str) -> str:
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def _period(typed: str) -> Period | None:
    """Return the period of a word in any of the bot's languages, None if it is none."""
    word = typed.strip().lower()
    named = {
        period_words(messages(language), period).lower(): period
        for language in Language
        for period in Period
    }
    return Period(word) if word in PERIODS else named.get(word)


def _chat_of(message: Message) -> int:
    """Return the chat whose numbers alone may be shown where a message is, else `_ALL`."""
    return _ALL if message.chat.type == ChatType.PRIVATE else message.chat_id


async def _scope(message: Message, data: StatsButton, texts: Messages) -> ReportScope:
    """Return what a report is about; what people asked is shown in private alone."""
    period, is_private = Period(data.period), message.chat.type == ChatType.PRIVATE
    if not data.chat_id:
        return ReportScope(period)
    name = await _name_of(message.get_bot(), data.chat_id, texts)
    return ReportScope(period, data.chat_id, name, has_questions=is_private)


async def _name_of(bot: Bot, chat_id: int, texts: Messages) -> str:
    """Return the title of a group, or its number where Telegram does not tell."""
    try:
        title = (await bot.get_chat(chat_id)).title
    except TelegramError:
        title = None
    return title[:MAX_GROUP_NAME] if title else group_name(texts, chat_id)


def _keyboard(texts: Messages, data: StatsButton, message: Message) -> InlineKeyboardMarkup:
    """Return the buttons of the other periods and, in private, of the chats to choose from."""
    periods: list[InlineKeyboardButton] = [
        button(period_words(texts, period), StatsButton(period, data.chat_id))
        for period in Period
        if period != data.period
    ]
    rows = [periods]
    if not _chat_of(message):
        rows.append([button(texts.gettext("A group…"), StatsGroupsButton(data.period))])
        if data.chat_id:
            every = button(capitalized(all_chats(texts)), StatsButton(data.period, _ALL))
            rows[-1].append(every)
    return InlineKeyboardMarkup(rows)
