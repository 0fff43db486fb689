"""Pagination: all pages together hold each item once, and there is no page beyond them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.views.pagination import Page

COUNTS = st.integers(0, 50)
SIZES = st.integers(1, 9)


@given(count=COUNTS, size=SIZES)
def test_pages_partition_the_items(count: int, size: int) -> None:
    """All pages together hold all items in order, and each page knows its first position."""
    items = list(range(1, count + 1))
    pages = Page.of(items, 1, size).pages

    found = [Page.of(items, number, size) for number in range(1, pages + 1)]

    assert items == [item for page in found for item in page.items]
    assert list(range(1, pages + 1)) == [page.number for page in found]
    assert [1 + size * index for index in range(pages)] == [page.first for page in found]
    assert all(page.items[:1] == items[page.first - 1 : page.first] for page in found)


@given(count=COUNTS, wanted=st.integers(-5, 60), size=SIZES)
def test_the_nearest_page_is_returned(count: int, wanted: int, size: int) -> None:
    """A page before the first or after the last is replaced by that one."""
    page = Page.of(list(range(count)), wanted, size)

    assert max(1, min(wanted, page.pages)) == page.number
