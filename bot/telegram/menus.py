"""The bot's command menus and descriptions, which clients show before anybody writes.

The language of a menu is a two-letter code (https://core.telegram.org/bots/api#setmycommands), so
the menu for Chinese is in Simplified; readers of Traditional get one for their private chat.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.messages import Language, Messages, messages

MENU_LANGUAGES = {"": Language.ENGLISH, "zh": Language.SIMPLIFIED}
"""Languages of the common menus, by Telegram's code; English is the default."""

_LOGGER = logging.getLogger(__name__)


async def publish(bot: Bot) -> int:
    """Set the menus and descriptions that differ; return their number."""
    changes = 0
    for code, language in MENU_LANGUAGES.items():
        texts = messages(language)
        for scope, names in _scopes():
            changes += await _set_menu(bot, scope, code, menu(texts, names))
        changes += await _describe(bot, code, texts)
    return changes


async def publish_for(bot: Bot, chat_id: int, language: Language | None) -> None:
    """Set the menu of a private chat, or with no *language* remove it, so the common one shows.

    A refusal by Telegram is only logged, as the bot works without a menu.
    """
    scope = BotCommandScopeChat(chat_id)
    try:
        if language is None:
            await bot.delete_my_commands(scope)
        else:
            await _set_menu(bot, scope, "", menu(messages(language), _PRIVATE))
    except TelegramError as error:
        _LOGGER.info("menu of chat %d not set: %s", chat_id, error)


def menu(texts: Messages, names: Sequence[str]) -> list[BotCommand]:
    """Return commands with their descriptions."""
    descriptions = {
        "ask": texts.gettext("Ask the articles"),
        "articles": texts.gettext("What the collection holds"),
        "settings": texts.gettext("How I answer here"),
        "language": texts.gettext("The language I speak with you"),
        "help": texts.gettext("How to ask"),
        "privacy": texts.gettext("What is kept about you"),
        "mydata": texts.gettext("Your data, as a file"),
        "forget": texts.gettext("Delete what is kept about you"),
        "stats": texts.gettext("How I am used"),
        "export": texts.gettext("The questions as a file"),
    }
    return [BotCommand(name, descriptions[name]) for name in names]


_PRIVATE = ("articles", "settings", "language", "help", "privacy", "mydata", "forget")
_GROUP = ("ask", "articles", "language", "help", "privacy")
_ADMIN = ("ask", "articles", "settings", "language", "help", "privacy")

COMMANDS = frozenset({*_PRIVATE, *_GROUP, *_ADMIN, "start", "reload", "stats", "export"})
"""All commands, also those that no menu shows."""


def _scopes() -> list[tuple[BotCommandScope, Sequence[str]]]:
    return [
        (BotCommandScopeDefault(), _GROUP),
        (BotCommandScopeAllPrivateChats(), _PRIVATE),
        (BotCommandScopeAllGroupChats(), _GROUP),
        (BotCommandScopeAllChatAdministrators(), _ADMIN),
    ]


async def _set_menu(
    bot: Bot, scope: BotCommandScope, code: str, wanted: Sequence[BotCommand]
) -> bool:
    if list(await bot.get_my_commands(scope, code or None)) == list(wanted):
        return False
    return await bot.set_my_commands(wanted, scope, code or None)


async def _describe(bot: Bot, code: str, texts: Messages) -> int:
    long = texts.gettext(
        "Ask me about the articles I keep. I answer with their own words, quoted and linked, and "
        "say so when they do not answer.\n\nIn a group write /ask and your question; in any other "
        "chat write my name and your question."
    )
    short = texts.gettext("I answer questions with quotations from articles, word for word.")
    changes = 0
    if (await bot.get_my_description(code or None)).description != long:
        changes += await bot.set_my_description(long, code or None)
    if (await bot.get_my_short_description(code or None)).short_description != short:
        changes += await bot.set_my_short_description(short, code or None)
    return changes
