"""Methods about the bot itself: its name, descriptions, commands and menu button."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.model import JSON, Chat, User

MAX_COMMANDS = 100
"""Maximum number of commands of a scope and a language."""

_MAX_COMMAND_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_DEFAULT_BUTTON = {"type": "default"}
_SCOPES = {
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
}
_MAX_LENGTHS = {"name": 64, "description": 512, "short_description": 120}
"""Maximum length of each text of the profile, in characters."""


@bot_method
def set_my_commands(backend: Backend, arguments: Arguments) -> bool:
    """Change the list of the bot's commands for a scope and a language; return True."""
    commands = arguments.json("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "").lstrip("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= _MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    known = ("command", "description", *(["is_ephemeral"] if backend.knows(10, 2) else ()))
    backend.profile[_commands_key(backend, arguments)] = [
        {name: command[name] for name in known if name in command} for command in commands
    ]
    backend.notify("commands", None)
    return True


@bot_method
def get_my_commands(backend: Backend, arguments: Arguments) -> list[JSON]:
    """Return the list of the bot's commands for exactly this scope and language."""
    return list(backend.profile.get(_commands_key(backend, arguments), []))


@bot_method
def delete_my_commands(backend: Backend, arguments: Arguments) -> bool:
    """Delete the commands for a scope and a language; return True.

    Users then see those of the next wider scope.
    """
    backend.profile.pop(_commands_key(backend, arguments), None)
    backend.notify("commands", None)
    return True


@bot_method
def set_chat_menu_button(backend: Backend, arguments: Arguments) -> bool:
    """Change the menu button of a private chat, or the default one; return True."""
    button = arguments.json("menu_button") or _DEFAULT_BUTTON
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse MenuButton: Unsupported type specified")
    backend.profile[_button_key(backend, arguments)] = button
    return True


@bot_method
def get_chat_menu_button(backend: Backend, arguments: Arguments) -> JSON:
    """Return the menu button of a private chat, or the default one, as MenuButton."""
    button: JSON = backend.profile.get(_button_key(backend, arguments), _DEFAULT_BUTTON)
    return button


def _setter(field: str) -> Callable[[Backend, Arguments], bool]:
    """Return a method that changes a text of the bot's profile for a language."""

    def set_field(backend: Backend, arguments: Arguments) -> bool:
        text = arguments.text(field)
        if len(text) > _MAX_LENGTHS[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        backend.profile[field, _language(arguments)] = text
        return True

    return bot_method(set_field)


def _getter(field: str) -> Callable[[Backend, Arguments], JSON]:
    """Return a method that returns a text of the profile, by default that for all languages."""

    def get_field(backend: Backend, arguments: Arguments) -> JSON:
        initial = backend.bot.first_name if field == "name" else ""
        default = backend.profile.get((field, "")) or initial
        return {field: backend.profile.get((field, _language(arguments))) or default}

    return bot_method(get_field)


set_my_name, get_my_name = _setter("name"), _getter("name")
set_my_description, get_my_description = _setter("description"), _getter("description")
set_my_short_description = _setter("short_description")
get_my_short_description = _getter("short_description")


def menu(backend: Backend, chat: Chat, person: User) -> list[JSON]:
    """Return the commands that the client of a user shows in a chat.

    They are those of the narrowest scope that has any, in the user's language if possible
    (https://core.telegram.org/bots/api#determining-list-of-commands).
    """
    this_chat = {"chat_id": chat.id}
    scopes: list[JSON] = [{"type": "chat"} | this_chat]
    if chat.type == "private":
        scopes.append({"type": "all_private_chats"})
    else:
        scopes.insert(0, {"type": "chat_member", "user_id": person.id} | this_chat)
        if chat.members.get(person.id) in {"creator", "administrator"}:
            scopes.insert(1, {"type": "chat_administrators"} | this_chat)
            scopes.append({"type": "all_chat_administrators"})
        scopes.append({"type": "all_group_chats"})
    for scope in [*scopes, {"type": "default"}]:
        for language in ((person.language_code or "")[:2], ""):
            commands = backend.profile.get(_key(scope, language))
            if commands:
                return list(commands)
    return []


def _commands_key(backend: Backend, arguments: Arguments) -> tuple[str, ...]:
    scope: JSON = arguments.json("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" in scope:
        scope |= {"chat_id": backend.writable_chat(scope["chat_id"]).id}
    return _key(scope, _language(arguments))


def _key(scope: JSON, language: str) -> tuple[str, ...]:
    return ("commands", json.dumps(scope, sort_keys=True), language)


def _button_key(backend: Backend, arguments: Arguments) -> tuple[str, ...]:
    chat_id = arguments.text("chat_id")
    if chat_id and backend.writable_chat(chat_id).type != "private":
        raise bad_request("chat not found")
    return ("menu_button", chat_id)


def _language(arguments: Arguments) -> str:
    """Return the language code of a call: two letters, or empty for all other languages."""
    language = arguments.text("language_code")
    if not re.fullmatch(r"(?:[a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language
