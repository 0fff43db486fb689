"""The application of python-telegram-bot: its connection to Telegram and its handlers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode, UpdateType
from telegram.ext import Application, ApplicationBuilder, Defaults
from telegram.request import BaseRequest, HTTPXRequest

from bot.journal.alarm_store import AlarmStore
from bot.service.access import Access
from bot.service.adding import Adder
from bot.service.alerts import Alerts
from bot.service.collection import uploads
from bot.service.editing import Editor
from bot.service.exports import Exports, clear_exports
from bot.service.feeds import Feeds
from bot.service.gaps import Gaps
from bot.service.periodic import DAY, HOUR, MINUTE, PeriodicTasks
from bot.service.personal_records import PersonalRecords
from bot.service.refused import RefusedUpdates
from bot.service.reloading import ReloadReport
from bot.service.services import Services
from bot.service.status import Status
from bot.service.teaching import Teacher
from bot.service.watch import watch
from bot.service.weekly import WeeklyReport
from bot.settings import Settings
from bot.telegram.api_server import ApiServer
from bot.telegram.bot_settings import BotSettings
from bot.telegram.handlers import Handler
from bot.telegram.handlers.access_commands import AccessHandlers
from bot.telegram.handlers.administration import AdminHandlers, notify_admins
from bot.telegram.handlers.basics import BasicHandlers
from bot.telegram.handlers.callbacks import CallbackRouter
from bot.telegram.handlers.chat_guard import ChatGuard
from bot.telegram.handlers.collection_changes import CollectionHandlers
from bot.telegram.handlers.errors import on_error
from bot.telegram.handlers.exporting import ExportHandlers
from bot.telegram.handlers.feedback import FeedbackHandlers
from bot.telegram.handlers.gaps import GapHandlers
from bot.telegram.handlers.guests import GuestHandlers
from bot.telegram.handlers.inline import InlineHandlers
from bot.telegram.handlers.lessons import LessonHandlers
from bot.telegram.handlers.membership import MembershipHandlers
from bot.telegram.handlers.metadata import MetadataHandlers
from bot.telegram.handlers.policy_commands import PolicyHandlers
from bot.telegram.handlers.policy_middleware import PolicyMiddleware
from bot.telegram.handlers.presenter import AnswerPresenter
from bot.telegram.handlers.privacy import PrivacyHandlers
from bot.telegram.handlers.private_answers import PrivateAnswers
from bot.telegram.handlers.questions import QuestionHandlers
from bot.telegram.handlers.rate_guard import RateGuard
from bot.telegram.handlers.reading import ReadingHandlers
from bot.telegram.handlers.results import ResultHandlers
from bot.telegram.handlers.sender_guard import SenderGuard
from bot.telegram.handlers.statistics import StatisticsHandlers, send_weekly
from bot.telegram.handlers.status_commands import StatusHandlers
from bot.telegram.handlers.uploads import UploadHandlers
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.telegram.intake import Intake, Tell
from bot.telegram.menus import publish
from bot.telegram.polling import Connection, ConnectionStatus, RawUpdatesRequest
from bot.telegram.reach import REACH_SECONDS, reach
from bot.telegram.responses import ApiRequest
from bot.telegram.throttle import Throttle
from bot.telegram.transport import DirectRequest
from bot.telegram.turns import ChatTurns
from bot.telegram.webhook import WebhookEndpoint
from bot.views.alerts import Alarm

MAX_CONNECTIONS = 64

ALLOWED_UPDATES: list[str] = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.GUEST_MESSAGE,
    UpdateType.INLINE_QUERY,
    UpdateType.CHOSEN_INLINE_RESULT,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]

FEED_SECONDS = 10 * MINUTE
"""Seconds after which it is seen which feeds are due."""

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def connect(settings: Settings, services: Services) -> Connection:
    """Build the application and its connection to Telegram, which is not opened yet.

    Raises:
        ValueError: The settings contain no token.
    """
    if settings.token is None:
        raise ValueError("BOT_TOKEN is missing")
    turns = ChatTurns(services.inbox)
    updates = RawUpdatesRequest(transport(settings, 1))
    application = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(ApiRequest(transport(settings, MAX_CONNECTIONS)))
        .get_updates_request(updates)
        .updater(None)
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                allow_sending_without_reply=True,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .concurrent_updates(turns)
        .rate_limiter(Throttle(settings.replicas))
        .build()
    )
    turns.handle = application.process_update
    server = ApiServer()
    private = PrivateAnswers(server, services.chats)
    application.add_handlers(_handlers(settings, services, private))
    application.add_error_handler(partial(on_error, private=private))
    tell = partial(notify_admins, application.bot, settings.admin_ids, services.admin_languages)
    intake = Intake(services.inbox, application.bot, application.update_queue, turns, tell)
    _add_periodic_tasks(application, settings, services, intake, server)
    status, endpoint = ConnectionStatus(), _endpoint(settings, intake)
    return Connection(application, updates, intake, status, ALLOWED_UPDATES, endpoint)


def make_bot(settings: Settings) -> Bot:
    """Return a client of the Bot API without an application, for single calls.

    Raises:
        ValueError: The settings contain no token.
    """
    if settings.token is None:
        raise ValueError("BOT_TOKEN is missing")
    return Bot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        request=ApiRequest(transport(settings, 1)),
        get_updates_request=ApiRequest(transport(settings, 1)),
    )


def _endpoint(settings: Settings, intake: Intake) -> WebhookEndpoint | None:
    """Return the endpoint for a webhook, None if the bot polls."""
    url, secret = settings.webhook_url, settings.webhook_secret
    if url is None or secret is None:
        return None
    return WebhookEndpoint(url, settings.webhook_listen, secret.get_secret_value(), intake)


def _add_periodic_tasks(
    application: BotApplication,
    settings: Settings,
    services: Services,
    intake: Intake,
    server: ApiServer,
) -> None:
    """Run periodic tasks while the application runs."""
    claims, tell = services.inbox.claims, intake.tell_admins
    tasks = PeriodicTasks(lambda: claims is None or claims.is_leader)
    alerts_of = cache(lambda _: _alerts(settings, services, tell))
    own = BotSettings(server, settings.inline, settings.guests, settings.hears_all)

    async def update_menus() -> int:
        bot, are_private = application.bot, await server.is_newest(application.bot)
        return await publish(bot, settings.admin_ids, services.policies, are_private=are_private)

    async def look_after() -> None:
        # Whoever becomes the leader begins with what the one before has told.
        await alerts_of(claims.term if claims else 0).check()

    async def start(_: BotApplication) -> None:
        tasks.start_once("setting up the bot", lambda: own.set(application.bot), DAY)
        tasks.start_once("updating the menus", update_menus, DAY)
        _start_deletions(tasks, settings, services)
        tasks.start("handling what waits again", intake.replay, MINUTE)
        tasks.start("opening the journal", intake.resume, MINUTE)
        tasks.start("refused in the last hour", services.refused.report, HOUR)
        tasks.start_once("looking after the bot", look_after, MINUTE)
        tasks.start("reaching Telegram", lambda: reach(application.bot), REACH_SECONDS)
        _start_what_is_set(tasks, application, settings, services, tell)

    async def stop(_: BotApplication) -> None:
        await tasks.stop()

    application.post_init, application.post_stop = start, stop


def _start_deletions(tasks: PeriodicTasks, settings: Settings, services: Services) -> None:
    """Start the periodic deletion of what is old."""
    questions = partial(services.personal_data.expire, settings.retention_days)
    expire = uploads(settings).expire
    tasks.start_once("deleting old questions", questions, DAY)
    tasks.start_once("deleting old updates", services.inbox.forget_old, DAY)
    tasks.start("deleting old exports", partial(clear_exports, settings), HOUR)
    tasks.start("deleting old uploads", lambda: asyncio.to_thread(expire), HOUR)


def _alerts(settings: Settings, services: Services, tell: Tell) -> Alerts:
    database = services.inbox.database
    # The intake tells of a journal that has a problem at the start.
    store = AlarmStore(database, [Alarm.JOURNAL] if database.problem else [])
    clock = partial(datetime.now, settings.timezone)
    measure = partial(Status(settings, services).health, has_problems=False)
    return Alerts(measure, tell, store, clock=clock)


def _start_what_is_set(
    tasks: PeriodicTasks,
    application: BotApplication,
    settings: Settings,
    services: Services,
    tell: Tell,
) -> None:
    """Start the periodic tasks that the operator can switch on or off."""
    if settings.weekly_report != "off":
        weekly = WeeklyReport(services.statistics, services.reports, settings.weekly_report)
        send = partial(send_weekly, application.bot, settings, services, weekly)
        tasks.start_once("sending the weekly report", send, 10 * MINUTE)
    if settings.feeds_hours and not settings.engine_url:
        feeds = Feeds(settings, services.library, services.answerer.analyzer.frequency, tell)
        tasks.start_once("new articles from feeds", feeds.run, FEED_SECONDS)
    if settings.watch and not settings.engine_url:

        async def notify(report: ReloadReport) -> None:
            # Those that share a folder all see the same change; a failure may be this one's own.
            if tasks.is_leader() or report.has_failed:
                await tell(report.render)

        check = partial(watch, services.library, lambda: settings.collection, notify)
        tasks.start("watching the collection", check, MINUTE)


_Groups = dict[int, Sequence[Handler] | tuple[Handler, ...]]
"""Handlers by the number of their group."""


def _handlers(settings: Settings, services: Services, private: PrivateAnswers) -> _Groups:
    """Return the handlers by group; in each group, the first that matches an update handles it."""
    library, journal, admin_ids = services.library, services.journal, settings.admin_ids
    middleware = PolicyMiddleware(services.policies, services.chats, library, admin_ids)
    presenter = AnswerPresenter(services.answerer, library, settings.contact)
    results = ResultHandlers(presenter, library, journal)
    whereabouts = Whereabouts(library, journal)
    router = CallbackRouter(journal, whereabouts, private)
    policy = PolicyHandlers(services.policies, services.chats, library, private, admin_ids)
    basics = BasicHandlers(library, admin_ids)
    records = PersonalRecords(services.personal_data, settings, services.threads)
    reading = ReadingHandlers(library, services.answerer, results, whereabouts, admin_ids)
    access = Access(settings, services.access)
    return {
        **_guards(settings, access, services.refused, middleware, private),
        0: [
            *middleware.moving,
            *MembershipHandlers(services.chats).handlers,
            *policy.handlers(router),
            # Before the questions, as a value or an address that an admin sends is none.
            *_admin_handlers(settings, services, presenter, router),
            *AccessHandlers(access, admin_ids, settings.timezone).handlers(router),
            *PrivacyHandlers(
                records,
                settings.retention_days,
                admin_ids,
                are_questions_sent=settings.are_questions_sent,
            ).handlers(router),
            *InlineHandlers(
                services.answerer, results, whereabouts, journal, settings.contact
            ).handlers,
            *GuestHandlers(presenter, journal).handlers,
            # Before the basics, whose /start would handle deep links as well.
            *reading.handlers(router),
            *basics.handlers,
            *QuestionHandlers(presenter, journal, whereabouts, private).handlers,
            *results.handlers(router),
            *FeedbackHandlers(journal, results).handlers(router),
            # Everything that no handler above matches.
            *basics.last_handlers,
            *router.last_handlers,
        ],
        # In addition to the handlers of group 0.
        1: policy.start_handlers,
    }


def _guards(
    settings: Settings,
    access: Access,
    refused: RefusedUpdates,
    middleware: PolicyMiddleware,
    private: PrivateAnswers,
) -> _Groups:
    """Return what runs before all else, and drops what nobody may write or is too much."""
    return {
        -4: SenderGuard(access, refused).handlers,
        -3: middleware.handlers,
        -2: ChatGuard(access, settings.admin_ids, refused).handlers,
        -1: RateGuard(
            settings.share_of(settings.person_per_minute),
            settings.share_of(settings.chat_per_minute),
            settings.admin_ids,
            refused,
            private,
        ).handlers,
    }


def _admin_handlers(
    settings: Settings, services: Services, presenter: AnswerPresenter, router: CallbackRouter
) -> list[Handler]:
    """Return the handlers of what only admins may do."""
    library, answerer, admin_ids = services.library, services.answerer, settings.admin_ids
    frequency = answerer.analyzer.frequency
    threads = services.threads
    editor = Editor(settings, library, frequency, threads)
    adder = Adder(settings, library, frequency, threads)
    return [
        *AdminHandlers(library, admin_ids).handlers,
        *StatisticsHandlers(services.statistics, admin_ids).handlers(router),
        *ExportHandlers(Exports(settings), admin_ids).handlers(router),
        *StatusHandlers(Status(settings, services), admin_ids).handlers,
        *CollectionHandlers(editor, answerer, admin_ids).handlers(router),
        *MetadataHandlers(editor, router.whereabouts, admin_ids).handlers(router),
        *_gap_handlers(settings, services, presenter, router),
        # After these, as an address may be a value that was asked for.
        *UploadHandlers(adder, uploads(settings), admin_ids).handlers(router),
    ]


def _gap_handlers(
    settings: Settings, services: Services, presenter: AnswerPresenter, router: CallbackRouter
) -> list[Handler]:
    """Return the handlers of unanswered questions and of what is taught to answer them."""
    library, answerer, journal = services.library, services.answerer, services.journal
    gaps = Gaps(services.asked, journal, answerer, library)
    teacher = Teacher(library, answerer, services.asked, settings, services.threads)
    admins = settings.admin_ids
    lessons = LessonHandlers(gaps, teacher, router.whereabouts, presenter, admins)
    listing = GapHandlers(gaps, router.whereabouts, admins, lessons.cancel, settings.timezone)
    return [*lessons.handlers(router), *listing.handlers(router)]


def transport(settings: Settings, connections: int) -> BaseRequest:
    """Return an HTTP client; a loopback address is not proxied."""
    is_local = urlsplit(settings.api_url).hostname in _LOOPBACK
    if is_local or not settings.is_proxied:
        return DirectRequest(connections)
    proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
    return HTTPXRequest(connection_pool_size=connections, pool_timeout=30, proxy=proxy)
