"""Problems with files, and other messages about the collection, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages import Messages
from bot.views.answers import shortened
from bot.views.markup import RichText, code, filled, text
from corpus.message import Message
from corpus.model import Problem


def render_message(
    texts: Messages,
    message: Message,
    longest: int | None = None,
    *,
    is_sent: bool = False,
    in_chat: bool = False,
) -> RichText:
    """Render a message on one line, its texts from outside as code.

    Args:
        texts: The catalogue of the reader's language.
        message: The message.
        longest: Maximum length of each value.
        is_sent: True if it is about a file that was sent, of which there is none to remove.
        in_chat: True if it is for an admin in the chat.
    """
    others = of_sent_files(texts) if is_sent else _of_chat(texts) if in_chat else {}
    template = others.get(message.template) or texts.gettext(message.template)
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


def render_problem(
    texts: Messages,
    problem: Problem,
    longest: int | None = None,
    *,
    is_sent: bool = False,
    in_chat: bool = False,
) -> RichText:
    """Render a problem on one line: its file, as code, and the message, as `render_message`."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    words = texts.gettext("{place}: {what}")
    what = render_message(texts, problem.message, longest, is_sent=is_sent, in_chat=in_chat)
    return filled(words, {"place": file_name(place, longest), "what": what})


def file_name(name: str, longest: int | None = None) -> RichText:
    """Render a file name as code on one line; of a long one, the end."""
    plain = " ".join(name.split())
    if longest is not None and len(plain) > longest:
        plain = f"…{plain[1 - longest :]}"
    return code(text(plain))


def of_sent_files(texts: Messages) -> Mapping[str, str]:
    """Return messages about files that were sent, by the templates of those about a folder's."""
    deleted = (
        "is a note that the article is gone, not an article; remove the file, or look for another "
        "copy"
    )
    damaged = (
        "is a damaged Word document; open it in Word, which can repair many, and save it again,"
        " or put a sound copy in its place"
    )
    return {
        **_of_chat(texts),
        "has the same text as {file}; remove one of the two": texts.gettext(
            "has the same text as {file}, which is in the collection"
        ),
        "is empty; remove it": texts.gettext("is empty; send me a file that has text"),
        "has no text that can be quoted; remove it": texts.gettext(
            "has no text that can be quoted; send me a version that has, such as DOCX or plain "
            "text"
        ),
        "is a {format} picture, not text; remove it": texts.gettext(
            "is a {format} picture, not text; send me the text as a file"
        ),
        "is a program, not text; remove it": texts.gettext(
            "is a program, not text; send me a file that has text"
        ),
        "is binary data, no text file; remove it, or save its text as UTF-8": texts.gettext(
            "is binary data, no text file; send me its text as a file"
        ),
        damaged: texts.gettext(
            "is a damaged Word document; open it in Word, which can repair many, save it, and "
            "send it again, or send an undamaged copy"
        ),
        deleted: texts.gettext(
            "is a note that the article is gone, not an article; look for another copy"
        ),
    }


def _of_chat(texts: Messages) -> Mapping[str, str]:
    """Return messages that name what can be done in the chat, by those that name the shell."""
    future = (
        "is dated {day}, which is in the future; correct the date in the file, or state it in "
        "{file}"
    )
    impossible = (
        "is dated {day}, and there is no such day; correct the date in the file, or state it in "
        "{file}"
    )
    address = (
        "has an unusable address, “{address}”: it must begin with https:// or http:// and have no "
        "spaces; correct it in the file, or state it in {file}"
    )
    return {
        future: texts.gettext(
            "is dated {day}, which is in the future; correct it under /articles, by Edit on its "
            "page, which writes it to {file}"
        ),
        impossible: texts.gettext(
            "is dated {day}, and there is no such day; correct it under /articles, by Edit on its "
            "page, which writes it to {file}"
        ),
        address: texts.gettext(
            "has an unusable address, “{address}”: it must begin with https:// or http:// and "
            "have no spaces; correct it under /articles, by Edit on its page, which writes it to "
            "{file}"
        ),
    }


def _value(texts: Messages, value: str | int | Message, longest: int | None) -> RichText:
    if isinstance(value, Message):
        return render_message(texts, value, longest)
    if isinstance(value, int):
        return text(str(value))
    plain = " ".join(value.split())
    return code(text(plain if longest is None else shortened(plain, longest)))
