"""`yinju corpus remove`: articles out of the collection, their files kept."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from bot.commands.account import account
from bot.commands.loading import progress_bars
from bot.commands.options import check_somebody_can_agree, corpus_option, json_option
from bot.commands.printing import print_problem, results
from bot.messages import Messages, messages
from bot.service.bootstrap import load_collection, make_analyzer
from bot.service.collection import change_log, kept_files, writable_collection
from bot.settings import Settings, read_settings, terminal_language
from corpus.changes import ChangesError
from corpus.collection_file import one_collection
from corpus.files import list_files, printable
from corpus.message import Message, ReportedError, system_error
from corpus.model import Article, Corpus, Problem
from corpus.removing import remove
from corpus.sources import FILE, read_sources

FAULT = 1

MAX_CLOSEST = 3
"""Number of ids that are named where one is unknown."""

_MIN_SIMILARITY = 0.4
"""Minimum similarity of an id that is named, by difflib's measure."""


class UnknownIdError(ReportedError):
    """No article has an id; the message names those that come closest."""


@dataclass(frozen=True, slots=True)
class _Removed:
    """An article, and where its file is kept, or why it could not be removed."""

    article: Article
    place: Path | None = None
    error: Message | None = None


class AmbiguousIdError(ReportedError):
    """Several files have an id as their stem, of which the first would pass it to the next."""


@click.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--yes", "-y", "is_agreed", is_flag=True, help="Do not ask.")
@corpus_option
@json_option
def remove_articles(
    ids: tuple[str, ...], folder: Path | None, *, is_agreed: bool, as_json: bool
) -> None:
    """Move the files of articles out of the collection, to “removed” in the data folder.

    Where nobody can be asked, it needs --yes. The packaged collection itself is never changed:
    it is first copied to the data folder.
    """
    settings, texts, console = read_settings(), messages(terminal_language()), results()
    corpus = _load(settings, folder)
    articles = [_find(corpus, name) for name in dict.fromkeys(ids)]
    if not (is_agreed or _agrees(texts, articles, as_json=as_json)):
        click.echo(texts.gettext("Nothing was removed."), err=as_json)
        return
    collection = writable_collection(settings, folder)
    removed = [_remove(settings, collection, one) for one in articles]
    if as_json:
        click.echo(json.dumps(list(map(_as_json, removed)), ensure_ascii=False))
    else:
        _print(console, texts, removed)
        _print_unused(console, texts, settings, collection, articles)
    if any(one.error for one in removed):
        sys.exit(FAULT)


def _print_unused(
    console: Console,
    texts: Messages,
    settings: Settings,
    collection: Path,
    articles: Sequence[Article],
) -> None:
    for pattern in _unused_entries(settings, collection, articles):
        words = texts.gettext("{file} still has the entry “{pattern}”, which now matches no file.")
        console.print(Text(words.format(file=FILE, pattern=pattern)))


def _load(settings: Settings, folder: Path | None) -> Corpus:
    with progress_bars() as progress:
        analyzer = make_analyzer(settings)
        folder = one_collection(folder or settings.collection)
        return load_collection(folder, analyzer, settings.limits, progress.reading).corpus


def _find(corpus: Corpus, article_id: str) -> Article:
    """Return the article in a file, or with an id.

    Raises:
        UnknownIdError: There is none.
        AmbiguousIdError: Several files differ in their suffix alone, and the id is their stem.
    """
    if named := next((one for one in corpus.articles if one.path == article_id), None):
        return named
    if article := corpus.article(article_id):
        files = [one.path for one in corpus.articles if PurePosixPath(one.path).stem == article_id]
        if len(files) > 1:
            raise AmbiguousIdError(
                "several files have the id “{id}”, so nothing was removed; name one of them: "
                "{files}",
                id=article_id,
                files=", ".join(files),
            )
        return article
    meant = [one.id for one in corpus.articles if article_id == one.title]
    ids = [article.id for article in corpus.articles]
    close = difflib.get_close_matches(article_id, ids, MAX_CLOSEST, _MIN_SIMILARITY)
    closest = list(dict.fromkeys([*meant, *close]))[:MAX_CLOSEST]
    if not closest:
        raise UnknownIdError(
            "no article has the id “{id}”, so nothing was removed;"
            " yinju corpus list lists all ids",
            id=article_id,
        )
    raise UnknownIdError(
        "no article has the id “{id}”, so nothing was removed; closest: {closest}",
        id=article_id,
        closest=", ".join(closest),
    )


def _agrees(texts: Messages, articles: Sequence[Article], *, as_json: bool) -> bool:
    """Ask on a terminal whether to remove the articles; not where JSON goes.

    Raises:
        NobodyToAskError: There is no terminal.
    """
    check_somebody_can_agree()
    for article in articles:
        click.echo(f"{article.path}  {article.title}", err=as_json)
    count = len(articles)
    words = texts.ngettext("Remove {count} article?", "Remove {count} articles?", count)
    return click.confirm(words.format(count=count), err=as_json)


def _remove(settings: Settings, collection: Path, article: Article) -> _Removed:
    """Remove an article; return where its file is kept, or why it is still there."""
    try:
        log, kept = change_log(settings, collection), kept_files(settings, collection)
        return _Removed(article, remove(log, article, kept, account()))
    except (ChangesError, OSError) as error:
        reason = error.message if isinstance(error, ChangesError) else system_error(error)
        return _Removed(article, error=Message("cannot be removed: {reason}", reason=reason))


def _print(console: Console, texts: Messages, removed: Sequence[_Removed]) -> None:
    words = texts.gettext("removed {file}; it is kept as {place}")
    for one in removed:
        if one.error:
            print_problem(console, texts, Problem("error", one.article.path, None, one.error))
        else:
            shown = words.format(file=one.article.path, place=printable(str(one.place)))
            console.print(Text(shown))


def _as_json(one: _Removed) -> dict[str, Any]:
    return {
        "article": one.article.id,
        "path": one.article.path,
        "title": one.article.title,
        "kept": str(one.place) if one.place else None,
        "error": str(one.error) if one.error else None,
    }


def _unused_entries(
    settings: Settings, collection: Path, removed: Sequence[Article]
) -> Iterator[str]:
    """Yield the patterns in sources.toml that matched removed files and now match none."""
    paths = list_files(collection, settings.limits).paths
    left = [printable(path.relative_to(collection).as_posix()) for path in paths]
    for entry in read_sources(collection).entries:
        matched = any(entry.matches(article.path) for article in removed)
        if matched and not any(map(entry.matches, left)):
            yield entry.pattern
