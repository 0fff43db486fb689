"""Topics of forums and of private chats, in which a collection of their own may answer."""

from __future__ import annotations

from telegram import MaybeInaccessibleMessage, Message

from bot.policy import WHOLE_CHAT


def topic_of(message: MaybeInaccessibleMessage | None) -> int:
    """Return the id of the topic that a message is in; that of the whole chat if it is in none.

    A reply outside of forums has the id of a thread as well, which is no topic.
    """
    if not isinstance(message, Message) or not message.is_topic_message:
        return WHOLE_CHAT
    return message.message_thread_id or WHOLE_CHAT
