"""Blocks to passages: quotable stretches that know the headings above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.document import Block
from corpus.model import Passage, passage_ids
from corpus.sentences import sentences

LONGEST = 600
"""Characters a passage has at most: what a reader takes in at a glance, on a phone's screen."""

SHORTEST = 20
"""A paragraph of fewer characters is quoted with the one that it introduces."""

Path = tuple[str, ...]
"""Headings, from the outermost one down."""


def passages(article_id: str, blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Cut an article's blocks, furniture left out, into passages."""
    found = [
        (part, heading)
        for text, heading in _joined(_under_headings(blocks))
        for part in _split(text)
    ]
    ids = passage_ids(article_id, (text for text, _ in found))
    return tuple(
        Passage(name, article_id, text, heading)
        for name, (text, heading) in zip(ids, found, strict=True)
    )


def _joined(blocks: Iterable[tuple[Block, Path]]) -> Iterator[tuple[str, Path]]:
    """The texts of blocks, those that only introduce the next one joined with it."""
    waiting = ""
    under: Path = ()
    for block, heading in blocks:
        text = f"{waiting}\n{block.text}" if waiting and heading == under else block.text
        if waiting and heading != under:
            yield waiting, under
        waiting, under = text, heading
        if not _introduces(block.text) or len(text) > LONGEST // 2:
            yield waiting, under
            waiting = ""
    if waiting:
        yield waiting, under


def _introduces(text: str) -> bool:
    """Whether a paragraph says nothing by itself: a question, a lead-in, a few words."""
    return text.endswith(("？", "?", "：", ":")) or len(text) < SHORTEST


def _under_headings(blocks: Iterable[Block]) -> Iterator[tuple[Block, Path]]:
    """Every block that is no heading, with the path of headings above it."""
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            path = [(level, text) for level, text in path if level < block.level]
            path.append((block.level, block.text))
        else:
            yield block, tuple(text for _, text in path)


def _split(text: str) -> Iterator[str]:
    """Parts of at most LONGEST characters, broken at sentence ends where that can be."""
    start = end = 0
    for _, stop in sentences(text):
        if stop - start > LONGEST and end > start:
            yield text[start:end].strip()
            start = end
        while stop - start > LONGEST:
            yield text[start : start + LONGEST].strip()
            start += LONGEST
        end = stop
    if rest := text[start:].strip():
        yield rest
