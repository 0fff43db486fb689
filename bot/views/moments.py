"""Times as people read them, by the operator's clock (`BOT_TIMEZONE`)."""

from __future__ import annotations

from datetime import datetime, tzinfo


def moment(at: datetime, zone: tzinfo) -> str:
    """Return a time to the minute, in a time zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def day(at: datetime, zone: tzinfo) -> str:
    """Return the day of a time, in a time zone."""
    return f"{at.astimezone(zone):%Y-%m-%d}"
