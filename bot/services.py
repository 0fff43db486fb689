"""What the bot's features work with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.journal.journal import Journal
from retrieval.answer import Answerer
from retrieval.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    """The collection, who answers from it, and the journal."""

    library: Library
    answerer: Answerer
    journal: Journal
