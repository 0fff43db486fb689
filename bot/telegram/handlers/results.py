"""What the buttons below an answer do: further results, and questions that are suggested."""

from __future__ import annotations

from telegram import Message

from bot.journal.journal import Journal, NewQuestion
from bot.telegram.callback_data import Press
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.presenter import AnswerPresenter, PageRequest, RenderedAnswer
from bot.telegram.handlers.readers import Reader
from bot.telegram.handlers.replies import reply
from retrieval.answer.related import suggestion_at
from retrieval.library import Library

PAGE = "page:[0-9a-f]{12}:[0-9]{1,6}"
"""The data of a button that shows a page of an answer."""


class ResultHandlers:
    """Shows an answer's pages, and asks what is suggested below one."""

    def __init__(self, presenter: AnswerPresenter, library: Library, journal: Journal) -> None:
        self._presenter = presenter
        self._library = library
        self._journal = journal

    def handlers(self, taps: CallbackRouter) -> list[Handler]:
        """The buttons, by verb."""
        return [
            taps.handler(PAGE, self.turn),
            taps.handler(r"ask:[0-9a-f]{16}(?::[0-9]{1,6})?$", self.ask),
            taps.handler("here", self.stay),
        ]

    async def turn(self, tap: CallbackRequest) -> None:
        """Show a page of an answer, which is found anew: the collection may have changed."""
        presented = await self.shown_at(tap.reader, tap.press)
        if presented:
            await tap.show(presented.piece, presented.keyboard)
        else:
            await tap.gone()

    async def ask(self, tap: CallbackRequest) -> None:
        """Ask what is suggested, in the name of whoever tapped."""
        passage_id, *place = tap.press.arguments
        passage = self._library.current.corpus.passage(passage_id)
        start = int(place[0]) if place else None
        suggestion = suggestion_at(passage, start) if passage else None
        if suggestion is None:
            await tap.gone()
            return
        asked = _asked(tap, suggestion.text)
        wanted = PageRequest(asked.id, asked.text, is_titled=True)
        presented = await self._presenter.present(tap.reader, wanted)
        answer_id = None
        try:
            answer_id = await self._send(tap, presented)
        finally:
            await self._journal.record(asked, presented.result, presented.took_ms, answer_id)

    async def stay(self, tap: CallbackRequest) -> None:
        """The label between the arrows leads nowhere."""
        await tap.tell()

    async def shown_at(self, reader: Reader, page: Press) -> RenderedAnswer | None:
        """The page of an answer that a button names; None where its question is not kept."""
        question_id, number, *titled = page.arguments
        kept = await self._journal.question(question_id)
        if kept is None:
            return None
        wanted = PageRequest(kept.id, kept.text, int(number), kept.earlier, bool(titled))
        return await self._presenter.present(reader, wanted)

    async def _send(self, tap: CallbackRequest, presented: RenderedAnswer) -> int | None:
        """Send a new message below the one with the button; where there is none, change it.

        Returns:
            The number of the new message.
        """
        message = tap.query.message
        if not isinstance(message, Message):
            await tap.show(presented.piece, presented.keyboard)
            return None
        sent = await reply(message, presented.piece, presented.keyboard)
        await tap.tell()
        return sent.message_id


def _asked(tap: CallbackRequest, question: str) -> NewQuestion:
    """A question that was tapped, not typed."""
    message, person = tap.query.message, tap.query.from_user
    return NewQuestion(
        text=question,
        chat_id=message.chat.id if message else person.id,
        chat_type=message.chat.type if message else "inline",
        user_id=person.id,
        message_id=message.message_id if message else 0,
        language=tap.reader.language,
    )
