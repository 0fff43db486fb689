"""/unanswered: questions without a good answer, and what comes closest to them, for admins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import tzinfo

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from bot.journal.journal import StoredQuestion
from bot.messages import Messages
from bot.service.gaps import Gaps
from bot.telegram.admin_buttons import (
    FindButton,
    FoundButton,
    GapButton,
    GapsButton,
    ReadersWordButton,
    WordButton,
    WordsButton,
)
from bot.telegram.gap_keyboards import (
    found_keyboard,
    gap_keyboard,
    gaps_keyboard,
    word_keyboard,
    words_keyboard,
)
from bot.telegram.handlers import TYPED, Handler
from bot.telegram.handlers.activity import typing
from bot.telegram.handlers.callbacks import CallbackRequest, CallbackRouter
from bot.telegram.handlers.language import reader_of, texts_for
from bot.telegram.handlers.private_only import admin_in_private, for_admins
from bot.telegram.handlers.prompts import IsReplyTo, prompt, prompted_question, prompted_word
from bot.telegram.handlers.replies import reply
from bot.telegram.handlers.senders import is_by_admin
from bot.telegram.handlers.whereabouts import Whereabouts
from bot.views.gaps import (
    CLOSEST_PER_PAGE,
    FOUND_PER_PAGE,
    GAPS_PER_PAGE,
    PASSAGE_SIGN,
    READERS_WORD_SIGN,
    GapList,
    ask_for_passage,
    ask_for_readers_word,
    no_words,
    not_in_question,
    render_found,
    render_gap,
    render_gaps,
    render_word,
    render_words,
    words_of_passage,
)
from bot.views.markup import RichText
from bot.views.notices import question_gone
from bot.views.pagination import Page
from bot.views.reader import Reader
from retrieval.text.script import fold


class GapHandlers:
    """Shows the gaps of the collection, one with its closest passages, and words to teach.

    Args:
        gaps: Finds the gaps.
        whereabouts: Finds the collection that a reply is about.
        admin_ids: The admins of the bot.
        leave: Called with a message that is to show something else than the preview that is made
            for it.
        zone: The time zone of days.
    """

    def __init__(
        self,
        gaps: Gaps,
        whereabouts: Whereabouts,
        admin_ids: Collection[int],
        leave: Callable[[Hashable], None],
        zone: tzinfo,
    ) -> None:
        self._gaps = gaps
        self._leave = leave
        self._zone = zone
        self._library = whereabouts.collections
        self._whereabouts = whereabouts
        self._admin_ids = admin_ids

    def handlers(self, router: CallbackRouter) -> list[Handler]:
        """Return the handlers of the command and of the buttons."""
        admins, is_answer = self._admin_ids, filters.ChatType.PRIVATE & IsReplyTo(PASSAGE_SIGN)
        is_word = filters.ChatType.PRIVATE & IsReplyTo(READERS_WORD_SIGN)
        return [
            CommandHandler("unanswered", self.unanswered, filters=TYPED),
            router.handler(GapsButton, for_admins(admins, self.turn_page)),
            router.handler(GapButton, for_admins(admins, self.show)),
            router.handler(FindButton, for_admins(admins, self.ask_for_passage)),
            MessageHandler(filters.UpdateType.MESSAGE & is_answer, self.find_passage),
            router.handler(FoundButton, for_admins(admins, self.show_found)),
            router.handler(WordsButton, for_admins(admins, self.choose_word)),
            router.handler(WordButton, for_admins(admins, self.choose_meaning)),
            router.handler(ReadersWordButton, for_admins(admins, self.ask_for_readers_word)),
            MessageHandler(filters.UpdateType.MESSAGE & is_word, self.type_readers_word),
        ]

    async def unanswered(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the first page of the list, in private."""
        if message := await admin_in_private(update, self._admin_ids):
            async with typing(message):
                listed = await self._list(texts_for(update), message.chat.id, 1, is_fresh=True)
            await reply(message, *listed)

    async def turn_page(self, request: CallbackRequest[GapsButton]) -> None:
        """Show another page of the list."""
        texts, admin = request.reader.texts, request.query.from_user.id
        shown = await self._list(texts, admin, request.data.page, is_fresh=False)
        await request.show(*shown)

    async def show(self, request: CallbackRequest[GapButton]) -> None:
        """Show a gap with the passages that come closest to it."""
        self._leave(request.message)
        gap = await self._gaps.gap(request.data.question_id)
        if gap is None:
            await request.show_expired()
            return
        closest = await self._gaps.closest(gap.head.text)
        page = Page.of(closest, request.data.page, CLOSEST_PER_PAGE)
        reader, listed_on = request.reader, -(-await self._gaps.place(gap) // GAPS_PER_PAGE)
        shown = render_gap(reader, gap, page, self._zone, self._library.name(reader.language))
        await request.show(shown, gap_keyboard(reader, gap, page, listed_on))

    async def ask_for_passage(self, request: CallbackRequest[FindButton]) -> None:
        """Ask for words of a passage by a message to reply to."""
        question = await self._gaps.question(request.data.question_id)
        message = request.query.message
        if question and isinstance(message, Message):
            await prompt(message, ask_for_passage(request.reader, question.id, question.text))
            await request.show_toast()
        else:
            await request.show_expired()

    async def find_passage(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the passages that the words of a reply find, to answer the question with."""
        prompted = await self._prompted(update)
        if prompted is None:
            return
        message, question, words = prompted
        await reply(message, *await self._found(reader_of(update), question, words, 1))

    async def show_found(self, request: CallbackRequest[FoundButton]) -> None:
        """Show another page of the passages that the words in a message find."""
        self._leave(request.message)
        question = await self._gaps.question(request.data.question_id)
        message = request.query.message
        words = prompted_word(message) if isinstance(message, Message) else ""
        if question and words:
            page = request.data.page
            await request.show(*await self._found(request.reader, question, words, page))
        else:
            await request.show_expired()

    async def choose_word(self, request: CallbackRequest[WordsButton]) -> None:
        """Offer the words of a question that the articles may say in another way."""
        question = await self._gaps.question(request.data.question_id)
        if question is None:
            await request.show_expired()
            return
        words, unknown = await self._gaps.words(question.text)
        texts = request.reader.texts
        keyboard = words_keyboard(request.reader, question, words)
        await request.show(render_words(texts, question.text, unknown), keyboard)

    async def choose_meaning(self, request: CallbackRequest[WordButton]) -> None:
        """Offer words of the closest passages that a word of a question may stand for."""
        self._leave(request.message)
        data, reader = request.data, request.reader
        question = await self._gaps.question(data.question_id)
        if question is None:
            await request.show_expired()
            return
        words = await self._gaps.words_instead(question.text)
        typed = question.text[slice(*data.span)]
        shown = render_word(reader.texts, question.text, typed, has_candidates=bool(words))
        await request.show(shown, word_keyboard(reader, question.id, data.span, words))

    async def ask_for_readers_word(self, request: CallbackRequest[ReadersWordButton]) -> None:
        """Ask for a word of a question by a message to reply to."""
        question = await self._gaps.question(request.data.question_id)
        message = request.query.message
        if question and isinstance(message, Message):
            asked = ask_for_readers_word(request.reader, question.id, question.text)
            await prompt(message, asked)
            await request.show_toast()
        else:
            await request.show_expired()

    async def type_readers_word(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer words of the articles for a word of a question that was typed."""
        prompted = await self._prompted(update)
        if prompted is None:
            return
        message, question, words = prompted
        texts, word = reader_of(update).texts, " ".join(words.split())
        if (start := fold(question.text).find(fold(word))) < 0:
            await reply(message, not_in_question(texts, word))
            return
        span = start, start + len(word)
        offered = await self._gaps.words_instead(question.text)
        typed = question.text[slice(*span)]
        shown = render_word(texts, question.text, typed, has_candidates=bool(offered))
        await reply(message, shown, word_keyboard(reader_of(update), question.id, span, offered))

    async def _found(
        self, reader: Reader, question: StoredQuestion, words: str, number: int
    ) -> tuple[RichText, InlineKeyboardMarkup | None]:
        """Return a page of the passages that words find, to answer a question with."""
        searched = words_of_passage(words)
        citations, has_words = await self._gaps.found(searched)
        page = Page.of(citations, number, FOUND_PER_PAGE)
        shown = render_found(reader, question.text, searched, page, has_words=has_words)
        return shown, found_keyboard(reader.texts, question.id, page)

    async def _prompted(self, update: Update) -> tuple[Message, StoredQuestion, str] | None:
        """Return an admin's reply with the question that it is about, and its words.

        None if it is of nobody who may teach, or is answered because something is missing. The
        collection in force is then the one that the question was asked of.
        """
        message = update.message
        request = message.reply_to_message if message else None
        if not (message and request and is_by_admin(update, self._admin_ids)):
            return None
        question_id, texts = prompted_question(request) or "", texts_for(update)
        await self._whereabouts.enter_question(question_id, message.chat_id)
        question, words = await self._gaps.question(question_id), message.text or ""
        if question is None:
            await reply(message, question_gone(texts))
        elif not words.strip():
            await reply(message, no_words(texts))
        else:
            return message, question, words
        return None

    async def _list(
        self, texts: Messages, admin_id: int, number: int, *, is_fresh: bool
    ) -> tuple[RichText, InlineKeyboardMarkup | None]:
        gaps = await self._gaps.find(is_fresh=is_fresh)
        page = Page.of(gaps, number, GAPS_PER_PAGE)
        collection = self._library.in_force.info if len(self._library.served) > 1 else None
        elsewhere = await self._gaps.elsewhere(self._library, admin_id)
        listed = GapList(page, len(gaps), collection, elsewhere)
        buttons = gaps_keyboard(page, self._library.mark)
        return render_gaps(texts, listed, self._zone), buttons
