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
                "For every question: its text, when you asked it, your Telegram user ID, "
                "the chat, your language, which passages I showed and how long it took; "
                "your 👍 or 👎 on an answer and the reason you gave; and the settings that "
                "you or the admins of a group have made. I keep nothing that was not a "
                "question to me, nothing about people who never asked me, and nothing typed "
                "after my name in other chats unless it is sent."
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
                "One thing stays even then: a question that an admin has used to teach the "
                "collection is kept there word for word, without saying who asked it."
            )
        ),
    ]
    return joined(parts, "\n\n")


def _readers(texts: Messages, *, are_questions_sent: bool) -> str:
    """Return who gets what is kept."""
    if are_questions_sent:
        return texts.gettext(
            "Whoever runs this bot can read it. The text of some questions, without saying "
            "who asked them, is sent to a service that finds passages of similar meaning; "
            "nobody else gets anything."
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
        "Anything else you send me I keep only until it has been handled, usually for less "
        "than a second; after that I keep just its number for two days, which says nothing "
        "about you. If I cannot handle it, I keep it for another attempt, but no longer "
        "than a question."
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
        "All I keep is an admin's decision on whether you may use me; the admin can take it back."
    )


def nothing_deleted(texts: Messages) -> str:
    """Return the confirmation that nothing was deleted."""
    return texts.gettext("Nothing was deleted.")


def only_in_private(texts: Messages) -> str:
    """Return the answer to /mydata and /forget in a group."""
    return texts.gettext("This is between the two of us: please send me that in private.")
