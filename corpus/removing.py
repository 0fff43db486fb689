"""Removing an article from a collection: its file is moved, so that nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus.writing import write_whole


def remove(folder: Path, name: str, kept: Path) -> Path:
    """Move a file out of a collection and return its new path.

    It keeps its name below *kept*, with a number if there is such a file already. Of a link, its
    file is copied there.

    Args:
        folder: The collection.
        name: The article's file, relative to the collection.
        kept: The folder of removed files.

    Raises:
        OSError: The file cannot be read or removed, or *kept* cannot be written. The file is then
            still in the collection.
    """
    path, place = folder / name, _free(kept / name)
    write_whole(place, path.read_bytes())
    shutil.copystat(path, place)
    path.unlink()
    return place


def _free(path: Path) -> Path:
    """Return a path, with a number behind the name if it is taken."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
