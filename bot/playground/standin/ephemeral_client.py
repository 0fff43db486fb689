"""Simulated user actions for ephemeral messages, which a user and the bot alone see."""

from __future__ import annotations

from typing import Any

from bot.playground.standin.backend import Backend
from bot.playground.standin.formatting import FormattedText
from bot.playground.standin.methods.profile import menu
from bot.playground.standin.model import Chat, Message, User


class EphemeralActions:
    """Actions in groups that nobody else sees (Bot API 10.2)."""

    backend: Backend
    person: User

    def sees(self, chat: Chat) -> list[Message]:
        """Return the messages of a chat that the user sees, oldest first."""
        return chat.seen_by(self.person)

    def is_ephemeral(self, text: str, chat: Chat, reply_to: Message | None) -> bool:
        """Return True if a client sends a message to the bot alone.

        It does so with commands that the bot has set so, and with replies to such messages.
        """
        if chat.type == "private" or not self.backend.knows(10, 2):
            return False
        if reply_to and reply_to.receiver is self.person:
            return True
        name, _, bot = text.partition(" ")[0].partition("@")
        return bot in {"", self.backend.bot.username} and any(
            f"/{command['command']}" == name and command.get("is_ephemeral", False)
            for command in menu(self.backend, chat, self.person)
        )

    def send_ephemeral(self, body: FormattedText, chat: Chat, **more: Any) -> Message:
        """Send a message to the bot alone; *more* are fields of `Message`."""
        bot = self.backend.bot
        message = self.backend.post_ephemeral(chat, self.person, bot, body, **more)
        if chat.members.get(bot.id, "left") not in {"left", "kicked"}:
            self.backend.updates.put("message", message.as_json())
        return message
