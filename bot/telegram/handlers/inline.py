"""Inline mode: quotations for any chat in which somebody types the bot's username, or shares.

Inline queries are not recorded: each keystroke sends one, and nothing has been asked yet. A result
that is chosen is, as the answer to what was typed for it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.ext import ChosenInlineResultHandler, ContextTypes, InlineQueryHandler

from bot import metrics
from bot.journal.journal import Journal, NewQuestion, StoredQuestion
from bot.policy import mark_of
from bot.telegram.callback_data import PageButton
from bot.telegram.handlers import Handler
from bot.telegram.handlers.language import language_for, reader_of
from bot.telegram.handlers.results import ResultHandlers
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.views.answers import abstention_text, no_articles, render_answer, shortened, shown_text
from bot.views.article_cards import render_about
from bot.views.links import article_key
from bot.views.markup import RichText, harmless
from bot.views.notices import not_open
from bot.views.reader import Reader
from bot.views.sharing import SharedAnswer, shared_words
from retrieval.answer.answer import Answer, Citation
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import Reason
from retrieval.question.patterns import Aspect

PER_PAGE = 10
CACHE_SECONDS = 10
"""Seconds that Telegram caches results: short, so that a reload is soon visible."""

MAX_RESULTS = 50
"""Maximum number of results on all pages; each is made anew for every page."""

_MAX_TITLE = 80
_MAX_DESCRIPTION = 160
_MAX_LABEL = 64
_METADATA = {Aspect.TITLE, Aspect.AUTHOR, Aspect.DATE, Aspect.SOURCE}
_START_PARAMETER = "inline"
"""Payload of /start from the button above the results; it is no deep link, so the bot greets."""


class InlineHandlers:
    """Answers inline queries with quotations; the chosen one is sent in the person's name.

    Args:
        answerer: The answerer.
        results: Finds an answer again that is shared.
        whereabouts: Finds the collection of such an answer.
        journal: Has its question.
        contact: The operator's address for readers who ask for a person.
    """

    def __init__(
        self,
        answerer: Answerer,
        results: ResultHandlers,
        whereabouts: Whereabouts,
        journal: Journal,
        contact: str | None = None,
    ) -> None:
        self._answerer = answerer
        self._results = results
        self._whereabouts = whereabouts
        self._journal = journal
        self._contact = contact

    @property
    def handlers(self) -> list[Handler]:
        """The handlers of inline queries and of results that were chosen."""
        return [InlineQueryHandler(self.answer), ChosenInlineResultHandler(self.record)]

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer a page of quotations, or a button above the empty list that says why not."""
        query = update.inline_query
        if not query:
            return
        shared = SharedAnswer.parse(query.query)
        if shared and await self._offer_shared(update, query, shared):
            return
        first, reader = _first(query.offset), reader_of(update)
        label, results, next_offset = reader.texts.gettext("Type a question"), [], None
        question = shared.words if shared else query.query.strip()
        if question and first < MAX_RESULTS:
            metrics.INLINE_QUERIES.inc()
            with metrics.timed(metrics.Stage.SEARCH):
                answer = await self._answerer.answer(question, first + PER_PAGE + 1)
            if isinstance(answer, Answer):
                end = first + PER_PAGE
                label = ""
                results = [_result(reader, answer, one) for one in answer.citations[first:end]]
                has_more = len(answer.citations) > end and end < MAX_RESULTS
                next_offset = str(end) if has_more else None
            else:
                label = _reason(reader, answer.reason, self._contact)
        await offer(query, results, label, next_offset)

    async def _offer_shared(
        self, update: Update, query: InlineQuery, shared: SharedAnswer
    ) -> bool:
        """Offer the quotations on a page of an answer; return False if they are not found again.

        Its collection is in force then, whichever the person has chosen.
        """
        question = await self._shared_question(shared)
        if question is None:
            return False
        person_id = query.from_user.id
        if not self._whereabouts.enter(mark_of(question.collection), None, person_id):
            await offer(query, [], not_open(reader_of(update).texts))
            return True
        metrics.INLINE_QUERIES.inc()
        reader = replace(reader_of(update), quotations=shared.quotations)
        answer = await self._shared_answer(reader, question, shared)
        if answer is None:
            return False
        await offer(query, [_result(reader, answer, one) for one in answer.citations])
        return True

    async def record(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Record the quotation that somebody has sent, with the words that found it."""
        chosen = update.chosen_inline_result
        if not chosen:
            return
        begun, person = time.perf_counter(), chosen.from_user
        shared = SharedAnswer.parse(chosen.query)
        text = shared.words if shared else chosen.query.strip()
        answer = await self._answer_chosen(update, text, shared)
        cited = (
            [one for one in answer.citations if _id_of(one) == chosen.result_id] if answer else []
        )
        if answer and cited:  # Otherwise the collection has changed meanwhile.
            question = NewQuestion(text, person.id, "inline", person.id, 0, language_for(person))
            took_ms = (time.perf_counter() - begun) * 1000
            await self._journal.record(question, replace(answer, citations=tuple(cited)), took_ms)

    async def _answer_chosen(
        self, update: Update, text: str, shared: SharedAnswer | None
    ) -> Answer | None:
        """Return the answer of which a result was chosen, None if there is none any more."""
        question = await self._shared_question(shared) if shared else None
        person = update.effective_user
        mark = mark_of(question.collection) if question else ""
        if shared and question and person and self._whereabouts.enter(mark, None, person.id):
            reader = replace(reader_of(update), quotations=shared.quotations)
            if answer := await self._shared_answer(reader, question, shared):
                return answer
        result = await self._answerer.answer(text, MAX_RESULTS)
        return result if isinstance(result, Answer) else None

    async def _shared_question(self, shared: SharedAnswer) -> StoredQuestion | None:
        """Return the question of a shared answer, None if it is gone or the words are others."""
        question = await self._journal.question(shared.question_id)
        is_it = question is not None and shared_words(question.text) == shared.words
        return question if is_it else None

    async def _shared_answer(
        self, reader: Reader, question: StoredQuestion, shared: SharedAnswer
    ) -> Answer | None:
        """Return a page of a shared answer, None if it is not found again."""
        page = PageButton(question.id, shared.page)
        rendered = await self._results.render_page(reader, page)
        answer = rendered.result if rendered else None
        return answer if isinstance(answer, Answer) else None


async def offer(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    label: str = "",
    next_offset: str | None = None,
) -> None:
    """Answer an inline query with results, and with a button above them if it has a label."""
    button = InlineQueryResultsButton(
        shortened(label, _MAX_LABEL), start_parameter=_START_PARAMETER
    )
    await query.answer(
        results,
        cache_time=CACHE_SECONDS,
        is_personal=True,  # Results are in the language of the person who types.
        next_offset=next_offset,
        button=button if label else None,
    )


def _reason(reader: Reader, reason: Reason, contact: str | None) -> str:
    """Return the reason for declining as a label."""
    if reader.is_closed:
        return no_articles(reader).shown
    return abstention_text(reader.texts, reason, contact)


def _first(offset: str) -> int:
    """Return the number of the first result to offer; clients can send any offset."""
    return min(int(offset[:9]), MAX_RESULTS) if offset[:9].isdecimal() else 0


def _id_of(citation: Citation) -> str:
    return citation.passage.id if citation.passage else article_key(citation.article)


def _result(reader: Reader, answer: Answer, citation: Citation) -> InlineQueryResultArticle:
    """Return a citation as a result: its title, its beginning, and the message to send."""
    message = _render(reader, replace(answer, citations=(citation,)))
    is_metadata = answer.aspect in _METADATA
    quoted = shown_text(citation, reader.display)
    description = " ".join(message.shown.split()) if is_metadata else quoted
    title = " › ".join((citation.article.title, *citation.heading[-1:]))
    return InlineQueryResultArticle(
        _id_of(citation),
        shortened(harmless(reader.display.of(title)), _MAX_TITLE),
        InputTextMessageContent(message.markup),
        description=shortened(harmless(description), _MAX_DESCRIPTION),
    )


def _render(reader: Reader, answer: Answer) -> RichText:
    """Render an answer of one citation; a count is quoted like an answer, with its number."""
    if answer.aspect in {None, Aspect.COUNT}:
        return render_answer(reader, answer)
    return render_about(reader, answer)
