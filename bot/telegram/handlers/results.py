"""The buttons below an answer: its other pages, and suggested questions."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message
from telegram.constants import ChatType

from bot.journal.journal import Journal, NewQuestion
from bot.messages import Language
from bot.policy import Audience, in_force
from bot.telegram.callback_data import (
    AskButton,
    CallbackData,
    CopyButton,
    HereButton,
    MoreButton,
    PageButton,
)
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.ephemeral import key_of
from bot.telegram.handlers.presenter import (
    AnswerPresenter,
    PageRequest,
    RenderedAnswer,
    is_nothing,
)
from bot.telegram.handlers.replies import renew, reply
from bot.views.copying import render_to_copy
from bot.views.notices import cannot_change, tap_to_copy
from bot.views.reader import Reader
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.related import suggestion_at
from retrieval.library import Library
from retrieval.question.context import Context


class ResultHandlers:
    """Shows the pages of an answer, and answers the questions suggested below it."""

    def __init__(self, presenter: AnswerPresenter, library: Library, journal: Journal) -> None:
        self._presenter = presenter
        self._library = library
        self._journal = journal

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the buttons."""
        return [
            router.handler(PageButton, self.turn_page),
            router.handler(MoreButton, self.more),
            router.handler(CopyButton, self.copy),
            router.handler(AskButton, self.ask),
            router.handler(HereButton, self.ignore),
        ]

    async def turn_page(self, request: CallbackRequest[PageButton]) -> None:
        """Show a page of an answer, which is searched anew: the collection may have changed.

        Where the answer stands below what the presser sees, it shows again.
        """
        if await self.is_layer(request, request.data.question_id):
            await request.close()
            return
        rendered = await self.render_page(request.asker, request.data)
        if rendered:
            await request.show(rendered.text, rendered.keyboard)
        else:
            await request.show_expired()

    async def more(self, request: CallbackRequest[MoreButton]) -> None:
        """Show further actions in place of the buttons; in a group whoever pressed alone."""
        rendered = await self.render_page(await request.viewer(), request.data.page)
        if not rendered or not rendered.more:
            await request.show_expired()
        elif request.seen_alone or not await request.private.can_follow(request.query):
            await request.show_keyboard(rendered.more)
        else:
            await request.show_alone(rendered.text, rendered.more)

    async def copy(self, request: CallbackRequest[CopyButton]) -> None:
        """Send the quotations on a page of an answer as text to copy."""
        rendered = await self.render_page(request.asker, request.data.page)
        message = request.query.message
        if rendered and isinstance(rendered.result, Answer) and isinstance(message, Message):
            reader = await request.viewer()
            copied = render_to_copy(reader, rendered.result.citations)
            if not await request.private.can_follow(request.query):
                await reply(message, copied)
            elif not await request.follow(copied, None):
                await request.show_expired()
                return
            await request.show_toast(tap_to_copy(request.reader.texts))
        else:
            await request.show_expired()

    async def ask(self, request: CallbackRequest[AskButton]) -> None:
        """Answer a suggested question, on behalf of whoever pressed the button."""
        passage = self._library.current.corpus.passage(request.data.passage_id)
        suggestion = suggestion_at(passage, request.data.start) if passage else None
        if suggestion is None:
            await request.show_expired()
            return
        question = _new_question(request, suggestion.text)
        page = PageRequest(question.id, question.text, is_titled=True)
        rendered = await self._presenter.present(request.reader, page)
        answer_id = None
        try:
            answer_id = await self._send(request, rendered)
        finally:
            await self._journal.record(question, rendered.result, rendered.took_ms, answer_id)

    async def ignore(self, request: CallbackRequest[HereButton]) -> None:
        """Do nothing: the number of a page, also below older answers, is only a label."""
        await request.show_toast()

    async def render_page(self, reader: Reader, page: PageButton) -> RenderedAnswer | None:
        """Render the page of an answer.

        Returns:
            None if the question is no longer stored, was asked of another collection, or was
            answered and is no more: nothing replaces an answer but a page of it.
        """
        question = await self._journal.question_in_force(page.question_id)
        if question is None:
            return None
        followed = await self._journal.followed_by(question)
        verdicts = await self._journal.verdicts(question.id)
        request = PageRequest(
            *(question.id, question.text, page.page),
            Context.of(followed, reader.quotations, are_replies=True),
            page.is_titled,
            tuple(verdicts.values()),
        )
        rendered = await self._presenter.present(reader, request)
        was_answered = question.reason is None
        is_gone = was_answered and isinstance(rendered.result, Abstention)
        return None if is_gone else rendered

    async def is_layer(self, request: CallbackRequest[CallbackData], question_id: str) -> bool:
        """Return True if a message that the presser sees alone lies over a question's answer."""
        if not request.seen_alone:
            return False
        question = await self._journal.question(question_id)
        answer_id = question.answer_id if question else None
        return answer_id not in {None, key_of(request.seen_alone)}

    async def show_below(self, request: CallbackRequest[CallbackData], page: PageButton) -> None:
        """Show a page of the answer that everybody sees below what the presser sees alone."""
        question, layer = await self._journal.question(page.question_id), request.seen_alone
        if not (question and question.answer_id and layer):
            return
        asker = replace(request.reader, language=Language(question.language))
        rendered = await self.render_page(asker, page)
        place = (layer.chat.id, question.answer_id)
        async with request.locks.acquire(place, request.update_id) as is_latest:
            if rendered and is_latest:
                await renew(layer, question.answer_id, rendered.text, rendered.keyboard)

    async def _send(
        self, request: CallbackRequest[AskButton], rendered: RenderedAnswer
    ) -> int | None:
        """Send the answer as a reply to the message with the button, or replace an inline one.

        In a group the presser alone sees it if it found nothing, if they alone saw the button, or
        if the chat wants that.

        Returns:
            The key of the new message, if there is one.
        """
        message = request.query.message
        if not isinstance(message, Message):
            await request.show(rendered.text, rendered.keyboard)
            return None
        is_group = message.chat.type != ChatType.PRIVATE
        is_for_presser = is_group and in_force.get().answers is Audience.ASKER
        is_alone = is_for_presser or request.seen_alone or (is_group and is_nothing(rendered))
        if is_alone and await request.private.can_follow(request.query):
            private = await request.follow(rendered.text, rendered.keyboard)
            await request.show_toast("" if private else cannot_change(request.reader.texts))
            return key_of(private) if private else None
        if is_for_presser:
            await request.show_toast(cannot_change(request.reader.texts))
            return None
        sent = await reply(message, rendered.text, rendered.keyboard)
        await request.show_toast()
        return sent.message_id


def _new_question(request: CallbackRequest[AskButton], text: str) -> NewQuestion:
    """Return the journal's entry of a question that was chosen, not typed."""
    message, person = request.query.message, request.query.from_user
    return NewQuestion(
        text=text,
        chat_id=message.chat.id if message else person.id,
        chat_type=message.chat.type if message else "inline",
        user_id=person.id,
        message_id=key_of(message) if message else 0,
        language=request.reader.language,
    )
