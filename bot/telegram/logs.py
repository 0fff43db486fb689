"""Logging: one line per event, without secrets, without tracebacks for known errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from telegram.error import TelegramError

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_VERBOSE = ("httpx", "httpcore", "telegram.ext.Application", "alembic.runtime")
_QUOTING = "telegram.request.BaseRequest"
"""A logger that writes a response that is no JSON in full, with a traceback, before it raises."""


class RedactingFormatter(logging.Formatter):
    """Formats records without secrets, and errors of Telegram's client without a traceback."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(_FORMAT)
        found = sorted(filter(None, secrets), key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, found))) if found else None

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, TelegramError):
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = f"{record.getMessage()} ({error})", ()
            record.exc_info = record.exc_text = None
        line = super().format(record)
        return self._secrets.sub("***", line) if self._secrets else line


def set_up_logging(level: str, secrets: Iterable[str]) -> None:
    """Log to stderr from *level* on, without secrets; verbose libraries from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _VERBOSE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_QUOTING).setLevel(logging.CRITICAL)
