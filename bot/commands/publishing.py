"""`yinju corpus publish`: the collection into a database that many machines answer from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from bot.commands.loading import progress_bars
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import passages_counted, results
from bot.messages import messages
from bot.service.bootstrap import make_analyzer, make_builder
from bot.settings import read_settings, terminal_language
from corpus.collection_file import CollectionInfo, find_collections, one_collection
from corpus.duplicates import find_duplicates
from corpus.message import ReportedError
from retrieval.evaluation.judged import read_questions
from retrieval.library import Snapshot
from retrieval.question.aliases import FILE as ALIASES
from retrieval.question.examples import read_examples

if TYPE_CHECKING:  # Other commands of `yinju corpus` need no SQLAlchemy.
    from retrieval.publishing import Publication, Published


class EmptyPublicationError(ReportedError):
    """There is nothing to publish."""


@click.command("publish")
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Questions of which the database must find the same passages as this machine; "
    "default: those of examples.toml and some titles.",
)
@click.option("--again", is_flag=True, help="Load the collection also if nothing has changed.")
@corpus_option
@json_option
def publish_collection(
    questions: Path | None, folder: Path | None, *, again: bool, as_json: bool
) -> None:
    """Load the collection into the database of BOT_ENGINE_URL and put it in service.

    Replicas take it up within seconds; questions that are being answered end with the version
    that they began with, which is dropped by a publication ten minutes later or more.
    """
    from bot.service.published import open_database, published_folder
    from retrieval.publishing import Publisher

    settings = read_settings()
    database = open_database(settings)
    analyzer = make_analyzer(settings)
    info = _info_of(one_collection(folder or settings.collection))
    with progress_bars() as progress:
        snapshot = make_builder(settings, analyzer, info.folder).build(progress)
        publication = _publication(snapshot, info, _questions(questions))
        publisher = Publisher(database, analyzer, published_folder(settings))
        published = publisher.publish(publication, progress.loading, again=again)
    problems = [*snapshot.problems, *find_duplicates(snapshot.corpus)]
    _report(published, len(snapshot.corpus), len(problems), as_json=as_json)


def _report(published: Published, count: int, problems: int, *, as_json: bool) -> None:
    """Print which version is in service, with the numbers of its passages and its problems."""
    if as_json:
        figures = {
            "version": published.version,
            "new": published.is_new,
            "passages": count,
            "overlap": published.overlap,
            "dropped": published.dropped,
            "problems": problems,
        }
        click.echo(json.dumps(figures))
        return
    texts = messages(terminal_language())
    words = (
        texts.gettext("Version {version} is in service: {passages}.")
        if published.is_new
        else texts.gettext("Nothing has changed; version {version} stays in service: {passages}.")
    )
    passages = passages_counted(texts, count)
    results().print(Text(words.format(version=published.version, passages=passages)))


def _publication(
    snapshot: Snapshot, info: CollectionInfo, questions: Sequence[str]
) -> Publication:
    """Return what is published of a collection.

    Raises:
        EmptyPublicationError: There is no article.
    """
    from bot.service.published import stored_info
    from retrieval.publishing import Publication

    if not snapshot.corpus.articles:
        raise EmptyPublicationError(
            "{folder} has no article that could be quoted, so nothing is published",
            folder=str(info.folder),
        )
    examples = read_examples(info.folder, snapshot.corpus)
    own = [text for one in examples.examples for text in one.questions]
    facts = stored_info(info)
    return Publication(snapshot, _own_aliases(info.folder), examples, facts, questions or own)


def _info_of(folder: Path) -> CollectionInfo:
    (info,) = find_collections(folder)
    return info


def _own_aliases(folder: Path) -> str:
    """Return a collection's own list of aliases, which has been read before."""
    path = folder / ALIASES
    return path.read_text("utf-8") if path.is_file() else ""


def _questions(path: Path | None) -> Sequence[str]:
    return [one.text for one in read_questions(path)] if path else []
