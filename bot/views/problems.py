"""Problems with files, and other messages about the collection, in the reader's language."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import shortened
from bot.views.markup import RichText, code, filled, text
from corpus.message import Message
from corpus.model import Problem


def render_message(texts: Messages, message: Message, longest: int | None = None) -> RichText:
    """Render a message on one line, its texts from outside as code.

    Args:
        texts: The catalogue of the reader's language.
        message: The message.
        longest: Maximum length of each value.
    """
    template = texts.gettext(message.template)
    if message.plural is not None:
        template = texts.ngettext(message.template, message.plural, message.count)
    if not message.values:
        return text(template)
    return filled(
        template, {name: _value(texts, value, longest) for name, value in message.values}
    )


def in_words(texts: Messages, message: Message) -> str:
    """Return a message as plain text."""
    return render_message(texts, message).shown


def render_problem(texts: Messages, problem: Problem, longest: int | None = None) -> RichText:
    """Render a problem on one line: its file, as code, and the message."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    words = texts.gettext("{place}: {what}")
    what = render_message(texts, problem.message, longest)
    return filled(words, {"place": file_name(place, longest), "what": what})


def file_name(name: str, longest: int | None = None) -> RichText:
    """Render a file name as code on one line; of a long one, the end."""
    plain = " ".join(name.split())
    if longest is not None and len(plain) > longest:
        plain = f"…{plain[1 - longest :]}"
    return code(text(plain))


def _value(texts: Messages, value: str | int | Message, longest: int | None) -> RichText:
    if isinstance(value, Message):
        return render_message(texts, value, longest)
    if isinstance(value, int):
        return text(str(value))
    plain = " ".join(value.split())
    return code(text(plain if longest is None else shortened(plain, longest)))
