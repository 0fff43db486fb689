"""Who and what there is in the stand-in: people, chats, messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.standin.formatting import Entity, FormattedText

ChatType = Literal["private", "group", "supergroup", "channel"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]
JSON = dict[str, Any]


@dataclass(slots=True)
class User:
    """Someone with an account, a bot among them."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> JSON:
        """The Bot API's User."""
        user: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


ANONYMOUS_ADMIN = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
"""Who writes where an admin of a group stays unnamed; the message's `sender_chat` is the group."""

CHANNEL_BOT = User(136817688, "Channel", "Channel_Bot", is_bot=True)
"""Who writes where somebody writes in the name of a channel."""

TELEGRAM = User(777000, "Telegram")
"""Who forwards a channel's posts into the group that is linked to it."""


@dataclass(slots=True)
class Message:
    """What stands in a chat: said by a person, by a chat, or by Telegram itself.

    `content` is what is no text: a voice, a sticker, a document, a service message, as the Bot
    API names and describes it. `extra` are further fields of the Bot API's Message.
    """

    id: int
    chat: Chat
    sender: User | None
    date: int
    body: FormattedText = field(default_factory=lambda: FormattedText(""))
    reply_to: Message | None = None
    topic: int | None = None
    markup: JSON | None = None
    edited: int | None = None
    content: JSON = field(default_factory=dict)
    extra: JSON = field(default_factory=dict)
    is_deleted: bool = False
    inline_id: str | None = None
    reactions: dict[int, list[JSON]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What a reader sees, without formatting."""
        return self.body.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """How the text is formatted."""
        return self.body.entities

    @property
    def buttons(self) -> list[list[JSON]]:
        """The rows of buttons below the text."""
        return list((self.markup or {}).get("inline_keyboard", []))

    @property
    def answers(self) -> Message | None:
        """What this replies to: in a topic, where nothing else is, the message that opened it."""
        opening = self.chat.messages.get(self.topic or 0)
        is_opening = opening is not None and "forum_topic_created" in opening.content
        return self.reply_to or (opening if is_opening and opening is not self else None)

    def as_json(self, *, is_nested: bool = False) -> JSON:
        """The Bot API's Message; what it replies to is given once, not in turn."""
        message: JSON = {"message_id": self.id, "date": self.date, "chat": self.chat.as_json()}
        if self.sender:
            message["from"] = self.sender.as_json()
        prefix = "caption" if self.content else "text"
        if self.text:
            message[prefix] = self.text
        if self.entities:
            message["caption_entities" if self.content else "entities"] = list(self.entities)
        if self.topic is not None:
            message |= {"message_thread_id": self.topic, "is_topic_message": True}
        if self.edited:
            message["edit_date"] = self.edited
        if self.markup:
            message["reply_markup"] = self.markup
        if self.answers and not is_nested:
            message["reply_to_message"] = self.answers.as_json(is_nested=True)
        return message | self.content | self.extra


@dataclass(slots=True)
class Chat:
    """A conversation; a private one is named by the person whom the bot talks to."""

    id: int
    type: ChatType
    title: str = ""
    person: User | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    members: dict[int, MemberStatus] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    migrated_to: int | None = None
    linked_channel: Chat | None = None
    is_deleted: bool = False

    def as_json(self) -> JSON:
        """The Bot API's Chat."""
        chat: JSON = {"id": self.id, "type": self.type}
        if self.person:
            user = self.person.as_json()
            return chat | {key: user[key] for key in ("first_name", "username") if key in user}
        chat["title"] = self.title
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    @property
    def visible(self) -> list[Message]:
        """The messages that a client shows, oldest first."""
        return [message for message in self.messages.values() if not message.is_deleted]

    def message(self, message_id: int) -> Message | None:
        """A message that is still there."""
        message = self.messages.get(message_id)
        return message if message and not message.is_deleted else None


_RIGHTS = (
    *("manage_chat", "delete_messages", "manage_video_chats", "restrict_members"),
    *("promote_members", "change_info", "invite_users"),
    *("post_stories", "edit_stories", "delete_stories"),
)


def member_as_json(person: User, status: MemberStatus) -> JSON:
    """The Bot API's ChatMember: how somebody belongs to a chat."""
    member: JSON = {"user": person.as_json(), "status": status}
    if status in {"creator", "administrator"}:
        member["is_anonymous"] = False
    if status == "administrator":
        member |= {"can_be_edited": False} | {f"can_{right}": True for right in _RIGHTS}
    if status == "kicked":
        member["until_date"] = 0
    return member
