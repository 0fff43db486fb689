"""What takes long to make, kept in a folder between starts."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


def kept(folder: Path | None, name: str, version: str, make: Callable[[], Any]) -> Any:
    """What *make* gives; made once, then kept in *folder*, in place of other versions.

    Args:
        folder: Where it is kept; without one it is made each time.
        name: What it is.
        version: Of what it is made from, and by: what was kept under another is not read.
        make: Gives what marshal can write: numbers, texts, and lists and dictionaries of them.
    """
    cache = folder / f"{name}-{version}.cache" if folder else None
    with suppress(OSError, EOFError, ValueError, TypeError):  # Missing, or torn.
        if cache and (found := marshal.loads(cache.read_bytes())):  # noqa: S302 - ours alone
            return found
    made = make()
    if cache:
        _keep(cache, name, marshal.dumps(made))
    return made


def _keep(cache: Path, name: str, data: bytes) -> None:
    """Write a cache whole or not at all; a folder that cannot be written costs only time."""
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=cache.parent, suffix=".draft", delete=False) as draft:
            draft.write(data)
        Path(draft.name).replace(cache)
        for other in cache.parent.glob(f"{name}-*.cache"):
            if other != cache:
                other.unlink(missing_ok=True)
