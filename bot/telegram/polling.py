"""Long polling by a loop of our own, which waits for Telegram to become reachable."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any, Protocol

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.request import BaseRequest

from bot.telegram.intake import MAX_BATCH, Intake
from bot.telegram.raw_updates import RawUpdate, is_update
from bot.telegram.responses import ApiRequest, UnreadableResponseError
from bot.telegram.throttle import seconds_of
from corpus.message import Message, ReportedError

_MAX_WAIT = 30
"""Maximum number of seconds between two attempts, which is the library's as well."""

REMINDER = 300
"""Seconds after which the log says again that Telegram is unreachable."""

_FIRST_WAIT = 0.5
_MAX_DOUBLINGS = 6
"""Seconds before the first attempt after a failure, and how often they are doubled."""

_POLL_SECONDS = timedelta(seconds=10)
"""Time for which Telegram holds a poll if there is nothing new."""

TOKEN_ATTEMPTS = 4
"""Number of times in succession that Telegram must refuse the token before it is given up."""

STOP_SECONDS = 3
"""Seconds for which a stop waits for what is being handled."""

_LOGGER = logging.getLogger(__name__)


class WrongTokenError(ReportedError):
    """Telegram does not accept the token."""

    def __init__(self) -> None:
        super().__init__(
            Message("BOT_TOKEN is not accepted by Telegram; @BotFather gives and renews tokens")
        )


class ListenError(ReportedError):
    """The endpoint cannot listen where it should; the message gives the place and the reason."""


class ConnectionStatus:
    """The state of the connection to Telegram.

    Logs one line when it changes, and again every REMINDER seconds while it has failed.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._error: tuple[type[TelegramError], bool] | None = None
        self._told = 0.0

    def set_failed(self, error: TelegramError) -> None:
        """Log an error, unless one of the same type has been logged lately."""
        is_webhook = isinstance(error, Conflict) and "webhook" in error.message
        kind = type(error), is_webhook
        if kind == self._error and self._clock() - self._told < REMINDER:
            return
        self._error, self._told = kind, self._clock()
        if is_webhook:
            _LOGGER.warning(
                "a webhook is set, and while it is, Telegram gives no updates to polls (409 "
                "Conflict); yinju webhook delete removes it, BOT_WEBHOOK_URL makes use of it"
            )
        elif isinstance(error, Conflict):
            _LOGGER.warning("another process polls with this token (409 Conflict); retrying")
        else:
            _LOGGER.warning(
                "Telegram unreachable, retrying at least every %d s: %s", _MAX_WAIT, error
            )

    def set_working(self) -> None:
        """Log that the connection works again, if it had failed."""
        if self._error:
            self._error = None
            _LOGGER.info("Telegram reachable again")


class RawUpdatesRequest(ApiRequest):
    """HTTP client for polling that keeps the updates as Telegram sent them.

    The library parses all updates of a response or none: one that it does not understand would
    be fetched for ever. It is given an empty list instead, and `received` has the updates.
    """

    def __init__(self, transport: BaseRequest) -> None:
        super().__init__(transport)
        self.received: list[RawUpdate] = []

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request, and keep the updates of its response.

        Raises:
            UnreadableResponseError: The response has no list of updates.
        """
        self.received = []
        status, payload = await super().do_request(*args, **kwargs)
        if status == HTTPStatus.OK:
            self.received = _updates_in(self.parse_json_payload(payload))
            payload = b'{"ok":true,"result":[]}'
        return status, payload


def _updates_in(content: Mapping[str, Any]) -> list[RawUpdate]:
    """Return the updates of a response; what has no id cannot be confirmed, and is left out.

    Raises:
        UnreadableResponseError: There is nothing else in it.
    """
    result = content.get("result")
    if not isinstance(result, list):
        raise UnreadableResponseError
    updates: list[RawUpdate] = list(filter(is_update, result))
    if strange := len(result) - len(updates):
        _LOGGER.warning("%d elements of a response are no updates", strange)
        if not updates:
            raise UnreadableResponseError
    return updates


class Backoff:
    """Pauses after failures of requests in succession, which become longer."""

    def __init__(self, status: ConnectionStatus) -> None:
        self._status = status
        self._failures = self._refusals = 0

    def reset(self) -> None:
        """Begin anew, as a request has succeeded."""
        self._failures = self._refusals = 0
        self._status.set_working()

    async def pause(self, error: TelegramError) -> None:
        """Wait as long as an error requires.

        Raises:
            WrongTokenError: Telegram has refused the token too often.
        """
        if isinstance(error, InvalidToken):
            self._refusals += 1
            if self._refusals == TOKEN_ATTEMPTS:
                raise WrongTokenError from error
            await asyncio.sleep(_FIRST_WAIT)
            return
        self._status.set_failed(error)
        if isinstance(error, RetryAfter):
            await asyncio.sleep(seconds_of(error))
            return
        await asyncio.sleep(min(_FIRST_WAIT * 2**self._failures, _MAX_WAIT))
        self._failures = min(self._failures + 1, _MAX_DOUBLINGS)


