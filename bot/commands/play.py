"""`yinju play`: the whole bot in a local page, without a token or a network."""

from __future__ import annotations

import asyncio
import errno
import signal
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bot.commands.options import corpus_option
from bot.journal import JournalError
from bot.messages import messages
from bot.setting_values import check_database
from bot.settings import Settings, SettingsError, read_settings, terminal_language
from corpus.loading import MissingFolderError
from corpus.message import Message, system_error

if TYPE_CHECKING:  # Other commands run without the packages of the extra `play`.
    from bot.playground.standin.backend import Backend
    from bot.playground.web.site import Site
    from corpus.progress import Progress
    from retrieval.builder import BuildProgress

_NEEDED = ("python_multipart", "tdjson")
"""The packages of the extra `play`, by the names of their modules."""

_TEXT_BROWSERS = {"www-browser", "links", "elinks", "lynx", "w3m"}
"""Browsers that `webbrowser` falls back to, and that would take over the terminal."""


_MENU_SECONDS = 20
"""Seconds after which the bot counts as ready also without its menus."""


@dataclass(frozen=True, slots=True)
class _PageOptions:
    """The address of the page, and whether to open it in a browser."""

    host: str
    port: int
    is_opened: bool


@click.command()
@corpus_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port to listen on; default: any free one.",
)
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the journal in this SQLite file; by default it is deleted at the end.",
)
@click.option(
    "--listen",
    "host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Listen on this address instead of loopback; the secret URL is its only protection.",
)
@click.option("--no-browser", is_flag=True, help="Print the address without opening a browser.")
def play(
    folder: Path | None, port: int, database: Path | None, host: str, *, no_browser: bool
) -> None:
    """Open the whole bot in a local page, without a token or a network."""
    _check_extra()
    settings = read_settings()
    settings = settings.model_copy(update={"corpus_dir": folder or settings.corpus_dir})
    if not settings.engine_url and not settings.collection.is_dir():
        raise MissingFolderError(settings.collection)  # Before the page is said to be there.
    with TemporaryDirectory(prefix="yinju-") as temporary:
        file = database or Path(temporary) / "journal.sqlite3"
        settings = settings.model_copy(update={"database_url": check_database(str(file))})
        asyncio.run(_play(settings, _PageOptions(host, port, not no_browser)))


def _check_extra() -> None:
    """Raise a usage error if a package of the extra `play` is not installed."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise SettingsError(
            "play needs the extra “{extra}” (missing: {missing}); install it with {command}, or "
            "with {make} in a clone",
            extra="play",
            missing=", ".join(missing),
            command="pip install 'yinju[play]'",
            make="make .venv",
        )


async def _play(settings: Settings, page: _PageOptions) -> None:
    from bot.playground.standin.server import AddressError, stand_in
    from bot.playground.web.scenario import build_scenario
    from bot.playground.web.site import open_site
    from bot.telegram.logs import set_up_logging
    from bot.views.problems import in_words

    stop, texts = asyncio.Event(), messages(terminal_language())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    scenario = build_scenario()
    set_up_logging(settings, [scenario.backend.token, *settings.secrets])
    try:
        async with (
            stand_in(scenario.backend) as api,
            open_site(scenario, page.port, page.host) as site,
        ):
            words = texts.gettext("Yinju is at {address} (Ctrl-C ends it)")
            click.echo(words.format(address=site.address))
            if page.is_opened:
                await asyncio.to_thread(_open_browser, site.address)
            await _run_bot(
                settings.for_server(api, scenario.backend.token, {scenario.admin.id}), site, stop
            )
    except AddressError as error:
        cause = error.__cause__
        raise SettingsError(
            "{address} cannot be listened on: {reason}; {advice}",
            address=f"{page.host}:{page.port}",
            reason=system_error(cause) if isinstance(cause, OSError) else str(cause),
            advice=_advice(cause),
        ) from error
    except JournalError as error:
        message = in_words(texts, error.message)
        raise click.ClickException(message.replace("BOT_DATABASE_URL", "--database")) from error


def _advice(cause: BaseException | None) -> Message:
    """Return the option that helps if the page's address cannot be listened on."""
    if isinstance(cause, OSError) and cause.errno in {errno.EADDRINUSE, errno.EACCES}:
        return Message("--port names another port, 0 any that is free")
    return Message("--listen names an address of this machine")


async def _run_bot(settings: Settings, site: Site, stop: asyncio.Event) -> None:
    """Run the bot behind the page until *stop* is set."""
    from bot.playground.web.examples import examples
    from bot.service.bootstrap import open_services
    from bot.service.health import Health
    from bot.service.monitor import monitoring
    from bot.telegram.application import connect

    health, backend = Health(settings), site.state.scenario.backend
    async with (
        monitoring(settings, health),
        open_services(settings, needs_journal=True, progress=_progress(site)) as services,
    ):
        connection = connect(settings, services)
        questions = await examples(services.library.current.corpus, services.answerer)
        services.library.complete_meanwhile()
        ready = asyncio.create_task(_show_ready(site, backend, questions))
        try:
            with health.watch(services):
                await connection.listen(stop)
        finally:
            ready.cancel()


def _progress(site: Site) -> BuildProgress:
    """Return callbacks that show on the page, in whole per cents, how far a thread is."""
    from retrieval.builder import BuildProgress

    loop = asyncio.get_running_loop()

    def showing(stage: str) -> Progress:
        shown = -1

        def show(done: int, total: int | None) -> None:
            nonlocal shown
            share = 100 * done // total if total else done
            if share != shown:
                shown = share
                loop.call_soon_threadsafe(site.set_progress, stage, done, total)
            if stage == "indexing" and done == total:  # Dictionaries and menus come last.
                loop.call_soon_threadsafe(site.set_progress, "preparing")

        return show

    return BuildProgress(showing("reading"), showing("indexing"))


async def _show_ready(site: Site, backend: Backend, questions: tuple[str, ...]) -> None:
    """Show that the bot is ready once its menus are there, or when they are not after a while."""
    from bot.telegram.menus import MENU_LANGUAGES

    published = asyncio.Event()

    def check(_event: str, _subject: object) -> None:
        if all(("description", code) in backend.profile for code in MENU_LANGUAGES):
            published.set()

    backend.listeners.append(check)
    with suppress(TimeoutError):
        async with asyncio.timeout(_MENU_SECONDS):
            await published.wait()
    backend.listeners.remove(check)
    site.set_ready(questions)


def _open_browser(address: str) -> None:
    """Open an address in a browser that has a window, if there is one."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if getattr(browser, "name", "") not in _TEXT_BROWSERS:
            browser.open(address)
