"""The bot as python-telegram-bot runs it: its way to Telegram, and the order of its handlers."""

from __future__ import annotations

import os
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

from bot.chores import A_DAY, A_MINUTE, Chores
from bot.handlers import Handler
from bot.handlers.administration import Administration, tell_admins
from bot.handlers.basics import Basics
from bot.handlers.chat_settings import ChatSettings
from bot.handlers.errors import on_error
from bot.handlers.feedback import Verdicts
from bot.handlers.guards import Guards
from bot.handlers.guests import Guests
from bot.handlers.house_rules import HouseRules
from bot.handlers.inline import Inline
from bot.handlers.membership import Membership
from bot.handlers.preferences import Preferences
from bot.handlers.presenter import Presenter
from bot.handlers.privacy import Privacy
from bot.handlers.questions import Questions
from bot.handlers.reading import Reading
from bot.handlers.results import Results
from bot.handlers.taps import Taps
from bot.inbox import Connection, WatchedRequest
from bot.menus import publish
from bot.services import Services
from bot.settings import Settings
from bot.throttle import Throttle
from bot.watch import watch

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

# The library's own switch to give spans of time as such; without it every 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")


BotApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(
    settings: Settings, services: Services, connection: Connection
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
        .get_updates_request(WatchedRequest(connection, **_way(settings)))
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
    _take_on(application, Chores(), settings, services)
    application.add_error_handler(on_error)
    return application


def _take_on(
    application: BotApplication, chores: Chores, settings: Settings, services: Services
) -> None:
    """Have chores done for as long as the application runs."""

    async def begin(_: BotApplication) -> None:
        chores.every(A_DAY, "menus set", lambda: publish(application.bot))
        days = settings.retention_days
        chores.every(A_DAY, "old questions deleted", lambda: services.people.expire(days))
        if settings.watch:
            tell = partial(tell_admins, application.bot, settings.admin_ids, services.policies)
            keep = partial(watch, services.library, lambda: settings.collection, tell)
            chores.every(A_MINUTE, "watching the collection", keep)

    async def end(_: BotApplication) -> None:
        await chores.stop()

    application.post_init, application.post_stop = begin, end


def _handlers(
    settings: Settings, services: Services
) -> dict[int, Sequence[Handler] | tuple[Handler, ...]]:
    """Every handler, by group, in order: in each group the first that wants an update has it."""
    library, journal = services.library, services.journal
    rules = HouseRules(services.policies, journal)
    preferences = Preferences(journal)
    presenter = Presenter(services.answerer, library)
    results = Results(presenter, library, journal)
    taps = Taps(preferences)
    chat_settings = ChatSettings(services.policies, journal)
    basics = Basics(library)
    return {
        # Before anything else: whom nobody answers, and what holds where they write.
        -2: Guards().handlers,
        -1: rules.handlers,
        0: [
            *rules.moving,
            *Membership(journal).handlers,
            *chat_settings.handlers(taps),
            *Administration(library, settings.admin_ids).handlers,
            *Privacy(services.people, settings.retention_days).handlers(taps),
            *Inline(services.answerer, library, preferences).handlers,
            *Guests(presenter, journal, preferences).handlers,
            # Before basics: /start with a link in it opens what the link leads to.
            *Reading(library, services.answerer, results, preferences).handlers(taps),
            *basics.handlers,
            *Questions(presenter, journal, preferences).handlers,
            *results.handlers(taps),
            *Verdicts(journal, results).handlers(taps),
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
