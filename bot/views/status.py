"""The messages of /version, /health and /log, short enough for a telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.messages import Messages, language_in
from bot.views.answers import shortened
from bot.views.markup import RichText, bold, code, filled, joined, text
from bot.views.moments import moment
from bot.views.problems import render_problem
from corpus.collection_file import CollectionInfo
from corpus.model import Problem

MAX_COLLECTIONS = 20
"""Maximum number of collections that are listed; of the rest, the number is given."""

MAX_PROBLEMS = 5
"""Maximum number of problems that are listed; of the rest, the number is given."""

_MAX_NAME = 60
_MAX_VALUE = 60

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_UNIT = 1_000


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """A collection, how much is in it, and since when its present state is served."""

    info: CollectionInfo
    articles: int
    passages: int
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """The versions of the program and of what it runs on; no schema if it cannot be read."""

    program: str
    python: str
    library: str
    schema: str | None
    collections: Sequence[CollectionFacts]


@dataclass(frozen=True, slots=True)
class InboxFacts:
    """The number of updates that wait, or are set aside, and the age of the oldest that waits."""

    waiting: int
    set_aside: int
    oldest_seconds: float


CollectionProblems = tuple[CollectionInfo | None, Sequence[Problem]]
"""Problems of a collection, which is None if it is the only one."""


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """The state of the bot; None stands for what could not be found out.

    Attributes:
        checks: The checks of /readyz, True for those that pass.
        inbox: What waits.
        journal_bytes: Size of the journal, with its write-ahead log.
        free_bytes: Free space where BOT_DATA_DIR is.
        total_bytes: All space there.
        memory_bytes: Memory that the process takes.
        silence: Seconds since Telegram last answered, infinite if it never has.
        reloaded_at: Time of the last reload, None if there was none since the start.
        has_failed: True if it failed.
        problems: Problems of the collections that have any, repeated texts included.
    """

    checks: Mapping[str, bool]
    inbox: InboxFacts | None
    journal_bytes: int | None
    free_bytes: int | None
    total_bytes: int | None
    memory_bytes: int | None
    silence: float
    reloaded_at: datetime | None
    has_failed: bool
    problems: Sequence[CollectionProblems]


def version(texts: Messages, facts: VersionFacts, zone: tzinfo) -> RichText:
    """Return the answer to /version, with times in a time zone."""
    lines = [
        bold(text(f"Yinju {facts.program}")),
        text(f"Python {facts.python} · python-telegram-bot {facts.library}"),
        text(texts.gettext("Journal: schema {number}").format(number=facts.schema or "–")),
    ]
    shown = [_collection(texts, one, zone) for one in facts.collections[:MAX_COLLECTIONS]]
    blocks = [joined(lines), *shown]
    if rest := facts.collections[MAX_COLLECTIONS:]:
        blocks.append(text(f"… +{len(rest)}"))
    return joined(blocks, "\n\n")


def health(texts: Messages, facts: HealthFacts, zone: tzinfo) -> RichText:
    """Return the answer to /health, with times in a time zone."""
    names = {
        "collection": texts.gettext("Collection"),
        "database": texts.gettext("Journal"),
        "telegram": "Telegram",
    }
    checks = [
        text(f"{'✅' if passes else '❌'} {names[name]}") for name, passes in facts.checks.items()
    ]
    figures = [
        _inbox(texts, facts.inbox),
        _silence(texts, facts.silence),
        _disk(texts, facts),
        _memory(texts, facts.memory_bytes),
        _reload(texts, facts, zone),
    ]

    def version(most: int) -> RichText:
        problems = [_problems(texts, *one, most) for one in facts.problems]
        problems = problems or [text(texts.gettext("No problems with articles"))]
        return joined([joined(checks), joined(figures), *problems], "\n\n")

    longer = (version(most) for most in range(MAX_PROBLEMS, 0, -1))
    return next((one for one in longer if one.fits), version(0))


def log_caption(texts: Messages, count: int) -> str:
    """Return the caption of the document of /log, which has *count* entries."""
    words = texts.ngettext(
        "The last entry of the log, without secrets and without what people wrote.",
        "The last {count} entries of the log, without secrets and without what people wrote.",
        count,
    )
    return words.format(count=count)


def nothing_logged(texts: Messages) -> RichText:
    """Return the answer to /log where the log is empty, or is not set up."""
    return text(texts.gettext("Nothing has been logged yet."))


def how_to_log(texts: Messages, most: int) -> RichText:
    """Return how /log is used, by which at most *most* entries can be had."""
    words = texts.gettext("{command} sends the last 50 entries of the log; {most} at most.")
    return filled(words, {"command": code(text("/log 50")), "most": text(str(most))})


def duration(texts: Messages, seconds: float) -> str:
    """Return a length of time in its largest unit."""
    if seconds < _MINUTE:
        return texts.gettext("{count} s").format(count=int(seconds))
    if seconds < _HOUR:
        return texts.gettext("{count} min").format(count=int(seconds / _MINUTE))
    if seconds < _DAY:
        return texts.gettext("{count} h").format(count=int(seconds / _HOUR))
    return texts.gettext("{count} d").format(count=int(seconds / _DAY))


def size(count: float) -> str:
    """Return a number of bytes in its largest decimal unit, such as 12.3 MB."""
    units = ("B", "kB", "MB", "GB", "TB")
    power = 0
    while count >= _UNIT and power < len(units) - 1:
        count, power = count / _UNIT, power + 1
    return f"{count:.1f} {units[power]}" if power else f"{count:.0f} B"


def _collection(texts: Messages, facts: CollectionFacts, zone: tzinfo) -> RichText:
    articles, passages = facts.articles, facts.passages
    counts = (
        texts.ngettext("{count} article", "{count} articles", articles).format(count=articles),
        texts.ngettext("{count} passage", "{count} passages", passages).format(count=passages),
    )
    name = bold(text(shortened(facts.info.name(language_in(texts)), _MAX_NAME)))
    since = texts.gettext("loaded {moment}").format(moment=moment(facts.loaded_at, zone))
    return joined([name, text(" · ".join(counts)), text(since)])


def _inbox(texts: Messages, inbox: InboxFacts | None) -> RichText:
    if inbox is None:
        return text(texts.gettext("Inbox: cannot be read"))
    if not inbox.waiting:
        words = texts.gettext("Inbox: nothing is waiting")
    else:
        words = texts.gettext("Inbox: {count} waiting, the oldest for {age}").format(
            count=inbox.waiting, age=duration(texts, inbox.oldest_seconds)
        )
    if inbox.set_aside:
        aside = texts.gettext("{count} set aside").format(count=inbox.set_aside)
        words = f"{words} · {aside}"
    return text(words)


def _silence(texts: Messages, silence: float) -> RichText:
    if silence == float("inf"):
        return RichText()
    words = texts.gettext("Telegram answered {age} ago")
    return text(words.format(age=duration(texts, silence)))


def _disk(texts: Messages, facts: HealthFacts) -> RichText:
    lines = []
    if facts.journal_bytes is not None:
        words = texts.gettext("Journal: {size}")
        lines.append(text(words.format(size=size(facts.journal_bytes))))
    if facts.free_bytes is not None and facts.total_bytes:
        words = texts.gettext("Disk: {free} of {total} free")
        lines.append(
            text(words.format(free=size(facts.free_bytes), total=size(facts.total_bytes)))
        )
    return joined(lines)


def _memory(texts: Messages, taken: int | None) -> RichText:
    words = texts.gettext("Memory: {size}")
    return text(words.format(size=size(taken))) if taken is not None else RichText()


def _reload(texts: Messages, facts: HealthFacts, zone: tzinfo) -> RichText:
    if facts.reloaded_at is None:
        return text(texts.gettext("Not reloaded since the start"))
    words = texts.gettext("Reloaded {moment}")
    if facts.has_failed:
        words = texts.gettext("The reload of {moment} failed")
    return text(words.format(moment=moment(facts.reloaded_at, zone)))


def _problems(
    texts: Messages, info: CollectionInfo | None, problems: Sequence[Problem], most: int
) -> RichText:
    """Return the number of problems of a collection, and the first of them."""
    words = texts.gettext("Problems: {count}").format(count=len(problems))
    if info:
        words = f"{shortened(info.name(language_in(texts)), _MAX_NAME)} · {words}"
    lines = [
        text("· ") + render_problem(texts, one, _MAX_VALUE, in_chat=True)
        for one in problems[:most]
    ]
    if rest := problems[most:]:
        lines.append(text(f"· … +{len(rest)}"))
    return joined([bold(text(words)), *lines])
