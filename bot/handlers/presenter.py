"""An answer as a message: asked, written out a page at a time, with its buttons."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.cards import render_about
from bot.handlers.preferences import Reader
from bot.keyboards import Below, answer_keyboard
from bot.markup import Piece, bold, joined, text
from bot.pages import Page
from bot.render import render_abstention, render_answer, shortened
from bot.wording import closest_parts
from retrieval.answer import Abstention, Answer, Answerer, Reason
from retrieval.kinds import About
from retrieval.library import Library
from retrieval.related import Closest, Related

MOST_QUOTED = 9
"""Quotations of one question on all its pages: what is found further down answers little."""

LONGEST_TITLE = 120

_SOUGHT = {Reason.NOT_COVERED, Reason.DETAIL_MISSING}
"""Reasons of declining where something was asked that articles could answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
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
class Presented:
    """A page of an answer: what it says and offers, and, for the journal, what it shows."""

    piece: Piece
    keyboard: InlineKeyboardMarkup | None
    result: Answer | Abstention
    took_ms: float


class Presenter:
    """Asks, and makes a message of what comes."""

    def __init__(self, answerer: Answerer, library: Library) -> None:
        self._answerer = answerer
        self._library = library
        self._related = Related(answerer, library)

    async def present(self, reader: Reader, wanted: Wanted) -> Presented:
        """Answer a question, or decline, for this reader."""
        begun = time.perf_counter()
        result = await self._answerer.answer(wanted.question, MOST_QUOTED, wanted.earlier)
        took_ms = (time.perf_counter() - begun) * 1000
        if isinstance(result, Abstention):
            piece, below = await self._declined(reader, wanted, result)
        else:
            result, below = await self._page(reader, wanted, result)
            piece = self._written(reader, result)
        if wanted.is_titled:
            piece = joined([_title(reader, wanted.question), piece], "\n\n")
        keyboard = answer_keyboard(reader.texts, below, reader.display)
        return Presented(piece, keyboard, result, took_ms)

    async def _page(self, reader: Reader, wanted: Wanted, whole: Answer) -> tuple[Answer, Below]:
        """The answer with what one page quotes; what is known of articles has one page."""
        size = len(whole.citations) if whole.about else reader.quotations
        page = Page.of(whole.citations, wanted.page, size)
        answer = replace(whole, citations=tuple(page.items))
        below = Below(
            wanted.id,
            wanted.question,
            page.number,
            page.pages,
            first=None if answer.about is About.COUNT else answer.citations[0],
            is_titled=wanted.is_titled,
            related=await self._related.to(answer) if page.number == 1 else (),
            is_shared=reader.is_shared,
        )
        return answer, below

    def _written(self, reader: Reader, answer: Answer) -> Piece:
        texts, username, display = reader.texts, reader.username, reader.display
        if answer.about:
            return render_about(texts, username, answer, display)
        return render_answer(texts, username, answer, display)

    async def _declined(
        self, reader: Reader, wanted: Wanted, result: Abstention
    ) -> tuple[Piece, Below]:
        """That nothing answers, what the collection is about, and the closest headings."""
        is_sought = result.reason in _SOUGHT
        closest = await self._related.closest(result.question) if is_sought else Closest()
        articles = self._library.current.corpus.articles
        piece = render_abstention(reader.texts, result, reader.username, articles, reader.display)
        if closest.passages:
            piece = joined([piece, text(closest_parts(reader.texts, closest))], "\n\n")
        below = Below(
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


def _title(reader: Reader, question: str) -> Piece:
    """A question above its answer, in one line or two."""
    return bold(text(shortened(reader.display.of(" ".join(question.split())), LONGEST_TITLE)))
