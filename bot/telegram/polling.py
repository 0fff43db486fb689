"""Long polling that waits for Telegram to become reachable, and logs each change once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

_MAX_WAIT = 30
"""Maximum number of seconds between two attempts, which is the library's as well."""

_LOGGER = logging.getLogger(__name__)


class WrongTokenError(Exception):
    """Telegram does not accept the token."""

    def __init__(self) -> None:
        super().__init__(
            "BOT_TOKEN is not accepted by Telegram; @BotFather gives and renews tokens"
        )


class ConnectionStatus:
    """The state of the connection to Telegram; logs one line when it changes."""

    def __init__(self) -> None:
        self._error: type[TelegramError] | None = None

    def set_failed(self, error: TelegramError) -> None:
        """Log an error, unless the previous one was of the same type."""
        if type(error) is self._error:
            return
        self._error = type(error)
        if isinstance(error, Conflict):
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


class MonitoredRequest(HTTPXRequest):
    """HTTP client for polling that reports each success to a connection status."""

    def __init__(self, connection: ConnectionStatus, **options: Any) -> None:
        super().__init__(**options)
        self._connection = connection

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request, and report if it succeeded."""
        status, payload = await super().do_request(*args, **kwargs)
        if status < 300:
            self._connection.set_working()
        return status, payload


async def listen(
    application: Application[Any, Any, Any, Any, Any, Any],
    connection: ConnectionStatus,
    allowed: list[str],
    stop: asyncio.Event,
) -> None:
    """Handle updates until *stop* is set; network errors and conflicts are retried.

    Raises:
        WrongTokenError: Telegram does not accept the token.
    """
    if not await _finishes_before(stop, _initialize(application, connection)):
        return
    try:
        await application.start()
        if application.post_init:
            await application.post_init(application)
        updater = application.updater
        assert updater is not None, "polling wants an updater"  # noqa: S101 - for the type checker
        await updater.start_polling(
            allowed_updates=allowed, bootstrap_retries=-1, error_callback=connection.set_failed
        )
        _LOGGER.info("listening as @%s", application.bot.username)
        await stop.wait()
        await updater.stop()
        await application.stop()
        if application.post_stop:
            await application.post_stop(application)
    finally:
        await application.shutdown()


async def _initialize(
    application: Application[Any, Any, Any, Any, Any, Any], connection: ConnectionStatus
) -> None:
    """Initialize the application, which asks Telegram for the bot's name, until it succeeds."""

    def report(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TelegramError):
            connection.set_failed(error)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(NetworkError),
        wait=wait_exponential(max=_MAX_WAIT),
        before_sleep=report,
        reraise=True,
    )
    try:
        await retrying(application.initialize)
    except InvalidToken as error:
        raise WrongTokenError from error
    connection.set_working()


async def _finishes_before(stop: asyncio.Event, work: Awaitable[None]) -> bool:
    """Wait for *work* or *stop*, cancel the other, and return True if the work has finished."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    done, pending = await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if working in done:
        await working
    return working in done
