"""`yinju corpus init`: an empty collection to begin with, instead of the packaged one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
from rich.text import Text

from bot.commands.printing import results
from bot.messages import Messages, messages
from bot.settings import read_settings, terminal_language
from corpus.message import ReportedError, system_error
from corpus.sources import FILE
from corpus.writing import write_whole

_FOR_ALL = """
[[source]]
match = "*"
fill = true
author = "王小明"
"""

_FOR_ONE = """
[[source]]
match = "one-article.txt"
title = "春耕"
date = 2021-12-28
url = "https://example.org/one"
"""

_FEED = """
[[feeds]]
url = "https://example.org/feed.xml"
"""


class NewCollectionError(ReportedError):
    """A folder cannot become a new collection."""


@click.command("init")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def create_collection(folder: Path | None) -> None:
    """Make an empty collection in FOLDER, without the packaged articles.

    FOLDER is by default that of BOT_CORPUS_DIR, else “articles” in the data folder.
    """
    settings, texts = read_settings(), messages(terminal_language())
    folder = folder or settings.corpus_dir or settings.own_collection
    _create(folder, "\n".join(_comments(texts)) + "\n")
    is_default = folder.resolve() == settings.collection.resolve()
    for line in _next_steps(texts, folder, is_default=is_default):
        results().print(Text(line))


def _create(folder: Path, sources: str) -> None:
    """Create a folder with a sources.toml.

    Raises:
        NewCollectionError: It has visible files already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = all(path.name.startswith(".") for path in folder.iterdir())
        if is_empty:
            write_whole(folder / FILE, sources.encode())
    except OSError as error:
        raise NewCollectionError(
            "{folder} cannot be written: {reason}", folder=str(folder), reason=system_error(error)
        ) from error
    if not is_empty:
        raise NewCollectionError("{folder} is not empty; name another folder", folder=str(folder))


def _comments(texts: Messages) -> Iterator[str]:
    """Yield the lines of a sources.toml that explains itself; all of them are comments."""
    yield "# " + texts.gettext("What the files of the articles do not state, or state wrongly.")
    yield "# " + texts.gettext("Remove the # before the lines of an example to use it.")
    yield "#"
    yield "# " + texts.gettext("For all files, and with fill only where a file states nothing:")
    yield from _commented(_FOR_ALL)
    yield "#"
    yield "# " + texts.gettext("For one file, in place of what it states:")
    yield from _commented(_FOR_ONE)
    yield "#"
    yield "# " + texts.gettext("For new articles from a feed, as they appear:")
    yield from _commented(_FEED)


def _commented(example: str) -> Iterator[str]:
    return (f"# {line}" for line in example.strip().splitlines())


def _next_steps(texts: Messages, folder: Path, *, is_default: bool) -> Iterator[str]:
    """Yield what was made and how to go on."""
    named = "" if is_default else f"--corpus {shlex.quote(str(folder))} "
    yield texts.gettext("{folder} is an empty collection.").format(folder=folder)
    yield texts.gettext("Add articles: {command}").format(
        command=f"yinju corpus add {named}PATH|URL…"
    )
    if not is_default:
        yield texts.gettext("Serve it: write {line} to {file}").format(
            line=f"BOT_CORPUS_DIR={folder.absolute()}", file=".env"
        )
    yield texts.gettext("Start the bot: {serve}, or {play} without Telegram").format(
        serve="yinju serve", play="yinju play"
    )
    yield texts.gettext("Once it runs, it takes up new articles when an admin sends /reload.")
