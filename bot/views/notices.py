"""Short notices: failures, things that are gone, and the toasts of buttons."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import abstention_text
from bot.views.markup import RichText, code, filled, joined, text
from bot.views.problems import render_message
from corpus.message import Message
from retrieval.answer.declining import Reason


def something_went_wrong(texts: Messages, update_id: int) -> RichText:
    """Return the apology for an unexpected error, with the number that the log has of it."""
    words = texts.gettext("If it happens again, tell whoever runs this bot this number: {number}")
    return joined(
        [
            text(texts.gettext("Something went wrong on my side. Please ask once more.")),
            filled(words, {"number": code(text(str(update_id)))}),
        ]
    )


def late(texts: Messages) -> RichText:
    """Return the line above an answer that comes long after its question."""
    return text(texts.gettext("Sorry, this answer comes late."))


def left_undone(texts: Messages, expired: int, set_aside: int) -> RichText:
    """Return what admins are told of updates that were not handled before a restart.

    Args:
        texts: The messages in the admin's language.
        expired: Number of updates that came too long ago.
        set_aside: Number of updates that could not be handled.
    """
    lines = []
    if expired:
        sentence = texts.ngettext(
            "While I was down, {count} message came more than an hour ago; it stays unanswered.",
            "While I was down, {count} messages came more than an hour ago; they stay unanswered.",
            expired,
        )
        lines.append(text(sentence.format(count=expired)))
    if set_aside:
        sentence = texts.ngettext(
            "{count} message could not be handled and is set aside.",
            "{count} messages could not be handled and are set aside.",
            set_aside,
        )
        lines.append(text(sentence.format(count=set_aside)))
        words = texts.gettext("{command} lists what is set aside, and tries it again.")
        lines.append(filled(words, {"command": code(text("yinju journal replay"))}))
    return joined(lines)


def without_journal(texts: Messages, problem: Message) -> RichText:
    """Return what admins are told of a journal that cannot be opened or written."""
    words = texts.gettext(
        "Questions are answered nevertheless, but nothing is recorded meanwhile."
    )
    return joined([render_message(texts, problem), text(words)])


def journal_closed(texts: Messages) -> str:
    """Return the answer to what needs the journal while it cannot be used."""
    return texts.gettext("My records cannot be reached at the moment. Please try again later.")


def articles_unavailable(texts: Messages) -> str:
    """Return the answer to what needs the articles while their database does not answer."""
    return abstention_text(texts, Reason.UNAVAILABLE)


def passage_gone(texts: Messages) -> RichText:
    """Return the answer to a link to a passage that was removed."""
    return text(texts.gettext("This passage is no longer in the collection."))


def admins_only(texts: Messages) -> RichText:
    """Return the answer to an admin command from somebody who is no admin."""
    return text(texts.gettext("Only the admins of this bot can do that."))


def too_many(texts: Messages) -> str:
    """Return what people are told, once, who ask faster than the operator allows."""
    return texts.gettext("Too many questions at once. Please wait a minute.")


def not_allowed_here(texts: Messages, chat_id: int) -> str:
    """Return what a chat is told, once, that the operator has not allowed."""
    return texts.gettext(
        "I answer only in chats that my operator has chosen, and this one ({chat}) is not "
        "among them."
    ).format(chat=chat_id)


def button_expired(texts: Messages) -> str:
    """Return the toast of a button whose question or passage no longer exists."""
    return texts.gettext(
        "This button no longer works: what it leads to is gone. Please ask again."
    )


def button_outdated(texts: Messages) -> str:
    """Return the toast of a button below what was about something that is no longer so."""
    return texts.gettext(
        "This button no longer works, as something has changed since. Please begin again."
    )


def not_open(texts: Messages) -> str:
    """Return the toast of a button of a collection that is not open to the chat."""
    return texts.gettext("This belongs to a collection that is not open to you here.")


def not_open_link(texts: Messages) -> RichText:
    """Return the answer to a link into a collection that is not open to the chat."""
    hint = texts.gettext("The buttons below the answer that the link is from may show you more.")
    return joined([text(not_open(texts)), text(hint)])


def cannot_change(texts: Messages) -> str:
    """Return the toast of a button whose message can no longer be edited."""
    return texts.gettext("This message can no longer be changed. Please ask again.")


def not_yours(texts: Messages) -> str:
    """Return the toast for somebody who may not use the button."""
    return texts.gettext("In this chat, only the person who asked can use these buttons.")


def tap_to_copy(texts: Messages) -> str:
    """Return the toast of the button that sends quotations as text to copy."""
    return texts.gettext("Tap the text below to copy it.")


def thanks(texts: Messages) -> str:
    """Return the toast for somebody who gave feedback."""
    return texts.gettext("Thank you, noted.")


def what_was_wrong(texts: Messages) -> str:
    """Return the toast that asks for the reason of a 👎."""
    return texts.gettext("Noted. What was wrong?")


def article_gone(texts: Messages) -> RichText:
    """Return the answer to a link to an article that was removed."""
    return text(texts.gettext("This article is no longer in the collection."))


def article_changed(texts: Messages) -> RichText:
    """Return the answer to the confirmation of a change of an article that is another by now."""
    return text(texts.gettext("This article has changed since. Please look at it again."))


def question_gone(texts: Messages) -> RichText:
    """Return the answer to a link to a question that is no longer stored."""
    return text(texts.gettext("This question is no longer kept. Please ask it again."))
