"""A user's client: sending, editing, pressing buttons, joining and leaving chats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.playground.standin.backend import Backend, CallbackQuery, PendingQuery
from bot.playground.standin.ephemeral_client import EphemeralActions
from bot.playground.standin.formatting import FormattedText, detect, quote_position
from bot.playground.standin.inline_client import InlineActions
from bot.playground.standin.model import (
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    JSON,
    TELEGRAM,
    Chat,
    MemberStatus,
    Message,
    User,
    member_as_json,
)
from bot.playground.standin.privacy_mode import reaches_bot

MAX_CLIENT_BYTES = 2000 << 20
"""Maximum size of a file that a person sends; a bot downloads less."""

_CONTENT_FIELDS = {
    "animation",
    "audio",
    "document",
    "photo",
    "sticker",
    "video",
    "voice",
    "location",
}


@dataclass(frozen=True, slots=True)
class Client(InlineActions, EphemeralActions):
    """The client of one user. Its actions produce the updates that Telegram sends for them."""

    backend: Backend
    person: User

    @property
    def private(self) -> Chat:
        """The user's private chat with the bot."""
        return self.backend.private_chat(self.person)

    def send(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        **more: Any,
    ) -> Message:
        """Send a message to a chat, by default the private one.

        *more* are further fields of the Bot API's Message, such as `forward_origin` or `via_bot`,
        or content other than text, such as `voice`. `quote` is the quoted part as plain text.
        """
        chat = chat or self.private
        content = {key: more.pop(key) for key in tuple(more) if key in _CONTENT_FIELDS}
        if "quote" in more and reply_to:
            position = quote_position(reply_to.text, more["quote"]) or 0
            more["quote"] = {"text": more["quote"], "position": position, "is_manual": True}
        if topic is None and reply_to:
            topic = reply_to.topic
        body = FormattedText(text, tuple(detect(text)))
        if self.is_ephemeral(text, chat, reply_to):
            return self.send_ephemeral(body, chat, reply_to=reply_to, topic=topic, extra=more)
        message = self.backend.post(
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

    def send_anonymously(self, text: str, group: Chat, **more: Any) -> Message:
        """Send a message as an anonymous administrator, in the name of the group."""
        sender = Client(self.backend, ANONYMOUS_ADMIN)
        return sender.send(text, group, sender_chat=group.as_json(), **more)

    def send_as(self, channel: Chat, text: str, group: Chat, **more: Any) -> Message:
        """Send a message to a group in the name of a channel."""
        sender = Client(self.backend, CHANNEL_BOT)
        return sender.send(text, group, sender_chat=channel.as_json(), **more)

    def send_document(
        self, name: str, data: bytes, chat: Chat | None = None, **more: Any
    ) -> Message:
        """Send a file; `text` is its caption, `media_type` the type that the client states.

        Raises:
            ValueError: The file is empty, or larger than a client sends.
        """
        if not 0 < len(data) <= MAX_CLIENT_BYTES:
            raise ValueError(f"a client sends files of 1 to {MAX_CLIENT_BYTES} bytes")
        document = self.backend.store_file(name, data, more.pop("media_type", None))
        return self.send(more.pop("text", ""), chat, document=document, **more)

    def send_album(self, files: Mapping[str, bytes], chat: Chat | None = None) -> list[Message]:
        """Send several files at once, which arrive as messages with one `media_group_id`.

        Raises:
            ValueError: A file is empty, or larger than a client sends.
        """
        album = {"media_group_id": str(next(self.backend.numbers))}
        return [self.send_document(name, data, chat, **album) for name, data in files.items()]

    def publish(self, text: str, channel: Chat) -> Message:
        """Post in a channel; Telegram forwards the post to its discussion groups."""
        body = FormattedText(text, tuple(detect(text)))
        signed = {"sender_chat": channel.as_json()}
        post = self.backend.post(channel, None, body, extra=signed)
        self._deliver("channel_post", post)
        forwarded = signed | _origin(post) | {"is_automatic_forward": True}
        for group in tuple(self.backend.chats.values()):
            if group.linked_channel is channel:
                message = self.backend.post(group, TELEGRAM, body, extra=forwarded)
                self._deliver("message", message)
        return post

    def forward(self, message: Message, chat: Chat | None = None) -> Message:
        """Forward a message to a chat, by default to the bot."""
        copy = self.backend.post(
            chat or self.private,
            self.person,
            message.body,
            content=dict(message.content),
            extra=_origin(message),
        )
        self._deliver("message", copy)
        return copy

    def edit(self, message: Message, text: str) -> None:
        """Edit a message of the user."""
        message.body = FormattedText(text, tuple(detect(text)))
        message.edited = int(self.backend.clock())
        self.backend.notify("edited", message)
        self._deliver("edited_message", message)

    def delete(self, message: Message) -> None:
        """Delete a message; the bot gets no update."""
        message.is_deleted = True
        self.backend.notify("deleted", message)

    def react(self, message: Message, *emoji: str) -> None:
        """Set the user's reaction to a message; without emoji, remove it."""
        before = message.reactions.get(self.person.id, [])
        after: list[JSON] = [{"type": "emoji", "emoji": one} for one in emoji]
        message.reactions[self.person.id] = after
        self.backend.notify("edited", message)
        chat = message.chat
        if chat.type == "private" or chat.members.get(self.backend.bot.id) == "administrator":
            reaction = {
                "chat": chat.as_json(),
                "message_id": message.id,
                "user": self.person.as_json(),
                "date": int(self.backend.clock()),
            }
            changed = {"old_reaction": before, "new_reaction": after}
            self.backend.updates.put("message_reaction", reaction | changed)

    def press(self, message: Message, label: str) -> CallbackQuery:
        """Press the first button whose label begins with *label*.

        Raises:
            LookupError: There is no such button, or it sends no callback data.
        """
        return self.press_button(message, self.button(message, label))

    def press_button(self, message: Message, button: JSON) -> CallbackQuery:
        """Press a button.

        Raises:
            LookupError: It sends no callback data.
        """
        if "callback_data" not in button:
            raise LookupError(f"{button['text']} does not call the bot: {button}")
        number = str(next(self.backend.numbers))
        callback = CallbackQuery(message, self.person, self.backend.clock(), id=number)
        self.backend.callback_queries[number] = callback
        query: JSON = {
            "id": number,
            "from": self.person.as_json(),
            "chat_instance": str(message.chat.id),
            "data": button["callback_data"],
        }
        if self.backend.settings.get("callback_query_mode") == "inline":
            message.inline_id = message.inline_id or self.backend.send_inline(message)
        if message.inline_id:
            query["inline_message_id"] = message.inline_id
        else:
            query["message"] = message.as_json()
        self.backend.updates.put("callback_query", query)
        return callback

    def copy(self, message: Message, label: str) -> str:
        """Return the text that a copy button puts on the clipboard."""
        return str(self.button(message, label)["copy_text"]["text"])

    def switch_inline(self, message: Message, label: str) -> PendingQuery:
        """Press a button that switches to an inline query, and send that query.

        Raises:
            LookupError: There is no such button, or it switches to no inline query.
        """
        button = self.button(message, label)
        chosen = button.get("switch_inline_query_chosen_chat", {}).get("query")
        here, elsewhere = (
            button.get(f"switch_inline_query{where}") for where in ("_current_chat", "")
        )
        typed = next((text for text in (here, elsewhere, chosen) if text is not None), None)
        if typed is None:
            raise LookupError(f"{label} switches to no inline query: {button}")
        return self.type_inline(typed)

    def button(self, message: Message, label: str) -> JSON:
        """Return the first button whose label begins with *label*.

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
        """Open a deep link to the bot: https://t.me/NAME?start=PAYLOAD.

        Raises:
            LookupError: The link is not a deep link to this bot.
        """
        parts = urlsplit(url)
        if (parts.hostname, parts.path.strip("/")) != ("t.me", self.backend.bot.username):
            raise LookupError(f"{url} does not lead to the bot")
        (payload,) = parse_qs(parts.query)["start"]
        return self.send(f"/start {payload}")

    def open_from(self, query: PendingQuery) -> Message:
        """Press the button above inline results, which starts the bot."""
        button = (query.answer or {})["button"]
        return self.send(f"/start {button['start_parameter']}")

    def join(self, chat: Chat) -> None:
        """Join a group."""
        chat.members[self.person.id] = "member"
        self._service(chat, {"new_chat_members": [self.person.as_json()]})

    def leave(self, chat: Chat) -> None:
        """Leave a group."""
        chat.members[self.person.id] = "left"
        self._service(chat, {"left_chat_member": self.person.as_json()})

    def open_topic(self, chat: Chat, name: str) -> int:
        """Create a forum topic; return its id, which is that of the message that opens it."""
        number = self.backend.next_message_id(chat)
        chat.topics[number] = name
        content = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
        self._service(chat, content, topic=number)
        return number

    def delete_group(self, chat: Chat) -> None:
        """Delete a group for everyone."""
        before = chat.members.get(self.backend.bot.id, "left")
        chat.is_deleted = True
        self._membership(chat, before, "left")

    def add_bot(self, chat: Chat, status: MemberStatus = "member") -> None:
        """Add the bot to a group, change its status there, or remove it."""
        before = chat.members.get(self.backend.bot.id, "left")
        chat.members[self.backend.bot.id] = status
        self.backend.notify("bot", chat)
        self._membership(chat, before, status)

    def block(self) -> None:
        """Block the bot."""
        self.backend.blocked_by.add(self.person.id)
        self.backend.notify("blocked", self.person)
        self._membership(self.private, "member", "kicked")

    def unblock(self) -> None:
        """Unblock the bot."""
        self.backend.blocked_by.discard(self.person.id)
        self.backend.notify("blocked", self.person)
        self._membership(self.private, "kicked", "member")

    def migrate(self, chat: Chat) -> Chat:
        """Upgrade a group to a supergroup, which has another id; return the supergroup."""
        people = [self.backend.people[i] for i in chat.members if i in self.backend.people]
        upgraded = self.backend.add_group(chat.title, *people)
        upgraded.members = dict(chat.members)
        chat.migrated_to = upgraded.id
        self._service(chat, {"migrate_to_chat_id": upgraded.id})
        self._service(upgraded, {"migrate_from_chat_id": chat.id})
        return upgraded

    def _service(self, chat: Chat, content: JSON, topic: int | None = None) -> None:
        """Post a service message; a bot in the chat receives it even in privacy mode."""
        body = FormattedText("")
        message = self.backend.post(chat, self.person, body, content=content, topic=topic)
        if chat.members.get(self.backend.bot.id, "left") not in {"left", "kicked"}:
            self.backend.updates.put("message", message.as_json())

    def _membership(self, chat: Chat, before: MemberStatus, after: MemberStatus) -> None:
        change = {
            "chat": chat.as_json(),
            "from": self.person.as_json(),
            "date": int(self.backend.clock()),
            "old_chat_member": member_as_json(self.backend.bot, before),
            "new_chat_member": member_as_json(self.backend.bot, after),
        }
        self.backend.updates.put("my_chat_member", change)

    def _deliver(self, kind: str, message: Message) -> None:
        if reaches_bot(self.backend, message):
            self.backend.updates.put(kind, message.as_json())
            return
        status = message.chat.members.get(self.backend.bot.id, "left")
        message.is_withheld = message.chat.type == "private" or status == "member"
        if message.is_withheld:
            self.backend.notify("edited", message)


def _origin(message: Message) -> JSON:
    """Return the MessageOrigin of a forwarded message."""
    earlier = message.extra.get("forward_origin")
    if earlier:
        return {"forward_origin": earlier}
    origin: JSON = {"date": message.date}
    sender_chat = message.extra.get("sender_chat")
    if message.chat.type == "channel":
        origin |= {"type": "channel", "chat": sender_chat, "message_id": message.id}
    elif sender_chat or message.sender is None:
        origin |= {"type": "chat", "sender_chat": sender_chat or message.chat.as_json()}
    else:
        origin |= {"type": "user", "sender_user": message.sender.as_json()}
    return {"forward_origin": origin}
