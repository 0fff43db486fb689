"""Methods that answer callback, inline and guest queries."""

from __future__ import annotations

import re

from bot.playground.standin.backend import Backend, PendingQuery
from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import MAX_TEXT
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.methods.keyboard import check_keyboard
from bot.playground.standin.model import JSON

CALLBACK_QUERY_SECONDS = 150
"""Seconds in which a bot can answer a callback query."""

INLINE_QUERY_SECONDS = 30
"""Seconds in which a bot can answer an inline or guest query."""

MAX_START_PARAMETER = 64
"""Maximum length of the payload of a deep link, in characters."""

MAX_NOTIFICATION = 200
"""Maximum length of a notification, in characters."""

MAX_RESULTS = 50
"""Maximum number of results in one answer."""

MAX_RESULT_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@bot_method
def answer_callback_query(backend: Backend, arguments: Arguments) -> bool:
    """Answer a callback query; return True.

    The client shows the text, if there is one, as a notification or an alert.
    """
    callback = backend.callback_queries.get(arguments.text("callback_query_id"))
    if (
        not callback
        or callback.answer
        or backend.clock() - callback.pressed > CALLBACK_QUERY_SECONDS
    ):
        raise bad_request(_TOO_OLD)
    if len(arguments.text("text")) > MAX_NOTIFICATION:
        raise bad_request("MESSAGE_TOO_LONG")
    callback.answer = {
        "text": arguments.text("text"),
        "show_alert": arguments.flag("show_alert"),
        "url": arguments.text("url"),
    }
    backend.notify("callback", callback)
    return True


@bot_method
def answer_inline_query(backend: Backend, arguments: Arguments) -> bool:
    """Answer an inline query with a page of results; return True.

    A `next_offset` announces a further page.
    """
    query = _open_query(backend, arguments.text("inline_query_id"))
    results = arguments.json("results") or []
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    if len({result.get("id") for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(arguments.text("next_offset").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.answer = {
        "results": [_valid_result(backend, result) for result in results],
        "next_offset": arguments.text("next_offset"),
        "cache_time": arguments.integer("cache_time", 300),
        "is_personal": arguments.flag("is_personal"),
        "button": _valid_button(arguments.json("button")),
    }
    backend.notify("inline", query)
    return True


@bot_method
def answer_guest_query(backend: Backend, arguments: Arguments) -> JSON:
    """Send a message in reply to a guest query; return its inline message id."""
    query = _open_query(backend, arguments.text("guest_query_id"))
    if query.chat is None:
        raise bad_request("GUEST_QUERY_INVALID")
    result = _valid_result(backend, arguments.json("result") or {})
    query.answer = {"results": [result]}
    body = result["body"]
    extra = {"guest_bot_caller_user": query.person.as_json()}
    markup = check_keyboard(backend, result.get("reply_markup"))
    message = backend.post(query.chat, backend.bot, body, markup=markup, extra=extra)
    return {"inline_message_id": backend.send_inline(message)}


def _valid_button(button: JSON | None) -> JSON | None:
    """Validate and return the button above the results."""
    if button is None or "web_app" in button:
        return button
    parameter = str(button.get("start_parameter", ""))
    if not button.get("text"):
        raise bad_request('can\'t parse inline query results button: Field "text" is empty')
    if not parameter:
        raise bad_request("can't use empty start parameter")
    if len(parameter) > MAX_START_PARAMETER:
        raise bad_request("too long start parameter specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", parameter):
        raise bad_request("unallowed characters in start parameter are used")
    return button


def _open_query(backend: Backend, query_id: str) -> PendingQuery:
    """Return a query that can still be answered."""
    query = backend.queries.get(query_id)
    if query is None or query.answer or backend.clock() - query.asked > INLINE_QUERY_SECONDS:
        raise bad_request(_TOO_OLD)
    return query


def _valid_result(backend: Backend, result: JSON) -> JSON:
    """Validate a result; return it with `body`, the text of the message that it sends."""
    if not 1 <= len(str(result.get("id", "")).encode()) <= MAX_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise bad_request(f"unallowed inline query result type: {result.get('type')}")
    if not result.get("title"):
        raise bad_request('can\'t parse inline query result: Field "title" must be non-empty')
    content = result.get("input_message_content") or {}
    text = Arguments(
        {
            "text": content.get("message_text", ""),
            "parse_mode": content.get("parse_mode"),
            "entities": content.get("entities"),
        }
    ).formatted("text", MAX_TEXT)
    if not text.text:
        raise bad_request("message text is empty")
    check_keyboard(backend, result.get("reply_markup"))
    return result | {"body": text}
