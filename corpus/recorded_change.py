"""A change of a collection, as its record has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["add", "replace", "remove", "edit", "example", "word", "scope", "undo"]

State = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of a change, relative to the collection."""

    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Edit:
    """A field of an article's metadata, with its value before and after; None for none."""

    field: str
    before: str | None
    after: str | None

    @property
    def undone(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.field, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was carried out, without the contents of its files.

    `by` is an account such as "telegram:123" or "shell:root", `subject` the title of the article,
    the word taught, or the question, which is dropped when its contents are. `undoes` is the
    number of the change that it undid. `edit` is what an edit, or the undoing of one, changed.
    """

    number: int
    at: datetime
    by: str
    kind: Kind
    subject: str
    files: tuple[ChangedFile, ...]
    undone: bool
    undoes: int | None = None
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The record of a change without its files."""

    kind: Kind
    subject: str
    by: str
    undoes: int | None = None
    edit: Edit | None = None
