"""Questions in messages: which part of a message is a question to the bot, if any.

In private it is the whole text. In a group it is the text after /ask, a text that mentions the bot
or replies to it, and, if the group's policy says so, any text that looks like a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.policy import Policy, Trigger

_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
_QUESTION = re.compile(
    r"[?？][\s”」』)）…。.!！\U0001F300-\U0001FAFF]*$"
    r"|什么|什麼|甚麼|为什|為什|为啥|為啥|为何|為何|怎么|怎麼|怎样|怎樣|如何|哪|谁|誰|多少|几时|幾時|是否|能否|可否"
    r"|[吗嗎呢]\s*$"
    r"|^\s*(?:who|what|when|where|which|why|how)\b",
    re.IGNORECASE,
)
_NOT_INTERROGATIVE = re.compile(
    r"[没沒]有?[什甚][么麼]|哪怕|[无無][论論]如何|不管怎[么麼样樣]|[谁誰]都|[什甚][么麼]都"
)
"""Phrases that contain an interrogative word but ask nothing."""

_MIN_QUESTION = 4
"""Minimum length of a question to a whole group, in characters."""


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A question in a message.

    Args:
        text: The question; empty if the bot was addressed without one.
        follows: The id of the bot's message that the question replies to.
        is_for_us: False if the text addresses everybody, or is no question. Then the bot answers
            only if it is certain, and does not decline.
    """

    text: str
    follows: int | None = None
    is_for_us: bool = True


def incoming_question(message: Message, policy: Policy) -> IncomingQuestion | None:
    """Return the question that a message asks the bot, or None if it asks nothing."""
    said = _text_of(message)
    username, follows = message.get_bot().username, _followed(message)
    if command := re.match(rf"/ask(?:@{username})?(?:\s+|$)", said, re.IGNORECASE):
        return IncomingQuestion(said[command.end() :] or _replied_text(message), follows)
    if not said:
        return None
    if message.chat.type == ChatType.PRIVATE:
        return IncomingQuestion(said, follows)
    return None if policy.trigger is Trigger.COMMAND else _in_group(message, said, policy, follows)


def edited_question(message: Message) -> IncomingQuestion:
    """Return the text of an answered message after an edit, even if it asks nothing any more."""
    return IncomingQuestion(question_by_mention(message), _followed(message), is_for_us=False)


def _in_group(
    message: Message, said: str, policy: Policy, follows: int | None
) -> IncomingQuestion | None:
    """Return the question of a message without a command in a group."""
    if (rest := _without_mention(message)) is not None:
        return IncomingQuestion(rest or _replied_text(message), follows)
    is_question = looks_like_question(said)
    if follows:
        # “Thank you” and the like are not declined.
        return (
            IncomingQuestion(said, follows)
            if is_question
            else IncomingQuestion(said, is_for_us=False)
        )
    is_asked = policy.trigger is Trigger.QUESTION and _is_unaddressed(message)
    is_asked = is_asked and is_question and len(said) >= _MIN_QUESTION
    return IncomingQuestion(said, is_for_us=False) if is_asked else None


def looks_like_question(said: str) -> bool:
    """Return True if a text contains an interrogative word or ends in a question mark."""
    return bool(_QUESTION.search(_NOT_INTERROGATIVE.sub("", said)))


def question_by_mention(message: Message) -> str:
    """Return the text of a message that mentions the bot, else of the one it replies to."""
    rest = _without_mention(message)
    return (_text_of(message) if rest is None else rest) or _replied_text(message)


def _text_of(message: Message) -> str:
    return (message.text or message.caption or "").strip()


def _without_mention(message: Message) -> str | None:
    """Return the text without the mention of the bot, or None if it is not mentioned."""
    own_name = f"@{message.get_bot().username}".lower()
    named = [entity for entity, name in _entities(message).items() if name.lower() == own_name]
    if not named:
        return None
    # Offsets of entities are in UTF-16 code units.
    units = (message.text or message.caption or "").encode("utf-16-le")
    for entity in sorted(named, key=lambda one: -one.offset):
        end = entity.offset + entity.length
        units = units[: 2 * entity.offset] + " ".encode("utf-16-le") + units[2 * end :]
    return re.sub(" {2,}", " ", units.decode("utf-16-le")).strip(" ,，、:：\n")


def _entities(message: Message) -> dict[MessageEntity, str]:
    """Return the mentions in a message with their texts; none if one begins within a character."""
    try:
        if message.text:
            return message.parse_entities(list(_MENTIONS))
        return message.parse_caption_entities(list(_MENTIONS)) if message.caption else {}
    except UnicodeDecodeError:
        return {}


def _is_unaddressed(message: Message) -> bool:
    """Return True if a message mentions nobody, is no command and does not reply to a bot."""
    replied = message.reply_to_message
    answers_bot = replied and replied.from_user and replied.from_user.is_bot
    return not (_entities(message) or answers_bot or _text_of(message).startswith("/"))


def _followed(message: Message) -> int | None:
    """Return the id of the bot's message that a message replies to."""
    replied = message.reply_to_message
    return replied.message_id if replied and _is_ours(replied) else None


def _is_ours(message: Message) -> bool:
    return message.from_user is not None and message.from_user.id == message.get_bot().id


def _replied_text(message: Message) -> str:
    """Return the text of the message that is replied to, or the part of it that is quoted.

    A whole answer of the bot is no question; a part of one may be.
    """
    if message.quote:
        return message.quote.text.strip()
    replied = message.reply_to_message
    if not replied or _is_ours(replied):
        return ""
    return _text_of(replied)
