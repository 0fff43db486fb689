"""Threads of a forum: each post under the name of the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.document import Block

_DAY = (
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|昨天|前天|今天"
    r"|\d{1,3}\s?(?:分钟|分鐘|小时|小時|天|个月|個月|年)前)"
)
_FLOOR = r"(?:(?:楼主|樓主|沙发|沙發|板凳|地板|\d{1,4}\s?[楼樓#]|#\d{1,4})[\s|·:：]*)"
_POSTER = re.compile(
    rf"{_FLOOR}?(?P<name>[^\s，,。！？：:|]{{1,20}}(?: [^\s，,。！？：:|]{{1,12}})?)\s*{_FLOOR}?"
    r"(?:发表于|發表於|发布于|發佈於|回复于|回覆於|回复时间|发帖时间|发表时间)\s?[:：]?\s*"
    rf"{_DAY}[^。！？，\n]{{0,60}}"
)
_MIN_POSTS = 2
"""Number of lines with poster and date from which a page is a thread."""


def with_posters(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of a page; in a thread, names of posters become the headings of posts.

    What a post repeats of another one, below that one's poster and date, is furniture.
    """
    posters = [_POSTER.fullmatch(block.text) for block in blocks if not block.is_furniture]
    if sum(map(bool, posters)) < _MIN_POSTS:
        return tuple(blocks)
    return tuple(_under_names(blocks))


def _under_names(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        first, _, rest = block.text.partition("\n")
        poster = None if block.is_furniture else _POSTER.fullmatch(first)
        if poster is None:
            yield block
            continue
        yield replace(block, is_furniture=True)
        if not rest:
            yield Block("heading", poster["name"], level=2)
