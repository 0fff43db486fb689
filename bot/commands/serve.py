"""`yinju serve`: the bot in Telegram."""

from __future__ import annotations

import asyncio
import logging
import os
import signal

import click

from bot.setting_mistakes import mistakes_of
from bot.settings import Settings, read_settings

_LOGGER = logging.getLogger(__name__)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _end_at_once(*_: object) -> None:
    """End the program while it starts: nothing is taken yet, and its files survive any end.

    A thread that reads a large collection would hold up every other way out.
    """
    os._exit(0)


@click.command()
def serve() -> None:
    """Run the bot in Telegram until Ctrl-C or SIGTERM."""
    for number in _SIGNALS:
        signal.signal(number, _end_at_once)
    settings = read_settings(mistakes_of)
    from bot.telegram.logs import set_up_logging

    set_up_logging(settings, settings.secrets)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.service.bootstrap import open_services
    from bot.service.health import Health
    from bot.service.monitor import monitoring
    from bot.telegram.application import connect

    stop = asyncio.Event()
    health = Health(settings)
    async with monitoring(settings, health), open_services(settings) as services:
        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        for one in services.library.served:
            corpus = one.library.current.corpus
            name = f" of {one.info.key}" if one.info.key else ""
            counts = len(corpus.articles), len(corpus)
            _LOGGER.info("serving %d articles with %d passages%s", *counts, name)
        services.library.complete_meanwhile()
        with health.watch(services):
            await connect(settings, services).listen(stop)
