"""The counts and measures of the program, for Prometheus; docs/operations.md explains each metric.

Every label has a fixed set of values, and none holds anything of a question or of a person.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot import __version__
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.declining import Reason

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""The media type of `exposition`."""

_UPDATE_TYPES = (
    *("message", "edited_message", "guest_message", "inline_query"),
    *("callback_query", "my_chat_member"),
)
_OTHER = "other"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Upper bounds of the histogram: a search takes milliseconds, a 429 may take minutes."""

# Otherwise each counter has a second series, the time of its making.
disable_created_metrics()  # type: ignore[no-untyped-call]

_REGISTRY = CollectorRegistry()
"""The registry; prometheus-client's own one would hold whatever other libraries add to it."""

ProcessCollector(registry=_REGISTRY)
Info("yinju", "The program's version.", registry=_REGISTRY).info({"version": __version__})


class Stage(StrEnum):
    """A part of the time between an update and its answer."""

    STORE = "store"
    WAIT = "wait"
    SEARCH = "search"
    SEND = "send"
    RECORD = "record"
    WHOLE = "whole"


def _counter(name: str, text: str, label: str = "", values: Iterable[str] = ()) -> Counter:
    """Return a counter; of one with a label, each value is there from the start, as 0."""
    counter = Counter(name, text, [label] if label else (), registry=_REGISTRY)
    for value in values:
        counter.labels(value)
    return counter


def _gauge(name: str, text: str, label: str = "", values: Iterable[str] = ()) -> Gauge:
    gauge = Gauge(name, text, [label] if label else (), registry=_REGISTRY)
    for value in values:
        gauge.labels(value)
    return gauge


_UPDATES = _counter(
    "yinju_updates", "Updates that Telegram handed over.", "type", (*_UPDATE_TYPES, _OTHER)
)
_QUESTIONS = _counter("yinju_questions", "Questions.", "chat", ("private", "group", _OTHER))
_ANSWERS = _counter(
    "yinju_answers", "Questions that were answered.", "doubtful", ("false", "true")
)
_DECLINES = _counter("yinju_declines", "Questions that were declined.", "reason", Reason)
_REQUESTS = _counter(
    *("yinju_telegram_requests", "Requests to Telegram, each attempt.", "result"),
    ("ok", "refused", "flood", "server", "network"),
)
_RELOADS = _counter("yinju_reloads", "Reloads of the collection.", "result", ("done", "failed"))
INLINE_QUERIES = _counter("yinju_inline_queries", "Inline queries that were answered.")
RETRIES = _counter("yinju_telegram_retries", "Requests to Telegram that were repeated.")
FAILURES = _counter("yinju_handler_failures", "Handlers that failed for an unknown reason.")
JOURNAL_ERRORS = _counter("yinju_journal_errors", "Errors of the journal's database.")

_STAGES = Histogram(
    *("yinju_stage_seconds", "Time that a stage of an update took.", ["stage"]),
    buckets=_SECONDS,
    registry=_REGISTRY,
)
_SECONDS_OF = {stage: _STAGES.labels(stage) for stage in Stage}
"""The histogram of each stage, as looking it up by its label takes longer than counting."""

INBOX_UPDATES = _gauge(
    *("yinju_inbox_updates", "Updates that are stored and not done.", "state"),
    ("waiting", "aside"),
)
INBOX_AGE = _gauge("yinju_inbox_age_seconds", "Age of the oldest update that waits.")
ARTICLES = _gauge("yinju_articles", "Articles in the collection.")
PASSAGES = _gauge("yinju_passages", "Passages in the collection.")
REPLICAS = _gauge("yinju_replicas", "Programs that are to answer for the bot.")
READY = _gauge(
    *("yinju_ready", "1 for each check of /readyz that passes.", "check"),
    ("collection", "database", "telegram"),
)
_SILENCE = _gauge("yinju_telegram_silence_seconds", "Time since Telegram last answered.")


@dataclass(slots=True)
class _Contact:
    """The time at which Telegram last answered, by the monotonic clock."""

    at: float = -math.inf


_contact = _Contact()


def exposition() -> bytes:
    """Return all metrics in Prometheus's text format."""
    _SILENCE.set(telegram_silence())
    return generate_latest(_REGISTRY)


def timed(stage: Stage) -> AbstractContextManager[object]:
    """Measure the time that a stage takes, also if it fails.

    Not to be used as a decorator of a coroutine function: that measures the making of coroutines.
    """
    return _SECONDS_OF[stage].time()


def took(stage: Stage, seconds: float) -> None:
    """Count the time that a stage took."""
    _SECONDS_OF[stage].observe(seconds)


def count_updates(updates: Iterable[Mapping[str, object]]) -> None:
    """Count updates as Telegram sends them."""
    for update in updates:
        found = (name for name in _UPDATE_TYPES if name in update)
        _UPDATES.labels(next(found, _OTHER)).inc()


def count_question(chat_type: str, result: Answer | Abstention) -> None:
    """Count a question and its outcome."""
    chat = {"private": "private", "group": "group", "supergroup": "group"}.get(chat_type, _OTHER)
    _QUESTIONS.labels(chat).inc()
    if isinstance(result, Abstention):
        _DECLINES.labels(result.reason).inc()
    else:
        _ANSWERS.labels(str(result.doubtful).lower()).inc()


def count_reload(*, is_done: bool) -> None:
    """Count a reload of the collection."""
    _RELOADS.labels("done" if is_done else "failed").inc()


def count_response(status: int | None) -> None:
    """Count a request to Telegram by the status of its response, None if there was none."""
    if status is None:
        result = "network"
    elif status == 429:
        result = "flood"
    elif status >= 500:
        result = "server"
    else:
        result = "ok" if status < 300 else "refused"
    if result in {"ok", "flood"}:
        _contact.at = time.monotonic()
    _REQUESTS.labels(result).inc()


def telegram_silence() -> float:
    """Return the seconds since Telegram last answered, infinite if it never has."""
    return time.monotonic() - _contact.at


def resident_memory() -> int | None:
    """Return the memory that the process takes, in bytes; None where the system has no /proc."""
    found = _REGISTRY.get_sample_value("process_resident_memory_bytes")
    return None if found is None else int(found)
