"""Browsing the collection: /articles with a search, outlines, passages, and deep links."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from functools import partial

from telegram import InlineKeyboardMarkup, Update, User
from telegram.ext import CommandHandler, ContextTypes

from bot.telegram.callback_data import (
    CallbackData,
    ListButton,
    OutlineButton,
    PageButton,
    ReadButton,
)
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import reader_of
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.results import ResultHandlers
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.telegram.keyboards import list_keyboard, outline_keyboard, place_keyboard
from bot.views.answers import no_articles
from bot.views.articles import (
    ARTICLES_PER_PAGE,
    SECTIONS_PER_PAGE,
    list_heading,
    render_list,
    render_outline,
    render_place,
)
from bot.views.help import greeting
from bot.views.links import ArticleKeys, DeepLink
from bot.views.markup import RichText, Span
from bot.views.notices import article_gone, not_open_link, passage_gone, question_gone
from bot.views.pagination import Page
from bot.views.reader import Place, Reader
from corpus.model import Article, Corpus
from corpus.sections import sections
from retrieval.answer.answerer import Answerer
from retrieval.answer.article_search import search_articles
from retrieval.library import Library

MAX_SEARCH_BYTES = 30
"""Maximum size of the words of a search, which the buttons of its results carry.

Where there are several collections, their mark takes its part of that.
"""

_CANDIDATES = 50
"""Number of the best passages whose articles are searched for the words."""

View = tuple[RichText, InlineKeyboardMarkup | None]


class ReadingHandlers:
    """Shows the list of articles, outlines and passages, from commands, links and buttons."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        results: ResultHandlers,
        whereabouts: Whereabouts,
        admin_ids: Collection[int],
    ) -> None:
        self._whereabouts = whereabouts
        self._admin_ids = admin_ids
        self._library = library
        self._answerer = answerer
        self._results = results
        self._keys = ArticleKeys()

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of deep links, /articles and the buttons."""
        return [
            CommandHandler("start", self.open_link, filters=TYPED, has_args=1),
            CommandHandler("articles", self.articles, filters=TYPED),
            router.handler(ListButton, self.turn_page),
            router.handler(OutlineButton, self.outline),
            router.handler(ReadButton, self.read),
        ]

    async def articles(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the first page of all articles, or of those found by the words of the command."""
        if update.message:
            reader = reader_of(update)
            words = _searchable(reader, " ".join(context.args or []))
            await reply(update.message, *await self._list(reader, 1, words))

    async def open_link(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the target of a deep link; greet if the payload is not one of ours."""
        message, person = update.message, update.effective_user
        if not message:
            return
        link = DeepLink.parse((context.args or [""])[0])
        if link and not await self._whereabouts.enter_link(link, message.chat_id):
            await reply(message, not_open_link(reader_of(update).texts))
            return
        reader = reader_of(update)
        can_edit = person is not None and self._can_edit(reader, person)
        await reply(message, *await self._open(reader, link, can_edit=can_edit))

    async def turn_page(self, request: CallbackRequest[ListButton]) -> None:
        """Show another page of the list."""
        data = request.data
        await request.show(*await self._list(request.asker, data.page, data.words))

    async def outline(self, request: CallbackRequest[OutlineButton]) -> None:
        """Show an article's outline."""
        data = request.data
        article = self._keys.find(self._library.current.corpus, data.article_key)
        if article:
            can_edit = self._can_edit(request.reader, request.query.from_user)
            reader = await request.viewer()
            outline = partial(_outline, can_edit=can_edit)
            view = await asyncio.to_thread(outline, reader, article, data.page, data.back)
            await request.show_alone(*view)
        else:
            await request.show_expired()

    async def read(self, request: CallbackRequest[ReadButton]) -> None:
        """Show a passage in its article, with the quoted span in bold."""
        corpus, data = self._library.current.corpus, request.data
        reader = await request.viewer()
        place = (data.passage_id, data.quoted, data.back)
        view = await asyncio.to_thread(_place, reader, corpus, *place)
        if view:
            await request.show_alone(*view)
        else:
            await request.show_expired()

    def _can_edit(self, reader: Reader, person: User) -> bool:
        """Return True if an admin reads in private."""
        return reader.place is Place.PRIVATE and person.id in self._admin_ids

    async def _open(self, reader: Reader, link: DeepLink | None, *, can_edit: bool) -> View:
        corpus, texts = self._library.current.corpus, reader.texts
        if link is None:
            return greeting(reader, corpus), None
        if link.kind == "article":
            article = self._keys.find(corpus, link.id)
            if article is None:
                return article_gone(texts), None
            return await asyncio.to_thread(
                partial(_outline, can_edit=can_edit), reader, article, 1
            )
        if link.kind == "question":
            page = PageButton(link.id, 1, is_titled=True)
            rendered = await self._results.render_page(reader, page)
            return (rendered.text, rendered.keyboard) if rendered else (question_gone(texts), None)
        view = await asyncio.to_thread(_place, reader, corpus, link.id)
        return view or (passage_gone(texts), None)

    async def _list(self, reader: Reader, number: int, words: str) -> View:
        corpus = self._library.current.corpus
        if not corpus.articles:
            return no_articles(reader), None
        articles = await self._search(corpus, words) if words else list(corpus.articles)
        page = Page.of(articles, number, ARTICLES_PER_PAGE)
        heading = list_heading(reader.texts, len(articles), words)
        name = self._whereabouts.collections.name(reader.language)
        return render_list(reader, page, heading, name), list_keyboard(reader, page, words)

    async def _search(self, corpus: Corpus, words: str) -> list[Article]:
        ranked = [passage for passage, _ in await self._answerer.rank(words, _CANDIDATES)]
        return await asyncio.to_thread(search_articles, corpus, ranked, words)


def _outline(
    reader: Reader,
    article: Article,
    number: int,
    back: CallbackData | None = None,
    *,
    can_edit: bool,
) -> View:
    page = Page.of(sections(article), number, SECTIONS_PER_PAGE)
    keyboard = outline_keyboard(reader, article, page, back, can_edit=can_edit)
    return render_outline(reader, article), keyboard


def _place(
    reader: Reader,
    corpus: Corpus,
    passage_id: str,
    quoted: Span | None = None,
    back: CallbackData | None = None,
) -> View | None:
    """Render a passage in its article, None if it is gone.

    Passages may have to be fetched from a server, so this runs in a thread, as does `_outline`.
    """
    passage = corpus.passage(passage_id)
    if passage is None:
        return None
    article = corpus.article_of(passage)
    return (
        render_place(reader, article, passage, quoted),
        place_keyboard(reader, article, passage, back),
    )


def _searchable(reader: Reader, words: str) -> str:
    """Return the words of a search without colons, as many as a button carries."""
    plain = " ".join(words.replace(":", " ").split())
    longest = MAX_SEARCH_BYTES - len(reader.collection)
    return plain.encode()[:longest].decode(errors="ignore").strip()
