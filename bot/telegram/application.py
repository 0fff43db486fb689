"""The bot as python-telegram-bot runs it: its way to Telegram, and the order of its handlers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode, UpdateType
from telegram.ext import (
    Application,
    ApplicationBuilder,
    Defaults,
    SimpleUpdateProcessor,
)
from telegram.request import HTTPXRequest

from bot.service.periodic import DAY, MINUTE, PeriodicTasks
from bot.service.services import Services
from bot.service.watch import watch
from bot.settings import Settings
from bot.telegram.handlers import Handler
from bot.telegram.handlers.administration import AdminHandlers, tell_admins
from bot.telegram.handlers.basics import BasicHandlers
from bot.telegram.handlers.callbacks import CallbackRouter
from bot.telegram.handlers.errors import on_error
from bot.telegram.handlers.feedback import FeedbackHandlers
from bot.telegram.handlers.guests import GuestHandlers
from bot.telegram.handlers.inline import InlineHandlers
from bot.telegram.handlers.membership import MembershipHandlers
from bot.telegram.handlers.policy_commands import PolicyHandlers
from bot.telegram.handlers.policy_middleware import PolicyMiddleware
from bot.telegram.handlers.presenter import AnswerPresenter
from bot.telegram.handlers.privacy import PrivacyHandlers
from bot.telegram.handlers.questions import QuestionHandlers
from bot.telegram.handlers.readers import Preferences
from bot.telegram.handlers.reading import ReadingHandlers
from bot.telegram.handlers.results import ResultHandlers
from bot.telegram.handlers.sender_guard import SenderGuard
from bot.telegram.menus import publish
from bot.telegram.polling import ConnectionStatus, MonitoredRequest
from bot.telegram.throttle import Throttle

AT_ONCE = 64
"""Updates that are worked on at the same time."""

ALLOWED_UPDATES: list[str] = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.GUEST_MESSAGE,
    UpdateType.INLINE_QUERY,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(
    settings: Settings, services: Services, connection: ConnectionStatus
) -> BotApplication:
    """The bot, ready to be initialized and started; *connection* hears how polling goes.

    Raises:
        ValueError: There is no token.
    """
    if settings.token is None:
        raise ValueError("BOT_TOKEN is missing")
    application = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(HTTPXRequest(connection_pool_size=AT_ONCE, pool_timeout=30, **_way(settings)))
        .get_updates_request(MonitoredRequest(connection, **_way(settings)))
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                allow_sending_without_reply=True,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .concurrent_updates(SimpleUpdateProcessor(AT_ONCE))
        .rate_limiter(Throttle())
        .build()
    )
    application.add_handlers(_handlers(settings, services))
    _take_on(application, PeriodicTasks(), settings, services)
    application.add_error_handler(on_error)
    return application


def _take_on(
    application: BotApplication, chores: PeriodicTasks, settings: Settings, services: Services
) -> None:
    """Have chores done for as long as the application runs."""

    async def begin(_: BotApplication) -> None:
        chores.start("menus updated", lambda: publish(application.bot), DAY)
        days = settings.retention_days
        chores.start("old questions deleted", lambda: services.personal_data.expire(days), DAY)
        if settings.watch:
            tell = partial(tell_admins, application.bot, settings.admin_ids, services.policies)
            keep = partial(watch, services.library, lambda: settings.collection, tell)
            chores.start("watching the collection", keep, MINUTE)

    async def end(_: BotApplication) -> None:
        await chores.stop()

    application.post_init, application.post_stop = begin, end


def _handlers(
    settings: Settings, services: Services
) -> dict[int, Sequence[Handler] | tuple[Handler, ...]]:
    """Every handler, by group, in order: in each group the first that wants an update has it."""
    library, journal = services.library, services.journal
    rules = PolicyMiddleware(services.policies, services.chats)
    preferences = Preferences(journal)
    presenter = AnswerPresenter(services.answerer, library)
    results = ResultHandlers(presenter, library, journal)
    taps = CallbackRouter(preferences)
    chat_settings = PolicyHandlers(services.policies, services.chats)
    basics = BasicHandlers(library)
    return {
        # Before anything else: whom nobody answers, and what holds where they write.
        -2: SenderGuard().handlers,
        -1: rules.handlers,
        0: [
            *rules.moving,
            *MembershipHandlers(services.chats).handlers,
            *chat_settings.handlers(taps),
            *AdminHandlers(library, settings.admin_ids).handlers,
            *PrivacyHandlers(services.personal_data, settings.retention_days).handlers(taps),
            *InlineHandlers(services.answerer, library, preferences).handlers,
            *GuestHandlers(presenter, journal, preferences).handlers,
            # Before basics: /start with a link in it opens what the link leads to.
            *ReadingHandlers(library, services.answerer, results, preferences).handlers(taps),
            *basics.handlers,
            *QuestionHandlers(presenter, journal, preferences).handlers,
            *results.handlers(taps),
            *FeedbackHandlers(journal, results).handlers(taps),
            # Last of all: what nothing else took.
            *basics.last_handlers,
            *taps.last_handlers,
        ],
        # Beside whatever was answered.
        1: chat_settings.beside,
    }


def _way(settings: Settings) -> dict[str, Any]:
    """The way to Telegram, by the proxy that is set; loopback is always reached straight."""
    if urlsplit(settings.api_url).hostname in _LOOPBACK:
        return {"httpx_kwargs": {"trust_env": False}}
    return {"proxy": settings.proxy_url.get_secret_value() if settings.proxy_url else None}
