"""The words of decisions about who may use the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Rule(StrEnum):
    """A decision about a person or a chat."""

    BLOCKED = "blocked"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of an admin about a person or a chat; the reason may be empty."""

    chat_id: int
    rule: Rule
    decided_at: datetime
    reason: str = ""


class Outcome(StrEnum):
    """The result of an admin's decision about a person or a chat."""

    DONE = "done"
    UNCHANGED = "unchanged"
    BY_OPERATOR = "by-operator"
    IS_ADMIN = "is-admin"
    IS_UNLIMITED = "is-unlimited"
