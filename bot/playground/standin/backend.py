"""The state of the stand-in: users, chats, messages, and updates for the bot."""

from __future__ import annotations

import itertools
import mimetypes
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.standin.errors import bad_request, forbidden
from bot.playground.standin.faults import FaultQueue
from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.model import (
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    JSON,
    TELEGRAM,
    Chat,
    ChatType,
    Message,
    User,
)
from bot.playground.standin.updates import UpdateQueue

NEWEST = (10, 5)
"""The version of the Bot API that the stand-in knows: the major and the minor number."""

TOKEN = "10000:stand-in-for-telegram-on-loopback"  # noqa: S105 - of no use elsewhere
"""The default token of the bot."""

BOT_ID = 10000


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A call of the Bot API, with its result or the description of its error.

    Attributes:
        refusal: The description of the error, None if the call succeeded.
        is_fault: True if the call failed by an injected fault, not by a mistake of the bot.
    """

    method: str
    parameters: JSON
    refusal: str | None
    result: Any = None
    is_fault: bool = False


@dataclass(slots=True)
class CallbackQuery:
    """A callback query.

    Attributes:
        message: The message with the pressed button.
        person: The user who pressed it.
        pressed: The time of the press, in seconds since the epoch.
        answer: The bot's answer, None until it has answered.
    """

    message: Message
    person: User
    pressed: float
    answer: JSON | None = None
    id: str = ""


@dataclass(slots=True)
class PendingQuery:
    """An inline or guest query.

    Attributes:
        asked: The time of the query, in seconds since the epoch.
        answer: The bot's answer, None until it has answered.
        chat: The chat of a guest query, None for an inline query.
    """

    person: User
    text: str
    asked: float
    answer: JSON | None = None
    chat: Chat | None = None
    id: str = ""


@dataclass(slots=True)
class Backend:
    """The state of the stand-in: one bot, any number of users and chats.

    Attributes:
        first_message_id: The id of the first message of each chat.
        api_version: The version of the Bot API; what is newer is unknown to the server.
        reads_all_group_messages: True if the bot's privacy mode is off.
        settings: What @BotFather has set, or setMySettings, by the names of its parameters.
        blocked_by: The ids of the users who have blocked the bot.
        profile: What the bot has set about itself, by field, scope and language.
        calls: All calls of the Bot API, except successful ones of getUpdates.
        listeners: Functions that `notify` calls with the name of an event and its subject.
        files: The contents of uploaded files, by file id.
        documents: The Bot API's Document of each file, by file id.
        photos: The sizes of each photo that the bot has sent, by file id.
        inline_messages: Messages sent via the bot, by inline message id.
        numbers: The source of ids of users, chats, queries and ephemeral messages.
        chosen: The source of the numbers of inline results that were chosen.
    """

    token: str = TOKEN
    clock: Callable[[], float] = time.time
    first_message_id: int = 1
    api_version: tuple[int, int] = NEWEST
    reads_all_group_messages: bool = False
    settings: JSON = field(
        default_factory=lambda: {"supports_inline_queries": True, "supports_guest_queries": True}
    )
    bot: User = field(default_factory=lambda: User(BOT_ID, "引据", "yinju_bot", is_bot=True))
    people: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    blocked_by: set[int] = field(default_factory=set)
    callback_queries: dict[str, CallbackQuery] = field(default_factory=dict)
    queries: dict[str, PendingQuery] = field(default_factory=dict)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    calls: list[ApiCall] = field(default_factory=list)
    listeners: list[Callable[[str, Any], None]] = field(default_factory=list)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    faults: FaultQueue = field(default_factory=FaultQueue)
    files: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, JSON] = field(default_factory=dict)
    photos: dict[str, list[JSON]] = field(default_factory=dict)
    inline_messages: dict[str, Message] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    chosen: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def refusals(self) -> list[ApiCall]:
        """The refused calls, without those that failed by an injected fault."""
        return [call for call in self.calls if call.refusal and not call.is_fault]

    @property
    def dropped_entities(self) -> int:
        """The number of entities that were dropped as exceeding the limit of a message."""
        return sum(m.body.dropped for chat in self.chats.values() for m in chat.messages.values())

    def knows(self, *version: int) -> bool:
        """Return True if the server knows a version of the Bot API, such as 10, 3."""
        return self.api_version >= version

    def add_person(
        self, name: str, language: str | None = None, username: str | None = None
    ) -> User:
        """Add a user and return it."""
        person = User(100 + next(self.numbers), name, username, language)
        self.people[person.id] = person
        return person

    def add_group(
        self, title: str, *people: User, kind: ChatType = "supergroup", is_forum: bool = False
    ) -> Chat:
        """Add a group with these members, of whom the first is the creator.

        The bot is not a member. A group of kind "group" has a small negative id, a supergroup or
        channel one that begins with -100, as in Telegram.
        """
        number = next(self.numbers)
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        chat = Chat(chat_id, kind, title, is_forum=is_forum)
        chat.members = {person.id: "member" for person in people}
        if people:
            chat.members[people[0].id] = "creator"
        self.chats[chat.id] = chat
        return chat

    def add_channel(self, title: str, *groups: Chat) -> Chat:
        """Add a channel with these groups as its discussion groups."""
        channel = self.add_group(title, kind="channel")
        for group in groups:
            group.linked_channel = channel
        return channel

    def private_chat(self, person: User) -> Chat:
        """Return a user's private chat with the bot; create it if needed."""
        if person.id not in self.chats:
            self.chats[person.id] = Chat(person.id, "private", person=person)
        return self.chats[person.id]

    def person(self, person_id: int) -> User | None:
        """Return a user by id, including the bot and Telegram's own accounts."""
        known = {one.id: one for one in (self.bot, ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM)}
        return known.get(person_id) or self.people.get(person_id)

    def writable_chat(self, chat_id: int | str) -> Chat:
        """Return the chat with this id, which the bot must be able to write to.

        Raises:
            RefusedError: There is no such chat, or the bot cannot write to it.
        """
        chat = self.chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            error = bad_request("group chat was upgraded to a supergroup chat")
            error.parameters["migrate_to_chat_id"] = chat.migrated_to
            raise error
        if chat.is_deleted:
            raise forbidden("the group chat was deleted")
        if chat.type == "private" and chat.id in self.blocked_by:
            raise forbidden("bot was blocked by the user")
        if chat.type != "private" and chat.members.get(self.bot.id, "left") in {"left", "kicked"}:
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        return chat

    def post(self, chat: Chat, sender: User | None, body: FormattedText, **more: Any) -> Message:
        """Add a message to a chat and return it; *more* are fields of `Message`."""
        message_id = self.next_message_id(chat)
        message = Message(message_id, chat, sender, int(self.clock()), body, **more)
        chat.messages[message_id] = message
        self.notify("message", message)
        return message

    def post_ephemeral(
        self, chat: Chat, sender: User, receiver: User, body: FormattedText, **more: Any
    ) -> Message:
        """Add a message that only its sender and its receiver see, and return it."""
        number, behind = next(self.numbers), self.next_message_id(chat) - 1
        message = Message(0, chat, sender, int(self.clock()), body, **more)
        message.receiver, message.ephemeral_id, message.behind = receiver, number, behind
        chat.ephemeral[number] = message
        self.notify("message", message)
        return message

    def store_file(self, name: str, data: bytes, media_type: str | None = None) -> JSON:
        """Store a file and return its Document, without `file_name` if the name is empty.

        Its media type is told from the name, unless it is given.
        """
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = data
        document: JSON = {"file_id": file_id, "file_unique_id": f"unique-{file_id}"}
        if name:
            document["file_name"] = name
        kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.documents[file_id] = document | {"file_size": len(data), "mime_type": kind}
        return self.documents[file_id]

    def send_inline(self, message: Message) -> str:
        """Assign an inline message id to a message sent via the bot, and return the id."""
        message.inline_id = f"inline-{next(self.numbers)}"
        self.inline_messages[message.inline_id] = message
        return message.inline_id

    def next_message_id(self, chat: Chat) -> int:
        """Return the id of the next message of a chat."""
        return max(chat.messages, default=self.first_message_id - 1) + 1

    def notify(self, event: str, subject: Any) -> None:
        """Call all listeners with an event and its subject.

        Events are "message", "edited" and "deleted" with a message, "call" with an `ApiCall`,
        "callback" with a `CallbackQuery`, "inline" with a `PendingQuery`, "action" with chat,
        action and topic, "blocked" with a `User` who has blocked or unblocked the bot, "bot"
        with a chat in which its status has changed, and "commands" with None.
        """
        for listener in self.listeners:
            listener(event, subject)
