"""Number of attempts of requests that fail with transient errors."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.telegram.throttle import Throttle, is_postponed


def caused(error: TelegramError, cause: Exception | None) -> TelegramError:
    """Return an error with a cause, as the library raises it."""
    error.__cause__ = cause
    return error


UNHEARD = caused(TimedOut(), httpx.ReadTimeout(""))
UNCONNECTED = caused(TimedOut(), httpx.ConnectTimeout(""))
WAITING = caused(TimedOut("Pool timeout"), httpx.PoolTimeout(""))
BROKEN = caused(NetworkError("Bad Gateway"), None)


async def attempts(endpoint: str, error: TelegramError, failing: int) -> tuple[int, bool]:
    """Return the attempts of a request that fails *failing* times, and True if it succeeded."""
    made = 0

    async def call() -> bool:
        nonlocal made
        made += 1
        if made <= failing:
            raise error
        return True

    try:
        await Throttle().process_request(call, (), {}, endpoint, {"chat_id": 5}, None)
    except TelegramError:
        return made, False
    return made, True


@pytest.mark.parametrize("error", [UNCONNECTED, WAITING, BROKEN])
async def test_a_message_that_did_not_arrive_is_sent_again(error: TelegramError) -> None:
    """A request that did not arrive is retried until it succeeds."""
    assert (3, True) == await attempts("sendMessage", error, failing=2)


async def test_a_message_that_may_have_arrived_is_sent_once_more() -> None:
    """A message that may have arrived is sent at most twice."""
    assert (2, True) == await attempts("sendMessage", UNHEARD, failing=1)
    assert (2, False) == await attempts("sendDocument", UNHEARD, failing=9)


async def test_what_does_the_same_twice_may_be_repeated() -> None:
    """A request that may have arrived is retried if repeating it is harmless."""
    assert (3, True) == await attempts("editMessageText", UNHEARD, failing=2)


@pytest.mark.parametrize("cause", [httpx.ReadError(""), httpx.RemoteProtocolError("")])
def test_what_may_have_arrived_is_not_postponed(cause: Exception) -> None:
    """A broken connection says nothing of what arrived: it is not sent again without end."""
    assert not is_postponed(caused(NetworkError("broken"), cause))
    assert not is_postponed(UNHEARD)


@pytest.mark.parametrize("error", [UNCONNECTED, WAITING, BROKEN])
def test_what_has_not_arrived_is_postponed(error: TelegramError) -> None:
    """What certainly has not arrived is sent again later."""
    assert is_postponed(error)


async def test_a_fault_of_ours_is_not_repeated() -> None:
    """A request that fails before anything is sent, as it is malformed, is made once."""
    malformed = caused(NetworkError("Unknown error in HTTP implementation"), TypeError("object"))

    assert (1, False) == await attempts("sendMessage", malformed, failing=1)
    assert not is_postponed(malformed)
