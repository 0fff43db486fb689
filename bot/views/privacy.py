"""The messages of /privacy, /mydata and /forget."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.markup import RichText, bold, joined, text


def privacy(texts: Messages, days: int) -> RichText:
    """Return the privacy policy: which data is stored, why, for how long, and who sees it."""
    length = texts.ngettext(
        "Questions are deleted after {count} day, with all that belongs to them. What was set "
        "stays until you delete it, or until I have been out of the group for that long.",
        "Questions are deleted after {count} days, with all that belongs to them. What was set "
        "stays until you delete it, or until I have been out of the group for that long.",
        days,
    ).format(count=days)
    parts = [
        bold(text(texts.gettext("What I keep"))),
        text(
            texts.gettext(
                "Of every question its text, when you asked it, your number at Telegram, the "
                "chat, your language, which passages were shown and how long it took; what you "
                "say of an answer with "
                "👍 or 👎; and what you, or the admins of a group, have set. Nothing of what is "
                "not asked of me, of those who never asked, or of what is typed behind my name "
                "in other chats before it is sent."
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
        text(length),
        text(texts.gettext("Whoever runs this bot can read it; nobody else gets it.")),
        text(texts.gettext("/mydata sends you all of it as a file; /forget deletes it.")),
    ]
    return joined(parts, "\n\n")


def data_caption(texts: Messages, count: int) -> str:
    """Return the caption of the file of /mydata, which has *count* entries."""
    words = texts.ngettext(
        "This is all I keep of you: {count} entry.",
        "This is all I keep of you: {count} entries.",
        count,
    )
    return words.format(count=count)


def nothing_kept(texts: Messages) -> str:
    """Return the answer to /mydata and /forget if no data is stored."""
    return texts.gettext("I keep nothing of you.")


def ask_to_forget(texts: Messages, count: int) -> str:
    """Return the request to confirm the deletion of *count* entries."""
    words = texts.ngettext(
        "I keep {count} entry of you; /mydata shows it. Delete it? This cannot be undone.",
        "I keep {count} entries of you; /mydata shows them. Delete them all? This cannot be "
        "undone.",
        count,
    )
    return words.format(count=count)


def forgotten(texts: Messages, count: int) -> str:
    """Return the confirmation that *count* entries were deleted."""
    words = texts.ngettext(
        "{count} entry deleted. I keep nothing of you any more.",
        "{count} entries deleted. I keep nothing of you any more.",
        count,
    )
    return words.format(count=count)


def nothing_deleted(texts: Messages) -> str:
    """Return the confirmation that nothing was deleted."""
    return texts.gettext("Nothing was deleted.")


def only_in_private(texts: Messages) -> str:
    """Return the answer to /mydata and /forget in a group."""
    return texts.gettext("This is between the two of us: please write that to me in private.")
