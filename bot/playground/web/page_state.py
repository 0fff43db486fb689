"""The state of the page as JSON. Messages have the form of the Bot API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.standin.backend import ApiCall, CallbackQuery, PendingQuery
from bot.playground.standin.methods import DOCUMENTED_NAMES
from bot.playground.standin.methods.profile import menu
from bot.playground.standin.model import JSON, Chat, Message, User
from bot.playground.web.actions import MAX_FILE_BYTES
from bot.playground.web.scenario import LANGUAGES, Scenario


@dataclass(slots=True)
class PageState:
    """The state that the page shows: that of a scenario, and how far the bot's start is."""

    scenario: Scenario
    examples: tuple[str, ...] = field(default=())
    is_ready: bool = False
    progress: JSON = field(default_factory=lambda: {"stage": "reading", "done": 0, "total": None})

    def full_state(self) -> JSON:
        """Return all that a page needs when it opens or reconnects."""
        scenario, backend = self.scenario, self.scenario.backend
        return {
            "bot": backend.bot.as_json(),
            "people": [_person(person, scenario) for person in scenario.users],
            "languages": LANGUAGES,
            "chats": [self._chat(chat) for chat in backend.chats.values()],
            "menus": self.menus(),
            "blocked": sorted(backend.blocked_by),
            "examples": self.examples,
            "ready": self.is_ready,
            "progress": self.progress,
            "faults": backend.faults.left,
            "longest_file": MAX_FILE_BYTES,
        }

    def event_as_json(self, kind: str, subject: Any) -> JSON:
        """Return an event of the backend as JSON.

        Args:
            kind: The name of the event, as in `Backend.notify`.
            subject: The message, call or query that the event is about.
        """
        details: JSON = {}
        if isinstance(subject, Message):
            details = {"chat": subject.chat.id, "message": message_as_json(subject)}
        elif isinstance(subject, ApiCall):
            details = {"call": _call(subject), "faults": self.scenario.backend.faults.left}
        elif isinstance(subject, CallbackQuery):
            details = {"id": subject.id, "answer": subject.answer}
        elif isinstance(subject, PendingQuery):
            details = {"id": subject.id, "answer": _results(subject)}
        elif kind == "action":
            chat, action, topic = subject
            details = {"chat": chat.id, "action": action, "topic": topic}
        elif kind == "blocked":
            details = {"blocked": sorted(self.scenario.backend.blocked_by)}
        elif kind == "bot":
            details = {"chat": subject.id} | self._bot_in(subject)
        elif kind == "update":
            details = {"update": subject}
        elif kind == "commands":
            details = {"menus": self.menus()}
        return {"kind": kind} | details

    def menus(self) -> JSON:
        """Return each user's commands in each chat, and the bot's description."""
        return {str(person.id): self._menus_of(person) for person in self.scenario.users}

    def _menus_of(self, person: User) -> JSON:
        backend = self.scenario.backend
        chats = self._chats_of(person)
        return {
            "commands": {str(chat.id): menu(backend, chat, person) for chat in chats},
            "description": _description(self.scenario, person),
        }

    def _chats_of(self, person: User) -> list[Chat]:
        chats = self.scenario.backend.chats.values()
        return [chat for chat in chats if chat.id == person.id or person.id in chat.members]

    def _chat(self, chat: Chat) -> JSON:
        return {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title,
            "topics": [{"id": number, "name": name} for number, name in chat.topics.items()],
            "members": list(chat.members),
            **self._bot_in(chat),
            "messages": [message_as_json(message) for message in self._messages(chat)],
        }

    def _bot_in(self, chat: Chat) -> JSON:
        """Return whether the bot is in a chat, and an administrator there."""
        status = chat.members.get(self.scenario.backend.bot.id)
        is_admin = status == "administrator"
        return {
            "has_bot": chat.type == "private" or is_admin or status == "member",
            "bot_is_admin": is_admin,
        }

    def _messages(self, chat: Chat) -> list[Message]:
        """Return the messages that any user sees; the page shows each user their own."""
        private = [message for message in chat.ephemeral.values() if not message.is_deleted]
        return sorted(
            [*chat.visible, *private], key=lambda one: (one.id or one.behind, -one.number)
        )


def message_as_json(message: Message) -> JSON:
    """Return a message in the form of the Bot API, with its reactions.

    One that asks for a reply has what the empty input field shows meanwhile, and one that the bot
    does not get is marked. An ephemeral one has
    a negative id, the users who see it, and the id of the message in place of which it is shown.
    """
    shown = message.as_json() | {"reactions": _emoji(message.reactions.values())}
    shown["message_id"] = message.number
    if message.replied_message:
        shown["reply_to_message"]["message_id"] = message.replied_message.number
    if message.receiver and message.sender:
        shown["seen_by"] = [message.sender.id, message.receiver.id]
        shown["replaces"] = message.replaces.number if message.replaces else 0
    if message.is_withheld:
        shown["is_withheld"] = True
    markup = message.markup or {}
    if markup.get("force_reply"):
        shown["force_reply"] = markup.get("input_field_placeholder", "")
    return shown


def _emoji(reactions: Iterable[list[JSON]]) -> list[str]:
    return [reaction["emoji"] for of_one_user in reactions for reaction in of_one_user]


def _person(person: User, scenario: Scenario) -> JSON:
    return person.as_json() | {"is_admin": person is scenario.admin}


def _description(scenario: Scenario, person: User) -> str:
    language = (person.language_code or "")[:2]
    profile = scenario.backend.profile
    return str(profile.get(("description", language)) or profile.get(("description", ""), ""))


def _results(query: PendingQuery) -> JSON | None:
    """Return the answer to a query without the messages that its results send."""
    if query.answer is None:
        return None
    results = [
        {"title": result["title"], "description": result.get("description", "")}
        for result in query.answer["results"]
    ]
    return query.answer | {"results": results}


def _call(call: ApiCall) -> JSON:
    return {
        "method": DOCUMENTED_NAMES.get(call.method, call.method),
        "parameters": call.parameters,
        "refusal": call.refusal,
        "is_fault": call.is_fault,
        "result": call.result,
    }
