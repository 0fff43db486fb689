"""Simulated user actions for inline mode and guest mode."""

from __future__ import annotations

from bot.playground.standin.backend import Backend, PendingQuery
from bot.playground.standin.formatting import FormattedText, detect
from bot.playground.standin.model import Chat, Message, User
from bot.playground.standin.privacy_mode import reaches_bot

MAX_QUERY = 256
"""Maximum length of an inline query, in characters; clients truncate it."""


class InlineActions:
    """Actions that do not require the bot to be a member of the chat."""

    backend: Backend
    person: User

    def type_inline(self, text: str, chat_type: str = "group", offset: str = "") -> PendingQuery:
        """Send an inline query, as a client does while its user types.

        Raises:
            LookupError: The bot's inline mode is off.
        """
        if not self.backend.settings.get("supports_inline_queries"):
            raise LookupError("the bot has no inline mode")
        query = self._query(text)
        inline = {"id": query.id, "from": self.person.as_json(), "query": query.text}
        self.backend.updates.put(
            "inline_query", inline | {"offset": offset, "chat_type": chat_type}
        )
        return query

    def scroll(self, query: PendingQuery, chat_type: str = "group") -> PendingQuery:
        """Request the next page of results, as a client does at the end of its list.

        Raises:
            LookupError: There is no next page, or no answer yet.
        """
        offset = (query.answer or {}).get("next_offset")
        if not offset:
            raise LookupError(f"the query {query.text!r} has no further results")
        return self.type_inline(query.text, chat_type, offset)

    def choose(
        self, query: PendingQuery, number: int, chat: Chat, topic: int | None = None
    ) -> Message:
        """Send a result of an inline query as the user's own message, via the bot.

        Args:
            query: The query, which the bot has answered.
            number: The index of the result, from 0.
            chat: The chat that the message is sent to.
            topic: The topic of the message, in a forum.
        """
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
            # Telegram gives an inline message id only for messages with an inline keyboard.
            chosen["inline_message_id"] = self.backend.send_inline(message)
        share = self.backend.settings.get("inline_feedback_share_denominator", 0)
        if share and next(self.backend.chosen) % share == 0:
            self.backend.updates.put("chosen_inline_result", chosen)
        if reaches_bot(self.backend, message):
            self.backend.updates.put("message", message.as_json())
        return message

    def ask_as_guest(self, text: str, chat: Chat, reply_to: Message | None = None) -> PendingQuery:
        """Mention the bot in a chat without it, which is a guest query (Bot API 10.0).

        Raises:
            LookupError: The bot's guest mode is off.
        """
        if not self.backend.settings.get("supports_guest_queries"):
            raise LookupError("the bot has no guest mode")
        query = self._query(text, chat)
        body = FormattedText(text, tuple(detect(text)))
        message = self.backend.post(chat, self.person, body, reply_to=reply_to)
        self.backend.updates.put("guest_message", message.as_json() | {"guest_query_id": query.id})
        return query

    def _query(self, text: str, chat: Chat | None = None) -> PendingQuery:
        """Register a query: a guest query if *chat* is given, else an inline query."""
        if chat is None:
            text = text[:MAX_QUERY]
        number = str(next(self.backend.numbers))
        query = PendingQuery(self.person, text, self.backend.clock(), chat=chat, id=number)
        self.backend.queries[number] = query
        return query
