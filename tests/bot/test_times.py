"""Times that people read never depend on the time zone of the machine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import bot
from bot.settings import Settings

PACKAGE = Path(bot.__file__).parent

NEEDED = {"astimezone": 1, "now": 1, "fromtimestamp": 2}
"""Number of arguments from which on a call names its time zone."""

ALWAYS_LOCAL = {"localtime", "ctime", "utcnow", "mktime"}


def local_times(source: str) -> Iterator[int]:
    """Yield the lines of calls that use the time zone of the machine."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, given = node.func.attr, len(node.args) + len(node.keywords)
            is_of_date = name == "today" and ast.unparse(node.func.value).endswith("date")
            if name in ALWAYS_LOCAL or is_of_date or given < NEEDED.get(name, 0):
                yield node.lineno


@pytest.mark.parametrize(
    ("code", "is_local"),
    [
        ("at.astimezone()", True),
        ("at.astimezone(zone)", False),
        ("datetime.now()", True),
        ("datetime.now(UTC)", False),
        ("dt.datetime.fromtimestamp(1.5)", True),
        ("datetime.fromtimestamp(1.5, tz=UTC)", False),
        ("date.today()", True),
        ("settings.today()", False),
        ("time.localtime()", True),
    ],
)
def test_what_is_found(code: str, *, is_local: bool) -> None:
    """A call without a time zone is told from one with it."""
    assert is_local == bool(list(local_times(code)))


def test_today() -> None:
    """The day that a question is asked on is that of BOT_TIMEZONE."""
    east, west = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")  # UTC+14, UTC-11

    for zone in (east, west):
        before = datetime.now(zone).date()
        today = Settings.model_validate({"timezone": zone.key}).today()
        assert before <= today <= datetime.now(zone).date()
    assert Settings.model_validate({"timezone": east.key}).today() > today


def test_every_time_has_a_zone() -> None:
    """No module of the bot uses the time zone of the machine."""
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line in local_times(path.read_text("utf-8"))
    ]

    assert [] == found
