"""The bot's command menus and descriptions, which clients show before anybody writes.

The language of a menu is a two-letter code (https://core.telegram.org/bots/api#setmycommands), so
the menu for Chinese is in Simplified; readers of Traditional get one for their private chat.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.journal.policy_store import PolicyStore
from bot.messages import Language, Messages, messages

MENU_LANGUAGES = {"": Language.ENGLISH, "zh": Language.SIMPLIFIED}
"""Languages of the common menus, by Telegram's code; English is the default."""

_LOGGER = logging.getLogger(__name__)


async def publish(
    bot: Bot,
    admin_ids: Iterable[int] = (),
    policies: PolicyStore | None = None,
    *,
    are_private: bool = False,
) -> int:
    """Set the menus and descriptions that differ, the admins' too; return their number.

    Args:
        bot: The bot.
        admin_ids: Ids of the bot's admins.
        policies: The policies, which have the languages that admins have chosen.
        are_private: True if the server knows commands that nobody else in a group sees.
    """
    alone = _ALONE if are_private else frozenset()
    changes = 0
    for code, language in MENU_LANGUAGES.items():
        texts = messages(language)
        for scope, names in _scopes():
            changes += await _set_menu(bot, scope, code, menu(texts, names, alone))
        changes += await _describe(bot, code, texts)
    for admin in sorted(admin_ids):
        chosen = (await policies.in_force(admin, admin)).language if policies else None
        changes += await _publish_for_admin(bot, admin, chosen)
    return changes


async def publish_for(
    bot: Bot, chat_id: int, language: Language | None, *, is_admin: bool = False
) -> None:
    """Set the menu of a private chat, or with no *language* remove it, so the common one shows.

    Admins of the bot have a menu of their own, with no *language* in that of their client.
    A refusal by Telegram is only logged, as the bot works without a menu.
    """
    scope = BotCommandScopeChat(chat_id)
    try:
        if is_admin:
            await _set_admin_menu(bot, scope, language)
        elif language is None:
            await bot.delete_my_commands(scope)
        else:
            await _set_menu(bot, scope, "", menu(messages(language), _PRIVATE))
    except TelegramError as error:
        _LOGGER.info("menu of chat %d not set: %s", chat_id, error)


async def publish_for_group(bot: Bot, chat_id: int, *, is_private: bool) -> None:
    """Set the menus of a group whose members ask and are answered alone, or remove them.

    A refusal by Telegram is only logged.
    """
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeChat(chat_id), _GROUP),
        (BotCommandScopeChatAdministrators(chat_id), _ADMIN),
    ]
    try:
        for code, language in MENU_LANGUAGES.items():
            for scope, names in scopes:
                if is_private:
                    wanted = menu(messages(language), names, _ALONE | {"ask"})
                    await _set_menu(bot, scope, code, wanted)
                else:
                    await bot.delete_my_commands(scope, code or None)
    except TelegramError as error:
        _LOGGER.info("menu of chat %d not set: %s", chat_id, error)


def menu(
    texts: Messages, names: Sequence[str], alone: Collection[str] = (), *, is_admin: bool = False
) -> list[BotCommand]:
    """Return commands with their descriptions, which say what admins of the bot do by them.

    Nobody else sees commands that are sent *alone*.
    """
    descriptions = {
        "ask": texts.gettext("Ask the articles"),
        "articles": texts.gettext("What the collection holds"),
        "settings": texts.gettext("How I answer here"),
        "language": texts.gettext("The language I speak with you"),
        "help": texts.gettext("How to ask"),
        "privacy": texts.gettext("What is kept about you"),
        "mydata": texts.gettext("Your data, as a file"),
        "forget": texts.gettext("Delete what is kept about you"),
        "history": texts.gettext("Who changed what in the collection"),
        "undo": texts.gettext("Take back a change of the collection"),
        "remove": texts.gettext("Remove an article"),
        "unanswered": texts.gettext("Questions without a good answer"),
        "reload": texts.gettext("Read the articles again"),
        "health": texts.gettext("How the bot is doing"),
        "version": texts.gettext("Versions, and what is loaded"),
        "log": texts.gettext("The end of the log, as a file"),
        "block": texts.gettext("Ignore somebody, or see who is ignored"),
        "unblock": texts.gettext("Stop ignoring somebody"),
        "allow": texts.gettext("Allow a person or a group"),
        "disallow": texts.gettext("Stop allowing a person or a group"),
        "stats": texts.gettext("How I am used"),
        "export": texts.gettext("The questions as a file"),
    }
    if is_admin:
        descriptions["articles"] = texts.gettext("The articles; edit title, author, date")
    return [
        BotCommand(
            name, descriptions[name], api_kwargs={"is_ephemeral": True} if name in alone else None
        )
        for name in names
    ]


