"""What people do with a bot from any chat: type a query, choose a result, name it as a guest."""

from __future__ import annotations

from bot.playground.standin.backend import Backend, PendingQuery
from bot.playground.standin.formatting import FormattedText, detect
from bot.playground.standin.model import Chat, Message, User
from bot.playground.standin.privacy_mode import reaches_bot

MAX_QUERY = 256


class InlineActions:
    """The part of a client that works through the bot where the bot need not be."""

    backend: Backend
    person: User

    def type_inline(self, text: str, chat_type: str = "group", offset: str = "") -> PendingQuery:
        """Type the bot's name and a query into any chat."""
        query = self._query(text)
        inline = {"id": query.id, "from": self.person.as_json(), "query": query.text}
        self.backend.updates.put(
            "inline_query", inline | {"offset": offset, "chat_type": chat_type}
        )
        return query

    def scroll(self, query: PendingQuery, chat_type: str = "group") -> PendingQuery:
        """Come to the end of the results, so that further ones are asked for.

        Raises:
            LookupError: The bot has said that there are no more.
        """
        offset = (query.answer or {}).get("next_offset")
        if not offset:
            raise LookupError(f"nothing follows the results of {query.text!r}")
        return self.type_inline(query.text, chat_type, offset)

    def choose(
        self, query: PendingQuery, number: int, chat: Chat, topic: int | None = None
    ) -> Message:
        """Choose a result of an inline query; it is sent in one's own name, via the bot."""
        result = (query.answer or {})["results"][number]
        markup = result.get("reply_markup")
        message = self.backend.post(
            chat,
            self.person,
            result["body"],
            markup=markup,
            topic=topic,
            extra={"via_bot": self.backend.bot.as_json()},
        )
        chosen = {"result_id": result["id"], "from": self.person.as_json(), "query": query.text}
        if markup:
            # Without buttons the bot is not told how to change the message.
            chosen["inline_message_id"] = self.backend.send_inline(message)
        self.backend.updates.put("chosen_inline_result", chosen)
        if reaches_bot(self.backend, message):
            self.backend.updates.put("message", message.as_json())
        return message

    def ask_as_guest(self, text: str, chat: Chat, reply_to: Message | None = None) -> PendingQuery:
        """Name the bot in a chat that it is not in (guest mode, Bot API 10.0)."""
        query = self._query(text, chat)
        body = FormattedText(text, tuple(detect(text)))
        message = self.backend.post(chat, self.person, body, reply_to=reply_to)
        self.backend.updates.put("guest_message", message.as_json() | {"guest_query_id": query.id})
        return query

    def _query(self, text: str, chat: Chat | None = None) -> PendingQuery:
        """A query that the bot may answer; clients cut what is typed too long."""
        if chat is None:
            text = text[:MAX_QUERY]
        number = str(next(self.backend.numbers))
        query = PendingQuery(self.person, text, self.backend.clock(), chat=chat, id=number)
        self.backend.queries[number] = query
        return query
