"""Segmentation: blocks to quotable passages with the headings above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.document import Block
from corpus.limits import Limits
from corpus.model import Passage, passage_ids
from corpus.sentences import breaks

Path = tuple[str, ...]
"""Headings, outermost first."""


def passages(article_id: str, blocks: Iterable[Block], limits: Limits) -> tuple[Passage, ...]:
    """Split an article's blocks (without furniture) into passages."""
    found = [
        (part, heading)
        for text, heading in _joined(_under_headings(blocks), limits)
        for part in _split(text, limits.longest_passage)
    ]
    ids = passage_ids(article_id, (text for text, _ in found))
    return tuple(
        Passage(passage_id, article_id, text, heading)
        for passage_id, (text, heading) in zip(ids, found, strict=True)
    )


def _joined(blocks: Iterable[tuple[Block, Path]], limits: Limits) -> Iterator[tuple[str, Path]]:
    """Yield the texts of blocks; a block that only introduces the next one is joined to it."""
    waiting = ""
    under: Path = ()
    for block, heading in blocks:
        text = f"{waiting}\n{block.text}" if waiting and heading == under else block.text
        if waiting and heading != under:
            yield waiting, under
        waiting, under = text, heading
        is_long = len(text) > limits.longest_passage // 2
        if is_long or not _introduces(block.text, limits.shortest_passage):
            yield waiting, under
            waiting = ""
    if waiting:
        yield waiting, under


def _introduces(text: str, shortest: int) -> bool:
    """Return True if a paragraph needs the next one: a question, a lead-in, a few words."""
    return text.endswith(("？", "?", "：", ":")) or len(text) < shortest


def _under_headings(blocks: Iterable[Block]) -> Iterator[tuple[Block, Path]]:
    """Yield every block other than headings, with the headings above it."""
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            path = [(level, text) for level, text in path if level < block.level]
            path.append((block.level, block.text))
        else:
            yield block, tuple(text for _, text in path)


def _split(text: str, longest: int) -> Iterator[str]:
    """Yield parts of at most *longest* characters, broken at the best places."""
    start = 0
    for stop in breaks(text, longest):
        if part := text[start:stop].strip():
            yield part
        start = stop
