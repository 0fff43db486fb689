"""The checks of `yinju doctor`, a module each. No check changes anything, nor makes a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.message import Message


class State(StrEnum):
    """The state of something that was looked at; `SKIPPED` if it could not be."""

    RIGHT = "right"
    WARNING = "warning"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """A state and a sentence about it: what is right, or how to mend it."""

    state: State
    message: Message


def right(message: Message) -> Finding:
    """Return that something is as it should be."""
    return Finding(State.RIGHT, message)


def warning(message: Message) -> Finding:
    """Return that the bot runs, and that something should be mended."""
    return Finding(State.WARNING, message)


def error(message: Message) -> Finding:
    """Return that something must be mended."""
    return Finding(State.ERROR, message)


def skipped(message: Message) -> Finding:
    """Return that something was not looked at, and the reason."""
    return Finding(State.SKIPPED, message)
