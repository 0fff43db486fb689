"""Removing an article from a collection: its file is moved, so that nothing is lost."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from corpus.changes import ChangeLog, exchange
from corpus.model import Article
from corpus.source_entries import without_own
from corpus.sources import FILE
from corpus.writing import write_whole


def remove(log: ChangeLog, article: Article, kept: Path, by: str) -> Path:
    """Move an article's file out of the collection of a log, and return its new path.

    It keeps its name below *kept*, with a number if there is such a file already. Of a link, its
    file is copied there. What adding and editing have noted of it in sources.toml goes with it.

    Args:
        log: The log of the collection's changes.
        article: The article.
        kept: The folder of removed files.
        by: The account that removes it, such as "telegram:123".

    Raises:
        OSError: The file cannot be read or removed, or *kept* cannot be written. The file is then
            still in the collection.
        ChangesError: The change cannot be recorded; the file is still there as well.
    """
    path, place = log.collection / article.path, _free(kept / article.path)
    data = path.read_bytes()
    write_whole(place, data)
    try:
        shutil.copystat(path, place)
        noted = partial(without_own, name=article.path)
        files = {article.path: exchange(article.path, data, None), FILE: noted}
        log.apply("remove", article.title, by, files)
    except BaseException:
        place.unlink()
        raise
    return place


def _free(path: Path) -> Path:
    """Return a path, with a number behind the name if it is taken."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
