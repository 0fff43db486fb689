"""Items in batches, and long loops that let others run."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

ITEMS = 1_000
"""Number of items between two pauses, which take a millisecond or two."""

PAUSE = 0.0002
"""Seconds of a pause, in which another thread gets the interpreter's lock."""

_T = TypeVar("_T")


def batched(items: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    """Yield items in tuples of a size, the last one maybe smaller."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def unhurried(items: Iterable[_T]) -> Iterator[_T]:
    """Yield items, with short pauses for the threads that wait for the interpreter's lock.

    Without them, an event loop waits five milliseconds each time it has something to do.
    """
    for batch in batched(items, ITEMS):
        yield from batch
        if len(batch) == ITEMS:
            time.sleep(PAUSE)
