"""The journal: every question, what was answered, and what the bot must remember."""

from __future__ import annotations


class JournalError(Exception):
    """The journal cannot be opened; the message names the database and the trouble."""

    def __init__(self, database: str | None, error: Exception) -> None:
        cause = str(getattr(error, "orig", None) or error)
        super().__init__(f"the journal {database} cannot be opened (BOT_DATABASE_URL): {cause}")
