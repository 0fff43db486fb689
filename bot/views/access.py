"""The messages of /block, /allow and their opposites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.access import Decision, Outcome, Rule
from bot.messages import Messages
from bot.views.answers import shortened
from bot.views.markup import RichText, bold, code, filled, harmless, joined, text
from bot.views.moments import day
from bot.views.pagination import Page

PER_PAGE = 10
"""Number of people and chats on a page."""

MAX_NAME = 40
"""Maximum length of the name of a person or a chat, in characters."""

MAX_REASON = 200
"""Maximum length of a reason, in characters."""

_MAX_SHOWN = 80
"""Maximum length of a reason in the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A person or a chat that is blocked or allowed; by the operator, if there is no decision."""

    chat_id: int
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order to apply a rule to somebody, or with *revokes* to take that back."""

    rule: Rule
    revokes: bool = False


@dataclass(frozen=True, slots=True)
class AccessPage:
    """A page of those to whom a rule applies.

    Attributes:
        order: The order that the page explains, with the rule.
        page: Those on the page.
        count: Number of all.
        names: The names that Telegram tells of those on the page, by id.
    """

    order: Order
    page: Page[Listed]
    count: int
    names: Mapping[int, str]


def listed(by_operator: Sequence[int], by_admins: Sequence[Decision]) -> list[Listed]:
    """Return all who are blocked or allowed, those that can be taken back first."""
    decided = [Listed(one.chat_id, one) for one in by_admins]
    return [*decided, *(Listed(one) for one in by_operator)]


def decided(
    texts: Messages, rule: Rule, outcome: Outcome, chat_id: int, name: str = ""
) -> RichText:
    """Return what an admin is told of blocking or allowing somebody.

    Args:
        texts: The catalogue of the admin's language.
        rule: The rule.
        outcome: What came of it.
        chat_id: The person or the chat.
        name: Their name, where Telegram tells it.
    """
    if (rule, outcome) == (Rule.ALLOWED, Outcome.DONE) and chat_id < 0:
        words = texts.gettext(
            "{chat} is allowed. If it is a group that I have left, add me to it again."
        )
        return _about(chat_id, words, name)
    return _about(chat_id, _decided(texts, rule, outcome), name)


def revoked(texts: Messages, rule: Rule, outcome: Outcome, chat_id: int) -> RichText:
    """Return what an admin is told of taking back that somebody is blocked or allowed."""
    words = {
        (Rule.BLOCKED, Outcome.DONE): texts.gettext("{chat} is no longer blocked."),
        (Rule.ALLOWED, Outcome.DONE): texts.gettext("{chat} is no longer allowed."),
        (Rule.BLOCKED, Outcome.UNCHANGED): texts.gettext("{chat} is not blocked."),
        (Rule.ALLOWED, Outcome.UNCHANGED): texts.gettext(
            "{chat} is not on the list of those allowed."
        ),
    }
    return _about(chat_id, words.get((rule, outcome)) or _decided(texts, rule, outcome))


def access_list(texts: Messages, shown: AccessPage, zone: tzinfo) -> RichText:
    """Return a page of those who are blocked or allowed, and how to change that."""
    headings = {
        Rule.BLOCKED: texts.gettext("Blocked: {count}"),
        Rule.ALLOWED: texts.gettext("Allowed: {count}"),
    }
    lines = [_line(texts, one, shown.names.get(one.chat_id, ""), zone) for one in shown.page.items]
    heading = bold(text(headings[shown.order.rule].format(count=shown.count)))
    return joined([joined([heading, *lines]), how_to(texts, shown.order)], "\n\n")


