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
from bot.telegram.handlers.addressing import (
    behind_command,
    is_for_another,
    names_anybody,
    text_of,
    without_name,
)
from bot.telegram.handlers.ephemeral import key_of

_MENTIONS = frozenset({MessageEntity.MENTION, MessageEntity.TEXT_MENTION})
_WORD = re.compile(r"\w")
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
    said, follows = text_of(message).strip(), _followed(message)
    if (asked := _addressed(message)) is not None:
        is_heard = policy.trigger is not Trigger.COMMAND or message.chat.type == ChatType.PRIVATE
        is_command = _behind_command(message) is not None
        return IncomingQuestion(asked, follows) if is_command or is_heard else None
    if not said or is_for_another(said):
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
    """Return the question of a message in a group that has neither a command nor our name."""
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
    asked = _addressed(message)
    return (text_of(message).strip() if asked is None else asked) or _replied_text(message)


def _addressed(message: Message) -> str | None:
    """Return what a message with /ask or the bot's name asks, None if it has neither.

    Where it says nothing beside them, it asks what it replies to.
    """
    said = without_name(message)
    asked = _behind_command(message)
    asked = said if asked is None else asked
    if asked is None or _WORD.search(asked):
        return asked
    return _replied_text(message) or asked


def _behind_command(message: Message) -> str | None:
    """Return the question behind /ask; the bot's name may stand before it or behind it."""
    said = without_name(message)
    said = text_of(message).strip() if said is None else said
    return behind_command(said, message.get_bot().username)


def _is_unaddressed(message: Message) -> bool:
    """Return True if a message mentions nobody, is no command and does not reply to a bot."""
    said, replied = text_of(message), message.reply_to_message
    answers_bot = replied and replied.from_user and replied.from_user.is_bot
    entities = (*message.entities, *message.caption_entities)
    is_mention = names_anybody(said) or any(one.type in _MENTIONS for one in entities)
    return not (is_mention or answers_bot or said.lstrip().startswith(("/", "／")))


def _followed(message: Message) -> int | None:
    """Return the id of the bot's message that a message replies to."""
    replied = message.reply_to_message
    return key_of(replied) if replied and _is_ours(replied) else None


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
    return text_of(replied).strip()
