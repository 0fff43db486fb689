"""The messages of /privacy, /mydata and /forget."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.markup import RichText, bold, joined, text


def privacy(texts: Messages, days: int, *, are_questions_sent: bool = False) -> RichText:
    """Return the privacy policy: which data is stored, why, for how long, and who sees it.

    Args:
        texts: The catalogue of the reader's language.
        days: Number of days for which questions are kept.
        are_questions_sent: True if an endpoint encodes questions.
    """
    parts = [
        bold(text(texts.gettext("What I keep"))),
        text(
            texts.gettext(
                "For every question: its text, when you asked it, your Telegram user ID, the "
                "chat, your language, which passages I showed and how long it took; your 👍 or 👎 "
                "on an answer and its reason; and the settings that you or the admins of a group "
                "have made. Nothing that was not a question to me, nothing about people who never "
                "asked me, and nothing that is typed after my name in other chats unless it is "
                "sent."
            )
        ),
        bold(text(texts.gettext("Why"))),
        text(
            texts.gettext(
                "So that buttons, follow-up questions and corrected questions work, and so that "
                "the collection gets better where it does not answer."
            )
        ),
        bold(text(texts.gettext("How long, and who sees it"))),
        *_periods(texts, days),
        text(_readers(texts, are_questions_sent=are_questions_sent)),
        text(
            texts.gettext(
                "/mydata sends you all of it as a file; /forget deletes it, but not an admin's "
                "decision whether you may use me."
            )
        ),
        text(
            texts.gettext(
                "One thing stays after all this: a question that an admin has used to teach the "
                "collection stands there word for word, without who asked it."
            )
        ),
    ]
    return joined(parts, "\n\n")


def _readers(texts: Messages, *, are_questions_sent: bool) -> str:
    """Return who gets what is kept."""
    if are_questions_sent:
        return texts.gettext(
            "Whoever runs this bot can read it. The text of some questions, without who asked "
            "them, is sent to a service that finds passages of similar meaning; nobody else gets "
            "anything."
        )
    return texts.gettext("Whoever runs this bot can read it; nobody else gets it.")


def _periods(texts: Messages, days: int) -> tuple[RichText, RichText]:
    """Return how long questions are kept, and how long all else."""
    length = texts.ngettext(
        "Questions are deleted after {count} day, along with everything that belongs to them. "
        "Settings stay until you delete them, or until I have been out of the group for that "
        "long.",
        "Questions are deleted after {count} days, along with everything that belongs to them. "
        "Settings stay until you delete them, or until I have been out of the group for that "
        "long.",
        days,
    ).format(count=days)
    other = texts.gettext(
        "Whatever else is meant for me I keep only until it is handled, usually less than a "
        "second; after that, for two days, just its number, which says nothing about you. What I "
        "could not handle I keep for another attempt, for as long as a question at most."
    )
    return text(length), text(other)


def data_caption(texts: Messages, count: int) -> str:
    """Return the caption of the file of /mydata, which has *count* entries."""
    words = texts.ngettext(
        "This is everything I keep about you: {count} entry.",
        "This is everything I keep about you: {count} entries.",
        count,
    )
    return words.format(count=count)


def nothing_kept(texts: Messages) -> str:
    """Return the answer to /mydata and /forget if no data is stored."""
    return texts.gettext("I keep nothing about you.")


def ask_to_forget(texts: Messages, count: int) -> str:
    """Return the request to confirm the deletion of *count* entries."""
    words = texts.ngettext(
        "I keep {count} entry about you; /mydata shows it. Delete it? This cannot be undone.",
        "I keep {count} entries about you; /mydata shows them. Delete them all? This cannot be "
        "undone.",
        count,
    )
    return words.format(count=count)


def forgotten(texts: Messages, count: int, *, is_all: bool) -> str:
    """Return the confirmation that *count* entries were deleted, and *is_all* that was kept."""
    if is_all:
        words = texts.ngettext(
            "{count} entry deleted. I no longer keep anything about you.",
            "{count} entries deleted. I no longer keep anything about you.",
            count,
        )
        return words.format(count=count)
    words = texts.ngettext("{count} entry deleted.", "{count} entries deleted.", count)
    return f"{words.format(count=count)} {decision_kept(texts)}"


def decision_kept(texts: Messages) -> str:
    """Return what people are told of an admin's decision about them, which stays."""
    return texts.gettext(
        "I keep only that an admin has decided whether you may use me; the admin can take it back."
    )


def nothing_deleted(texts: Messages) -> str:
    """Return the confirmation that nothing was deleted."""
    return texts.gettext("Nothing was deleted.")


def only_in_private(texts: Messages) -> str:
    """Return the answer to /mydata and /forget in a group."""
    return texts.gettext("This is between the two of us: please write that to me in private.")
