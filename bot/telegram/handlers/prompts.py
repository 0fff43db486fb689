"""Messages that ask an admin to type something about a question, and the replies to them."""

from __future__ import annotations

from telegram import ForceReply, Message, MessageEntity
from telegram.ext import filters

from bot.views.links import DeepLink
from bot.views.markup import RichText


class IsReplyTo(filters.MessageFilter):
    """Matches replies to messages of the bot that begin with a sign."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self._sign = sign

    def filter(self, message: Message) -> bool:
        """Return True for such a reply."""
        prompt = message.reply_to_message
        if prompt is None or prompt.from_user is None:
            return False
        is_ours = prompt.from_user.id == message.get_bot().id
        return is_ours and (prompt.text or "").startswith(self._sign)


async def prompt(message: Message, text: RichText) -> None:
    """Send a message that clients open a reply to."""
    await message.reply_html(text.markup, reply_markup=ForceReply())


def prompted_question(message: Message) -> str | None:
    """Return the id of the question that a message asks about, which it links to."""
    urls = (one.url or "" for one in message.entities if one.type == MessageEntity.TEXT_LINK)
    link = DeepLink.parse(next(urls, "").rpartition("start=")[2])
    return link.id if link else None


def prompted_word(message: Message) -> str:
    """Return the word that a message asks about, which is its first code; empty without one."""
    return next(iter(message.parse_entities([MessageEntity.CODE]).values()), "")
