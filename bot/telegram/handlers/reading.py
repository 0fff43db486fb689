"""The collection: /articles with search, outlines, reading passage by passage, deep links."""

from __future__ import annotations

import asyncio

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.telegram.callback_data import (
    CallbackData,
    ListButton,
    OutlineButton,
    PageButton,
    ReadButton,
)
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.readers import Preferences, Reader
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.results import ResultHandlers
from bot.telegram.keyboards import list_keyboard, outline_keyboard, place_keyboard
from bot.views.articles import (
    ARTICLES_PER_PAGE,
    SECTIONS_PER_PAGE,
    Page,
    named,
    render_list,
    render_outline,
    render_place,
    speaking_of,
)
from bot.views.links import ArticleKeys, DeepLink, read_payload
from bot.views.markup import RichText, Span
from bot.views.wording import article_gone, found_articles, greeting, passage_gone, question_gone
from corpus.model import Article, Corpus, Passage
from corpus.sections import sections
from retrieval.answer.answerer import Answerer
from retrieval.library import Library

MAX_SEARCH = 30
"""Bytes of the words that articles are searched by; their buttons carry them."""

_RANKED = 50
"""Passages, the best ones, whose articles are looked through for the words."""

Shown = tuple[RichText, InlineKeyboardMarkup | None]


class ReadingHandlers:
    """Shows what there is to ask about, and lets people read it."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        results: ResultHandlers,
        preferences: Preferences,
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._results = results
        self._preferences = preferences
        self._keys = ArticleKeys()

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """A link opens its place before /start introduces the bot."""
        new = filters.UpdateType.MESSAGE
        return [
            CommandHandler("start", self.open_link, filters=new, has_args=1),
            CommandHandler("articles", self.articles, filters=new),
            router.handler(ListButton, self.turn_page),
            router.handler(OutlineButton, self.outline),
            router.handler(ReadButton, self.read),
        ]

    async def articles(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the first page of the collection, or of the articles that hold some words."""
        if update.message:
            reader = await self._preferences.reader(update)
            words = _searchable(" ".join(context.args or []))
            await reply(update.message, *await self._list(reader, 1, words))

    async def open_link(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what a link leads to."""
        if update.message:
            reader = await self._preferences.reader(update)
            link = read_payload((context.args or [""])[0])
            await reply(update.message, *await self._opened(reader, link))

    async def turn_page(self, request: CallbackRequest[ListButton]) -> None:
        """Show another page of the list."""
        data = request.data
        await request.show(*await self._list(request.reader, data.page, data.words))

    async def outline(self, request: CallbackRequest[OutlineButton]) -> None:
        """Show an article's outline."""
        data = request.data
        article = self._keys.find(self._library.current.corpus, data.article_key)
        if article:
            await request.show(*_outline(request.reader, article, data.page, data.back))
        else:
            await request.show_expired()

    async def read(self, request: CallbackRequest[ReadButton]) -> None:
        """Show a passage in its article, with the quoted span in bold."""
        corpus, data = self._library.current.corpus, request.data
        passage = corpus.passage(data.passage_id)
        if passage:
            await request.show(*_place(request.reader, corpus, passage, data.quoted, data.back))
        else:
            await request.show_expired()

    async def _opened(self, reader: Reader, link: DeepLink | None) -> Shown:
        corpus, texts = self._library.current.corpus, reader.texts
        if link is None:  # A newcomer by way of an address that somebody else made up.
            return greeting(texts, corpus), None
        if link.place == "article":
            article = self._keys.find(corpus, link.id)
            return _outline(reader, article, 1) if article else (article_gone(texts), None)
        if link.place == "question":
            page = PageButton(link.id, 1, is_titled=True)
            rendered = await self._results.render_page(reader, page)
            return (rendered.text, rendered.keyboard) if rendered else (question_gone(texts), None)
        passage = corpus.passage(link.id)
        if passage is None:
            return passage_gone(texts), None
        return _place(reader, corpus, passage)

    async def _list(self, reader: Reader, number: int, words: str) -> Shown:
        corpus = self._library.current.corpus
        articles = await self._found(corpus, words) if words else list(corpus.articles)
        page = Page.of(articles, number, ARTICLES_PER_PAGE)
        heading = found_articles(reader.texts, len(articles), words)
        piece = render_list(reader.username, page, heading, reader.display)
        return piece, list_keyboard(page, words)

    async def _found(self, corpus: Corpus, words: str) -> list[Article]:
        """The articles that are called so, then, of those that match best, which speak of it."""
        ranked = await self._answerer.rank(words, _RANKED)
        best = {passage.article_id: corpus.article(passage.article_id) for passage, _ in ranked}

        def found() -> list[Article]:
            speaking = speaking_of(filter(None, best.values()), words)
            both = (*named(corpus.articles, words), *speaking)
            return list({article.id: article for article in both}.values())

        return await asyncio.to_thread(found)


def _outline(
    reader: Reader, article: Article, number: int, back: CallbackData | None = None
) -> Shown:
    page = Page.of(sections(article), number, SECTIONS_PER_PAGE)
    return (
        render_outline(reader.texts, article, reader.display),
        outline_keyboard(reader.texts, article, page, back, reader.display),
    )


def _place(
    reader: Reader,
    corpus: Corpus,
    passage: Passage,
    quoted: Span | None = None,
    back: CallbackData | None = None,
) -> Shown:
    article = corpus.article_of(passage)
    return (
        render_place(reader.texts, article, passage, quoted, reader.display),
        place_keyboard(reader.texts, article, passage, back),
    )


def _searchable(words: str) -> str:
    """The words of a search, as many as a button carries."""
    plain = " ".join(words.replace(":", " ").split())
    return plain.encode()[:MAX_SEARCH].decode(errors="ignore").strip()
