"""An answer as a message: asked, written out a page at a time, with its buttons."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.telegram.handlers.readers import Reader
from bot.telegram.keyboards import AnswerFooter, answer_keyboard
from bot.views.answers import render_abstention, render_answer, shortened
from bot.views.article_cards import render_about
from bot.views.articles import Page
from bot.views.markup import RichText, bold, joined, text
from bot.views.wording import closest_parts
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import Reason
from retrieval.answer.related import ClosestSections, RelatedQuestions
from retrieval.library import Library
from retrieval.question.patterns import Aspect

MAX_QUOTED = 9
"""Quotations of one question on all its pages: what is found further down answers little."""

MAX_TITLE = 120

_SOUGHT = {Reason.NOT_COVERED, Reason.DETAIL_MISSING}
"""Reasons of declining where something was asked that articles could answer."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page of the answer to a question.

    Args:
        id: What the journal calls the question; the buttons carry it.
        question: As it was typed.
        page: Which page, from 1; the nearest there is.
        earlier: The question before, where this one follows it up.
        is_titled: Whether the message repeats the question, as it replies to none.
    """

    id: str
    question: str
    page: int = 1
    earlier: str | None = None
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class RenderedAnswer:
    """A page of an answer: what it says and offers, and, for the journal, what it shows."""

    text: RichText
    keyboard: InlineKeyboardMarkup | None
    result: Answer | Abstention
    took_ms: float


class AnswerPresenter:
    """Asks, and makes a message of what comes."""

    def __init__(self, answerer: Answerer, library: Library) -> None:
        self._answerer = answerer
        self._library = library
        self._related = RelatedQuestions(answerer, library)

    async def present(self, reader: Reader, wanted: PageRequest) -> RenderedAnswer:
        """Answer a question, or decline, for this reader."""
        begun = time.perf_counter()
        result = await self._answerer.answer(wanted.question, MAX_QUOTED, wanted.earlier)
        took_ms = (time.perf_counter() - begun) * 1000
        if isinstance(result, Abstention):
            piece, below = await self._declined(reader, wanted, result)
        else:
            result, below = await self._page(reader, wanted, result)
            piece = self._written(reader, result)
        if wanted.is_titled:
            piece = joined([_title(reader, wanted.question), piece], "\n\n")
        keyboard = answer_keyboard(reader.texts, below, reader.display)
        return RenderedAnswer(piece, keyboard, result, took_ms)

    async def _page(
        self, reader: Reader, wanted: PageRequest, whole: Answer
    ) -> tuple[Answer, AnswerFooter]:
        """The answer with what one page quotes; what is known of articles has one page."""
        size = len(whole.citations) if whole.aspect else reader.quotations
        page = Page.of(whole.citations, wanted.page, size)
        answer = replace(whole, citations=tuple(page.items))
        below = AnswerFooter(
            wanted.id,
            wanted.question,
            page.number,
            page.pages,
            first=None if answer.aspect is Aspect.COUNT else answer.citations[0],
            is_titled=wanted.is_titled,
            related=await self._related.to(answer) if page.number == 1 else (),
            is_shared=reader.is_shared,
        )
        return answer, below

    def _written(self, reader: Reader, answer: Answer) -> RichText:
        texts, username, display = reader.texts, reader.username, reader.display
        if answer.aspect:
            return render_about(texts, username, answer, display)
        return render_answer(texts, username, answer, display)

    async def _declined(
        self, reader: Reader, wanted: PageRequest, result: Abstention
    ) -> tuple[RichText, AnswerFooter]:
        """That nothing answers, what the collection is about, and the closest headings."""
        is_sought = result.reason in _SOUGHT
        closest = await self._related.closest(result.question) if is_sought else ClosestSections()
        articles = self._library.current.corpus.articles
        piece = render_abstention(reader.texts, result, reader.username, articles, reader.display)
        if closest.passages:
            piece = joined([piece, text(closest_parts(reader.texts, closest))], "\n\n")
        below = AnswerFooter(
            wanted.id,
            wanted.question,
            1,
            1,
            first=None,
            is_titled=wanted.is_titled,
            closest=closest.passages,
            is_judged=is_sought,
            is_shared=False,
        )
        return piece, below


def _title(reader: Reader, question: str) -> RichText:
    """A question above its answer, in one line or two."""
    return bold(text(shortened(reader.display.of(" ".join(question.split())), MAX_TITLE)))
