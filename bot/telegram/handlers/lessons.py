"""Lessons for admins: what one would change, keeping it, and words that are typed for one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Hashable
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.journal import cause_of
from bot.journal.database import is_journal_failure
from bot.journal.journal import StoredQuestion
from bot.messages import Messages
from bot.service.gaps import Gaps
from bot.service.reloading import reload
from bot.service.teaching import Teacher
from bot.telegram.admin_buttons import (
    ExampleButton,
    GapButton,
    ScopeButton,
    TeachButton,
    TypeButton,
    WordButton,
)
from bot.telegram.callback_data import CallbackData, Span
from bot.telegram.gap_keyboards import (
    back_to_gaps,
    cancel_keyboard,
    preview_keyboard,
    teach_button,
)
from bot.telegram.handlers import Handler
from bot.telegram.handlers.activity import typing
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import reader_of
from bot.telegram.handlers.presenter import AnswerPresenter, PageRequest
from bot.telegram.handlers.private_only import account_of, for_admins, telling_failures
from bot.telegram.handlers.prompts import (
    IsReplyTo,
    prompt,
    prompted_question,
    prompted_word,
)
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.views.changes import failed
from bot.views.gaps import WORD_SIGN, ask_for_word, no_words, unknown_word
from bot.views.lessons import keep_label, kept, render_preview, searching
from bot.views.markup import RichText, text
from bot.views.notices import journal_closed, question_gone
from bot.views.reader import Reader
from corpus.message import ReportedError, system_error
from retrieval.question.lessons import Lesson, OutOfScope, TaughtWord, WorkedExample
from retrieval.text.script import fold

_LOGGER = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""Seconds after which a preview that is not ready yet can be cancelled."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A lesson for a question, the button that keeps it, and the one that leads back without."""

    question_id: str
    lesson: Lesson
    keep: CallbackData
    back: CallbackData

    def keyboard(self, texts: Messages) -> InlineKeyboardMarkup:
        """Return the two buttons."""
        return preview_keyboard(texts, keep_label(texts, self.lesson), self.keep, self.back)


