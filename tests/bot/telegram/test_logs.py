"""Lines of the log: their form, and what is not in them."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from telegram.error import BadRequest

from bot.telegram.logs import JsonFormatter, RedactingFormatter

TOKEN = "1:a-token-that-nobody-may-read"
WORDS = "只有读者自己知道的事"


def raised(make: Callable[[], BaseException]) -> BaseException:
    """Return an error that was raised where a variable holds a reader's words."""

    def fail(question: str) -> None:
        assert question
        raise make()

    try:
        fail(WORDS)
    except BaseException as error:  # noqa: BLE001 - it is what the test is about
        return error
    raise AssertionError


def chained() -> BaseException:
    """Return an error that another one, with a reader's words, has caused."""
    error = RuntimeError("no " + WORDS)
    error.__cause__ = raised(lambda: KeyError(WORDS))
    return error


def record(message: str, error: BaseException | None = None, **more: object) -> logging.LogRecord:
    """Return a record of the log."""
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("bot.x", logging.ERROR, __file__, 1, message, (), info)
    made.__dict__.update(more)
    return made


@pytest.fixture(params=[RedactingFormatter, JsonFormatter])
def formatter(request: pytest.FixtureRequest) -> RedactingFormatter:
    """A formatter of each form, as it is above DEBUG."""
    made: RedactingFormatter = request.param([TOKEN, ""])
    return made


def test_text_has_the_update() -> None:
    """In text, the number of the update stands in brackets behind the place."""
    line = RedactingFormatter([]).format(record("sent", update=77))

    assert line.endswith(" ERROR bot.x [77]: sent")


def test_text_without_an_update() -> None:
    """A line that belongs to no update has no brackets."""
    assert RedactingFormatter([]).format(record("sent", update=None)).endswith("bot.x: sent")


def test_json() -> None:
    """In JSON, a line is one object with the time in UTC, and Chinese is readable."""
    line = JsonFormatter([]).format(record("读书\n会", update=77, created=0.5))

    assert "读书" in line
    assert "\n" not in line
    assert {
        "time": "1970-01-01T00:00:00.500+00:00",
        "level": "ERROR",
        "logger": "bot.x",
        "message": "读书\n会",
        "update": 77,
    } == json.loads(line)


def test_json_of_half_a_surrogate_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal of another encoding a line is still JSON; half of a pair is no obstacle."""
    with open("/dev/null", "w", encoding="ascii", errors="backslashreplace") as ascii_terminal:  # noqa: PTH123
        monkeypatch.setattr(sys, "stderr", ascii_terminal)
        line = JsonFormatter([]).format(record("𠀀\ud800"))

    assert line.isascii()
    assert "𠀀\ud800" == json.loads(line)["message"]


@pytest.mark.parametrize("make", [lambda: ValueError(WORDS), chained], ids=["one", "chain"])
def test_unknown_errors_say_where(
    formatter: RedactingFormatter, make: Callable[[], BaseException]
) -> None:
    """Of an unknown error there are its type and its places, and no words of a reader."""
    error = raised(make)
    line = formatter.format(record("failed", error))

    assert type(error).__name__ in line
    assert "test_logs.py" in line
    assert "in fail" in line
    assert WORDS not in line


@pytest.mark.parametrize("form", [RedactingFormatter, JsonFormatter])
def test_an_event_is_one_line(form: type[RedactingFormatter]) -> None:
    """A message of several lines is on one, and so is an error with its cause."""
    errors = [raised(chained), OSError(2, "no such\nfile"), None]
    lines = [form([]).format(record("failed\ntwice", one)) for one in errors]

    assert [] == [line for line in lines if "\n" in line]


def test_an_error_in_text(formatter: RedactingFormatter) -> None:
    """In text, the first error comes first, with the place that raised it before its callers."""
    if isinstance(formatter, JsonFormatter):
        return
    line = formatter.format(record("failed", raised(chained)))

    assert 0 < line.index("failed: KeyError at ") < line.index(" in fail, ")
    assert line.index("in raised; RuntimeError at ") < line.rindex(" in fail, ")


def test_the_cause_is_shown(formatter: RedactingFormatter) -> None:
    """Of an error with a cause, both have their places."""
    assert "KeyError" in formatter.format(record("failed", raised(chained)))


def test_errors_of_the_system_speak(formatter: RedactingFormatter) -> None:
    """What the system says of a file or a socket is shown: it knows no reader."""
    error = raised(lambda: OSError(28, "No space left on device"))

    assert "No space left on device" in formatter.format(record("failed", error))


def test_errors_in_a_circle(formatter: RedactingFormatter) -> None:
    """Errors that are each other's context are shown once each."""
    one, two = ValueError(), KeyError()
    one.__context__, two.__context__ = two, one

    assert 1 == formatter.format(record("failed", one)).count("KeyError")


@pytest.mark.parametrize("form", [RedactingFormatter, JsonFormatter])
def test_at_debug_errors_speak(form: type[RedactingFormatter]) -> None:
    """At DEBUG an error says all, and variables are still not shown."""
    line = form([], with_details=True).format(record("failed", raised(lambda: ValueError("so"))))

    assert "ValueError: so" in line
    assert WORDS not in line


def test_errors_of_telegram_are_one_line(formatter: RedactingFormatter) -> None:
    """A known error stands behind the message, without a traceback."""
    line = formatter.format(record("not sent", raised(lambda: BadRequest("Chat not found"))))

    assert "not sent (Chat not found)" in line
    assert "Traceback" not in line


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (f"GET /bot{TOKEN}/getMe", None),
        ("failed", OSError(f"no route to {TOKEN}")),
        ("failed", BadRequest(TOKEN)),
    ],
)
def test_no_secret(
    formatter: RedactingFormatter, message: str, error: BaseException | None
) -> None:
    """A secret is replaced wherever it is: in a message, in an error, in one of Telegram's."""
    line = formatter.format(record(message, error))

    assert TOKEN not in line
    assert "***" in line


def test_no_secret_with_quotation_marks() -> None:
    """A secret that JSON would escape is replaced all the same."""
    line = JsonFormatter(['a"b\\c']).format(record('proxy a"b\\c refused'))

    assert "proxy *** refused" == json.loads(line)["message"]


class Lines(logging.Handler):
    """A handler that keeps what it formats."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))


async def test_a_task_that_nobody_waits_for(formatter: RedactingFormatter) -> None:
    """A report of asyncio's on a failed task has no words of a reader."""

    async def fail() -> None:
        raise ValueError(WORDS)

    handler = Lines(formatter)
    logging.getLogger("asyncio").addHandler(handler)
    try:
        task = asyncio.create_task(fail())
        await asyncio.wait({task})
        loop = asyncio.get_running_loop()
        context = {"message": "never retrieved", "exception": task.exception(), "future": task}
        loop.default_exception_handler(context)
    finally:
        logging.getLogger("asyncio").removeHandler(handler)

    assert "never retrieved" in handler.lines[0]
    assert WORDS not in handler.lines[0]


def test_the_time_of_a_line() -> None:
    """A line for people has the time of the zone that it is given, to the millisecond."""
    line = RedactingFormatter([], ZoneInfo("Asia/Kathmandu")).format(record("sent", created=0.25))

    assert line.startswith("1970-01-01 05:30:00,250 ")
