"""Blocks to passages: quotable stretches that know the headings above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.document import Block
from corpus.model import Passage, passage_ids
from corpus.sentences import sentences

LONGEST = 600
"""Characters a passage has at most: what a reader takes in at a glance, on a phone's screen."""


def passages(article_id: str, blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Cut an article's blocks, furniture left out, into passages."""
    found = [
        (part, heading)
        for block, heading in _under_headings(blocks)
        for part in _split(block.text)
    ]
    ids = passage_ids(article_id, (text for text, _ in found))
    return tuple(
        Passage(name, article_id, text, heading)
        for name, (text, heading) in zip(ids, found, strict=True)
    )


def _under_headings(blocks: Iterable[Block]) -> Iterator[tuple[Block, tuple[str, ...]]]:
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
