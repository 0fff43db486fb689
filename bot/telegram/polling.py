"""Long polling by a loop of our own, which waits for Telegram to become reachable."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential

from bot.telegram.intake import Intake, RawUpdate
from bot.telegram.throttle import seconds_of
from bot.telegram.turns import MAX_WAITING

_MAX_WAIT = 30
"""Maximum number of seconds between two attempts, which is the library's as well."""

_FIRST_WAIT = 0.5
_MAX_DOUBLINGS = 6
"""Seconds before the first attempt after a failure, and how often they are doubled."""

_POLL_SECONDS = timedelta(seconds=10)
"""Time for which Telegram holds a poll if there is nothing new."""

_BATCH = 100
"""Maximum number of updates in one response."""

TOKEN_ATTEMPTS = 4
"""Number of times in succession that Telegram must refuse the token before it is given up."""

STOP_SECONDS = 6
"""Seconds for which a stop waits for what is being handled."""

_LOGGER = logging.getLogger(__name__)


class WrongTokenError(Exception):
    """Telegram does not accept the token."""

    def __init__(self) -> None:
        super().__init__(
            "BOT_TOKEN is not accepted by Telegram; @BotFather gives and renews tokens"
        )


class ListenError(Exception):
    """The endpoint cannot listen where it should; the message gives the place and the reason."""


class ConnectionStatus:
    """The state of the connection to Telegram; logs one line when it changes."""

    def __init__(self) -> None:
        self._error: tuple[type[TelegramError], bool] | None = None

    def set_failed(self, error: TelegramError) -> None:
        """Log an error, unless the previous one was of the same kind."""
        is_webhook = isinstance(error, Conflict) and "webhook" in error.message
        if (type(error), is_webhook) == self._error:
            return
        self._error = type(error), is_webhook
        if is_webhook:
            _LOGGER.warning(
                "a webhook is set, and while it is, Telegram gives no updates to polls (409 "
                "Conflict); `yinju webhook delete` removes it, BOT_WEBHOOK_URL makes use of it"
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


class RawUpdatesRequest(HTTPXRequest):
    """HTTP client for polling that keeps the updates as Telegram sent them.

    The library parses all updates of a response or none: one that it does not understand would
    be fetched for ever. It is given an empty list instead, and `received` has the updates.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.received: list[RawUpdate] = []

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request, and keep the updates of its response."""
        self.received = []
        status, payload = await super().do_request(*args, **kwargs)
        with suppress(ValueError, TypeError, KeyError):
            content = json.loads(payload.decode(errors="replace"))  # As the library reads it.
            self.received = [one for one in content["result"] if "update_id" in one]
            payload = b'{"ok":true,"result":[]}'
        return status, payload


class Endpoint(Protocol):
    """A place of this program that Telegram sends updates to."""

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
        if not await _finishes_before(stop, self._initialize()):
            return
        application = self.application
        try:
            await application.start()
            if application.post_init:
                await application.post_init(application)
            await _finishes_before(stop, self._handle_all())
        finally:
            await self._stop()
            await application.shutdown()

    async def _handle_all(self) -> None:
        await self.intake.recover()
        if self.endpoint is None:
            self._log_listening()
            await self._poll()
            return
        async with self.endpoint.serving():
            self._log_listening()
            await asyncio.Event().wait()

    def _log_listening(self) -> None:
        _LOGGER.info("listening as @%s", self.application.bot.username)

    async def _stop(self) -> None:
        application = self.application
        if not application.running:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await application.stop()
        if left := application.update_processor.current_concurrent_updates:
            _LOGGER.info("%d updates wait for the next start", left)
        # Before the connection is closed, which handlers would take for an error.
        await application.update_processor.shutdown()
        if application.post_stop:
            await application.post_stop(application)

    async def _initialize(self) -> None:
        """Ask Telegram for the bot's name until it succeeds."""

        def report(state: RetryCallState) -> None:
            error = state.outcome.exception() if state.outcome else None
            if isinstance(error, TelegramError):
                self.status.set_failed(error)

        retrying = AsyncRetrying(
            retry=retry_if_exception(_may_heal),
            wait=wait_exponential(max=_MAX_WAIT),
            before_sleep=report,
            reraise=True,
        )
        try:
            await retrying(self.application.initialize)
        except InvalidToken as error:
            raise WrongTokenError from error
        self.status.set_working()

    async def _poll(self) -> None:
        """Fetch updates for ever, and confirm to Telegram only those that are stored.

        Raises:
            WrongTokenError: Telegram does not accept the token any more.
        """
        offset, failures, refusals = 0, 0, 0
        while True:
            try:
                await self._fetch(offset)
            except InvalidToken as error:
                refusals += 1
                if refusals == TOKEN_ATTEMPTS:
                    raise WrongTokenError from error
                await asyncio.sleep(_FIRST_WAIT)
                continue
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
                continue
            except TelegramError as error:
                self.status.set_failed(error)
                await asyncio.sleep(min(_FIRST_WAIT * 2**failures, _MAX_WAIT))
                failures = min(failures + 1, _MAX_DOUBLINGS)
                continue
            self.status.set_working()
            failures = refusals = 0
            if updates := self.request.received:
                await self.intake.take(updates)
                offset = max(update["update_id"] for update in updates) + 1

    async def _fetch(self, offset: int) -> None:
        """Ask for the next updates, once there is room for them."""
        while self.intake.waiting > MAX_WAITING - _BATCH:  # noqa: ASYNC110 - the library has no event
            await asyncio.sleep(_FIRST_WAIT)
        await self.application.bot.get_updates(
            offset=offset, limit=_BATCH, timeout=_POLL_SECONDS, allowed_updates=self.allowed
        )


def _may_heal(error: BaseException) -> bool:
    """Return True for every error of Telegram but a refused token."""
    return isinstance(error, TelegramError) and not isinstance(error, InvalidToken)


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
