"""What takes long to make, kept in a folder between starts."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def kept(folder: Path | None, name: str, make: Callable[[], Any]) -> Any:
    """What *make* gives; made once, then kept in *folder*.

    Args:
        folder: Where it is kept; without one it is made each time.
        name: What it is, with the version of what it is made from.
        make: Gives what marshal can write: numbers, texts, and lists and dictionaries of them.
    """
    cache = folder / f"{name}.cache" if folder else None
    with suppress(OSError, EOFError, ValueError, TypeError):  # Missing, or torn.
        if cache and (found := marshal.loads(cache.read_bytes())):  # noqa: S302 - ours alone
            return found
    made = make()
    if cache:
        _keep(cache, marshal.dumps(made))
    return made


def _keep(cache: Path, data: bytes) -> None:
    """Write a cache whole or not at all; a folder that cannot be written costs only time."""
    draft = cache.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(cache)