def how_to(texts: Messages, order: Order) -> RichText:
    """Return how somebody is blocked or allowed, or how that is taken back."""
    if order.revokes:
        return _how_to_revoke(texts, order.rule)
    if order.rule is Rule.BLOCKED:
        words = texts.gettext(
            "To block somebody, reply {command} to a message of theirs, in a group or forwarded "
            "to me; or write {command} and their numeric Telegram ID. A reason may follow."
        )
        return filled(words, {"command": text("/block")})
    words = texts.gettext(
        "To allow a person or a group, write {command} and the numeric Telegram ID."
    )
    return filled(words, {"command": text("/allow")})


def _how_to_revoke(texts: Messages, rule: Rule) -> RichText:
    if rule is Rule.BLOCKED:
        words = texts.gettext(
            "To unblock somebody, reply {command} to a message of theirs, in a group or forwarded "
            "to me; or write {command} and their numeric Telegram ID."
        )
        return filled(words, {"command": text("/unblock")})
    words = texts.gettext(
        "To stop allowing a person or a group, write {command} and the numeric Telegram ID."
    )
    return filled(words, {"command": text("/disallow")})


def everybody_allowed(texts: Messages) -> RichText:
    """Return the answer to /allow where the operator has not limited the chats."""
    words = texts.gettext("I answer in every chat, as {variable} names none.")
    return filled(words, {"variable": code(text("BOT_ALLOWED_CHATS"))})


def sender_hidden(texts: Messages) -> RichText:
    """Return the answer to /block in reply to what does not say who wrote it."""
    return text(
        texts.gettext(
            "Telegram does not say who wrote this message; send me their numeric Telegram ID."
        )
    )


def own_message(texts: Messages, order: Order) -> RichText:
    """Return the answer to a command about the bot itself, or in reply to a message of its own."""
    words = texts.gettext(
        "That would be me: the message or the number is my own. Reply to a message from the "
        "person instead."
    )
    return joined([text(words), how_to(texts, order)], "\n\n")


def names_are_unusable(texts: Messages) -> RichText:
    """Return the answer to a name in place of a number."""
    return text(
        texts.gettext(
            "Telegram does not tell bots whom a username belongs to, so usernames cannot be used."
        )
    )


def _decided(texts: Messages, rule: Rule, outcome: Outcome) -> str:
    if rule is Rule.BLOCKED:
        return {
            Outcome.DONE: texts.gettext("{chat} is blocked: I ignore them without a word."),
            Outcome.UNCHANGED: texts.gettext("{chat} is blocked already."),
            Outcome.BY_OPERATOR: texts.gettext(
                "{chat} is blocked by the operator ({variable}), who alone can take that back."
            ).replace("{variable}", "BOT_BLOCKED_IDS"),
            Outcome.IS_ADMIN: texts.gettext(
                "{chat} is an admin of this bot, and admins cannot be blocked."
            ),
        }[outcome]
    return {
        Outcome.DONE: texts.gettext("{chat} is allowed."),
        Outcome.UNCHANGED: texts.gettext("{chat} is allowed already."),
        Outcome.BY_OPERATOR: texts.gettext(
            "{chat} is allowed by the operator ({variable}), who alone can take that back."
        ).replace("{variable}", "BOT_ALLOWED_CHATS"),
    }[outcome]


def _about(chat_id: int, words: str, name: str = "") -> RichText:
    """Return words about a person or a chat, by its number and the name, where that is known."""
    shown = [code(text(str(chat_id))), text(shortened(harmless(name), MAX_NAME))]
    return filled(words, {"chat": joined(shown, " · ")})


def _line(texts: Messages, one: Listed, name: str, zone: tzinfo) -> RichText:
    """Return a person or a chat with its name, and by whom, when and why it was decided."""
    facts = [shortened(harmless(name), MAX_NAME)]
    if one.decision:
        facts += [day(one.decision.decided_at, zone), shortened(one.decision.reason, _MAX_SHOWN)]
    else:
        facts.append(texts.gettext("set by the operator"))
    known = "".join(f" · {fact}" for fact in facts if fact)
    return text("· ") + code(text(str(one.chat_id))) + text(known)
