"""The collection: /articles, a page at a time, and passages opened by a link."""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    filters,
)

from bot.handlers import Handler
from bot.handlers.replies import reply, texts_for
from bot.keyboards import pager
from bot.links import read_payload
from bot.markup import Piece, joined, link, text
from bot.messages import Messages
from bot.render import address_of, render_passage, source_line
from bot.wording import passage_gone
from corpus.model import Article, Corpus
from retrieval.library import Library

PER_PAGE = 8


class Collection:
    """Shows what there is to ask about."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def handlers(self) -> list[Handler]:
        """A link opens its passage before /start introduces the bot."""
        new = filters.UpdateType.MESSAGE
        return [
            CommandHandler("start", self.open_link, filters=new, has_args=1),
            CommandHandler("articles", self.articles, filters=new),
            CallbackQueryHandler(self.turn, pattern=r"^articles:\d+$"),
            CallbackQueryHandler(self.stay, pattern=r"^here$"),
        ]

    async def articles(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the first page of the collection."""
        if update.message:
            corpus = self._library.current.corpus
            page, pages, piece = _page(texts_for(update), corpus, 1, context.bot.username)
            await reply(update.message, piece, pager("articles", page, pages))

    async def turn(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show another page in the same message."""
        query = update.callback_query
        if not query or not query.data:
            return
        wanted = int(query.data.partition(":")[2])
        corpus = self._library.current.corpus
        page, pages, piece = _page(texts_for(update), corpus, wanted, context.bot.username)
        await query.answer()
        await query.edit_message_text(piece.markup, reply_markup=pager("articles", page, pages))

    async def stay(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The label between the arrows leads nowhere."""
        if update.callback_query:
            await update.callback_query.answer()

    async def open_link(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the passage that a link leads to, in its place."""
        if not update.message:
            return
        place = read_payload((context.args or [""])[0])
        corpus = self._library.current.corpus
        passage = corpus.passage(place.id) if place else None
        if passage is None:
            await reply(update.message, passage_gone(texts_for(update)))
        else:
            await reply(update.message, render_passage(corpus.article_of(passage), passage))


def _page(texts: Messages, corpus: Corpus, wanted: int, username: str) -> tuple[int, int, Piece]:
    """The page that is shown, how many there are, and what stands on it."""
    articles = corpus.articles
    pages = max(1, -(-len(articles) // PER_PAGE))
    page = min(max(wanted, 1), pages)
    count = len(articles)
    heading = texts.ngettext(
        "{count} article in the collection", "{count} articles in the collection", count
    ).format(count=count)
    first = (page - 1) * PER_PAGE
    rows = [
        _row(number, article, username)
        for number, article in enumerate(articles[first : first + PER_PAGE], start=first + 1)
    ]
    return page, pages, joined([text(heading), *rows], "\n\n")


def _row(number: int, article: Article, username: str) -> Piece:
    address = address_of(article, article.passages[0], username)
    return text(f"{number}. ") + link(source_line(article), address)
