"""Threads of a forum: each post under the name of the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.days import DAY
from corpus.document import Block
from corpus.readers.forums import is_told

_DAY = (
    rf"(?:{DAY}|昨天|前天|今天"
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


def with_posters(blocks: Sequence[Block], title: str = "") -> tuple[Block, ...]:
    """Return the blocks of a page; in a thread, names of posters become the headings of posts.

    What a post repeats of another one, below that one's poster and date, is furniture. Where the
    first poster tells something, the posts of others are comments, and there are no headings.
    """
    posters = [_POSTER.fullmatch(block.text) for block in blocks if not block.is_furniture]
    if sum(map(bool, posters)) < _MIN_POSTS:
        return tuple(blocks)
    first = next(match["name"] for match in posters if match)
    texts = [
        block.text
        for block, name in zip(blocks, _names(blocks), strict=True)
        if name == first and not block.is_furniture and block.kind != "heading"
    ]
    if is_told(title, "".join(texts[:1]), sum(map(len, texts))):
        return tuple(_by(first, blocks))
    return tuple(_under_names(blocks))


def _names(blocks: Iterable[Block]) -> Iterator[str | None]:
    """Yield for each block the name of its poster; None for that line, and for repeated words."""
    name = None
    for block in blocks:
        first, _, repeated = block.text.partition("\n")
        poster = None if block.is_furniture else _POSTER.fullmatch(first)
        name = poster["name"] if poster and not repeated else name
        yield None if poster else name


def _by(name: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; those in posts of others are furniture, and so are lines of posters."""
    has_begun = False
    for block, poster in zip(blocks, _names(blocks), strict=True):
        has_begun = has_begun or poster is not None
        is_text = poster == name or not (has_begun or _POSTER.match(block.text))
        yield block if is_text else replace(block, is_furniture=True)


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
