"""Rate limits and retries of requests to Telegram.

Telegram accepts about 30 messages a second from a bot, and 20 a minute in one group, counting
edits (https://core.telegram.org/bots/faq). After 429 Too Many Requests only requests for the same
chat wait.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from bot.journal.inbox import handling

PER_SECOND = 30
PER_GROUP_AND_MINUTE = 20
FLOOD_ATTEMPTS = 20
NETWORK_ATTEMPTS = 5
UNCERTAIN_ATTEMPTS = 2
"""Attempts to send a message that may have arrived: a duplicate is better than no message."""

MAX_GROUPS = 1000
"""Number of groups with a rate limiter, from which idle ones are discarded."""

_FIRST_PAUSE = 0.5
_MAX_PAUSE = 8.0
"""Seconds before the first retry, which are doubled for each further one up to a maximum."""

_GARBLED_PAUSE = 5.0
"""Seconds before the retry after a response that is no JSON, as a proxy gives for a while."""

_FLOOD_MARGIN = 0.1
"""Seconds added to those that Telegram says to wait."""

_REPLIES = frozenset({"sendMessage", "sendDocument"})
_REPLY_PATIENCE = 0.25
"""Seconds that a reply waits for the one before it."""

_UNLIMITED = frozenset({"sendChatAction"})
_UNRETRIED = frozenset({"getMe"})
"""Methods called at start, which `listen` retries."""

_UNSENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"})
"""Errors of httpx before a request is sent."""

_LOGGER = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Throttle(BaseRateLimiter[None]):
    """Rate limiter of python-telegram-bot that also retries.

    After a 429 it waits as long as Telegram says. A 5xx or a network error is retried a limited
    number of times, a message that may have arrived once. Other errors are raised.

    Replies go out one by one, each until its update is done in the inbox, so that the program can
    end between the two for one of them only; but none waits long for another.
    """

    def __init__(self) -> None:
        self._limiter = AsyncLimiter(PER_SECOND, 1)
        self._groups: dict[int | str, AsyncLimiter] = {}
        self._resume: dict[int | str, float] = {}
        self._replying = asyncio.Lock()

    async def initialize(self) -> None:
        """Do nothing; required by the base class."""

    async def shutdown(self) -> None:
        """Do nothing; required by the base class."""

    async def process_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Call a method of the Bot API within the rate limits, with retries."""
        if endpoint in _UNRETRIED:
            return await callback(*args, **kwargs)
        chat = data.get("chat_id")

        async def attempt() -> Result:
            async with AsyncExitStack() as limiters:
                await self._acquire(limiters, chat, endpoint)
                if endpoint not in _REPLIES:
                    return await callback(*args, **kwargs)
                async with self._turn_to_reply() as turn:
                    result = await callback(*args, **kwargs)
                    if current := handling.get():
                        current.has_replied = True
                        current.at_end.append(turn.pop_all().close)
                    return result

        retrying = AsyncRetrying(
            retry=retry_if_exception(_is_transient),
            wait=_seconds_to_wait,
            stop=lambda state: state.attempt_number >= _max_attempts(endpoint, _error(state)),
            before_sleep=lambda state: self._before_retry(state, endpoint, chat),
            reraise=True,
        )
        return await retrying(attempt)

    @asynccontextmanager
    async def _turn_to_reply(self) -> AsyncIterator[ExitStack]:
        """Wait for the reply before; yield what ends this turn, unless the caller takes it."""
        with ExitStack() as turn:
            with suppress(TimeoutError):
                async with asyncio.timeout(_REPLY_PATIENCE):
                    await self._replying.acquire()
                    turn.callback(self._replying.release)
            yield turn

    async def _acquire(
        self, limiters: AsyncExitStack, chat: int | str | None, endpoint: str
    ) -> None:
        """Wait for the limiters of a chat, and for the end of its last 429."""
        if chat is None:
            return
        if (seconds := self._resume.get(chat, 0) - time.monotonic()) > 0:
            await asyncio.sleep(seconds)
        if str(chat).startswith(("-", "@")) and endpoint not in _UNLIMITED:
            await limiters.enter_async_context(self._group(chat))
        await limiters.enter_async_context(self._limiter)

    def _group(self, chat: int | str) -> AsyncLimiter:
        if len(self._groups) > MAX_GROUPS:  # An idle limiter is as good as a new one.
            self._groups = {
                key: limiter
                for key, limiter in self._groups.items()
                if not limiter.has_capacity(PER_GROUP_AND_MINUTE)
            }
        return self._groups.setdefault(chat, AsyncLimiter(PER_GROUP_AND_MINUTE, 60))

    def _before_retry(self, state: RetryCallState, endpoint: str, chat: int | str | None) -> None:
        """Log a retry, and after a 429 let all requests for the chat wait."""
        error = _error(state)
        seconds = state.upcoming_sleep
        _LOGGER.warning("%s failed (%s), retrying in %.1f s", endpoint, error, seconds)
        if isinstance(error, RetryAfter) and chat is not None:
            self._resume = {c: t for c, t in self._resume.items() if t > time.monotonic()}
            self._resume[chat] = time.monotonic() + seconds


def seconds_of(error: RetryAfter) -> float:
    """Return the seconds that Telegram says to wait.

    The library gives a number, in later versions a time delta.
    """
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def is_garbled(error: BaseException | None) -> bool:
    """Return True for a successful response that is no JSON.

    The library has no class for it, and no other error of its most general one.
    """
    return type(error) is TelegramError and error.message == "Invalid server response"


def is_postponed(error: BaseException | None) -> bool:
    """Return True if a request failed for a while, and has certainly not arrived.

    Of a connection that broke, nobody knows what arrived before.
    """
    is_known = error is not None and (_is_refused(error) or _cause(error) in _UNSENT)
    return error is not None and _is_transient(error) and is_known and not is_garbled(error)


def _is_refused(error: BaseException) -> bool:
    """Return True for a response with the status of an error, be it JSON or HTML."""
    return error.__cause__ is None or isinstance(error.__cause__, TelegramError)


def _is_transient(error: BaseException) -> bool:
    """Return True for 429, 5xx, network errors and responses that are no JSON.

    The library has a NetworkError also for what it cannot send at all; its cause is not httpx's.
    """
    if isinstance(error, RetryAfter) or is_garbled(error):
        return True
    is_sent = _is_refused(error) or type(error.__cause__).__module__.startswith("httpx")
    return is_sent and isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def _seconds_to_wait(state: RetryCallState) -> float:
    error = _error(state)
    if isinstance(error, RetryAfter):
        return seconds_of(error) + _FLOOD_MARGIN
    if is_garbled(error):
        return _GARBLED_PAUSE
    return float(min(_FIRST_PAUSE * 2 ** (state.attempt_number - 1), _MAX_PAUSE))


def _max_attempts(endpoint: str, error: TelegramError | None) -> int:
    """Return the maximum number of attempts after an error."""
    if isinstance(error, RetryAfter):
        return FLOOD_ATTEMPTS
    if endpoint.startswith("send") and _may_have_arrived(error):
        return UNCERTAIN_ATTEMPTS
    return NETWORK_ATTEMPTS


def _may_have_arrived(error: BaseException | None) -> bool:
    """Return True if a request was sent in full, but no response that can be read came in time.

    The library has one error for all timeouts; only its cause says which one it was.
    """
    return error is not None and (_cause(error) == "ReadTimeout" or is_garbled(error))


def _cause(error: BaseException) -> str:
    return type(error.__cause__).__name__


def _error(state: RetryCallState) -> TelegramError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, TelegramError) else None
