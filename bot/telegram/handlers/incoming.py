"""How a question arrives: what of a message is asked, if anything is.

In private whatever is written is asked. In a group it is what stands behind /ask, what is said to
the bot by name or as a reply, and, where its admins want that, whatever looks like a question.
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
_NO_QUESTION = re.compile(
    r"[没沒]有?[什甚][么麼]|哪怕|[无無][论論]如何|不管怎[么麼样樣]|[谁誰]都|[什甚][么麼]都"
)
"""Turns of phrase that ask nothing, though they hold a word that asks."""

_MIN_QUESTION = 4
"""Characters below which nobody asks a whole group about an article."""


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """Something asked.

    `text` is empty where the bot was called without a question. `follows` is the number of the
    bot's message that this replies to. Where `is_for_us` is false, it was said to everybody, or
    is no question: who did not ask us is not told that we know nothing.
    """

    text: str
    follows: int | None = None
    is_for_us: bool = True


def arrival(message: Message, policy: Policy) -> IncomingQuestion | None:
    """What a message asks of the bot; None where it asks nothing."""
    said = _said(message)
    username, follows = message.get_bot().username, _followed(message)
    if command := re.match(rf"/ask(?:@{username})?(?:\s+|$)", said, re.IGNORECASE):
        return IncomingQuestion(said[command.end() :] or _pointed_at(message), follows)
    if not said:
        return None
    if message.chat.type == ChatType.PRIVATE:
        return IncomingQuestion(said, follows)
    return None if policy.trigger is Trigger.COMMAND else _in_group(message, said, policy, follows)


def read_anew(message: Message) -> IncomingQuestion:
    """What a message says that was answered and then edited, whether or not it still asks us."""
    return IncomingQuestion(asked_by_name(message), _followed(message), is_for_us=False)


def _in_group(
    message: Message, said: str, policy: Policy, follows: int | None
) -> IncomingQuestion | None:
    """What is asked without a command where others are."""
    if (rest := _said_by_name(message)) is not None:
        return IncomingQuestion(rest or _pointed_at(message), follows)
    is_question = looks_like_question(said)
    if follows:
        # “Thank you” and the like get no reply that nothing is known of it.
        return (
            IncomingQuestion(said, follows)
            if is_question
            else IncomingQuestion(said, is_for_us=False)
        )
    is_asked = policy.trigger is Trigger.QUESTION and _is_for_everybody(message)
    is_asked = is_asked and is_question and len(said) >= _MIN_QUESTION
    return IncomingQuestion(said, is_for_us=False) if is_asked else None


def looks_like_question(said: str) -> bool:
    """Whether somebody who reads along would take this for a question."""
    return bool(_QUESTION.search(_NO_QUESTION.sub("", said)))


def asked_by_name(message: Message) -> str:
    """What is asked where the bot was called by its name: what is said, else pointed at."""
    rest = _said_by_name(message)
    return (_said(message) if rest is None else rest) or _pointed_at(message)


def _said(message: Message) -> str:
    return (message.text or message.caption or "").strip()


def _said_by_name(message: Message) -> str | None:
    """What is said to the bot, its name cut out; None where it is not named."""
    own_name = f"@{message.get_bot().username}".lower()
    named = [entity for entity, name in _entities(message).items() if name.lower() == own_name]
    if not named:
        return None
    # Entities count in UTF-16.
    units = (message.text or message.caption or "").encode("utf-16-le")
    for entity in sorted(named, key=lambda one: -one.offset):
        end = entity.offset + entity.length
        units = units[: 2 * entity.offset] + " ".encode("utf-16-le") + units[2 * end :]
    return re.sub(" {2,}", " ", units.decode("utf-16-le")).strip(" ,，、:：\n")


def _entities(message: Message) -> dict[MessageEntity, str]:
    if message.text:
        return message.parse_entities(list(_MENTIONS))
    return message.parse_caption_entities(list(_MENTIONS)) if message.caption else {}


def _is_for_everybody(message: Message) -> bool:
    """Whether a message speaks to nobody in particular: no bot, and no one by name."""
    replied = message.reply_to_message
    answers_bot = replied and replied.from_user and replied.from_user.is_bot
    return not (_entities(message) or answers_bot or _said(message).startswith("/"))


def _followed(message: Message) -> int | None:
    """The number of the bot's message that this one replies to."""
    replied = message.reply_to_message
    return replied.message_id if replied and _is_ours(replied) else None


def _is_ours(message: Message) -> bool:
    return message.from_user is not None and message.from_user.id == message.get_bot().id


def _pointed_at(message: Message) -> str:
    """What the message that is replied to says, or the part of it that was quoted.

    A whole answer of the bot's own asks nothing; a part of it may.
    """
    if message.quote:
        return message.quote.text.strip()
    replied = message.reply_to_message
    if not replied or _is_ours(replied):
        return ""
    return _said(replied)
