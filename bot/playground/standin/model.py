"""Users, chats and messages, with their form in the Bot API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.standin.formatting import Entity, FormattedText

ChatType = Literal["private", "group", "supergroup", "channel"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]
JSON = dict[str, Any]


@dataclass(slots=True)
class User:
    """A user or a bot."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> JSON:
        """Return the user as the Bot API's User."""
        user: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


ANONYMOUS_ADMIN = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
"""The sender of an anonymous administrator's messages; their `sender_chat` is the group."""

CHANNEL_BOT = User(136817688, "Channel", "Channel_Bot", is_bot=True)
"""The sender of messages in the name of a channel; their `sender_chat` is the channel."""

TELEGRAM = User(777000, "Telegram")
"""The sender of posts that are forwarded automatically to a discussion group."""


@dataclass(slots=True)
class Message:
    """A message.

    Attributes:
        sender: The user who sent it, None for a post of a channel.
        topic: The id of the forum topic, None outside topics.
        markup: The inline keyboard.
        edited: The time of the last edit, in seconds since the epoch.
        content: Fields of the Bot API's Message for content other than text, such as a voice
            message, a document or a service message.
        extra: Further fields of the Bot API's Message.
        reactions: The reactions by user id.
        receiver: The only user who sees an ephemeral message, besides its sender; else None.
        ephemeral_id: The id of an ephemeral message, whose `id` is 0.
        behind: The id of the last ordinary message before an ephemeral one.
        replaces: The message in place of which an ephemeral one is shown.
        is_withheld: True if Telegram does not deliver it to the bot, which is in the chat.
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
    receiver: User | None = None
    ephemeral_id: int | None = None
    behind: int = 0
    replaces: Message | None = None
    is_withheld: bool = False

    @property
    def number(self) -> int:
        """The id, for an ephemeral message the negative of its own, so that no two are equal."""
        return -self.ephemeral_id if self.ephemeral_id else self.id

    @property
    def text(self) -> str:
        """The text without markup."""
        return self.body.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the text or caption."""
        return self.body.entities

    @property
    def buttons(self) -> list[list[JSON]]:
        """The rows of the inline keyboard."""
        return list((self.markup or {}).get("inline_keyboard", []))

    @property
    def replied_message(self) -> Message | None:
        """The message that this one replies to; in a topic, by default the one that opened it."""
        opening = self.chat.messages.get(self.topic or 0)
        is_opening = opening is not None and "forum_topic_created" in opening.content
        return self.reply_to or (opening if is_opening and opening is not self else None)

    def as_json(self, *, is_nested: bool = False) -> JSON:
        """Return the message as the Bot API's Message.

        It includes the replied message, unless *is_nested*.
        """
        message: JSON = {"message_id": self.id, "date": self.date, "chat": self.chat.as_json()}
        if self.sender:
            message["from"] = self.sender.as_json()
        prefix = "caption" if self.content else "text"
        if self.text:
            message[prefix] = self.text
        if self.entities:
            message["caption_entities" if self.content else "entities"] = list(self.entities)
        if self.receiver:
            message["receiver_user"] = self.receiver.as_json()
            message["ephemeral_message_id"] = self.ephemeral_id
        if self.topic is not None:
            message |= {"message_thread_id": self.topic, "is_topic_message": True}
        if self.edited:
            message["edit_date"] = self.edited
        if self.buttons:  # Of no other markup the Bot API tells anything.
            message["reply_markup"] = self.markup
        if self.replied_message and not is_nested:
            message["reply_to_message"] = self.replied_message.as_json(is_nested=True)
        return message | self.content | self.extra


@dataclass(slots=True)
class Chat:
    """A chat. The id of a private chat is that of its user.

    Attributes:
        person: The user of a private chat.
        topics: The names of the forum topics, by id.
        members: The status of each member, by user id.
        messages: All messages by id, deleted ones too, without ephemeral ones.
        ephemeral: The ephemeral messages by their own ids, deleted ones too.
        migrated_to: The id of the supergroup that a group was upgraded to.
        linked_channel: The channel whose discussion group this is.
    """

    id: int
    type: ChatType
    title: str = ""
    person: User | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    members: dict[int, MemberStatus] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    ephemeral: dict[int, Message] = field(default_factory=dict)
    migrated_to: int | None = None
    linked_channel: Chat | None = None
    is_deleted: bool = False

    def as_json(self) -> JSON:
        """Return the chat as the Bot API's Chat."""
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
        """The messages that are not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.is_deleted]

    def seen_by(self, person: User) -> list[Message]:
        """Return the messages that a user sees, also ephemeral ones, oldest first."""
        private = [
            message
            for message in self.ephemeral.values()
            if person in (message.sender, message.receiver) and not message.is_deleted
        ]
        replaced = [message.replaces for message in private]
        seen = [message for message in self.visible if message not in replaced]
        return sorted(
            [*seen, *private], key=lambda one: (one.id or one.behind, one.ephemeral_id or 0)
        )

    def seen_message(self, person: User, number: int) -> Message | None:
        """Return a message that a user sees by its id, negative for an ephemeral one, or None."""
        message = self.ephemeral.get(-number) if number < 0 else self.message(number)
        return message if message in self.seen_by(person) else None

    def message(self, message_id: int) -> Message | None:
        """Return a message by id, None if there is none or it was deleted."""
        message = self.messages.get(message_id)
        return message if message and not message.is_deleted else None


_RIGHTS = (
    *("manage_chat", "delete_messages", "manage_video_chats", "restrict_members"),
    *("promote_members", "change_info", "invite_users", "send_welcome_messages"),
    *("post_stories", "edit_stories", "delete_stories"),
)


def member_as_json(person: User, status: MemberStatus) -> JSON:
    """Return a user with a status as the Bot API's ChatMember."""
    member: JSON = {"user": person.as_json(), "status": status}
    if status in {"creator", "administrator"}:
        member["is_anonymous"] = False
    if status == "administrator":
        member |= {"can_be_edited": False} | {f"can_{right}": True for right in _RIGHTS}
    if status == "kicked":
        member["until_date"] = 0
    return member
