"""Pagination of sequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a sequence.

    Args:
        number: Number of this page, from 1.
        pages: Number of all pages, at least 1.
        first: Position of the page's first item in the sequence, from 1.
        items: The items on this page.
    """

    number: int
    pages: int
    first: int
    items: Sequence[Item]

    @classmethod
    def of(cls, items: Sequence[Item], wanted: int, size: int) -> Page[Item]:
        """Return page *wanted* of the items, *size* a page, or the nearest page there is."""
        pages = max(1, -(-len(items) // size))
        number = min(max(wanted, 1), pages)
        first = (number - 1) * size
        return cls(number, pages, first + 1, items[first : first + size])
