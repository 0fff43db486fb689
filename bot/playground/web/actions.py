"""The actions of the page.

The page sends the name of an action and a JSON object with its values. All values are validated
here, as any program that knows the key of the page can send them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, cast, get_args

from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault, FaultKind
from bot.playground.standin.formatting import MAX_TEXT
from bot.playground.standin.model import JSON, Chat, Message
from bot.playground.web.scenario import LANGUAGES, Scenario
from corpus.message import Size

MAX_FAULTS = 20
"""Maximum number of calls that one action makes fail."""

MAX_FILE_BYTES = 50 << 20
"""Maximum size of a file that a user sends: more than bots can download, to see what they say."""

MAX_STORED_BYTES = 500 << 20
"""Maximum size of all files of a run, which are stored in memory."""

MAX_FILE_NAME = 255

REACTIONS = ("👍", "👎", "❤")
"""Some of the reactions that Telegram's clients offer; the page has a button for the first."""

FAULT_SECONDS: dict[FaultKind, int] = {"flood": 3, "timeout": 10}
"""Seconds of `retry_after` in a flood, and seconds until a timeout, longer than the bot waits."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class ActionError(Exception):
    """An action cannot be carried out; the message gives the reason."""


class ActionRequest:
    """A request of the page, with values such as the user, the chat and the message.

    All properties and methods raise `ActionError` for a value that is missing or invalid, except
    `client`, which raises `LookupError` for an unknown user.
    """

    def __init__(self, scenario: Scenario, values: JSON) -> None:
        self.scenario = scenario
        self._values = values

    @property
    def client(self) -> Client:
        """The client of the acting user."""
        return self.scenario.client(self.integer("person"))

    @property
    def chat(self) -> Chat:
        """The chat. The user must be a member."""
        person_id = self.integer("person")
        chat = self.scenario.backend.chats.get(self.integer("chat"))
        if chat is None or (chat.id != person_id and person_id not in chat.members):
            raise ActionError("there is no such chat")
        return chat

    @property
    def topic(self) -> int | None:
        """The id of the topic in the chat, None for the general topic."""
        topic = self.integer("topic", 0)
        return topic if topic in self.chat.topics else None

    @property
    def message(self) -> Message:
        """The message. The user must see it."""
        message = self.chat.seen_message(self.client.person, self.integer("message"))
        if message is None:
            raise ActionError("there is no such message any more")
        return message

    @property
    def own_message(self) -> Message:
        """The message. The user must have sent it to all."""
        if self.message.sender is not self.client.person:
            raise ActionError("this message is somebody else's")
        return self.public_message

    @property
    def public_message(self) -> Message:
        """The message. It must not be an ephemeral one."""
        if self.message.receiver:
            raise ActionError("this message is between a person and the bot")
        return self.message

    @property
    def text(self) -> str:
        """The text, without white space at its ends, as Telegram sends it."""
        text = self.string("text").strip()
        if not 1 <= len(text) <= MAX_TEXT:
            raise ActionError(f"a message has 1 to {MAX_TEXT} characters")
        return text

    def string(self, name: str) -> str:
        """Return a value that must be text."""
        value = self._values.get(name, "")
        # JSON can express half of a surrogate pair, which UTF-8 cannot encode.
        if not isinstance(value, str) or _SURROGATE.search(value):
            raise ActionError(f"{name} must be text")
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """Return a value that must be an integer."""
        value = self._values.get(name, default)
        if not isinstance(value, int):
            raise ActionError(f"{name} must be a whole number")
        return value


def send(request: ActionRequest) -> JSON:
    """Send a message and return its id; a mention in a chat without the bot is a guest query."""
    client, chat = request.client, request.chat
    reply_to = chat.seen_message(client.person, request.integer("reply_to", 0))
    names_bot = f"@{request.scenario.backend.bot.username}" in request.text.lower()
    if chat is request.scenario.group_without_bot and names_bot:
        client.ask_as_guest(request.text, chat, reply_to)
        return {}
    quote = {"quote": request.string("quote")} if reply_to and request.string("quote") else {}
    message = client.send(request.text, chat, reply_to=reply_to, topic=request.topic, **quote)
    return {"message": message.number}


def send_file(request: ActionRequest, data: bytes) -> JSON:
    """Send a file and return the id of its message."""
    name = PurePosixPath(request.string("name").replace("\\", "/")).name
    if not 1 <= len(name) <= MAX_FILE_NAME:
        raise ActionError(f"the name of a file has 1 to {MAX_FILE_NAME} characters")
    if not 1 <= len(data) <= MAX_FILE_BYTES:
        raise ActionError(f"a file here has 1 byte to {Size(MAX_FILE_BYTES)}")
    if sum(map(len, request.scenario.backend.files.values())) + len(data) > MAX_STORED_BYTES:
        raise ActionError("there is no room for more files; start the program again")
    message = request.client.send_document(name, data, request.chat, topic=request.topic)
    return {"message": message.id}


def edit(request: ActionRequest) -> JSON:
    """Edit a message of the user."""
    request.client.edit(request.own_message, request.text)
    return {}


def delete(request: ActionRequest) -> JSON:
    """Delete a message of the user."""
    request.client.delete(request.own_message)
    return {}


def forward(request: ActionRequest) -> JSON:
    """Forward a message to the bot; return the id of the private chat."""
    request.client.forward(request.public_message)
    return {"chat": request.client.private.id}


def press_button(request: ActionRequest) -> JSON:
    """Press the button in a row and place; return the id of the callback query."""
    try:
        button = request.message.buttons[request.integer("row")][request.integer("place")]
    except IndexError as error:
        raise ActionError("there is no such button any more") from error
    return {"callback": request.client.press_button(request.message, button).id}


def react(request: ActionRequest) -> JSON:
    """Set the user's reaction to a message, or take it back if it is the same."""
    client, message = request.client, request.public_message
    earlier = [one["emoji"] for one in message.reactions.get(client.person.id, ())]
    emoji = request.string("emoji")
    if emoji not in REACTIONS:
        raise ActionError("there is no such reaction")
    client.react(message, *({emoji} - set(earlier)))
    return {}


