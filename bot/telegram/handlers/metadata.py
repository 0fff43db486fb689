"""Editing what is stated of an article, from its page in /articles.

The steps need no memory between them: a request for a value has a link that says what it is
about, which comes back with the reply, and the value to save stands in the message above “Save”.
"""

from __future__ import annotations

from collections.abc import Collection

from telegram import ForceReply, Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.service.editing import Editor, shown_metadata, typed_value
from bot.telegram.admin_buttons import DropButton, EditButton, FieldButton, SaveButton
from bot.telegram.admin_keyboards import metadata_keyboard, save_keyboard
from bot.telegram.callback_data import OutlineButton
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import reader_of, texts_for
from bot.telegram.handlers.private_only import (
    account_of,
    admin_in_private,
    is_admins,
    is_in_force,
    telling_failures,
)
from bot.telegram.handlers.replies import renew, reply
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.views.answers import fitting
from bot.views.links import ArticleKeys, EditLink, article_key, file_key, text_key
from bot.views.metadata import (
    TAKE_BACK,
    ask_for_value,
    ask_to_save,
    metadata_panel,
    not_saved,
    placeholder,
    saved_metadata,
    without_effect,
)
from bot.views.notices import article_changed, article_gone
from corpus.model import Article


class MetadataHandlers:
    """Asks for new values of an article's metadata, shows their effect, and saves them."""

    def __init__(
        self, editor: Editor, whereabouts: Whereabouts, admin_ids: Collection[int]
    ) -> None:
        self._whereabouts = whereabouts
        self._editor = editor
        self._admin_ids = admin_ids
        self._keys = ArticleKeys(file_key)

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the buttons and of the replies."""
        messages = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
        typed = messages & filters.TEXT & ~filters.COMMAND & _ReplyToRequest()
        return [
            MessageHandler(typed, self.preview),
            router.handler(EditButton, self.show),
            router.handler(FieldButton, self.ask),
            router.handler(SaveButton, self.save),
            router.handler(DropButton, self.drop),
        ]

    async def show(self, request: CallbackRequest[EditButton]) -> None:
        """Show what is stated of an article, with buttons for its fields."""
        article = await self._article(request)
        if article:
            texts, mark = request.reader.texts, self._editor.library.mark
            keyboard = metadata_keyboard(texts, article, mark, request.data.back)
            await request.show(metadata_panel(request.reader, article), keyboard)

    async def ask(self, request: CallbackRequest[FieldButton]) -> None:
        """Ask for a new value, to be sent as a reply."""
        data, texts, message = request.data, request.reader.texts, request.query.message
        article = await self._article(request)
        if article and isinstance(message, Message):
            mark = self._editor.library.mark
            keys = (article_key(article), data.file_key)
            link = EditLink(*keys, data.field, mark, message.message_id)
            address = link.address(request.reader.username)
            shown = placeholder(texts, article, data.field)
            await reply(
                message,
                ask_for_value(texts, article, data.field, address),
                ForceReply(selective=True, input_field_placeholder=shown),
            )
            await request.show_toast()

    async def preview(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the article as the value in a reply would make it, and ask whether to save it."""
        message = await admin_in_private(update, self._admin_ids)
        link = _request_behind(message) if message else None
        if not message or not link:
            return
        self._whereabouts.enter(link.collection, None, message.chat_id)
        reader, texts = reader_of(update), texts_for(update)
        is_of_it = link.collection == self._editor.library.mark
        article = self._find(link.file_key) if is_of_it else None
        if article is None:
            await reply(message, article_gone(texts))
            return
        async with telling_failures(message, texts):
            value = typed_value(link.field, message.text or "")
            edited = await self._editor.preview(article, link.field, value)
            if shown_metadata(edited) == shown_metadata(article):
                await reply(message, without_effect(texts))
                return
            typed = TAKE_BACK if value is None else str(value)
            name = self._editor.library.name(reader.language)
            shown = ask_to_save(reader, edited, link.field, typed, name)
            await reply(message, shown, save_keyboard(texts, article, link))

    async def save(self, request: CallbackRequest[SaveButton]) -> None:
        """Save the value that the message shows, and report the reload."""
        data, texts, message = request.data, request.reader.texts, request.query.message
        article = await self._article(request)
        if not article or not isinstance(message, Message):
            return
        if data.text_key != text_key(article):
            await request.show(article_changed(texts), None)
            return
        shown = list(message.parse_entities([MessageEntity.CODE]).values())
        if not shown:
            await request.show_outdated()
            return
        async with telling_failures(request, texts):
            value = typed_value(data.field, shown[-1])
            own = account_of(request.query)
            report = await self._editor.edit(article, data.field, value, own)
            if report is None:
                await request.show(without_effect(texts), None)
                return
            await self._renew_panel(request, message)
            await request.show(fitting([saved_metadata(texts), report.brief(texts)]), None)

    async def drop(self, request: CallbackRequest[DropButton]) -> None:
        """Save nothing."""
        await request.show(not_saved(request.reader.texts), None)

    async def _renew_panel(self, request: CallbackRequest[SaveButton], message: Message) -> None:
        """Show the new value in the message whose button asked for it, if it is known."""
        data, reader = request.data, request.reader
        article = self._find(data.file_key)
        if article is None or not data.panel:
            return
        back = OutlineButton(article_key(article), 1, collection=data.collection)
        keyboard = metadata_keyboard(reader.texts, article, data.collection, back)
        async with request.locks.acquire((message.chat.id, data.panel), request.update_id):
            await renew(message, data.panel, metadata_panel(reader, article), keyboard)

    async def _article(
        self, request: CallbackRequest[EditButton | FieldButton | SaveButton]
    ) -> Article | None:
        """Return an article for an admin; tell others, and of an article that is gone."""
        if not await is_admins(request, self._admin_ids):
            return None
        if not await is_in_force(request, self._editor.library):
            return None
        article = self._find(request.data.file_key)
        if article is None:
            await request.show(article_gone(request.reader.texts), None)
        return article

    def _find(self, key: str) -> Article | None:
        return self._keys.find(self._editor.library.current.corpus, key)


class _ReplyToRequest(filters.MessageFilter):
    """Matches replies to the bot's requests for a value."""

    def filter(self, message: Message) -> bool:
        """Return True for such a reply."""
        return _request_behind(message) is not None


def _request_behind(message: Message) -> EditLink | None:
    """Return the link in the bot's request that a message in private replies to."""
    asked = message.reply_to_message
    if not asked or not asked.from_user or message.chat.type != ChatType.PRIVATE:
        return None
    if asked.from_user.id != message.get_bot().id:
        return None
    links = (EditLink.parse(entity.url) for entity in asked.entities if entity.url)
    return next((link for link in links if link), None)
