"""The bot's settings at Telegram, which the bot makes itself since Bot API 10.5.

An older Bot API server does not have the method; there they are made at @BotFather.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from telegram import Bot, User
from telegram.error import EndPointNotFound

from bot.messages import Language, messages

_METHOD = "setMySettings"
_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True)
class BotSettings:
    """Sets what differs from what the operator wants.

    Args:
        inline: True if the bot offers quotations in any chat (inline mode).
        guests: True if it answers in chats that it is not in (guest mode).
        hears_all: True if it is shown every message of a group (privacy mode off); None leaves
            that as it is.
    """

    inline: bool = True
    guests: bool = True
    hears_all: bool | None = None
    _is_told: bool = field(default=False, init=False)

    async def set(self, bot: Bot) -> int:
        """Set what differs, and return the number of settings.

        Which inline results are reported Telegram does not tell, so it is set along with others.
        Of a server that cannot do it the log tells once.
        """
        shown, wanted = _shown(await bot.get_me()), self._wanted()
        changes = {name: value for name, value in wanted.items() if shown.get(name) != value}
        if not changes:
            return 0
        changes["inline_feedback_share_denominator"] = int(self.inline)
        try:
            await bot.do_api_request(_METHOD, api_kwargs=changes)
        except EndPointNotFound:
            self._tell(changes)
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

    def _tell(self, changes: Mapping[str, object]) -> None:
        if not self._is_told:
            self._is_told = True
            _LOGGER.warning(
                "the Bot API server is older than 10.5, so set at @BotFather what differs: %s",
                ", ".join(f"{name}={value}" for name, value in changes.items()),
            )


def placeholder() -> str:
    """Return what an empty inline query shows: one text for all readers, in their languages."""
    order = (Language.SIMPLIFIED, Language.TRADITIONAL, Language.ENGLISH)
    return " · ".join(messages(language).gettext("Search") for language in order)


def _shown(bot: User) -> dict[str, object]:
    """Return what getMe tells of the bot's settings; the library does not know the newest."""
    return {**bot.to_dict(recursive=False), **bot.api_kwargs}
