"""What takes long to make, kept in a folder between starts."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.artifacts import ArtifactStore


def cached(folder: Path | None, name: str, fingerprint: str, make: Callable[[], Any]) -> Any:
    """What *make* gives; made once, then kept on a shelf of its own in *folder*.

    A folder that cannot be written costs only time.

    Args:
        folder: Where its shelf stands; without one it is made each time.
        name: What it is.
        fingerprint: What it is made from, and by: what was kept by another is made anew.
        make: Gives what marshal can write: numbers, texts, and lists and dictionaries of them.
    """
    shelf = ArtifactStore(folder / name, fingerprint) if folder else None
    with suppress(OSError, EOFError, ValueError, TypeError):  # Gone, or by another Python.
        if shelf and (path := shelf.open().get(name)):
            return marshal.loads(path.read_bytes())  # noqa: S302 - ours alone, as it was written
    made = make()
    if shelf:
        with suppress(OSError):
            shelf.keep({name: lambda file: file.write(marshal.dumps(made))})
    return made
