"""Sending that holds out: within Telegram's pace, and again where a call failed in passing.

Telegram takes about 30 messages a second from a bot, and 20 a minute in one group, edits included
(https://core.telegram.org/bots/faq). When it says to wait, the wait is for that chat alone.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

PER_SECOND = 30
PER_GROUP_AND_MINUTE = 20
FLOOD_ATTEMPTS = 20
NETWORK_ATTEMPTS = 5
UNCERTAIN_ATTEMPTS = 2
"""For a message that Telegram may have taken: better read twice than not at all, but not more."""

_MAX_PAUSE = 8.0
_UNCOUNTED = frozenset({"sendChatAction"})
_UNREPEATED = frozenset({"deleteWebhook", "getMe"})
"""Calls of the start, which whoever starts the bot repeats."""

_LOGGER = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Throttle(BaseRateLimiter[None]):
    """Paces and repeats the calls of python-telegram-bot.

    A 429 is waited out in full; a 5xx or a broken connection is tried again a bounded number of
    times, a message that may have arrived once. Whatever else Telegram refuses is the caller's
    to handle.
    """

    def __init__(self) -> None:
        self._overall = AsyncLimiter(PER_SECOND, 1)
        self._groups: dict[int | str, AsyncLimiter] = {}
        self._resume: dict[int | str, float] = {}

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def process_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Make one call of the Bot API, when its turn comes and until it is through."""
        if endpoint in _UNREPEATED:
            return await callback(*args, **kwargs)
        chat = data.get("chat_id")

        async def attempt() -> Result:
            async with AsyncExitStack() as turns:
                await self._take_turn(turns, chat, endpoint)
                return await callback(*args, **kwargs)

        retrying = AsyncRetrying(
            retry=retry_if_exception(_is_passing),
            wait=_pause,
            stop=lambda state: state.attempt_number >= _attempts(endpoint, _error(state)),
            before_sleep=lambda state: self._note(state, endpoint, chat),
            reraise=True,
        )
        return await retrying(attempt)

    async def _take_turn(
        self, turns: AsyncExitStack, chat: int | str | None, endpoint: str
    ) -> None:
        if chat is None:
            return
        if (seconds := self._resume.get(chat, 0) - time.monotonic()) > 0:
            await asyncio.sleep(seconds)
        if str(chat).startswith(("-", "@")) and endpoint not in _UNCOUNTED:
            await turns.enter_async_context(self._group(chat))
        await turns.enter_async_context(self._overall)

    def _group(self, chat: int | str) -> AsyncLimiter:
        if len(self._groups) > 1000:  # Those at rest start afresh at no cost.
            busy = {key: one for key, one in self._groups.items() if not one.has_capacity(20)}
            self._groups = busy
        return self._groups.setdefault(chat, AsyncLimiter(PER_GROUP_AND_MINUTE, 60))

    def _note(self, state: RetryCallState, endpoint: str, chat: int | str | None) -> None:
        error = _error(state)
        seconds = state.upcoming_sleep
        _LOGGER.warning("%s: %s; again in %.1f s", endpoint, error, seconds)
        if isinstance(error, RetryAfter) and chat is not None:
            self._resume = {c: t for c, t in self._resume.items() if t > time.monotonic()}
            self._resume[chat] = time.monotonic() + seconds


def seconds_of(error: RetryAfter) -> float:
    """Seconds that Telegram says to wait; the library gives a number, or a span of time later."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def _is_passing(error: BaseException) -> bool:
    """Whether a call that failed in this way may well succeed in a moment."""
    if isinstance(error, RetryAfter):
        return True
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def _pause(state: RetryCallState) -> float:
    error = _error(state)
    if isinstance(error, RetryAfter):
        return seconds_of(error) + 0.1
    return float(min(0.5 * 2 ** (state.attempt_number - 1), _MAX_PAUSE))


def _attempts(endpoint: str, error: TelegramError | None) -> int:
    """How often a call that failed in this way may be made."""
    if isinstance(error, RetryAfter):
        return FLOOD_ATTEMPTS
    if endpoint.startswith("send") and _may_have_arrived(error):
        return UNCERTAIN_ATTEMPTS
    return NETWORK_ATTEMPTS


def _may_have_arrived(error: TelegramError | None) -> bool:
    """Whether Telegram had the whole call, and no more was heard of it.

    The library has one error for all that takes too long; only its cause tells where it hung.
    """
    return error is not None and type(error.__cause__).__name__ == "ReadTimeout"


def _error(state: RetryCallState) -> TelegramError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, TelegramError) else None
