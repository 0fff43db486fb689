"""`yinju serve`: the bot in Telegram."""

from __future__ import annotations

import asyncio
import logging
import signal

import click

from bot.settings import Settings, SettingsError, read_settings

_LOGGER = logging.getLogger(__name__)


@click.command()
def serve() -> None:
    """Run the bot in Telegram until Ctrl-C or SIGTERM."""
    settings = read_settings()
    if settings.token is None:
        raise SettingsError(
            "BOT_TOKEN is missing; get a token from @BotFather and write it to .env"
        )
    from bot.telegram.logs import set_up_logging

    secrets = [settings.token.get_secret_value()]
    if settings.proxy_url:
        secrets.append(settings.proxy_url.get_secret_value())
    set_up_logging(settings, secrets)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.service.bootstrap import open_services
    from bot.service.health import Health
    from bot.service.monitor import monitoring
    from bot.telegram.application import connect
    from bot.telegram.polling import WrongTokenError

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    health = Health(settings)
    async with monitoring(settings, health), open_services(settings) as services:
        corpus = services.library.current.corpus
        _LOGGER.info("serving %d articles with %d passages", len(corpus.articles), len(corpus))
        try:
            with health.watch(services):
                await connect(settings, services).listen(stop)
        except WrongTokenError as error:
            raise SettingsError(str(error)) from error
