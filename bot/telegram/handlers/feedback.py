"""Feedback on answers: 👍, or 👎 with a reason, recorded in the journal."""

from __future__ import annotations

from bot.journal.journal import Feedback, Journal
from bot.telegram.answer_keyboards import reasons_keyboard
from bot.telegram.callback_data import (
    BadButton,
    CallbackData,
    GoodButton,
    PageButton,
    WhyButton,
)
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.results import ResultHandlers
from bot.views.markup import text
from bot.views.notices import thanks, what_was_wrong


class FeedbackHandlers:
    """Records one verdict per person and answer; a later one replaces it and its reason."""

    def __init__(self, journal: Journal, results: ResultHandlers) -> None:
        self._journal = journal
        self._results = results

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the feedback buttons."""
        return [
            router.handler(GoodButton, self.good),
            router.handler(BadButton, self.bad),
            router.handler(WhyButton, self.why),
        ]

    async def good(self, request: CallbackRequest[GoodButton]) -> None:
        """Record that an answer helped, and mark the button, unless it is marked already."""
        data, person = request.data, request.query.from_user.id
        before = await self._journal.verdicts(data.question_id)
        if not await self._record(request, data.question_id, "good"):
            await request.show_expired()
        elif before.get(person) == "good":
            await request.show_toast(thanks(request.reader.texts))
        else:
            await self._show(request, data.shown)

    async def bad(self, request: CallbackRequest[BadButton]) -> None:
        """Record that an answer did not help, and ask why; in a group whoever pressed alone."""
        page = request.data.page
        if not await self._record(request, page.question_id, "bad"):
            await request.show_expired()
        elif request.seen_alone or not await request.private.can_follow(request.query):
            reasons = reasons_keyboard(request.asker.texts, page)
            await request.show_keyboard(reasons, what_was_wrong(request.reader.texts))
        else:
            texts = request.reader.texts
            await request.follow(text(what_was_wrong(texts)), reasons_keyboard(texts, page))
            await self._show(request, page)

    async def why(self, request: CallbackRequest[WhyButton]) -> None:
        """Record what was wrong, and show the answer with its buttons again."""
        page, person = request.data.page, request.query.from_user.id
        before = await self._journal.verdicts(page.question_id)
        if not await self._record(request, page.question_id, "bad", request.data.reason):
            await request.show_expired()
        elif await self._results.is_layer(request, page.question_id):
            if before.get(person) != "bad":
                await self._results.show_below(request, page)
            await request.close(thanks(request.reader.texts))
        else:
            await self._show(request, page)

    async def _show(self, request: CallbackRequest[CallbackData], page: PageButton) -> None:
        """Show a page of the answer, with the verdicts on it, and thank for one.

        An answer that cannot be given any more stays as it is.
        """
        rendered = await self._results.render_page(request.asker, page)
        if rendered:
            await request.show(rendered.text, rendered.keyboard, thanks(request.reader.texts))
        else:
            await request.show_toast(thanks(request.reader.texts))

    async def _record(
        self,
        request: CallbackRequest[CallbackData],
        question_id: str,
        verdict: str,
        reason: str | None = None,
    ) -> bool:
        """Record a verdict; return False if the question is no longer stored."""
        question = await self._journal.question(question_id)
        if question is None:
            return False
        await self._journal.record_feedback(
            Feedback(question.id, request.query.from_user.id, verdict, reason)
        )
        return True
