"""`yinju doctor`: everything that the bot needs is looked at, and said to be right or how to mend.

Nothing is changed: no database is migrated, no index built, no file made.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.text import Text

from bot.commands.loading import progress_bars
from bot.commands.options import json_option
from bot.commands.printing import results
from bot.messages import Messages, messages
from bot.service.checks import Finding, State, error
from bot.setting_mistakes import mistakes_of
from bot.settings import Mistake, Settings, examine_settings, terminal_language
from bot.views.problems import in_words
from corpus.message import Message, ReportedError, system_error
from corpus.progress import Progress

FAULT = 1

_COLOURS = {
    State.RIGHT: "green",
    State.WARNING: "yellow",
    State.ERROR: "red",
    State.SKIPPED: "dim",
}

Check = Callable[[], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding, and the name of the check that made it."""

    check: str
    finding: Finding


@click.command()
@json_option
def doctor(*, as_json: bool) -> None:
    """Check settings, network, token, journal and collection, and say how to mend what is wrong.

    The exit status is 1 if something must be mended. Nothing is changed.
    """
    settings, mistakes = examine_settings(mistakes_of)
    texts, console, hidden = messages(terminal_language()), results(), _secrets(settings)
    found = list[_Found]()
    with progress_bars() as progress:
        for one in _run(settings, mistakes, progress.reading):
            found.append(one)
            if not as_json:
                console.print(_line(texts, one, hidden))
    if as_json:
        click.echo(json.dumps(_as_json(found, hidden), ensure_ascii=False))
    else:
        _print_end(console, texts, found)
    if any(one.finding.state is State.ERROR for one in found):
        sys.exit(FAULT)


def _run(
    settings: Settings, mistakes: list[Mistake], progress: Progress | None
) -> Iterator[_Found]:
    """Run all checks, one after another, and yield what each finds."""
    from bot.service.checks.collection import CollectionChecks
    from bot.service.checks.database import check_database
    from bot.service.checks.folders import check_folders
    from bot.service.checks.fonts import check_fonts
    from bot.service.checks.settings import check_settings
    from bot.service.checks.versions import check_versions

    others = [message for name, message in mistakes if name != "token"]
    articles = CollectionChecks(settings, progress)
    checks: dict[str, Check] = {
        "settings": lambda: check_settings(others),
        "versions": check_versions,
        "folders": lambda: check_folders(settings),
        "database": lambda: check_database(settings),
        "collection": articles.check_articles,
        "index": articles.check_index,
        "fonts": check_fonts,
    }
    for name, check in checks.items():
        yield from _guarded(name, check)
    yield from _telegram(settings, [message for name, message in mistakes if name == "token"])


def _telegram(settings: Settings, mistakes: list[Message]) -> Iterator[_Found]:
    """Check the way to Telegram, then the token, unless it is wrong or missing."""
    from bot.telegram.probe import check_network, check_token

    network = list(_guarded("network", lambda: check_network(settings)))
    yield from network
    is_reached = all(one.finding.state is State.RIGHT for one in network)
    if mistakes:
        yield from (_Found("token", error(one)) for one in mistakes)
    else:
        yield from _guarded("token", lambda: check_token(settings, is_reached=is_reached))


def _guarded(name: str, check: Check) -> Iterator[_Found]:
    """Run a check; what it cannot look at is what it finds."""
    try:
        for finding in check():
            yield _Found(name, finding)
    except ReportedError as fault:
        yield _Found(name, error(fault.message))
    except OSError as fault:
        place, reason = str(fault.filename or "?"), system_error(fault)
        words = Message("{file} cannot be read: {reason}", file=place, reason=reason)
        yield _Found(name, error(words))


def _line(texts: Messages, found: _Found, hidden: list[str]) -> Text:
    """Return a finding on one line: its state, its check, the sentence."""
    state = found.finding.state
    return Text.assemble(
        (_state_words(texts, state), _COLOURS[state]),
        "  ",
        (_check_words(texts, found.check), "bold"),
        "  ",
        _without(hidden, in_words(texts, found.finding.message)),
    )


def _state_words(texts: Messages, state: State) -> str:
    words = {
        State.RIGHT: texts.gettext("ok"),
        State.WARNING: texts.gettext("warning"),
        State.ERROR: texts.gettext("error"),
        State.SKIPPED: texts.gettext("skipped"),
    }
    return words[state]


def _check_words(texts: Messages, check: str) -> str:
    words = {
        "settings": texts.gettext("settings"),
        "versions": texts.gettext("versions"),
        "folders": texts.gettext("folders"),
        "database": texts.gettext("database"),
        "collection": texts.gettext("collection"),
        "index": texts.gettext("index"),
        "fonts": texts.gettext("fonts"),
        "network": texts.gettext("network"),
        "token": texts.gettext("token"),
    }
    return words[check]


def _print_end(console: Console, texts: Messages, found: list[_Found]) -> None:
    """Print how many things must be mended, and how many should be."""
    states = [one.finding.state for one in found]
    count = states.count(State.ERROR)
    errors = texts.ngettext("{count} error", "{count} errors", count).format(count=count)
    count = states.count(State.WARNING)
    warnings = texts.ngettext("{count} warning", "{count} warnings", count).format(count=count)
    console.print(texts.gettext(", ").join((errors, warnings)), style="bold")


def _as_json(found: list[_Found], hidden: list[str]) -> dict[str, object]:
    """Return the object for `doctor --json`, with messages in English."""
    return {
        "ready": all(one.finding.state is not State.ERROR for one in found),
        "findings": [
            {
                "check": one.check,
                "state": one.finding.state,
                "message": _without(hidden, str(one.finding.message)),
            }
            for one in found
        ],
    }


def _secrets(settings: Settings) -> list[str]:
    """Return what is never printed: secret values, and the passwords of URLs among them."""
    passwords = (urlsplit(one).password for one in settings.secrets if "://" in one)
    return sorted({*settings.secrets, *filter(None, passwords)}, key=len, reverse=True)


def _without(hidden: list[str], words: str) -> str:
    for secret in hidden:
        words = words.replace(secret, "***")
    return words
