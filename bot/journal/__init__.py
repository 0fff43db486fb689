"""The journal: questions, their answers, feedback, chats and policies, in one database."""

from __future__ import annotations


class JournalError(Exception):
    """The journal's database cannot be opened; the message names it and the cause."""

    def __init__(self, database: str | None, error: Exception) -> None:
        cause = cause_of(error)
        super().__init__(f"the journal {database} cannot be opened (BOT_DATABASE_URL): {cause}")


def cause_of(error: Exception) -> str:
    """Return the driver's message of a database error, without the lines about its statement."""
    return str(getattr(error, "orig", None) or error)
