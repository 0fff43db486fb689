"""The collection that may be written to: the operator's own, never the packaged one."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from bot.service.uploads import UploadStore
from bot.settings import Settings, SettingsError, packaged_articles
from corpus.changes import ChangeLog
from corpus.collection_file import one_collection
from corpus.feed_store import FeedStore
from corpus.loading import MissingFolderError
from corpus.message import ReportedError, system_error


class PublishedElsewhereError(ReportedError):
    """The collection that is served cannot be changed here, as it is published elsewhere."""


def writable_collection(settings: Settings, folder: Path | None) -> Path:
    """Return the folder to write articles to, creating it if it is missing.

    Instead of the packaged collection, return a copy of it in the data folder.

    Args:
        settings: The settings, which name the collection and the data folder.
        folder: The collection to use instead of the one in the settings.

    Raises:
        MissingFolderError: The folder does not exist and cannot be created.
        SettingsError: The data folder cannot be written.
    """
    folder = one_collection(folder or settings.collection)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MissingFolderError(folder) from error
    packaged = packaged_articles()
    if folder.resolve() != packaged.resolve():
        return folder
    own = settings.own_collection
    if not own.is_dir():
        try:
            _copy(packaged, own)
        except OSError as error:
            raise SettingsError(
                "BOT_DATA_DIR must be a writable folder; {folder}: {reason}",
                folder=str(own),
                reason=system_error(error),
            ) from error
    return own


def served_folder(settings: Settings, folder: Path | None) -> Path:
    """Return the folder of a collection that the running bot serves, to change it.

    Args:
        settings: The settings.
        folder: The collection, unless it is the one in the settings.

    Raises:
        PublishedElsewhereError: The articles are those of a published collection.
    """
    if settings.engine_url:
        raise PublishedElsewhereError(
            "The articles come from a published collection. Change them where it is published, "
            "and publish it again: {command}",
            command="yinju corpus publish",
        )
    return folder or settings.collection


def kept_files(settings: Settings, collection: Path) -> Path:
    """Return the folder for files that are removed from a collection, which is never in it."""
    return _outside(settings, collection, "removed")


def change_log(settings: Settings, collection: Path) -> ChangeLog:
    """Return the log of a collection's changes, which is stored in the data folder."""
    return ChangeLog(
        collection, _outside(settings, collection, "changes") / unique_name(collection)
    )


def feed_store(settings: Settings, collection: Path) -> FeedStore:
    """Return the record of what a collection follows, which is stored in the data folder."""
    return FeedStore(_outside(settings, collection, "feeds") / unique_name(collection))


def change_stores(settings: Settings) -> list[Path]:
    """Return the folders of the logs of all collections that have been changed."""
    folders = (settings.data_dir / name for name in ("changes", ".changes"))
    return sorted(store for folder in folders for store in folder.glob("*"))


def exports_folder(settings: Settings) -> Path:
    """Return the folder for the journal's questions on their way to an admin."""
    return _outside(settings, settings.collection, "exports")


def uploads(settings: Settings) -> UploadStore:
    """Return the store of files that admins have sent and not yet decided about."""
    return UploadStore(_outside(settings, settings.collection, "uploads"))


def unique_name(collection: Path) -> str:
    """Return a name for what is stored about a collection, other than that of any other folder."""
    path = collection.resolve()
    return f"{path.name}-{hashlib.blake2b(os.fsencode(path), digest_size=8).hexdigest()}"


def _outside(settings: Settings, collection: Path, name: str) -> Path:
    """Return a folder of the data folder, hidden if that is in the collection."""
    folder = settings.data_dir / name
    if folder.resolve().is_relative_to(collection.resolve()):
        return settings.data_dir / f".{name}"  # Hidden files are no articles.
    return folder


def _copy(packaged: Path, own: Path) -> None:
    """Copy a folder atomically: it appears complete or not at all."""
    temporary = own.with_name(".articles")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for path in packaged.iterdir():
        shutil.copyfile(path, temporary / path.name)
    temporary.replace(own)
