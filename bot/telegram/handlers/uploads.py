"""Documents and addresses that admins send in private: previewed, and added on a tap."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Coroutine
from typing import Any

from telegram import Document, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.service.adding import Adder
from bot.service.uploads import Upload, UploadStore, article_name
from bot.telegram.admin_buttons import AddButton, DiscardButton, PreviewButton
from bot.telegram.admin_keyboards import preview_keyboard
from bot.telegram.handlers import Handler
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.incoming import looks_like_question
from bot.telegram.handlers.language import reader_of
from bot.telegram.handlers.private_only import account_of, is_admins, telling_failures
from bot.telegram.handlers.progress import shown_while
from bot.telegram.handlers.refusals import is_too_big
from bot.telegram.handlers.replies import reply, revise
from bot.views.answers import fitting
from bot.views.markup import RichText
from bot.views.reader import Reader
from bot.views.uploads import (
    about_upload,
    added,
    discarded,
    how_to_send_addresses,
    look_again,
    no_pictures,
    not_addable,
    now_elsewhere,
    preview,
    preview_expired,
    reading,
    unreadable,
)
from corpus.adding import Addition
from corpus.document import UnreadableError
from corpus.files import check_size
from corpus.message import ReportedError, Size, system_error

MAX_REMEMBERED = 8
"""Maximum number of files that are not read again when a page of their preview is turned."""

MAX_DOWNLOAD = Size(20 << 20)
"""Maximum size of a file that Telegram lets bots download, in bytes; a Bot API server of one's own
has no such limit, so that only the error tells (https://core.telegram.org/bots/api#getfile)."""

_SECONDS = 30
"""Seconds that Telegram may take to continue a download."""

_ADDRESS = r"^\s*https?://\S+\s*$"

_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SOME_ADDRESS = re.compile(r"https?://[^\s/]|\bwww\.[^\s.]+\.", re.IGNORECASE)

View = tuple[RichText, InlineKeyboardMarkup | None]


class _HasAddress(filters.MessageFilter):
    """Matches texts with an address that are no questions."""

    def filter(self, message: Message) -> bool:
        """Return True for such a text."""
        said = message.text or ""
        return bool(_SOME_ADDRESS.search(said)) and not looks_like_question(
            _ADDRESSES.sub("", said)
        )


class UploadHandlers:
    """Reads what admins send, shows it as it would be quoted, and adds it when they say so.

    Args:
        adder: Reads files, and adds them to the collection.
        store: Keeps them until then.
        admin_ids: The admins of the bot.
    """

    def __init__(self, adder: Adder, store: UploadStore, admin_ids: Collection[int]) -> None:
        self._adder = adder
        self._store = store
        self._admin_ids = admin_ids
        self._library = adder.library
        self._read: dict[tuple[str, str], Addition] = {}

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of admins' documents and addresses in private, and of the buttons.

        Such messages of anybody else are left to other handlers.
        """
        new = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.User(self._admin_ids)
        document = filters.Document.ALL & ~filters.ANIMATION
        # The caption of a photo may be a question.
        picture = filters.Document.IMAGE | (filters.PHOTO & ~filters.CAPTION)
        address = filters.TEXT & ~filters.COMMAND & filters.Regex(_ADDRESS)
        return [
            MessageHandler(new & picture, self.decline_picture),
            MessageHandler(new & document, self.receive_document),
            MessageHandler(new & address, self.receive_address),
            MessageHandler(new & _HasAddress() & ~filters.COMMAND, self.explain_addresses),
            router.handler(PreviewButton, self.turn_page),
            router.handler(AddButton, self.add),
            router.handler(DiscardButton, self.discard),
        ]

    async def decline_picture(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that a picture holds no text to add, and what to send instead."""
        if update.message:
            await reply(update.message, no_pictures(reader_of(update).texts))

    async def receive_document(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Download a document, and reply with its preview."""
        if update.message and (document := update.message.document):
            name = document.file_name or document.mime_type or ""
            await self._receive(update, update.message, name, self._download(document))

    async def receive_address(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Fetch an address, and reply with a preview of what is there."""
        if update.message and update.message.text:
            url = update.message.text.strip()
            await self._receive(update, update.message, url, self._adder.fetch(url))

    async def explain_addresses(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to send addresses, in answer to a message with one that asks nothing."""
        if update.message:
            await reply(update.message, how_to_send_addresses(reader_of(update).texts))

    async def turn_page(self, request: CallbackRequest[PreviewButton]) -> None:
        """Show another page of a preview."""
        data = request.data
        if upload := await self._stored(request, data.upload_key):
            async with telling_failures(request, request.reader.texts):
                view = await self._again(request.reader, data.upload_key, upload, data.page)
                is_same = data.shown_for == self._library.mark
                await request.show(*view, "" if is_same else self._elsewhere(request.reader))

    async def add(self, request: CallbackRequest[AddButton]) -> None:
        """Add what a preview shows, and report the reload; if it is out of date, show it again."""
        key, texts = request.data.upload_key, request.reader.texts
        upload = await self._stored(request, key)
        if upload is None:
            return
        async with telling_failures(request, texts):
            if request.data.shown_for != self._library.mark:
                view = await self._again(request.reader, key, upload, 1)
                await request.show(*view, self._elsewhere(request.reader))
                return
            addition, report = await self._adder.add(
                upload,
                "replaced" if request.data.replaces else "added",
                account_of(request.query),
            )
            if report is None or addition.file.article is None:
                view = await self._view(request.reader, key, addition, 1)
                await request.show(*view, look_again(texts))
                return
            await self._forget(key)
            done = added(texts, addition, addition.file.article)
            await request.show(fitting([done, report.brief(texts)]), None)

    async def discard(self, request: CallbackRequest[DiscardButton]) -> None:
        """Add nothing, and delete the file."""
        if upload := await self._stored(request, request.data.upload_key):
            await self._forget(request.data.upload_key)
            await request.show(discarded(request.reader.texts, upload.name), None)

    async def _receive(
        self, update: Update, message: Message, name: str, load: Coroutine[Any, Any, Upload]
    ) -> None:
        """Load and read a file, and reply with its preview, or the reason why there is none."""
        reader = reader_of(update)
        view, line_id = await shown_while(
            message, reading(reader.texts, name), self._first_view(reader, name, load)
        )
        if line_id is None:
            await reply(message, *view)
        else:
            await revise(message, line_id, *view)

    async def _first_view(
        self, reader: Reader, name: str, load: Coroutine[Any, Any, Upload]
    ) -> View:
        try:
            upload = await load
            addition = await self._adder.preview(upload)
            if not addition.contents:
                return not_addable(reader.texts, addition), None
            key = await asyncio.to_thread(self._store.put, upload)
        except ReportedError as error:
            return unreadable(reader.texts, name, error.message), None
        except OSError as error:
            return unreadable(reader.texts, name, system_error(error)), None
        return await self._view(reader, key, addition, 1)

    async def _again(self, reader: Reader, key: str, upload: Upload, number: int) -> View:
        """Return a page of the preview of a stored file, for the collection in force."""
        read = self._read.get((key, self._library.mark))
        return await self._view(reader, key, read or await self._adder.preview(upload), number)

    def _elsewhere(self, reader: Reader) -> str:
        """Return the toast for a preview that was for another collection than the one in force."""
        name = self._library.name(reader.language)
        return now_elsewhere(reader.texts, name) if name else look_again(reader.texts)

    async def _view(self, reader: Reader, key: str, addition: Addition, number: int) -> View:
        """Return a page of a preview, or the reason why there is nothing to add any more."""
        article = addition.file.article
        if article is None or not addition.contents:
            return not_addable(reader.texts, addition), None
        mark, name = self._library.mark, self._library.name(reader.language)
        self._read[key, mark] = addition
        while len(self._read) > MAX_REMEMBERED:
            del self._read[next(iter(self._read))]
        twin = await asyncio.to_thread(self._store.twin, key) if number == 1 else None
        about = about_upload(reader.texts, name, twin.name if twin else None)
        # In a thread, as two versions of a book take a while to compare.
        text, page = await asyncio.to_thread(preview, reader, addition, article, number, about)
        return text, preview_keyboard(reader.texts, key, mark, page, addition)

    async def _download(self, document: Document) -> Upload:
        """Download a document from Telegram.

        Raises:
            UnreadableError: It is too large, in an unsupported format, or cannot be downloaded.
        """
        name = article_name(document.file_name, document.mime_type)
        size, limit = document.file_size or 0, self._adder.settings.max_file_bytes
        if size <= MAX_DOWNLOAD:
            check_size(size, limit)
        try:
            file = await document.get_file()
            check_size(size, limit)
            data = bytes(await file.download_as_bytearray(read_timeout=_SECONDS))
        except TelegramError as error:
            if is_too_big(error):
                raise UnreadableError(
                    "has {size}, and Telegram lets bots download {limit}; split it, or put it on "
                    "the bot’s machine and add it there with {command}, which takes up to {most}",
                    size=Size(max(size, MAX_DOWNLOAD)),
                    limit=MAX_DOWNLOAD,
                    command="yinju corpus add",
                    most=Size(limit),
                ) from error
            raise UnreadableError("cannot be downloaded from Telegram; send it again") from error
        check_size(len(data), limit)
        return Upload(name, data)

    async def _stored(
        self, request: CallbackRequest[PreviewButton | AddButton | DiscardButton], key: str
    ) -> Upload | None:
        """Return the file that a button is about, if an admin pressed it and it is still there."""
        if not await is_admins(request, self._admin_ids):
            return None
        upload = await asyncio.to_thread(self._store.get, key)
        if upload is None:
            await request.show(preview_expired(request.reader.texts), None)
        return upload

    async def _forget(self, key: str) -> None:
        """Delete a stored file, and what was read of it."""
        for known in [one for one in self._read if one[0] == key]:
            del self._read[known]
        await asyncio.to_thread(self._store.drop, key)
