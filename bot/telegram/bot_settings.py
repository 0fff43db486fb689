"""The bot's settings at Telegram, which the bot makes itself since Bot API 10.5.

An older Bot API server does not have the method; there they are made at @BotFather.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, User

from bot.messages import Language, messages
from bot.telegram.api_server import ApiServer


@dataclass(frozen=True, slots=True)
class BotSettings:
    """Sets what differs from what the operator wants.

    Args:
        server: The Bot API server.
        inline: True if the bot offers quotations in any chat (inline mode).
        guests: True if it answers in chats that it is not in (guest mode).
        hears_all: True if it is shown every message of a group (privacy mode off); None leaves
            that as it is.
    """

    server: ApiServer
    inline: bool = True
    guests: bool = True
    hears_all: bool | None = None

    async def set(self, bot: Bot) -> int:
        """Set what differs, and return the number of settings.

        Which inline results are reported Telegram does not tell, so it is set along with others.
        """
        shown, wanted = _shown(await bot.get_me()), self._wanted()
        changes = {name: value for name, value in wanted.items() if shown.get(name) != value}
        if not changes:
            return 0
        changes["inline_feedback_share_denominator"] = int(self.inline)
        if not await self.server.change_settings(bot, **changes):
            return 0
        await bot.get_me()  # The client remembers what it was told last.
        return len(changes)

    def _wanted(self) -> dict[str, object]:
        wanted: dict[str, object] = {
            "supports_inline_queries": self.inline,
            "supports_guest_queries": self.guests,
        }
        if self.inline:
            wanted["inline_query_placeholder"] = placeholder()
        if self.hears_all is not None:
            wanted["can_read_all_group_messages"] = self.hears_all
        return wanted


def placeholder() -> str:
    """Return what an empty inline query shows: one text for all readers, in their languages."""
    order = (Language.SIMPLIFIED, Language.TRADITIONAL, Language.ENGLISH)
    return " · ".join(messages(language).gettext("Search") for language in order)


def _shown(bot: User) -> dict[str, object]:
    """Return what getMe tells of the bot's settings; the library does not know the newest."""
    return {**bot.to_dict(recursive=False), **bot.api_kwargs}
