"""The Bot API server: methods that the library does not know, and what an older server lacks."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, TelegramError

_NEWEST_METHOD = "setMySettings"
"""A method since Bot API 10.5 that changes nothing where it is given nothing."""

_LOGGER = logging.getLogger(__name__)


class ApiServer:
    """Tells if the Bot API server knows Bot API 10.5, and calls what is new in it.

    What an older server does not know in a message it ignores: a message for one person would be
    public. So the bot asks before it sends one.
    """

    def __init__(self) -> None:
        self._is_newest: bool | None = None

    async def is_newest(self, bot: Bot) -> bool:
        """Return True if the server knows Bot API 10.5; False as well if it cannot be asked."""
        if self._is_newest is None:
            try:
                await self.change_settings(bot)
            except BadRequest:  # The method is there, whatever it objects to.
                self._is_newest = True
            except TelegramError as error:
                _LOGGER.info("version of the Bot API server not known: %s", error)
        return bool(self._is_newest)

    async def change_settings(self, bot: Bot, **settings: Any) -> bool:
        """Change settings of the bot; return False if the server cannot, and log that once."""
        try:
            await bot.do_api_request(_NEWEST_METHOD, api_kwargs=settings)
        except EndPointNotFound:
            if self._is_newest is None:
                _LOGGER.warning(
                    "the Bot API server is older than 10.5: inline mode, guest mode and privacy "
                    "mode stay as @BotFather has set them, and all answers in groups are public"
                )
            self._is_newest = False
        else:
            self._is_newest = True
        return self._is_newest
