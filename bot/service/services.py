"""The services that Telegram's handlers use."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.journal.access_store import AccessStore
from bot.journal.asked import AskedQuestions
from bot.journal.chat_store import ChatStore
from bot.journal.inbox import Inbox
from bot.journal.journal import Journal
from bot.journal.personal_data import PersonalData
from bot.journal.policy_store import PolicyStore
from bot.journal.report_store import ReportStore
from bot.service.admin_languages import AdminLanguages
from bot.service.collections import Collections
from bot.service.refused import RefusedUpdates
from bot.service.reports import StatisticsReports
from bot.service.threads import Threads
from retrieval.answer.answerer import Answerer


@dataclass(frozen=True, slots=True)
class Services:
    """The collections, what answers from them, the journal's stores, counts, and threads."""

    library: Collections
    answerer: Answerer
    inbox: Inbox
    journal: Journal
    chats: ChatStore
    policies: PolicyStore
    personal_data: PersonalData
    asked: AskedQuestions
    access: AccessStore
    statistics: StatisticsReports
    reports: ReportStore
    threads: Threads
    refused: RefusedUpdates = field(default_factory=RefusedUpdates)

    @property
    def admin_languages(self) -> AdminLanguages:
        """The languages in which the admins are told what they have not asked for."""
        return AdminLanguages(self.policies, self.chats)
