"""Title and headings of a text whose file does not mark them, recognized while it is parsed.

`corpus.sections` lists the sections of a finished article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block
from corpus.sentences import STOPS

_MAX_TITLE = 80
_MAX_HEADING = 40
"""Maximum length of a line that may be the title, or a heading, in characters."""


def take_title(
    blocks: Sequence[Block], known: str | None = None
) -> tuple[str | None, tuple[Block, ...]]:
    """Return an article's title and the blocks without it.

    If the title is not *known*, the first block that is not furniture is the title, provided that
    it is a heading or a line that does not end like a sentence, and not all that there is.
    """
    if sum(not block.is_furniture for block in blocks) == 1:
        return known, tuple(blocks)
    for position, block in enumerate(blocks):
        if block.is_furniture:
            continue
        is_title = block.kind == "heading" or _is_line(block, _MAX_TITLE)
        if is_title and known in (None, block.text):
            return block.text, (*blocks[:position], *blocks[position + 1 :])
        break
    return known, tuple(blocks)


def mark_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks; if none is marked as a heading, mark lines that look like one.

    Such a line does not end like a sentence and is followed by longer prose.
    """
    if any(block.kind == "heading" and not block.is_furniture for block in blocks):
        return tuple(blocks)
    following: Block | None = None
    backwards: list[Block] = []
    for block in reversed(blocks):
        is_heading = following is not None and _introduces(block, following)
        backwards.append(replace(block, kind="heading", level=1) if is_heading else block)
        if not block.is_furniture:
            following = block
    return tuple(reversed(backwards))


def _introduces(block: Block, following: Block) -> bool:
    """Return True if a block is a short line and the block after it is longer prose."""
    is_prose = following.text[-1] in STOPS and len(following.text) > len(block.text)
    return _is_line(block, _MAX_HEADING) and is_prose


def _is_line(block: Block, longest: int) -> bool:
    """Return True if a block is one line that does not end like a sentence."""
    return (
        block.kind == "paragraph"
        and not block.is_furniture
        and len(block.text) <= longest
        and "\n" not in block.text
        and block.text[-1] not in STOPS
    )
