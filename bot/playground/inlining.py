"""What people do with a bot from any chat: type a query, choose a result, name it as a guest."""

from __future__ import annotations

from bot.playground.formatting import FormattedText, detect
from bot.playground.model import Chat, Message, Person
from bot.playground.reach import reaches_bot
from bot.playground.world import Query, World

LONGEST_QUERY = 256


class Inlining:
    """The part of a client that works through the bot where the bot need not be."""

    world: World
    person: Person

    def type_inline(self, text: str, chat_type: str = "group", offset: str = "") -> Query:
        """Type the bot's name and a query into any chat."""
        query = self._query(text)
        inline = {"id": query.id, "from": self.person.as_json(), "query": query.text}
        self.world.updates.put("inline_query", inline | {"offset": offset, "chat_type": chat_type})
        return query

    def scroll(self, query: Query, chat_type: str = "group") -> Query:
        """Come to the end of the results, so that further ones are asked for.

        Raises:
            LookupError: The bot has said that there are no more.
        """
        offset = (query.answer or {}).get("next_offset")
        if not offset:
            raise LookupError(f"nothing follows the results of {query.text!r}")
        return self.type_inline(query.text, chat_type, offset)

    def choose(self, query: Query, number: int, chat: Chat, topic: int | None = None) -> Message:
        """Choose a result of an inline query; it is sent in one's own name, via the bot."""
        result = (query.answer or {})["results"][number]
        markup = result.get("reply_markup")
        message = self.world.post(
            chat,
            self.person,
            result["body"],
            markup=markup,
            topic=topic,
            extra={"via_bot": self.world.bot.as_json()},
        )
        chosen = {"result_id": result["id"], "from": self.person.as_json(), "query": query.text}
        if markup:
            # Without buttons the bot is not told how to change the message.
            chosen["inline_message_id"] = self.world.send_inline(message)
        self.world.updates.put("chosen_inline_result", chosen)
        if reaches_bot(self.world, message):
            self.world.updates.put("message", message.as_json())
        return message

    def ask_as_guest(self, text: str, chat: Chat, reply_to: Message | None = None) -> Query:
        """Name the bot in a chat that it is not in (guest mode, Bot API 10.0)."""
        query = self._query(text, chat)
        body = FormattedText(text, tuple(detect(text)))
        message = self.world.post(chat, self.person, body, reply_to=reply_to)
        self.world.updates.put("guest_message", message.as_json() | {"guest_query_id": query.id})
        return query

    def _query(self, text: str, chat: Chat | None = None) -> Query:
        """A query that the bot may answer; clients cut what is typed too long."""
        if chat is None:
            text = text[:LONGEST_QUERY]
        number = str(next(self.world.numbers))
        query = Query(self.person, text, self.world.clock(), chat=chat, id=number)
        self.world.queries[number] = query
        return query
