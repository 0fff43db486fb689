"""What the bot's features work with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.journal.journal import Journal
from bot.journal.personal_data import PersonalData
from bot.journal.policy_store import PolicyStore
from retrieval.answer.answerer import Answerer
from retrieval.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    """The collection, who answers from it, the journal, and what else its database keeps."""

    library: Library
    answerer: Answerer
    journal: Journal
    policies: PolicyStore
    people: PersonalData
