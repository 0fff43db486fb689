"""The messages of /export."""

from __future__ import annotations

from bot.messages import Messages


def export_offer(texts: Messages) -> str:
    """Return what stands above the buttons of periods and formats."""
    return texts.gettext(
        "The questions as a file, without the numbers of people. A spreadsheet opens CSV; "
        "JSONL (JSON Lines) is for programs."
    )


def export_started(texts: Messages) -> str:
    """Return the toast while a file is written."""
    return texts.gettext("One moment, the file is coming.")


def export_caption(texts: Messages, count: int, number: int, parts: int) -> str:
    """Return the caption of a file with *count* questions, which may be one of several parts."""
    words = texts.ngettext("{count:,} question", "{count:,} questions", count).format(count=count)
    if parts == 1:
        return words
    part = texts.gettext("part {number} of {parts}").format(number=number, parts=parts)
    return f"{words} · {part}"


def export_failed(texts: Messages) -> str:
    """Return the answer where the journal could not be exported."""
    return texts.gettext("The file could not be written; the log says why.")


def export_in_private(texts: Messages) -> str:
    """Return the answer to /export in a group, where others would see what people asked."""
    return texts.gettext("The file contains what people asked: please send me that in private.")
