"""Rate limits and retries of requests to Telegram.

Telegram accepts about 30 messages a second from a bot, and 20 a minute in one group, counting
edits (https://core.telegram.org/bots/faq). After 429 Too Many Requests only requests for the same
chat wait.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from bot import metrics
from bot.journal.handling import handling
from bot.journal.inbox import MAX_AGE

PER_SECOND = 30
PER_GROUP_AND_MINUTE = 20

MAX_GROUPS = 1000
"""Number of groups with a rate limiter, from which idle ones are discarded."""

_FIRST_PAUSE = 0.5
_MAX_PAUSE = 8.0
"""Seconds before the first retry, which are doubled for each further one up to a maximum."""

_FLOOD_MARGIN = 0.1
"""Seconds added to those that Telegram says to wait."""

_REPLIES = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
_REPLY_PATIENCE = 0.25
"""Seconds that a reply waits for the one before it."""

_UNLIMITED = frozenset({"sendChatAction"})
"""Methods that do not count among a group's messages, nor do those that only read."""

_UNRETRIED = frozenset({"deleteWebhook", "getMe"})
"""Methods called at start, which `listen` retries."""

_UNSENT = frozenset(
    {
        *("ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"),
        *("ClientConnectorError", "ClientConnectorDNSError", "ClientConnectorSSLError"),
        *("ClientConnectorCertificateError", "ConnectionTimeoutError"),
    }
)
"""Errors of httpx and aiohttp before a request is sent."""

_CLIENTS = ("httpx", "aiohttp")

_LOGGER = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Failure(StrEnum):
    """The kinds of failures of a request."""

    FLOOD = "429 Too Many Requests"
    UNSENT = "no connection, so that nothing was sent"
    UNCERTAIN = "sent, but not answered: broken or timed out, a 5xx, no JSON"
    REFUSED = "another 4xx"
    OURS = "not sent, as it cannot be written as a request"


ATTEMPTS = {
    Failure.FLOOD: (20, 20),
    Failure.UNSENT: (5, 5),
    Failure.UNCERTAIN: (2, 5),
    Failure.REFUSED: (1, 1),
    Failure.OURS: (1, 1),
}
"""Attempts at a new message, and at what does the same when it is repeated.

A message that may have arrived is sent once more, as a duplicate is better than no message.
"""


class UncertainError(NetworkError):
    """A message was sent, more than once, and nobody knows whether it has arrived."""


@dataclass(slots=True)
class _Request:
    """A request, and its failures so far.

    Attributes:
        call: Makes it.
        act: Shows “typing” in its chat, which harms nobody.
        endpoint: The method of the Bot API.
        chat: The chat that it is for, if any.
        uncertain: Number of attempts after which it may have arrived.
    """

    call: Callable[[], Awaitable[Result]]
    act: Callable[[], Awaitable[Result]]
    endpoint: str
    chat: int | str | None
    uncertain: int = 0

    @property
    def is_new_message(self) -> bool:
        """True if repeating it sends another message."""
        is_sent = self.endpoint.startswith(("send", "copy", "forward"))
        return is_sent and self.endpoint not in _UNLIMITED

    def is_last(self, state: RetryCallState) -> bool:
        """Return True if a failed attempt was the last one."""
        failure = failure_of(_error(state))
        attempts = ATTEMPTS[failure][0 if self.is_new_message else 1]
        number = self.uncertain if failure is Failure.UNCERTAIN else state.attempt_number
        return number >= attempts


