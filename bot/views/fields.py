"""The fields of an article's metadata, by their names, and their values before and after."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import shortened
from corpus.changes import Edit

MAX_EDITED = 60
"""Maximum length of a value that an edit is told with, in characters."""


def field_name(texts: Messages, field: str) -> str:
    """Return the name of a field, as buttons have it."""
    names = {
        "title": texts.gettext("Title"),
        "author": texts.gettext("Author"),
        "date": texts.gettext("Date"),
        "url": texts.gettext("Address"),
    }
    return names[field]


def edit_in_words(texts: Messages, edit: Edit) -> str:
    """Return the field that an edit changed, with its value before and after."""
    before, after = (
        shortened(" ".join(value.split()), MAX_EDITED) if value else texts.gettext("none stated")
        for value in (edit.before, edit.after)
    )
    words = texts.gettext("{field}: {before} → {after}")
    return words.format(field=field_name(texts, edit.field), before=before, after=after)
