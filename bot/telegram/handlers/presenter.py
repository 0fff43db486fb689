"""Presentation of answers: a page of an answer as rich text with a keyboard."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot import metrics
from bot.telegram.answer_keyboards import AnswerFooter, answer_keyboard, more_keyboard
from bot.views.answers import (
    closest_heading,
    page_line,
    render_abstention,
    render_answer,
    shortened,
)
from bot.views.article_cards import render_about
from bot.views.help import help_text
from bot.views.markup import RichText, bold, joined, text
from bot.views.notices import late
from bot.views.pagination import Page
from bot.views.reader import Reader
from corpus.model import Passage
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import UNANSWERED, Reason
from retrieval.answer.related import ClosestSections, RelatedQuestions
from retrieval.library import Library
from retrieval.question.context import Context
from retrieval.question.patterns import Aspect

MAX_QUOTED = 9
"""Maximum number of quotations on all pages of an answer; lower ranks are seldom relevant."""

MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request for a page of the answer to a question.

    Args:
        id: The journal's id of the question, for the buttons.
        question: The question as it was typed.
        page: Number of the page, from 1; if there is none, the nearest page is meant.
        context: The conversation before the question.
        is_titled: True if the message repeats the question, as it is no reply to it.
        verdicts: The verdicts on the answer so far, one for each person who gave one.
        is_late: True if the answer comes long after the question, and says so.
    """

    id: str
    question: str
    page: int = 1
    context: Context | None = None
    is_titled: bool = False
    verdicts: Collection[str] = ()
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class RenderedAnswer:
    """A page of an answer as a message.

    Args:
        text: The text.
        footer: The contents of its keyboards.
        reader: The person it is for.
        result: What it shows, for the journal.
        took_ms: How long answering took, in milliseconds.
    """

    text: RichText
    footer: AnswerFooter
    reader: Reader
    result: Answer | Abstention
    took_ms: float

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The keyboard below it."""
        return answer_keyboard(self.reader, self.footer)

    @property
    def more(self) -> InlineKeyboardMarkup | None:
        """The keyboard that “More” shows in place of that."""
        return more_keyboard(self.reader, self.footer)


def is_nothing(rendered: RenderedAnswer) -> bool:
    """Return True if the articles do not answer a question."""
    result = rendered.result
    return isinstance(result, Abstention) and result.reason in UNANSWERED


class AnswerPresenter:
    """Answers questions and renders the answers.

    Args:
        answerer: The answerer.
        library: The collection that it answers from.
        contact: The operator's address for readers who ask for a person.
    """

    def __init__(self, answerer: Answerer, library: Library, contact: str | None = None) -> None:
        self._answerer = answerer
        self._library = library
        self._contact = contact
        self._related = RelatedQuestions(answerer, library)

    async def present(self, reader: Reader, request: PageRequest) -> RenderedAnswer:
        """Answer or decline a question, and render the requested page for the reader."""
        begun = time.perf_counter()
        with metrics.timed(metrics.Stage.SEARCH):
            result = await self._answerer.answer(request.question, MAX_QUOTED, request.context)
        took_ms = (time.perf_counter() - begun) * 1000
        if isinstance(result, Abstention):
            body, footer = await self._decline(reader, request, result)
        else:
            result, footer = await self._page(reader, request, result)
            render = render_about if result.aspect else render_answer
            body = joined(
                [render(reader, result), page_line(reader.texts, footer.page, footer.pages)]
            )
        if request.is_late:
            body = joined([late(reader.texts), body], "\n\n")
        if request.is_titled:
            body = joined([_title(reader, request.question), body], "\n\n")
        return RenderedAnswer(body, footer, reader, result, took_ms)

    async def leans(self, question: str, context: Context) -> bool:
        """Return True if a question cannot stand alone after the conversation before it."""
        return await self._answerer.leans(question, context)

    async def _page(
        self, reader: Reader, request: PageRequest, whole: Answer
    ) -> tuple[Answer, AnswerFooter]:
        """Return the answer with the citations of one page; one about articles has one page."""
        size = len(whole.citations) if whole.aspect else reader.quotations
        page = Page.of(whole.citations, request.page, size)
        answer = replace(whole, citations=tuple(page.items))
        related = await self._related.to(answer) if page.number == 1 else ()
        footer = AnswerFooter(
            request.id,
            request.question,
            page.number,
            page.pages,
            citations=() if answer.aspect is Aspect.COUNT else answer.citations,
            is_titled=request.is_titled,
            verdicts=request.verdicts,
            related=related,
            titles={one.article.id: one.article.title for one in answer.citations},
            is_shared=reader.is_shared,
            follows=answer.follows is not None,
        )
        return answer, footer

    async def _decline(
        self, reader: Reader, request: PageRequest, result: Abstention
    ) -> tuple[RichText, AnswerFooter]:
        """Render an abstention; an unanswered question gets the closest sections as buttons."""
        is_unanswered = result.reason in UNANSWERED
        closest = ClosestSections()
        if is_unanswered:
            closest = await self._related.closest(result.question)
        body = self._reason(reader, result)
        if closest.passages:
            body = joined([body, text(closest_heading(reader.texts, closest))], "\n\n")
        footer = AnswerFooter(
            request.id,
            request.question,
            page=1,
            pages=1,
            is_titled=request.is_titled,
            verdicts=request.verdicts,
            closest=closest.passages,
            titles=self._titles(closest.passages),
            is_judged=is_unanswered,
            is_shared=False,
        )
        return body, footer

    def _titles(self, passages: Iterable[Passage]) -> dict[str, str]:
        """Return the titles of the articles of passages, by id; empty for one that is gone."""
        articles = map(self._library.current.corpus.article, {one.article_id for one in passages})
        return {one.id: one.title for one in articles if one}

    def _reason(self, reader: Reader, result: Abstention) -> RichText:
        """Render the reason for an abstention; who asks for help gets what /help answers."""
        if result.reason is Reason.HELP:
            return help_text(reader)
        articles = self._library.current.corpus.articles
        return render_abstention(reader, result, articles, self._contact)


def _title(reader: Reader, question: str) -> RichText:
    """Return a question as the title above its answer, shortened to two lines."""
    return bold(text(shortened(reader.display.of(" ".join(question.split())), MAX_TITLE)))