class Throttle(BaseRateLimiter[None]):
    """Rate limiter of python-telegram-bot that also retries.

    ATTEMPTS says how often. After a 429 it waits as long as Telegram says. A message that may have
    arrived is sent again once, and only when Telegram can be reached.

    Replies go out one by one, each until its update is done in the inbox, so that the program can
    end between the two for one of them only; but none waits long for another.

    Args:
        replicas: Number of programs that answer for the bot, among which Telegram's limits are
            divided.
    """

    def __init__(self, replicas: int = 1) -> None:
        self._limiter = AsyncLimiter(PER_SECOND / replicas, 1)
        self._per_group = max(PER_GROUP_AND_MINUTE / replicas, 1)
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
        typing = {"chat_id": chat, "action": ChatAction.TYPING}
        request = _Request(
            lambda: callback(*args, **kwargs),
            lambda: callback("sendChatAction", typing, **kwargs),
            endpoint,
            chat,
        )
        try:
            return await self._attempt(request)
        except TelegramError as error:
            return await self._retry(request, error)

    async def _retry(self, request: _Request, first: TelegramError) -> Result:
        """Make a request again whose first attempt has failed, as often as that may help."""
        failed = [first]

        async def attempt() -> Result:
            if failed:  # The first attempt, for which nothing was prepared, as few fail.
                raise failed.pop()
            return await self._attempt(request)

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(TelegramError),
            wait=_seconds_to_wait,
            stop=request.is_last,
            after=lambda state: _count(request, state),
            before_sleep=lambda state: self._before_retry(state, request),
            reraise=True,
        )
        try:
            return await retrying(attempt)
        except TelegramError as error:
            if request.uncertain and request.is_new_message:
                raise UncertainError(f"may have arrived: {error}") from error
            raise

    async def _attempt(self, request: _Request) -> Result:
        """Make a request, once it may be made."""
        if request.uncertain and request.is_new_message and request.chat is not None:
            await _until_reachable(request.act)
        async with AsyncExitStack() as limiters:
            await self._acquire(limiters, request.chat, request.endpoint)
            if request.endpoint not in _REPLIES:
                return await request.call()
            async with self._turn_to_reply() as turn:
                result = await request.call()
                if current := handling.get():
                    current.has_replied = True
                    current.at_end.append(turn.pop_all().close)
                return result

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
        is_limited = not endpoint.startswith("get") and endpoint not in _UNLIMITED
        if is_limited and str(chat).startswith(("-", "@")):
            await limiters.enter_async_context(self._group(chat))
        await limiters.enter_async_context(self._limiter)

    def _group(self, chat: int | str) -> AsyncLimiter:
        if len(self._groups) > MAX_GROUPS:  # An idle limiter is as good as a new one.
            self._groups = {
                key: limiter
                for key, limiter in self._groups.items()
                if not limiter.has_capacity(self._per_group)
            }
        return self._groups.setdefault(chat, AsyncLimiter(self._per_group, 60))

    def _before_retry(self, state: RetryCallState, request: _Request) -> None:
        """Log a retry, and after a 429 let all requests for the chat wait."""
        metrics.RETRIES.inc()
        error, chat = _error(state), request.chat
        seconds = state.upcoming_sleep
        _LOGGER.warning("%s failed (%s), retrying in %.1f s", request.endpoint, error, seconds)
        if isinstance(error, RetryAfter) and chat is not None:
            self._resume = {c: t for c, t in self._resume.items() if t > time.monotonic()}
            self._resume[chat] = time.monotonic() + seconds


def seconds_of(error: RetryAfter) -> float:
    """Return the seconds that Telegram says to wait.

    The library gives a number, in later versions a time delta.
    """
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def is_postponed(error: BaseException | None) -> bool:
    """Return True if a request failed for a while, and repeating it can do no harm.

    Of a connection that broke, nobody knows what arrived before.
    """
    if error is None or isinstance(error, UncertainError):
        return False
    return failure_of(error) in {Failure.FLOOD, Failure.UNSENT, Failure.UNCERTAIN}


def failure_of(error: BaseException | None) -> Failure:
    """Return the kind of a failure.

    The library has one error for all timeouts, and a NetworkError also for what it cannot send at
    all; only their causes tell them apart.
    """
    if isinstance(error, RetryAfter):
        return Failure.FLOOD
    if not isinstance(error, NetworkError) or isinstance(error, BadRequest):
        return Failure.REFUSED
    cause = error.__cause__
    if type(cause).__name__ in _UNSENT:
        return Failure.UNSENT
    is_of_network = cause is None or isinstance(cause, TelegramError)
    if is_of_network or type(cause).__module__.startswith(_CLIENTS):
        return Failure.UNCERTAIN
    return Failure.OURS


async def _until_reachable(act: Callable[[], Awaitable[Result]]) -> None:
    """Wait until Telegram does something harmless, for MAX_AGE at most."""
    end, pause = time.monotonic() + MAX_AGE.total_seconds(), _FIRST_PAUSE
    while time.monotonic() < end:
        try:
            await act()
        except TelegramError as error:
            if failure_of(error) not in {Failure.UNSENT, Failure.UNCERTAIN, Failure.FLOOD}:
                return  # It was refused, by Telegram.
            flood = seconds_of(error) if isinstance(error, RetryAfter) else 0
            await asyncio.sleep(max(flood, pause))
            pause = min(2 * pause, _MAX_PAUSE)
        else:
            return


def _count(request: _Request, state: RetryCallState) -> None:
    """Count an attempt that may have arrived; name the place of one that is our fault."""
    error = _error(state)
    failure = failure_of(error)
    if failure is Failure.UNCERTAIN:
        request.uncertain += 1
    if failure is Failure.OURS and error:
        _LOGGER.error(
            "%s cannot be written as a request (%s), which is a fault of the program, at %s",
            *(request.endpoint, type(error.__cause__).__name__, _place()),
        )


def _place() -> str:
    """Return the file and the line in the program that make the current request."""
    own = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_stack()
        if "bot" in Path(frame.filename).parts and frame.filename != __file__
    ]
    return own[-1] if own else "an unknown place"


def _seconds_to_wait(state: RetryCallState) -> float:
    error = _error(state)
    if isinstance(error, RetryAfter):
        return seconds_of(error) + _FLOOD_MARGIN
    return float(min(_FIRST_PAUSE * 2 ** (state.attempt_number - 1), _MAX_PAUSE))


def _error(state: RetryCallState) -> TelegramError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, TelegramError) else None
