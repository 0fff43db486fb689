"""`yinju corpus add`: articles from files, folders and the web, copied to the collection."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.text import Text

from bot.commands.account import account
from bot.commands.as_json import problem_as_json
from bot.commands.loading import errors, progress_bars
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import print_article, print_problem, results, state_words
from bot.messages import Messages, messages
from bot.service.bootstrap import make_analyzer, make_builder
from bot.service.collection import change_log, writable_collection
from bot.service.uploads import fetch_upload
from bot.settings import Settings, read_settings, terminal_language
from corpus.adding import Addition, State, prepare
from corpus.catalogue import ParsedFile
from corpus.changes import ChangesError
from corpus.document import UnreadableError
from corpus.duplicates import is_about, repeats_in
from corpus.files import check_format, list_files, read_whole
from corpus.loading import FileReader
from corpus.message import Message, system_error
from corpus.model import Corpus, Problem
from corpus.sources import read_sources
from retrieval.builder import Builder

FAULT = 1

Item = tuple[str, bytes, str | None]
"""The name of an article's file in the collection, its bytes, and its URL if it has one."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A place that was named, and what came of a file there."""

    place: str
    state: State
    file: ParsedFile

    @property
    def path(self) -> str | None:
        """The article's file in the collection, None if the file has no article."""
        return self.file.article.path if self.file.article else None

    def as_json(self, repeats: Iterable[Problem]) -> dict[str, Any]:
        """Return the object for the file, with messages in English.

        Args:
            repeats: What is repeated in the files that were added; those about this one count.
        """
        article = self.file.article
        about = (one for one in repeats if self.path and is_about(one, {self.path}))
        return {
            "place": self.place,
            "state": self.state,
            "article": article.id if article else None,
            "path": self.path,
            "title": article.title if article else None,
            "problems": list(map(problem_as_json, (*self.file.problems, *about))),
        }


@click.command("add")
@click.argument("places", nargs=-1, required=True, metavar="PATH|URL…")
@corpus_option
@json_option
def add_articles(places: tuple[str, ...], folder: Path | None, *, as_json: bool) -> None:
    """Copy files and folders, or fetch URLs, into the collection.

    Adding an article again replaces it if it has changed. The packaged collection itself is
    never changed: it is first copied to the data folder.
    """
    settings = read_settings()
    collection = writable_collection(settings, folder)
    analyzer = make_analyzer(settings)
    reader = FileReader(collection, analyzer.frequency, settings.limits, read_sources(collection))
    log = change_log(settings, collection)
    texts, console = messages(terminal_language()), results()
    added = list[_Outcome]()
    with _bars() as progress:
        for place in places:
            try:
                for name, data, url in _items(place, settings, progress):
                    addition = prepare(reader, name, data, {"url": url})
                    addition.save(log, account())
                    added.append(_Outcome(place, addition.state, addition.file))
                    if not as_json:
                        _print(console, texts, addition)
            except (UnreadableError, ChangesError, OSError) as error:
                problem = Problem("error", place, None, _message(error))
                added.append(_Outcome(place, "refused", ParsedFile(None, (problem,))))
                if not as_json:
                    print_problem(console, texts, problem)
    repeats = _repeats(make_builder(settings, analyzer, collection), added)
    if as_json:
        click.echo(json.dumps([one.as_json(repeats) for one in added], ensure_ascii=False))
    else:
        for problem in repeats:
            print_problem(console, texts, problem)
        if any(one.state != "refused" for one in added):
            console.print(Text(f"{collection}", style="dim"))
    if any(one.state == "refused" for one in added):
        sys.exit(FAULT)


def _repeats(builder: Builder, added: Iterable[_Outcome]) -> tuple[Problem, ...]:
    """Return the warnings about texts that articles which were added share with others."""
    paths = {one.path for one in added if one.path and one.state in ("added", "replaced")}
    if not paths:
        return ()
    with progress_bars() as progress:
        articles = builder.load(progress.reading).corpus.articles
    # Of two articles it is the later one that repeats the other.
    in_order = sorted(articles, key=lambda article: article.path in paths)
    return repeats_in(Corpus(tuple(in_order)), paths)


def _bars() -> Progress:
    """Return the progress bars of downloads, shown on a terminal only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )


def _items(place: str, settings: Settings, progress: Progress) -> Iterator[Item]:
    """Yield the articles at a path or URL.

    Raises:
        UnreadableError: The URL cannot be fetched, or no reader supports the file's format.
        OSError: The file or folder cannot be read.
    """
    if "://" in place:
        found = fetch_upload(place, settings, _reporter(place, progress))
        yield found.name, found.data, found.url
        return
    path = Path(place)
    if path.is_dir():
        for file in list_files(path, settings.limits).paths:
            data = read_whole(file, settings.limits.file_bytes)
            yield file.relative_to(path).as_posix(), data, None
        return
    if path.exists():
        check_format(path.name)
    yield path.name, read_whole(path, settings.limits.file_bytes), None


def _reporter(url: str, progress: Progress) -> Callable[[int, int | None], None]:
    """Add a bar for a download and return the function that updates it."""
    task = progress.add_task(url, total=None)

    def report(done: int, total: int | None) -> None:
        progress.update(task, completed=done, total=total)

    return report


def _print(console: Console, texts: Messages, added: Addition) -> None:
    style = "red" if added.state == "refused" else "green"
    console.print(Text(state_words(texts, added.state), style=style))
    if added.file.article:
        print_article(console, texts, added.file.article)
    for problem in added.file.problems:
        print_problem(console, texts, problem)


def _message(error: UnreadableError | ChangesError | OSError) -> Message:
    if isinstance(error, UnreadableError | ChangesError):
        return error.message
    if isinstance(error, FileNotFoundError):
        return Message("there is no such file or folder")
    return Message("cannot be read or written: {reason}", reason=system_error(error))