class LessonHandlers:
    """Previews lessons, keeps them on a second tap, and shows that they work."""

    def __init__(
        self,
        gaps: Gaps,
        teacher: Teacher,
        whereabouts: Whereabouts,
        presenter: AnswerPresenter,
        admin_ids: Collection[int],
    ) -> None:
        self._whereabouts = whereabouts
        self._gaps = gaps
        self._teacher = teacher
        self._library = whereabouts.collections
        self._presenter = presenter
        self._admin_ids = admin_ids
        self._running: dict[Hashable, asyncio.Task[RichText]] = {}
        self._late: set[asyncio.Task[None]] = set()

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the buttons, and of the replies to requests for a word."""
        admins, answered = self._admin_ids, filters.ChatType.PRIVATE & IsReplyTo(WORD_SIGN)
        return [
            MessageHandler(filters.UpdateType.MESSAGE & answered, self.type_word),
            router.handler(ExampleButton, for_admins(admins, self.example)),
            router.handler(ScopeButton, for_admins(admins, self.scope)),
            router.handler(TeachButton, for_admins(admins, self.word)),
            router.handler(TypeButton, for_admins(admins, self.ask_for_word)),
        ]

    def cancel(self, message: Hashable) -> None:
        """Stop the preview that a message is to show."""
        if running := self._running.pop(message, None):
            running.cancel()

    async def example(self, request: CallbackRequest[ExampleButton]) -> None:
        """Preview or keep that a passage answers a question."""
        data = request.data
        question = await self._gaps.question(data.question_id)
        passage = self._library.current.corpus.passage(data.passage_id)
        if question and passage:
            keep = ExampleButton("keep", data.question_id, data.passage_id)
            lesson = WorkedExample(question.text, passage)
            proposal = _Proposal(question.id, lesson, keep, GapButton(question.id))
            await self._propose(request, question, proposal)
        else:
            await request.show_expired()

    async def scope(self, request: CallbackRequest[ScopeButton]) -> None:
        """Preview or keep that a question is out of scope."""
        if question := await self._gaps.question(request.data.question_id):
            keep = ScopeButton("keep", question.id)
            lesson = OutOfScope(question.text)
            proposal = _Proposal(question.id, lesson, keep, GapButton(question.id))
            await self._propose(request, question, proposal)
        else:
            await request.show_expired()

    async def word(self, request: CallbackRequest[TeachButton]) -> None:
        """Preview or keep that a word of a question means a word of the articles."""
        data = request.data
        question = await self._gaps.question(data.question_id)
        proposal = question and _word_proposal(question, data.span, data.word)
        if question and proposal:
            await self._propose(request, question, proposal)
        else:
            await request.show_expired()

    async def ask_for_word(self, request: CallbackRequest[TypeButton]) -> None:
        """Ask for a word of the articles by a message to reply to."""
        question = await self._gaps.question(request.data.question_id)
        message = request.query.message
        if question is None or not isinstance(message, Message):
            await request.show_expired()
            return
        typed = question.text[slice(*request.data.span)]
        await prompt(message, ask_for_word(request.reader, question.id, question.text, typed))
        await request.show_toast()

    async def type_word(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Preview a word that was typed."""
        message = update.message
        request = message.reply_to_message if message else None
        if not (message and request and is_by_admin(update, self._admin_ids)):
            return
        question, span = await self._prompted(request)
        reader = reader_of(update)
        if question is None:
            await reply(message, question_gone(reader.texts))
            return
        word = " ".join((message.text or "").split())
        if not word:
            await reply(message, no_words(reader.texts))
            return
        proposal = _word_proposal(question, span, word)
        if not (proposal and self._library.current.lexicon.contains(fold(word))):
            await reply(message, unknown_word(reader.texts, word))
            return
        async with typing(message):
            text = await self._preview(reader, proposal)
        await reply(message, text, proposal.keyboard(reader.texts))

    async def _prompted(self, request: Message) -> tuple[StoredQuestion | None, Span]:
        """Return the question and the span of its word that a message asks about.

        The collection in force is then the one that the question was asked of.
        """
        question_id, typed = prompted_question(request) or "", prompted_word(request)
        await self._whereabouts.enter_question(question_id, request.chat_id)
        question = await self._gaps.question(question_id)
        start = question.text.find(typed) if question else 0
        return question, (start, start + len(typed))

    async def _propose(
        self,
        request: CallbackRequest[ExampleButton]
        | CallbackRequest[ScopeButton]
        | CallbackRequest[TeachButton],
        question: StoredQuestion,
        proposal: _Proposal,
    ) -> None:
        if request.data.step == "keep":
            await self._keep(request, question, proposal.lesson)
        else:
            await self._try(request, proposal)

    async def _try(self, request: CallbackRequest[CallbackData], proposal: _Proposal) -> None:
        """Show what a lesson would change; if that takes long, later, unless it is cancelled."""
        texts, message = request.reader.texts, request.message
        self.cancel(message)
        preview = asyncio.create_task(self._preview(request.reader, proposal))
        await asyncio.wait({preview}, timeout=PATIENCE_SECONDS)
        keyboard = proposal.keyboard(texts)
        if preview.done():
            await request.show(preview.result(), keyboard)
            return
        await request.show(searching(texts), cancel_keyboard(texts, proposal.back))

        async def show() -> None:
            with request.locks.hold(message):
                await asyncio.wait({preview})
                if self._running.get(message) is preview:  # Else it was cancelled.
                    del self._running[message]
                    await request.show_late(preview.result(), keyboard)

        self._running[message] = preview
        self._late.add(late := asyncio.create_task(show()))
        late.add_done_callback(self._late.discard)

    async def _preview(self, reader: Reader, proposal: _Proposal) -> RichText:
        try:
            preview = await self._teacher.preview(proposal.lesson)
            others = await self._others(proposal)
        except ReportedError as error:
            return failed(reader.texts, error.message)
        except OSError as error:
            return failed(reader.texts, system_error(error))
        except Exception as error:
            if not is_journal_failure(error):
                raise
            _LOGGER.error("preview failed, as the journal does: %s", cause_of(error))  # noqa: TRY400 - one line is enough
            return text(journal_closed(reader.texts))
        name = self._library.name(reader.language)
        return render_preview(reader, proposal.lesson, preview, others, name)

    async def _others(self, proposal: _Proposal) -> list[str]:
        """Return the other wordings of a gap that a lesson is not about; a word is about all."""
        is_of_all = isinstance(proposal.lesson, TaughtWord)
        gap = None if is_of_all else await self._gaps.gap(proposal.question_id)
        return [one.text for one in gap.questions[1:]] if gap else []

    async def _keep(
        self, request: CallbackRequest[CallbackData], question: StoredQuestion, lesson: Lesson
    ) -> None:
        """Keep a lesson, and answer its question to show that it works."""
        texts = request.reader.texts
        before = self._library.current
        async with telling_failures(request, texts):
            await self._teacher.keep(lesson, account_of(request.query))
            report = await reload(self._library)
            is_served = self._library.current is not before
            name = self._library.name(request.reader.language)
            done = kept(texts, lesson, name) if is_served else report.render(texts)
            await request.show(done, back_to_gaps(request.reader))
            if is_served and lesson.kind != "scope":
                await self._answer(request, question)

    async def _answer(
        self, request: CallbackRequest[CallbackData], question: StoredQuestion
    ) -> None:
        """Answer a question anew below the message."""
        message = request.query.message
        if isinstance(message, Message):
            page = PageRequest(question.id, question.text, is_titled=True)
            answer = await self._presenter.present(request.reader, page)
            await reply(message, answer.text, answer.keyboard)


def _word_proposal(question: StoredQuestion, span: Span, word: str) -> _Proposal | None:
    """Return the proposal that a word of a question means another; None if that is too long."""
    typed = question.text[slice(*span)]
    keep = teach_button("keep", question.id, span, word)
    if not (keep and typed and word):
        return None
    lesson, back = TaughtWord(question.text, typed, word), WordButton(question.id, span)
    return _Proposal(question.id, lesson, keep, back)
