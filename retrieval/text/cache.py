"""Values that take long to compute, cached in a folder between starts."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.artifacts import ArtifactStore


def cached(folder: Path | None, name: str, fingerprint: str, make: Callable[[], Any]) -> Any:
    """Return the result of *make*, from the cache where it is there.

    If the folder cannot be written, the value is computed each time.

    Args:
        folder: The folder of all caches; None computes the value each time.
        name: The name of this value, and of its folder in *folder*.
        fingerprint: The hash of everything the value depends on. A cached value with another
            fingerprint is not used.
        make: Computes the value: numbers, strings, and lists and dictionaries of them (marshal).
    """
    store = ArtifactStore(folder / name, fingerprint) if folder else None
    with suppress(
        OSError, EOFError, ValueError, TypeError
    ):  # Missing, or written by another Python.
        if store and (path := store.open().get(name)):
            return marshal.loads(path.read_bytes())  # noqa: S302 - our own file, verified by its hash
    made = make()
    if store:
        with suppress(OSError):
            store.save({name: lambda file: file.write(marshal.dumps(made))})
    return made
