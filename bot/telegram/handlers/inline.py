"""Inline mode: quotations for whatever chat somebody types the bot's name in.

What is typed is not kept: every keystroke is a query, and nobody has asked anything yet.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.ext import CommandHandler, ContextTypes, InlineQueryHandler, filters

from bot.telegram.handlers import Handler
from bot.telegram.handlers.readers import Preferences, Reader
from bot.telegram.handlers.replies import reply, texts_for
from bot.views.answers import abstention_text, render_answer, shortened
from bot.views.article_cards import render_about
from bot.views.links import article_key
from bot.views.markup import RichText
from bot.views.wording import greeting
from retrieval.answer.answer import Answer, Citation
from retrieval.answer.answerer import Answerer
from retrieval.library import Library
from retrieval.question.patterns import Aspect

PER_PAGE = 10
SECONDS_KEPT = 10
"""How long Telegram may give the same answer by itself: a reload should be seen soon."""

_MAX_TITLE = 80
_MAX_DESCRIPTION = 160
_MAX_LABEL = 64
_DATA = {Aspect.TITLE, Aspect.AUTHOR, Aspect.DATE, Aspect.SOURCE}
_DOOR = "inline"
"""What /start carries when somebody comes in from above the results."""


class InlineHandlers:
    """Offers quotations while somebody types; the chosen one is sent in their name."""

    def __init__(self, answerer: Answerer, library: Library, preferences: Preferences) -> None:
        self._answerer = answerer
        self._library = library
        self._preferences = preferences

    @property
    def handlers(self) -> list[Handler]:
        """What is typed, and who comes in through the button above the results."""
        through = filters.UpdateType.MESSAGE & filters.Regex(rf"^/start {_DOOR}$")
        return [
            InlineQueryHandler(self.typed),
            CommandHandler("start", self.came_in, filters=through),
        ]

    async def typed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer a page of quotations; where there are none, say why above the empty list."""
        query, reader = update.inline_query, await self._preferences.reader(update)
        if not query:
            return
        first = int(query.offset) if query.offset.isdecimal() else 0
        label, results, more = reader.texts.gettext("Type a question"), [], None
        if question := query.query.strip():
            found = await self._answerer.answer(question, first + PER_PAGE + 1)
            if isinstance(found, Answer):
                label, page = "", found.citations[first : first + PER_PAGE]
                results = [_result(reader, found, one) for one in page]
                more = str(first + PER_PAGE) if len(found.citations) > first + PER_PAGE else None
            else:
                label = abstention_text(reader.texts, found.reason)
        door = InlineQueryResultsButton(shortened(label, _MAX_LABEL), start_parameter=_DOOR)
        await query.answer(
            results,
            cache_time=SECONDS_KEPT,
            is_personal=True,  # In the language of whoever types.
            next_offset=more,
            button=door if label else None,
        )

    async def came_in(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Introduce the bot."""
        if update.message:
            await reply(update.message, greeting(texts_for(update), self._library.current.corpus))


def _result(reader: Reader, answer: Answer, citation: Citation) -> InlineQueryResultArticle:
    """A quotation to choose: what it is, how it begins, and the message that it becomes."""
    piece = _written(reader, replace(answer, citations=(citation,)))
    is_datum = answer.aspect in _DATA
    described = " ".join(piece.shown.split()) if is_datum else citation.excerpt.text
    place = citation.passage.id if citation.passage else article_key(citation.article)
    heading = " › ".join((citation.article.title, *citation.heading[-1:]))
    return InlineQueryResultArticle(
        place,
        shortened(reader.display.of(heading), _MAX_TITLE),
        InputTextMessageContent(piece.markup),
        description=shortened(reader.display.of(described), _MAX_DESCRIPTION),
    )


def _written(reader: Reader, alone: Answer) -> RichText:
    """What one citation says; of a count, the number and an article."""
    if alone.aspect in {None, Aspect.COUNT}:
        return render_answer(reader.texts, reader.username, alone, reader.display)
    return render_about(reader.texts, reader.username, alone, reader.display)
