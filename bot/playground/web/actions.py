"""The actions of the page, by name, with validated values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast, get_args

from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault, FaultKind
from bot.playground.standin.formatting import MAX_TEXT
from bot.playground.standin.model import JSON, Chat, Message
from bot.playground.web.scenario import LANGUAGES, Scenario

MAX_FAULTS = 20
SECONDS_OF_FAULT: dict[FaultKind, int] = {"flood": 3, "timeout": 10}
"""Seconds of `retry_after` in a flood, and seconds until a timeout, longer than any bot waits."""

_HALVES = re.compile("[\ud800-\udfff]")


class ActionError(Exception):
    """An action cannot be carried out; the message gives the reason."""


class ActionRequest:
    """A request of the page: the user, the chat, the message and other values."""

    def __init__(self, scenario: Scenario, values: JSON) -> None:
        self.scenario = scenario
        self._values = values

    @property
    def client(self) -> Client:
        """The client of the acting user."""
        return self.scenario.client(self.number("person"))

    @property
    def chat(self) -> Chat:
        """The chat, which the user must belong to."""
        person_id = self.number("person")
        chat = self.scenario.backend.chats.get(self.number("chat"))
        if chat is None or (chat.id != person_id and person_id not in chat.members):
            raise ActionError("there is no such chat")
        return chat

    @property
    def topic(self) -> int | None:
        """The topic of the chat, None for the general one."""
        topic = self.number("topic", 0)
        return topic if topic in self.chat.topics else None

    @property
    def message(self) -> Message:
        """The message."""
        message = self.chat.message(self.number("message"))
        if message is None:
            raise ActionError("there is no such message any more")
        return message

    @property
    def own_message(self) -> Message:
        """The message, which must be the user's own."""
        if self.message.sender is not self.client.person:
            raise ActionError("this message is somebody else's")
        return self.message

    @property
    def text(self) -> str:
        """The text, stripped as Telegram does."""
        text = self.word("text").strip()
        if not 1 <= len(text) <= MAX_TEXT:
            raise ActionError(f"a message has 1 to {MAX_TEXT} characters")
        return text

    def word(self, name: str) -> str:
        """Return a value that must be text."""
        value = self._values.get(name, "")
        # Half of a surrogate pair is something that JSON can write and UTF-8 cannot.
        if not isinstance(value, str) or _HALVES.search(value):
            raise ActionError(f"{name} must be text")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return a value that must be an integer."""
        value = self._values.get(name, default)
        if not isinstance(value, int):
            raise ActionError(f"{name} must be a whole number")
        return value


def send(act: ActionRequest) -> JSON:
    """Send a message; a mention in a chat without the bot is a guest query."""
    client, chat = act.client, act.chat
    reply_to = chat.message(act.number("reply_to", 0))
    names_bot = f"@{act.scenario.backend.bot.username}" in act.text.lower()
    if chat is act.scenario.elsewhere and names_bot:
        client.ask_as_guest(act.text, chat, reply_to)
        return {}
    quote = {"quote": act.word("quote")} if reply_to and act.word("quote") else {}
    message = client.send(act.text, chat, reply_to=reply_to, topic=act.topic, **quote)
    return {"message": message.id}


def edit(act: ActionRequest) -> JSON:
    """Edit a message of the user."""
    act.client.edit(act.own_message, act.text)
    return {}


def delete(act: ActionRequest) -> JSON:
    """Delete a message of the user."""
    act.client.delete(act.own_message)
    return {}


def forward(act: ActionRequest) -> JSON:
    """Forward a message to the bot."""
    act.client.forward(act.message)
    return {"chat": act.client.private.id}


def press(act: ActionRequest) -> JSON:
    """Press a button, given by row and column."""
    try:
        button = act.message.buttons[act.number("row")][act.number("place")]
    except IndexError as error:
        raise ActionError("there is no such button any more") from error
    return {"callback": act.client.press_button(act.message, button).id}


def follow(act: ActionRequest) -> JSON:
    """Open a deep link to the bot."""
    message = act.client.open(act.word("url"))
    return {"chat": message.chat.id}


def inline(act: ActionRequest) -> JSON:
    """Send an inline query, or request its next page."""
    kind = "sender" if act.chat.type == "private" else act.chat.type
    return {"query": act.client.type_inline(act.word("query"), kind, act.word("offset")).id}


def choose(act: ActionRequest) -> JSON:
    """Send a result of an inline query."""
    query = act.scenario.backend.queries.get(act.word("query"))
    if query is None or query.person is not act.client.person or not query.answer:
        raise ActionError("this list is out of date")
    if not 0 <= act.number("number") < len(query.answer["results"]):
        raise ActionError("there is no such result")
    act.client.choose(query, act.number("number"), act.chat, act.topic)
    return {}


def speak(act: ActionRequest) -> JSON:
    """Set the user's language."""
    if act.word("language") not in LANGUAGES:
        raise ActionError(f"the languages here are {', '.join(LANGUAGES)}")
    act.client.person.language_code = act.word("language")
    act.scenario.backend.tell("commands", None)
    return {}


def spoil(act: ActionRequest) -> JSON:
    """Inject a fault into the next calls of the bot."""
    kind, times = act.word("fault"), act.number("times")
    if kind not in get_args(FaultKind) or not 1 <= times <= MAX_FAULTS:
        raise ActionError("there is no such fault")
    fault = cast("FaultKind", kind)
    seconds = SECONDS_OF_FAULT.get(fault, 0)
    act.scenario.backend.faults.add(Fault(fault, times, seconds=seconds))
    return {"faults": act.scenario.backend.faults.left}


_ACTIONS: dict[str, Callable[[ActionRequest], JSON]] = {
    "send": send,
    "edit": edit,
    "delete": delete,
    "forward": forward,
    "press": press,
    "follow": follow,
    "inline": inline,
    "choose": choose,
    "speak": speak,
    "spoil": spoil,
}
"""The actions by the names that the page's JavaScript sends."""


def perform(scenario: Scenario, name: str, values: Any) -> JSON:
    """Carry out an action of the page.

    Raises:
        ActionError: It cannot be carried out.
    """
    action = _ACTIONS.get(name)
    if action is None or not isinstance(values, dict):
        raise ActionError(f"nobody can {name}")
    try:
        return action(ActionRequest(scenario, values))
    except LookupError as error:
        raise ActionError(str(error)) from error
