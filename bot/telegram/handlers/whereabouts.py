"""The collection that a button, link or reply is about, whichever the chat has chosen since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from telegram import CallbackQuery

from bot.journal.journal import Journal, StoredQuestion
from bot.policy import mark_of
from bot.service.collections import Collections, ServedCollection
from bot.telegram.callback_data import collection_of, question_behind
from bot.views.links import ArticleKeys, DeepLink


class Whereabouts:
    """Puts the collection in force that something is about, if it is open to the chat.

    That is the one whose mark a button or a link carries, or that the question behind it or behind
    a reply was asked of; of what has neither, as older messages have, any open one that holds the
    passage or the article.

    Attributes:
        collections: All collections.
    """

    def __init__(self, collections: Collections, journal: Journal) -> None:
        self.collections = collections
        self._journal = journal
        self._keys: dict[str, ArticleKeys] = defaultdict(ArticleKeys)

    async def enter_button(
        self, query: CallbackQuery, data: Hashable, question: StoredQuestion | None
    ) -> bool:
        """Put the collection of a pressed button in force.

        Args:
            query: The press.
            data: The button's data.
            question: The question that its message answers, if that is known.

        Returns:
            False if the collection is not open to the chat, or to the person where the bot is not
            in the chat.
        """
        mark, question_id = collection_of(data), question_behind(data)
        if not (mark or question) and question_id and len(self.collections.served) > 1:
            question = await self._journal.question(question_id)
        held = getattr(data, "passage_id", None) or getattr(data, "article_key", None)
        if not (mark or question or held):
            return True
        mark = mark or mark_of(question.collection if question else None)
        chat_id = query.message.chat.id if query.message else query.from_user.id
        return self.enter(mark, held, chat_id)

    async def enter_link(self, link: DeepLink, chat_id: int) -> bool:
        """Put the collection of a deep link in force; return False if it is not open to a chat."""
        if link.kind == "question":
            return await self.enter_question(link.id, chat_id)
        return self.enter(link.collection, link.id, chat_id)

    async def enter_question(self, question_id: str, chat_id: int) -> bool:
        """Put the collection in force that a question was asked of; False if it is not open."""
        question = await self._journal.question(question_id)
        return question is None or self.enter(mark_of(question.collection), None, chat_id)

    def enter(self, mark: str, held: str | None, chat_id: int) -> bool:
        """Put a collection in force.

        Args:
            mark: Its mark, as far as that is known.
            held: Id of a passage or key of an article that it holds, by which it is found if there
                is none with this mark.
            chat_id: The chat or the person that is to be shown it.

        Returns:
            False if it is not open to them; nothing has changed then.
        """
        is_open = self.collections.put_marked_in_force(mark, chat_id)
        if is_open is None and held:
            self.collections.put_holder_in_force(lambda one: self._holds(one, held), chat_id)
        return is_open is not False

    def _holds(self, served: ServedCollection, held: str) -> bool:
        corpus, keys = served.library.current.corpus, self._keys[served.info.key]
        return corpus.passage(held) is not None or keys.find(corpus, held) is not None
