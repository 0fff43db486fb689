"""How updates come in: long polling that says once what is wrong, and goes on by itself."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential

_MAX_PAUSE = 30
_LOGGER = logging.getLogger(__name__)


class WrongTokenError(Exception):
    """Telegram does not accept the token."""

    def __init__(self) -> None:
        super().__init__(
            "BOT_TOKEN is not accepted by Telegram; @BotFather gives and renews tokens"
        )


class ConnectionStatus:
    """What is known of the way to Telegram: each change is told in one line."""

    def __init__(self) -> None:
        self._trouble: type[TelegramError] | None = None

    def failed(self, error: TelegramError) -> None:
        """Tell what is wrong, unless it was told already."""
        if type(error) is self._trouble:
            return
        self._trouble = type(error)
        if isinstance(error, Conflict):
            _LOGGER.warning("another program listens with this token; waiting for it to stop")
        else:
            _LOGGER.warning("Telegram cannot be reached, trying on: %s", error)

    def works(self) -> None:
        """Tell that what was wrong is over."""
        if self._trouble:
            self._trouble = None
            _LOGGER.info("Telegram is reached again")


class MonitoredRequest(HTTPXRequest):
    """The requests that ask for updates: each that succeeds says that the way is free."""

    def __init__(self, connection: ConnectionStatus, **options: Any) -> None:
        super().__init__(**options)
        self._connection = connection

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request as the library does, and see how it went."""
        status, payload = await super().do_request(*args, **kwargs)
        if status < 300:
            self._connection.works()
        return status, payload


async def listen(
    application: Application[Any, Any, Any, Any, Any, Any],
    connection: ConnectionStatus,
    allowed: list[str],
    stop: asyncio.Event,
) -> None:
    """Answer updates until *stop* is set; a network that is down, or a rival, is waited out.

    Raises:
        WrongTokenError: Telegram does not know the bot.
    """
    if not await _until(stop, _initialize(application, connection)):
        return
    try:
        await application.start()
        if application.post_init:
            await application.post_init(application)
        updater = application.updater
        assert updater is not None, "polling wants an updater"  # noqa: S101 - for the type checker
        await updater.start_polling(
            allowed_updates=allowed, bootstrap_retries=-1, error_callback=connection.failed
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
    """Learn who the bot is, however long it takes."""

    def tell(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TelegramError):
            connection.failed(error)

    retrying = AsyncRetrying(
        retry=retry_if_exception(lambda e: isinstance(e, NetworkError)),
        wait=wait_exponential(max=_MAX_PAUSE),
        before_sleep=tell,
        reraise=True,
    )
    try:
        await retrying(application.initialize)
    except InvalidToken as error:
        raise WrongTokenError from error
    connection.works()


async def _until(stop: asyncio.Event, work: Any) -> bool:
    """Whether *work* came to its end before *stop* was set."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    done, pending = await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if working in done:
        await working
    return working in done
