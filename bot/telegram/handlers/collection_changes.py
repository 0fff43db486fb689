"""/history, /undo and /remove: admins see, take back and make changes of the collection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from pathlib import PurePosixPath

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CommandHandler, ContextTypes

from bot.messages import Messages, language_in
from bot.service.editing import Editor
from bot.telegram.admin_buttons import (
    HistoryButton,
    KeepButton,
    RemoveButton,
    UndoButton,
    UndoListButton,
)
from bot.telegram.admin_keyboards import (
    history_keyboard,
    removal_confirmation,
    removal_keyboard,
    undo_back,
    undo_confirmation,
    undo_keyboard,
)
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import texts_for
from bot.telegram.handlers.private_only import (
    account_of,
    admin_in_private,
    is_admins,
    is_in_force,
    telling_failures,
)
from bot.telegram.handlers.replies import reply
from bot.views.answers import fitting
from bot.views.changes import (
    ask_to_remove,
    ask_to_undo,
    history,
    how_to_remove,
    not_removed,
    of_collection,
    removed,
    undo_choice,
    undone,
    which_to_remove,
)
from bot.views.links import ArticleKeys, file_key, text_key
from bot.views.markup import RichText, joined
from bot.views.notices import article_changed, article_gone
from corpus.model import Article
from retrieval.answer.answerer import Answerer
from retrieval.answer.article_search import search_articles

CHANGES_PER_PAGE = 8

MAX_FOUND = 8
"""Maximum number of articles that /remove offers."""

_CANDIDATES = 50
"""Number of the best passages whose articles are searched for the words."""

_NUMBER = re.compile("[0-9]{1,6}")

View = tuple[RichText, InlineKeyboardMarkup | None]


class CollectionHandlers:
    """Shows changes of the collection, undoes them, and removes articles."""

    def __init__(self, editor: Editor, answerer: Answerer, admin_ids: Collection[int]) -> None:
        self._editor = editor
        self._zone = editor.settings.timezone
        self._answerer = answerer
        self._admin_ids = admin_ids
        self._keys = ArticleKeys(file_key)

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the commands and of their buttons."""
        return [
            CommandHandler("history", self.history, filters=TYPED),
            CommandHandler("undo", self.list_undoable, filters=TYPED),
            CommandHandler("remove", self.remove, filters=TYPED),
            router.handler(HistoryButton, self.turn_page),
            router.handler(UndoListButton, self.back_to_undoable),
            router.handler(UndoButton, self.undo),
            router.handler(RemoveButton, self.confirm_removal),
            router.handler(KeepButton, self.keep),
        ]

    async def history(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the newest changes."""
        if message := await admin_in_private(update, self._admin_ids):
            async with telling_failures(message, texts_for(update)):
                await reply(message, *await self._page(texts_for(update), 1, account_of(update)))

    async def turn_page(self, request: CallbackRequest[HistoryButton]) -> None:
        """Show another page of the history."""
        if await is_admins(request, self._admin_ids):
            own = account_of(request.query)
            async with telling_failures(request, request.reader.texts):
                await request.show(*await self._page(request.reader.texts, request.data.page, own))

    async def list_undoable(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask which of the last changes to undo, or whether to undo that with a number."""
        message, texts = await admin_in_private(update, self._admin_ids), texts_for(update)
        if not message:
            return
        own, typed = account_of(update), (context.args or [""])[0].removeprefix("#")
        async with telling_failures(message, texts):
            if _NUMBER.fullmatch(typed):
                view = await self._undoing(texts, int(typed), own)
            else:
                view = await self._undoable(texts, own)
            await reply(message, *view)

    async def back_to_undoable(self, request: CallbackRequest[UndoListButton]) -> None:
        """Ask again which of the last changes to undo."""
        if await is_admins(request, self._admin_ids):
            own = account_of(request.query)
            async with telling_failures(request, request.reader.texts):
                await request.show(*await self._undoable(request.reader.texts, own))

    async def undo(self, request: CallbackRequest[UndoButton]) -> None:
        """Ask for confirmation, or undo a change and report the reload."""
        if not await self._may_change(request):
            return
        number, texts, own = request.data.number, request.reader.texts, account_of(request.query)
        async with telling_failures(request, texts, undo_back(texts, self._editor.library.mark)):
            if request.data.is_sure:
                undoing, report = await self._editor.undo(number, own)
                await request.show(fitting([undone(texts, undoing), report.brief(texts)]), None)
                return
            known = [change.number for change in await self._editor.undoable()]
            view = self._undoing(texts, number, own) if number in known else None
            await request.show(*await (view or self._undoable(texts, own)))

    async def remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Find the article that is meant, and ask for confirmation."""
        message, texts = await admin_in_private(update, self._admin_ids), texts_for(update)
        if not message:
            return
        words = " ".join(context.args or [])
        if not words:
            await reply(message, how_to_remove(texts))
            return
        found = await self._meant(words)
        if len(found) == 1:
            await reply(message, *self._removal(texts, found[0]))
            return
        offered = removal_keyboard(found[:MAX_FOUND], self._editor.library.mark)
        which = self._named(texts, which_to_remove(texts, words, len(found)))
        await reply(message, which, offered)

    async def confirm_removal(self, request: CallbackRequest[RemoveButton]) -> None:
        """Ask for confirmation, or remove an article and report the reload."""
        if not await self._may_change(request):
            return
        corpus, texts = self._editor.library.current.corpus, request.reader.texts
        article = self._keys.find(corpus, request.data.file_key)
        if article is None:
            await request.show(article_gone(texts), None)
            return
        if not request.data.text_key:
            await request.show(*self._removal(texts, article))
            return
        if request.data.text_key != text_key(article):
            await request.show(article_changed(texts), None)
            return
        async with telling_failures(request, texts):
            report = await self._editor.remove(article, account_of(request.query))
            done = removed(texts, article.title)
            await request.show(fitting([done, report.brief(texts)]), None)

    async def keep(self, request: CallbackRequest[KeepButton]) -> None:
        """Remove nothing."""
        await request.show(not_removed(request.reader.texts), None)

    async def _page(self, texts: Messages, number: int, own: str) -> View:
        count = await self._editor.count()
        pages = max(1, -(-count // CHANGES_PER_PAGE))
        number = min(max(number, 1), pages)
        newest = count - (number - 1) * CHANGES_PER_PAGE
        changes = await self._editor.changes(CHANGES_PER_PAGE, newest + 1)
        buttons = history_keyboard(number, pages, self._editor.library.mark)
        return self._named(texts, history(texts, changes, count, own, self._zone)), buttons

    async def _undoable(self, texts: Messages, own: str) -> View:
        changes = await self._editor.undoable()
        buttons = undo_keyboard(texts, changes, self._editor.library.mark)
        return self._named(texts, undo_choice(texts, changes, own, self._zone)), buttons

    def _named(self, texts: Messages, shown: RichText) -> RichText:
        """Return a text below the name of its collection, where there are several."""
        name = self._editor.library.name(language_in(texts))
        return joined([of_collection(texts, name), shown])

    async def _undoing(self, texts: Messages, number: int, own: str) -> View:
        """Return the question whether to undo a change.

        Raises:
            ChangesError: It cannot be undone.
        """
        library = self._editor.library
        await self._editor.check_undo(number)
        known = {change.number: change for change in await self._editor.undoable()}
        if number not in known:  # Undone since it was looked at.
            return await self._undoable(texts, own)
        name = library.name(language_in(texts))
        asked = ask_to_undo(texts, known[number], own, self._zone, name)
        return asked, undo_confirmation(texts, number, library.mark)

    def _removal(self, texts: Messages, article: Article) -> View:
        library = self._editor.library
        shown = ask_to_remove(texts, article, library.name(language_in(texts)))
        return shown, removal_confirmation(texts, article, library.mark)

    async def _may_change(self, request: CallbackRequest[UndoButton | RemoveButton]) -> bool:
        """Return True if an admin pressed a button of the collection in force; else tell why."""
        is_admin = await is_admins(request, self._admin_ids)
        return is_admin and await is_in_force(request, self._editor.library)

    async def _meant(self, words: str) -> list[Article]:
        """Return the articles with this id, file or title, else those that the words find."""
        corpus = self._editor.library.current.corpus
        if named := [one for one in corpus.articles if words in _names(one)]:
            return named
        ranked = [passage for passage, _ in await self._answerer.rank(words, _CANDIDATES)]
        return await asyncio.to_thread(search_articles, corpus, ranked, words)


def _names(article: Article) -> set[str]:
    """Return what an article is called by: its id, its title, its file with its suffix or not."""
    stem = PurePosixPath(article.path).stem
    return {article.id, article.path, article.title, stem}
