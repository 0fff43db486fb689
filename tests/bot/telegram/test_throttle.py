"""Number of attempts of requests that fail with transient errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.telegram.responses import UnreadableResponseError
from bot.telegram.throttle import ATTEMPTS, Throttle, UncertainError, is_postponed


def caused(error: TelegramError, cause: Exception | None) -> TelegramError:
    """Return an error with a cause, as the library raises it."""
    error.__cause__ = cause
    return error


UNCONNECTED = caused(TimedOut(), httpx.ConnectTimeout(""))
WAITING = caused(TimedOut("Pool timeout"), httpx.PoolTimeout(""))
UNSENT = [UNCONNECTED, WAITING, caused(NetworkError(""), httpx.ConnectError(""))]

UNHEARD = caused(TimedOut(), httpx.ReadTimeout(""))
UNCERTAIN = [
    UNHEARD,
    caused(NetworkError(""), httpx.ReadError("")),
    caused(NetworkError(""), httpx.RemoteProtocolError("")),
    caused(NetworkError("Bad Gateway"), None),
    UnreadableResponseError(),
]
MALFORMED = caused(NetworkError("Unknown error in HTTP implementation"), TypeError("object"))


@dataclass
class Line:
    """A line to Telegram that is down for some messages, and for some other requests."""

    error: TelegramError
    messages: int
    others: int = 0
    calls: list[str] = field(default_factory=list)

    async def call(self, endpoint: str, *_: object) -> bool:
        """Make a request, or fail."""
        self.calls.append(endpoint)
        is_other = endpoint == "sendChatAction"
        left = self.others if is_other else self.messages
        if left <= 0:
            return True
        self.others -= is_other
        self.messages -= not is_other
        raise self.error


async def attempts(endpoint: str, error: TelegramError, failing: int) -> tuple[int, bool]:
    """Return the attempts of a request that fails *failing* times, and True if it succeeded."""
    line = Line(error, failing)
    try:
        await Throttle().process_request(
            line.call, (endpoint,), {}, endpoint, {"chat_id": 5}, None
        )
    except TelegramError:
        return line.calls.count(endpoint), False
    return line.calls.count(endpoint), True


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing."""
    monkeypatch.setattr("bot.telegram.throttle._FIRST_PAUSE", 0.001)


@pytest.mark.parametrize("error", UNSENT)
async def test_a_message_that_did_not_arrive_is_sent_again(error: TelegramError) -> None:
    """A request that did not arrive is retried until it succeeds."""
    assert (3, True) == await attempts("sendMessage", error, failing=2)
    assert (5, False) == await attempts("sendMessage", error, failing=9)


@pytest.mark.parametrize("error", UNCERTAIN)
async def test_a_message_that_may_have_arrived_is_sent_once_more(error: TelegramError) -> None:
    """A message that may have arrived is sent at most twice."""
    assert (2, True) == await attempts("sendMessage", error, failing=1)
    assert (2, False) == await attempts("sendDocument", error, failing=9)


async def test_it_is_sent_once_more_when_telegram_can_be_reached() -> None:
    """The one more attempt at a message waits until Telegram answers something harmless."""
    line = Line(UNCERTAIN[1], messages=1, others=3)
    data = {"chat_id": 5}
    await Throttle().process_request(line.call, ("sendMessage",), {}, "sendMessage", data, None)

    assert ["sendMessage", *["sendChatAction"] * 4, "sendMessage"] == line.calls


@pytest.mark.parametrize("error", UNCERTAIN)
async def test_what_may_have_arrived_is_not_postponed(error: TelegramError) -> None:
    """A message that may have arrived is not sent again later."""
    line = Line(error, messages=9)
    with pytest.raises(UncertainError) as raised:
        await Throttle().process_request(line.call, ("sendMessage",), {}, "sendMessage", {}, None)

    assert not is_postponed(raised.value)


@pytest.mark.parametrize("error", UNCERTAIN)
async def test_what_does_the_same_twice_may_be_repeated(error: TelegramError) -> None:
    """A request that may have arrived is retried if repeating it is harmless."""
    assert (3, True) == await attempts("editMessageText", error, failing=2)


@pytest.mark.parametrize("error", UNSENT)
def test_what_has_not_arrived_is_postponed(error: TelegramError) -> None:
    """What certainly has not arrived is sent again later."""
    assert is_postponed(error)


async def test_a_fault_of_ours_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    """A request that cannot be written is made once, and the log names its place."""
    assert (1, False) == await attempts("sendMessage", MALFORMED, failing=1)
    assert not is_postponed(MALFORMED)
    assert "TypeError" in caplog.text
    assert "test_throttle.py:" in caplog.text


def test_the_table_of_retries() -> None:
    """The document says how often each failure is retried."""
    document = (Path(__file__).parents[3] / "docs" / "architecture.md").read_text("utf-8")
    for failure, (new, same) in ATTEMPTS.items():
        assert f"| {failure} | {new} | {same} |" in document


@pytest.mark.parametrize(("replicas", "each"), [(1, 20), (2, 10), (30, 1)])
def test_replicas_divide_the_pace_of_a_group(replicas: int, each: int) -> None:
    """Each of several replicas sends its share of what a group may get in a minute."""
    limiter = Throttle(replicas)._group(-5)

    assert each == limiter.max_rate