_PRIVATE = ("articles", "settings", "language", "help", "privacy", "mydata", "forget")
_GROUP = ("ask", "articles", "language", "help", "privacy")
_ADMIN = ("ask", "articles", "settings", "language", "help", "privacy")
_BOT_ADMIN = (
    "unanswered",
    "stats",
    "export",
    "history",
    "undo",
    "remove",
    "reload",
    "health",
    "version",
    "log",
    "block",
    "unblock",
    "allow",
    "disallow",
)

_ALONE = frozenset({"settings", "language"})
"""Commands that nobody else in a group sees, where Telegram can do that."""

COMMANDS = frozenset({*_PRIVATE, *_GROUP, *_ADMIN, *_BOT_ADMIN, "start"})
"""All commands, also those that no menu shows."""


def _scopes() -> list[tuple[BotCommandScope, Sequence[str]]]:
    return [
        (BotCommandScopeDefault(), _GROUP),
        (BotCommandScopeAllPrivateChats(), _PRIVATE),
        (BotCommandScopeAllGroupChats(), _GROUP),
        (BotCommandScopeAllChatAdministrators(), _ADMIN),
    ]


async def _publish_for_admin(bot: Bot, admin: int, chosen: Language | None) -> int:
    """Set the menu of an admin's private chat, and return the number of changes.

    An admin who has never written to the bot has no such chat, and gets the menu at /start.
    """
    scope = BotCommandScopeChat(admin)
    try:
        return await _set_admin_menu(bot, scope, chosen or await _shown_language(bot, scope))
    except TelegramError as error:
        _LOGGER.info("menu of admin %d not set: %s", admin, error)
        return 0


async def _set_admin_menu(bot: Bot, scope: BotCommandScope, language: Language | None) -> int:
    """Set an admin's menu in a language, or in that of the client; return the changes."""
    changes = 0
    for code, common in MENU_LANGUAGES.items():
        texts = messages(language or common)
        commands = menu(texts, (*_PRIVATE, *_BOT_ADMIN), is_admin=True)
        changes += await _set_menu(bot, scope, code, commands)
    return changes


async def _shown_language(bot: Bot, scope: BotCommandScope) -> Language | None:
    """Return the language of a menu that /start has set, as it has no common menu; else None."""
    shown = {command.description for command in await bot.get_my_commands(scope)}
    for language in set(Language).difference(MENU_LANGUAGES.values()):
        if messages(language).gettext("How to ask") in shown:
            return language
    return None


async def _set_menu(
    bot: Bot, scope: BotCommandScope, code: str, wanted: Sequence[BotCommand]
) -> bool:
    shown = await bot.get_my_commands(scope, code or None)
    if [one.to_dict() for one in shown] == [one.to_dict() for one in wanted]:
        return False
    return await bot.set_my_commands(wanted, scope, code or None)


async def _describe(bot: Bot, code: str, texts: Messages) -> int:
    long = texts.gettext(
        "Ask me about the articles I keep. I answer with their own words, quoted and "
        "linked, and say so when I find no answer.\n\nIn a group write /ask and your "
        "question; in any other chat write my name and your question."
    )
    short = texts.gettext("I answer questions with quotations from articles, word for word.")
    changes = 0
    if (await bot.get_my_description(code or None)).description != long:
        changes += await bot.set_my_description(long, code or None)
    if (await bot.get_my_short_description(code or None)).short_description != short:
        changes += await bot.set_my_short_description(short, code or None)
    return changes
