"""The log: one line an event, no secret in it, and no traceback for what is understood."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from telegram.error import TelegramError

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_CHATTY = ("httpx", "httpcore", "telegram.ext.Application", "alembic.runtime")


class RedactingFormatter(logging.Formatter):
    """Writes records without secrets; Telegram's refusals and broken connections as one line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(_FORMAT)
        found = sorted(filter(None, secrets), key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, found))) if found else None

    def format(self, record: logging.LogRecord) -> str:
        """A record as text."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, TelegramError):
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = f"{record.getMessage()} ({error})", ()
            record.exc_info = record.exc_text = None
        line = super().format(record)
        return self._secrets.sub("***", line) if self._secrets else line


def set_up_logging(level: str, secrets: Iterable[str]) -> None:
    """Log to stderr from *level* on, without these secrets; libraries only what went wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
