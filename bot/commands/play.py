"""`yinju play`: the whole bot in a local page, without a token and without a network."""

from __future__ import annotations

import asyncio
import errno
import signal
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bot.commands.options import corpus_option
from bot.journal import JournalError
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:  # `yinju --help` needs no parser of Telegram's.
    from bot.playground.web.site import Site

_IN_TERMINALS = {"www-browser", "links", "elinks", "lynx", "w3m"}
"""Browsers that Python takes for want of one with a window; they would take over the terminal."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the page is to be found, and whether a browser is to show it."""

    host: str
    port: int
    is_shown: bool


@click.command()
@corpus_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any free one.")
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the journal in this SQLite file; default: it is gone at the end, as the chats are.",
)
@click.option(
    "--listen",
    "host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Listen on this address instead of loopback, say in a container; the key protects it.",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
def play(
    folder: Path | None, port: int, database: Path | None, host: str, *, no_browser: bool
) -> None:
    """Open the whole bot in a local page: no token, no network."""
    settings = read_settings()
    with TemporaryDirectory(prefix="yinju-") as passing:
        file = database or Path(passing) / "journal.sqlite3"
        chosen = {
            "corpus_dir": folder or settings.corpus_dir,
            "database_url": f"sqlite+aiosqlite:///{file}",
        }
        asyncio.run(_play(settings.model_copy(update=chosen), _Place(host, port, not no_browser)))


async def _play(settings: Settings, place: _Place) -> None:
    from bot.playground.standin.server import AddressError, stand_in
    from bot.playground.web.scenario import build_scenario
    from bot.playground.web.site import open_site
    from bot.telegram.logs import set_up_logging

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    scenario = build_scenario()
    set_up_logging(settings.log_level, [scenario.backend.token])
    try:
        async with (
            stand_in(scenario.backend) as api,
            open_site(scenario, place.port, place.host) as site,
        ):
            click.echo(f"Yinju is at {site.address} (Ctrl-C ends it)")
            await _perform(
                settings.for_server(api, scenario.backend.token, {scenario.admin.id}),
                site,
                place,
                stop,
            )
    except AddressError as error:
        raise SettingsError(f"{error}; {_way_out(error.__cause__)}") from error
    except JournalError as error:
        words = str(error).replace("BOT_DATABASE_URL", "--database")
        raise SettingsError(words) from error


def _way_out(trouble: BaseException | None) -> str:
    """What to do where an address cannot be listened on."""
    if isinstance(trouble, OSError) and trouble.errno in {errno.EADDRINUSE, errno.EACCES}:
        return "--port names another port, 0 any that is free"
    return "--listen names an address of this machine"


async def _perform(settings: Settings, site: Site, place: _Place, stop: asyncio.Event) -> None:
    """Let the bot answer in the page until *stop* is set."""
    from bot.playground.web.examples import examples
    from bot.service.bootstrap import open_services
    from bot.telegram.application import ALLOWED_UPDATES, build_application
    from bot.telegram.polling import ConnectionStatus, listen

    async with open_services(settings) as services:
        connection = ConnectionStatus()
        application = build_application(settings, services, connection)
        site.set_ready(await examples(services.library.current.corpus, services.answerer))
        if place.is_shown:
            await asyncio.to_thread(_show, site.address)
        await listen(application, connection, ALLOWED_UPDATES, stop)


def _show(address: str) -> None:
    """Open the address in a browser that has a window; where there is none, open nothing."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if getattr(browser, "name", "") not in _IN_TERMINALS:
            browser.open(address)