def open_deep_link(request: ActionRequest) -> JSON:
    """Open a deep link to the bot; return the id of the private chat."""
    message = request.client.open(request.string("url"))
    return {"chat": message.chat.id}


def send_inline_query(request: ActionRequest) -> JSON:
    """Send an inline query, or request its next page; return the id of the query."""
    kind = "sender" if request.chat.type == "private" else request.chat.type
    return {
        "query": request.client.type_inline(
            request.string("query"), kind, request.string("offset")
        ).id
    }


def choose_inline_result(request: ActionRequest) -> JSON:
    """Send a result of an inline query."""
    query = request.scenario.backend.queries.get(request.string("query"))
    if query is None or query.person is not request.client.person or not query.answer:
        raise ActionError("this list is out of date")
    if not 0 <= request.integer("number") < len(query.answer["results"]):
        raise ActionError("there is no such result")
    request.client.choose(query, request.integer("number"), request.chat, request.topic)
    return {}


def set_language(request: ActionRequest) -> JSON:
    """Set the user's language."""
    if request.string("language") not in LANGUAGES:
        raise ActionError(f"the languages here are {', '.join(LANGUAGES)}")
    request.client.person.language_code = request.string("language")
    request.scenario.backend.notify("commands", None)
    return {}


def block(request: ActionRequest) -> JSON:
    """Block the bot, or unblock it if it is blocked."""
    client = request.client
    if client.person.id in client.backend.blocked_by:
        client.unblock()
    else:
        client.block()
    return {}


def promote(request: ActionRequest) -> JSON:
    """Make the bot an administrator of a group that it is in, or a mere member if it is one."""
    status = request.chat.members.get(request.scenario.backend.bot.id)
    if status not in {"member", "administrator"}:
        raise ActionError("the bot is not in this chat")
    is_admin = status == "administrator"
    request.client.add_bot(request.chat, "member" if is_admin else "administrator")
    return {}


def inject_fault(request: ActionRequest) -> JSON:
    """Make the next calls of the bot fail; return how many calls are still to fail."""
    kind, times = request.string("fault"), request.integer("times")
    if kind not in get_args(FaultKind) or not 1 <= times <= MAX_FAULTS:
        raise ActionError("there is no such fault")
    fault = cast("FaultKind", kind)
    seconds = FAULT_SECONDS.get(fault, 0)
    request.scenario.backend.faults.add(Fault(fault, times, seconds=seconds))
    return {"faults": request.scenario.backend.faults.left}


_ACTIONS: dict[str, Callable[[ActionRequest], JSON]] = {
    "send": send,
    "edit": edit,
    "delete": delete,
    "forward": forward,
    "press": press_button,
    "react": react,
    "follow": open_deep_link,
    "inline": send_inline_query,
    "choose": choose_inline_result,
    "speak": set_language,
    "block": block,
    "promote": promote,
    "spoil": inject_fault,
}
"""The actions by the names that the page's JavaScript sends."""


def perform(scenario: Scenario, name: str, values: Any) -> JSON:
    """Carry out an action and return its result.

    Raises:
        ActionError: There is no such action, or it cannot be carried out.
    """
    action = _ACTIONS.get(name)
    if action is None:
        raise ActionError(f"nobody can {name}")
    return _carried_out(action, scenario, values)


def receive_file(scenario: Scenario, values: Any, data: bytes) -> JSON:
    """Send a file in the name of a user, and return the id of its message.

    Raises:
        ActionError: It cannot be sent.
    """
    return _carried_out(lambda request: send_file(request, data), scenario, values)


def _carried_out(action: Callable[[ActionRequest], JSON], scenario: Scenario, values: Any) -> JSON:
    if not isinstance(values, dict):
        raise ActionError("an action has an object with its values")
    try:
        return action(ActionRequest(scenario, values))
    except LookupError as error:
        raise ActionError(str(error)) from error
