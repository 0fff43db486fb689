"""The bot itself: its name, what it says of itself, its menus of commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.methods.arguments import Arguments, bot_method
from bot.playground.model import JSON
from bot.playground.world import World

MOST_COMMANDS = 100
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


@bot_method
def get_me(world: World, _: Arguments) -> JSON:
    """Who the bot is."""
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_group_messages,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@bot_method
def set_my_commands(world: World, arguments: Arguments) -> bool:
    """Set the menu of a scope and a language."""
    commands = arguments.json("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "").lstrip("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile[_commands_key(arguments)] = commands
    world.tell("commands", None)
    return True


@bot_method
def get_my_commands(world: World, arguments: Arguments) -> list[JSON]:
    """The menu of a scope and a language, as it was set."""
    return list(world.profile.get(_commands_key(arguments), []))


@bot_method
def delete_my_commands(world: World, arguments: Arguments) -> bool:
    """Remove the menu of a scope and a language."""
    world.profile.pop(_commands_key(arguments), None)
    return True


def _setter(field: str) -> Callable[[World, Arguments], bool]:
    def set_field(world: World, arguments: Arguments) -> bool:
        text = arguments.text(field)
        if len(text) > _LONGEST[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, arguments.text("language_code")] = text
        return True

    return bot_method(set_field)


def _getter(field: str) -> Callable[[World, Arguments], JSON]:
    def get_field(world: World, arguments: Arguments) -> JSON:
        language = arguments.text("language_code")
        return {field: world.profile.get((field, language), world.profile.get((field, ""), ""))}

    return bot_method(get_field)


set_my_name, get_my_name = _setter("name"), _getter("name")
set_my_description, get_my_description = _setter("description"), _getter("description")
set_my_short_description = _setter("short_description")
get_my_short_description = _getter("short_description")


def _commands_key(arguments: Arguments) -> tuple[str, ...]:
    scope: Any = arguments.json("scope") or {"type": "default"}
    return ("commands", json.dumps(scope, sort_keys=True), arguments.text("language_code"))
