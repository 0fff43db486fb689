"""Logging: one line per event, for people or for programs, without secrets or readers' words."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, tzinfo
from typing import Any

from telegram.error import TelegramError

from bot.journal.handling import handling
from bot.settings import Settings

_FORMAT = "%(asctime)s %(levelname)s %(name)s%(about)s: %(message)s"

_OURS = ("bot", "corpus", "retrieval")
"""The packages of this program. Other libraries log at DEBUG what people write."""


MAX_ENTRIES = 1_000
"""Number of the last entries of the log that are kept in memory."""

_MAX_ENTRY = 4_000
"""Maximum length of such an entry, in characters; of a longer one, the beginning is kept."""


class UpdateFilter(logging.Filter):
    """Gives each record the id of the update that is handled, as `update`, or None."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id, unless the record has one, and return True."""
        current = handling.get()
        if not hasattr(record, "update"):
            record.update = current.update_id if current else None
        return True


class RedactingFormatter(logging.Formatter):
    """Formats records without secrets, one line each, and errors by the places that raised them.

    Errors of Telegram's client have no places. With details, other errors have a traceback.

    Args:
        secrets: What is replaced by asterisks.
        zone: The time zone of times.
        with_details: True to show what an unexpected error says, which may be a reader's words.
    """

    def __init__(
        self, secrets: Iterable[str], zone: tzinfo = UTC, *, with_details: bool = False
    ) -> None:
        super().__init__(_FORMAT)
        found = sorted(filter(None, secrets), key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, found))) if found else None
        self._zone = zone
        self._with_details = with_details

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - logging's
        """Return the time of a record, to the millisecond."""
        at = datetime.fromtimestamp(record.created, self._zone)
        return f"{at:%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03}"

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        record = logging.makeLogRecord(record.__dict__)
        record.exc_text = None
        error = record.exc_info[1] if record.exc_info else None
        message = record.getMessage()
        if isinstance(error, TelegramError):
            message, record.exc_info = f"{message} ({error})", None
        elif error and record.name == "asyncio" and not self._with_details:
            message = message.partition("\n")[0]  # Further lines repeat what the error says.
        record.msg, record.args = self.redact(message), ()
        return self.render(record)

    def render(self, record: logging.LogRecord) -> str:
        """Return the line of a record whose message is redacted."""
        number = getattr(record, "update", None)
        record.about = "" if number is None else f" [{number}]"
        error = record.exc_info[1] if record.exc_info else None
        if error and not self._with_details:
            record.msg = f"{record.msg}: {self.redact('; '.join(_brief_places(error)))}"
            record.exc_info = None
        record.msg = " ".join(str(record.msg).split("\n"))
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """Format where an error was raised; never with the values of variables."""
        if self._with_details:
            return self.redact(super().formatException(ei))
        return self.redact("\n\n".join(_places(ei[1])))

    def redact(self, text: str) -> str:
        """Return a text without the secrets."""
        return self._secrets.sub("***", text) if self._secrets else text


class JsonFormatter(RedactingFormatter):
    """Formats each record as a JSON object in one line."""

    def render(self, record: logging.LogRecord) -> str:
        """Return the object; `update` and `error` are there only if there is one."""
        content: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, self._zone).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (number := getattr(record, "update", None)) is not None:
            content["update"] = number
        if record.exc_info:
            content["error"] = self.formatException(record.exc_info)
        # Of another encoding, Python would write escapes that are not those of JSON.
        is_unicode = sys.stderr.encoding.lower() == "utf-8"
        return json.dumps(content, ensure_ascii=not is_unicode)


class RecentEntries(logging.Handler):
    """Keeps the last entries of the log, without secrets or readers' words, whatever the level.

    Args:
        formatter: Formats them.
    """

    def __init__(self, formatter: RedactingFormatter) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(formatter)
        self.is_json = isinstance(formatter, JsonFormatter)
        self._entries: deque[str] = deque(maxlen=MAX_ENTRIES)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record; of other libraries only warnings, as they know what people write."""
        is_ours = record.name.partition(".")[0] in _OURS
        if is_ours or record.levelno >= logging.WARNING:
            try:
                self._entries.append(self.format(record)[:_MAX_ENTRY])
            except Exception:  # noqa: BLE001 - as of every handler
                self.handleError(record)

    def last(self, count: int) -> list[str]:
        """Return at most *count* of the last entries, the oldest first."""
        with self.lock or nullcontext():
            return list(self._entries)[-count:]


def recent_entries() -> RecentEntries | None:
    """Return what keeps the last entries of this process, if its log is set up."""
    found = (one for one in logging.getLogger().handlers if isinstance(one, RecentEntries))
    return next(found, None)


def set_up_logging(settings: Settings, secrets: Iterable[str]) -> None:
    """Log to stderr as the settings say, without secrets; libraries from WARNING on.

    The last entries are kept in memory as well.
    """
    hidden, zone = list(secrets), settings.timezone
    formatter = JsonFormatter if settings.log_format == "json" else RedactingFormatter
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(hidden, zone, with_details=settings.log_level == "DEBUG"))
    recent = RecentEntries(formatter(hidden, zone))
    for one in (handler, recent):
        one.addFilter(UpdateFilter())
    root, level = logging.getLogger(), logging.getLevelNamesMapping()[settings.log_level]
    root.handlers = [handler, recent]
    root.setLevel(level if settings.log_libraries else max(level, logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)


def _places(error: BaseException | None) -> Iterator[str]:
    """Yield where each error of a chain was raised and of which type it is, the first one first.

    Those of the system also say what is wrong, as they know no reader.
    """
    for one in _chain(error):
        places = "".join(traceback.format_tb(one.__traceback__))
        yield f"Traceback (most recent call last):\n{places}{_named(one)}"


def _brief_places(error: BaseException) -> Iterator[str]:
    """Yield the errors of a chain as `_places` does, each on one line, its last place first."""
    for one in _chain(error):
        frames = reversed(traceback.extract_tb(one.__traceback__))
        places = (f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        yield f"{_named(one)} at {', '.join(places)}".removesuffix(" at ")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error after those that caused it, each once."""
    chain: dict[int, BaseException] = {}
    while error is not None and id(error) not in chain:
        chain[id(error)] = error
        context = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or context
    yield from reversed(chain.values())


def _named(error: BaseException) -> str:
    says = f": {' '.join(str(error).split())}" if isinstance(error, OSError) else ""
    return f"{type(error).__name__}{says}"
