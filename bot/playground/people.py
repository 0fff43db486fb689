"""What people do with a client: write, reply, edit, press buttons, ask inline, come and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.playground.formatting import FormattedText, detect, quote_position, utf16_slice
from bot.playground.model import JSON, Chat, MemberStatus, Message, Person, member_as_json
from bot.playground.world import Callback, Query, World


@dataclass(frozen=True, slots=True)
class Client:
    """One person's client. What they do reaches the bot as it would from Telegram."""

    world: World
    person: Person

    @property
    def private(self) -> Chat:
        """This person's chat with the bot."""
        return self.world.private_chat(self.person)

    def send(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        **more: Any,
    ) -> Message:
        """Write into a chat, the private one where none is named.

        *more* are further fields of the Bot API's Message: `quote`, `forward_origin`, `via_bot`,
        or what is sent instead of text, such as `voice`.
        """
        chat = chat or self.private
        content = {key: more.pop(key) for key in tuple(more) if key in _CONTENT}
        if "quote" in more and reply_to:
            position = quote_position(reply_to.text, more["quote"]) or 0
            more["quote"] = {"text": more["quote"], "position": position, "is_manual": True}
        if topic is None and reply_to:
            topic = reply_to.topic
        body = FormattedText(text, tuple(detect(text)))
        message = self.world.post(
            chat,
            None if "sender_chat" in more and more.pop("is_channel", False) else self.person,
            body,
            reply_to=reply_to,
            topic=topic,
            content=content,
            extra=more,
        )
        self._deliver("message", message)
        return message

    def edit(self, message: Message, text: str) -> None:
        """Change a message of one's own."""
        message.body = FormattedText(text, tuple(detect(text)))
        message.edited = int(self.world.clock())
        self.world.tell("edited", message)
        self._deliver("edited_message", message)

    def press(self, message: Message, label: str) -> Callback:
        """Press the button below a message that bears this label, or begins with it.

        Raises:
            LookupError: There is no such button, or it does not call the bot.
        """
        button = self.button(message, label)
        if "callback_data" not in button:
            raise LookupError(f"{label} does not call the bot: {button}")
        callback = Callback(message, self.person, self.world.clock())
        query_id = str(next(self.world.numbers))
        self.world.callbacks[query_id] = callback
        query = {
            "id": query_id,
            "from": self.person.as_json(),
            "chat_instance": str(message.chat.id),
            "message": message.as_json(),
            "data": button["callback_data"],
        }
        self.world.updates.put("callback_query", query)
        return callback

    def button(self, message: Message, label: str) -> JSON:
        """The button below a message that bears this label, or begins with it.

        Raises:
            LookupError: There is none.
        """
        for row in message.buttons:
            for button in row:
                if button["text"].startswith(label):
                    return button
        labels = [button["text"] for row in message.buttons for button in row]
        raise LookupError(f"no button {label!r} among {labels}")

    def open(self, url: str) -> Message:
        """Follow a link into the bot: https://t.me/NAME?start=PAYLOAD."""
        parts = urlsplit(url)
        if (parts.hostname, parts.path.strip("/")) != ("t.me", self.world.bot.username):
            raise LookupError(f"{url} does not lead to the bot")
        (payload,) = parse_qs(parts.query)["start"]
        return self.send(f"/start {payload}")

    def type_inline(self, text: str, chat_type: str = "group", offset: str = "") -> Query:
        """Type the bot's name and a query into any chat."""
        query, query_id = self._query(text)
        inline = {"id": query_id, "from": self.person.as_json(), "query": text, "offset": offset}
        self.world.updates.put("inline_query", inline | {"chat_type": chat_type})
        return query

    def choose(self, query: Query, number: int, chat: Chat) -> Message:
        """Choose a result of an inline query; it is sent in one's own name."""
        result = (query.answer or {})["results"][number]
        extra = {"via_bot": self.world.bot.as_json()}
        chosen = {"result_id": result["id"], "from": self.person.as_json(), "query": query.text}
        self.world.updates.put("chosen_inline_result", chosen)
        markup = result.get("reply_markup")
        return self.world.post(chat, self.person, result["body"], markup=markup, extra=extra)

    def ask_as_guest(self, text: str, chat: Chat, reply_to: Message | None = None) -> Query:
        """Name the bot in a chat that it is not in (guest mode, Bot API 10.0)."""
        query, query_id = self._query(text, chat)
        body = FormattedText(text, tuple(detect(text)))
        message = self.world.post(chat, self.person, body, reply_to=reply_to)
        guest = {"guest_query_id": query_id, "guest_bot_caller_user": self.person.as_json()}
        self.world.updates.put("guest_message", message.as_json() | guest)
        return query

    def add_bot(self, chat: Chat, status: MemberStatus = "member") -> None:
        """Bring the bot into a group, change what it may do there, or put it out."""
        before = chat.members.get(self.world.bot.id, "left")
        chat.members[self.world.bot.id] = status
        self._membership(chat, before, status)

    def block(self) -> None:
        """Block the bot."""
        self.world.blocked_by.add(self.person.id)
        self._membership(self.private, "member", "kicked")

    def unblock(self) -> None:
        """Let the bot write again."""
        self.world.blocked_by.discard(self.person.id)
        self._membership(self.private, "kicked", "member")

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup, which gives it another id."""
        people = [self.world.people[i] for i in chat.members if i in self.world.people]
        upgraded = self.world.add_group(chat.title, *people)
        upgraded.members = dict(chat.members)
        chat.migrated_to = upgraded.id
        self._service(chat, {"migrate_to_chat_id": upgraded.id})
        self._service(upgraded, {"migrate_from_chat_id": chat.id})
        return upgraded

    def _service(self, chat: Chat, content: JSON) -> None:
        message = self.world.post(chat, self.person, FormattedText(""), content=content)
        self.world.updates.put("message", message.as_json())

    def _query(self, text: str, chat: Chat | None = None) -> tuple[Query, str]:
        query = Query(self.person, text, self.world.clock(), chat=chat)
        query_id = str(next(self.world.numbers))
        self.world.queries[query_id] = query
        return query, query_id

    def _membership(self, chat: Chat, before: MemberStatus, after: MemberStatus) -> None:
        change = {
            "chat": chat.as_json(),
            "from": self.person.as_json(),
            "date": int(self.world.clock()),
            "old_chat_member": member_as_json(self.world.bot, before),
            "new_chat_member": member_as_json(self.world.bot, after),
        }
        self.world.updates.put("my_chat_member", change)

    def _deliver(self, kind: str, message: Message) -> None:
        if self._reaches_bot(message):
            self.world.updates.put(kind, message.as_json())

    def _reaches_bot(self, message: Message) -> bool:
        """Whether a bot sees a message: in groups, privacy mode leaves it commands and replies."""
        chat, bot = message.chat, self.world.bot
        if chat.type == "private":
            return bot.id not in self.world.blocked_by and chat.id not in self.world.blocked_by
        status = chat.members.get(bot.id, "left")
        if status in {"left", "kicked"}:
            return False
        if self.world.reads_all_group_messages or status == "administrator":
            return True
        is_reply = message.reply_to is not None and message.reply_to.sender is bot
        return is_reply or bool(message.content) or _addresses(message, bot.username or "")


_CONTENT = {"animation", "audio", "document", "photo", "sticker", "video", "voice", "location"}


def _addresses(message: Message, username: str) -> bool:
    """Whether a message holds a command, or the bot's name."""
    for entity in message.entities:
        part = utf16_slice(message.text, entity["offset"], entity["length"])
        if entity["type"] == "bot_command" and part.partition("@")[2] in {"", username}:
            return True
        if entity["type"] == "mention" and part.lower() == f"@{username.lower()}":
            return True
    return False