class Endpoint(Protocol):
    """A place of this program that Telegram sends updates to."""

    @property
    def url(self) -> str:
        """The URL that Telegram is to send them to."""
        ...

    def serving(self) -> AbstractAsyncContextManager[None]:
        """Receive updates while the context is open."""
        ...


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection to Telegram: the application, its client for polling, and its state.

    With an *endpoint*, Telegram sends updates there, and nothing is polled.
    """

    application: Application[Any, Any, Any, Any, Any, Any]
    request: RawUpdatesRequest
    intake: Intake
    status: ConnectionStatus
    allowed: Sequence[str]
    endpoint: Endpoint | None = None

    async def listen(self, stop: asyncio.Event) -> None:
        """Handle updates until *stop* is set; network errors and conflicts are retried.

        What has not been handled within STOP_SECONDS then waits for the next start.

        Raises:
            WrongTokenError: Telegram does not accept the token.
            ListenError: The endpoint cannot listen.
        """
        application = self.application
        try:
            if not await _finishes_before(stop, self._initialize()):
                return
            await application.start()
            if application.post_init:
                await application.post_init(application)
            await _finishes_before(stop, self._handle_all())
        finally:
            await self._stop()
            await application.shutdown()
            # Also if the application was not initialized, or only begun to be.
            await application.bot.shutdown()
            for request in (self.request, application.bot.request):
                await request.shutdown()

    async def _handle_all(self) -> None:
        await self.intake.recover()
        if self.endpoint is None:
            self._log_listening()
            await self._poll()
            return
        async with self.endpoint.serving():
            self._log_listening()
            try:
                await asyncio.Event().wait()
            finally:
                self.intake.close()  # So that requests under way are answered.

    def _log_listening(self) -> None:
        _LOGGER.info("listening as @%s", self.application.bot.username)

    async def _stop(self) -> None:
        application = self.application
        if not application.running:
            return
        self.intake.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await application.stop()
        if left := application.update_processor.current_concurrent_updates:
            _LOGGER.info("%d updates wait for the next start", left)
        # Before the connection is closed, which handlers would take for an error.
        await application.update_processor.shutdown()
        await self.intake.leave()
        if application.post_stop:
            await application.post_stop(application)

    async def _initialize(self) -> None:
        """Ask Telegram for the bot's name, and if it has the endpoint's URL, until that succeeds.

        Raises:
            WrongTokenError: Telegram does not accept the token.
        """
        backoff = Backoff(self.status)
        while True:
            try:
                with _understood():
                    await self.application.initialize()
                    await self._check_webhook()
            except TelegramError as error:
                await backoff.pause(error)
            else:
                backoff.reset()
                return

    async def _check_webhook(self) -> None:
        """Log that the endpoint hears nothing if Telegram has another URL, or none."""
        if self.endpoint is None:
            return
        info = await self.application.bot.get_webhook_info()
        if info.url != self.endpoint.url:
            _LOGGER.warning(
                "Telegram does not send updates to %s; yinju webhook set makes it",
                self.endpoint.url,
            )

    async def _poll(self) -> None:
        """Fetch updates for ever, and confirm to Telegram only those that are stored.

        Raises:
            WrongTokenError: Telegram does not accept the token any more.
        """
        offset, backoff = 0, Backoff(self.status)
        while True:
            try:
                await self._fetch(offset)
            except TelegramError as error:
                await backoff.pause(error)
                continue
            backoff.reset()
            if updates := self.request.received:
                await self.intake.take(updates)
                offset = max(update["update_id"] for update in updates) + 1

    async def _fetch(self, offset: int) -> None:
        """Ask for the next updates, once there is room for them."""
        while self.intake.is_full:  # noqa: ASYNC110 - the library has no event
            await asyncio.sleep(_FIRST_WAIT)
        await self.application.bot.get_updates(
            offset=offset, limit=MAX_BATCH, timeout=_POLL_SECONDS, allowed_updates=self.allowed
        )


@contextmanager
def _understood() -> Iterator[None]:
    """Take a result of an unexpected shape, on which the library fails, for an unreadable one."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableResponseError from error


async def _finishes_before(stop: asyncio.Event, work: Awaitable[None]) -> bool:
    """Wait for *work* or *stop*, cancel the other, and return True if the work has finished."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    done, pending = await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    if working in done:
        await working
    return working in done
