"""Methods about the bot's settings, which else are made at @BotFather (Bot API 10.5)."""

from __future__ import annotations

from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.methods.arguments import Arguments, bot_method, since
from bot.playground.standin.model import JSON

_SWITCHES = (
    *("supports_inline_queries", "needs_inline_query_location", "can_join_groups"),
    *("can_connect_to_business", "can_manage_bots", "supports_guest_queries"),
    *("supports_join_request_queries", "has_topics_enabled", "allows_users_to_create_topics"),
    *("has_topic_sidebar", "can_communicate_with_bots", "can_read_all_group_messages"),
)
_SHARES = {0, 1, 10, 100, 1000}
"""One in so many chosen inline results is reported; 0 is none."""

_MODES = {"default", "auto", "inline"}

_SHOWN = {"can_join_groups": True, "can_connect_to_business": False, "has_main_web_app": False}
_SHOWN_SINCE_10_5 = {"needs_inline_query_location": False, "has_topic_sidebar": False}


@bot_method
def get_me(backend: Backend, _: Arguments) -> JSON:
    """Return basic information about the bot; libraries call it to test the token.

    It is a BotFullInfo since Bot API 10.5, before that a User. What is reported of inline results,
    and how callback queries come, it does not tell.
    """
    settings = backend.settings
    shown = _SHOWN | (_SHOWN_SINCE_10_5 if backend.knows(10, 5) else {})
    information = {name: settings.get(name, value) for name, value in shown.items()}
    if not settings.get("has_topics_enabled") and "has_topic_sidebar" in information:
        information["has_topic_sidebar"] = False
    if backend.knows(10, 5):
        information["active_usernames"] = [backend.bot.username]
        if placeholder := settings.get("inline_query_placeholder"):
            information["inline_query_placeholder"] = placeholder
    for name in ("supports_inline_queries", "supports_guest_queries"):
        information[name] = settings.get(name, False)
    information["can_read_all_group_messages"] = backend.reads_all_group_messages
    return backend.bot.as_json() | information


@since(10, 5)
def set_my_settings(backend: Backend, arguments: Arguments) -> bool:
    """Change settings of the bot; those that are not given stay as they are. Return True."""
    given = {name: arguments.flag(name) for name in _SWITCHES if name in arguments.values}
    changes: dict[str, Any] = given
    if "inline_query_placeholder" in arguments.values:
        changes["inline_query_placeholder"] = arguments.text("inline_query_placeholder")
    if "inline_feedback_share_denominator" in arguments.values:
        changes["inline_feedback_share_denominator"] = _share(arguments)
    if mode := arguments.text("callback_query_mode"):
        if mode not in _MODES:
            raise bad_request("invalid callback query mode specified")
        changes["callback_query_mode"] = mode
    backend.settings |= changes
    if "can_read_all_group_messages" in changes:
        backend.reads_all_group_messages = changes["can_read_all_group_messages"]
    return True


def _share(arguments: Arguments) -> int:
    share = arguments.integer("inline_feedback_share_denominator", -1)
    if share not in _SHARES:
        raise bad_request("invalid inline feedback share denominator specified")
    return share
