"""The collection that may be written to: the operator's own, never the packaged one."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.settings import Settings, SettingsError, packaged_articles
from corpus.loading import MissingFolderError


def writable_collection(settings: Settings, folder: Path | None) -> Path:
    """The folder to write articles to, made where it is missing.

    The packaged collection is copied before its first change.

    Args:
        settings: They say where the collection is.
        folder: The one that was named instead, if one was.

    Raises:
        MissingFolderError: There is no such folder and it cannot be made.
        SettingsError: The data folder cannot be written.
    """
    wanted = folder or settings.collection
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MissingFolderError(wanted) from error
    packaged = packaged_articles()
    if wanted.resolve() != packaged.resolve():
        return wanted
    own = settings.data_dir / "articles"
    if not own.is_dir():
        try:
            _copy(packaged, own)
        except OSError as error:
            raise SettingsError(
                f"BOT_DATA_DIR must be a folder that can be written; {own}: {error.strerror}"
            ) from error
    return own


def _copy(packaged: Path, own: Path) -> None:
    """Copy a folder so that it is there whole or not at all."""
    aside = own.with_name(".articles")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for path in packaged.iterdir():
        shutil.copyfile(path, aside / path.name)
    aside.replace(own)
