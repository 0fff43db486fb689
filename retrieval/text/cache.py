"""A cache on disk for values that take long to compute."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.artifacts import ArtifactStore


def load_or_compute(
    folder: Path | None, name: str, fingerprint: str, compute: Callable[[], Any]
) -> Any:
    """Return the cached value, or compute and cache it.

    If the folder cannot be written, the value is not cached.

    Args:
        folder: The folder of all caches; if None, nothing is cached.
        name: The name of this value, and of its folder in *folder*.
        fingerprint: A hash or version of everything the value depends on. A value cached under
            another one is not used.
        compute: Returns the value, which consists of numbers, strings, lists, tuples and
            dictionaries, as `marshal` can write.
    """
    store = ArtifactStore(folder / name, fingerprint) if folder else None
    # The file is missing, or another Python wrote it in a format that this one cannot read.
    with suppress(OSError, EOFError, ValueError, TypeError):
        if store and (path := store.open().get(name)):
            return marshal.loads(path.read_bytes())  # noqa: S302 - a file that this user wrote
    value = compute()
    if store:
        with suppress(OSError):
            store.save({name: lambda file: file.write(marshal.dumps(value))})
    return value
