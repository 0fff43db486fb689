"""What the bot's features work with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.journal.journal import Journal
from bot.journal.people import People
from bot.journal.policies import Policies
from retrieval.answer import Answerer
from retrieval.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    """The collection, who answers from it, the journal, and what else its database keeps."""

    library: Library
    answerer: Answerer
    journal: Journal
    policies: Policies
    people: People
