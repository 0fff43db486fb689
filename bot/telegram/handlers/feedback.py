"""Was it helpful? 👍, or 👎 and what was wrong; kept in the journal."""

from __future__ import annotations

from bot.journal.journal import Feedback, Journal
from bot.telegram.callback_data import Press
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.results import PAGE, ResultHandlers
from bot.telegram.keyboards import REASONS, reasons_keyboard
from bot.views.wording import thanks, what_was_wrong


class FeedbackHandlers:
    """Keeps what people say of answers: of each person the last thing they said."""

    def __init__(self, journal: Journal, results: ResultHandlers) -> None:
        self._journal = journal
        self._results = results

    def handlers(self, taps: CallbackRouter) -> list[Handler]:
        """The buttons, by verb."""
        return [
            taps.handler("good:[0-9a-f]{12}", self.good),
            taps.handler(f"bad:{PAGE}", self.bad),
            taps.handler(f"why:(?:{'|'.join(REASONS)}):{PAGE}", self.why),
        ]

    async def good(self, tap: CallbackRequest) -> None:
        """Note that an answer helped."""
        if await self._keep(tap, tap.press.arguments[0], "good"):
            await tap.tell(thanks(tap.reader.texts))
        else:
            await tap.gone()

    async def bad(self, tap: CallbackRequest) -> None:
        """Note that an answer did not help, and ask why."""
        page, texts = Press.of(*tap.press.arguments), tap.reader.texts
        if await self._keep(tap, page.arguments[0], "bad"):
            await tap.offer(reasons_keyboard(texts, page), what_was_wrong(texts))
        else:
            await tap.gone()

    async def why(self, tap: CallbackRequest) -> None:
        """Note what was wrong, and show the answer with its buttons again."""
        reason, *rest = tap.press.arguments
        page = Press.of(*rest)
        if await self._keep(tap, page.arguments[0], "bad", reason):
            shown = await self._results.shown_at(tap.reader, page)
        else:
            shown = None
        if shown:
            await tap.show(shown.piece, shown.keyboard, thanks(tap.reader.texts))
        else:
            await tap.gone()

    async def _keep(
        self, tap: CallbackRequest, question_id: str, verdict: str, reason: str | None = None
    ) -> bool:
        """Keep a verdict; whether the question that it is about is still known."""
        kept = await self._journal.question(question_id)
        if kept is None:
            return False
        await self._journal.record_feedback(
            Feedback(kept.id, tap.query.from_user.id, verdict, reason)
        )
        return True
