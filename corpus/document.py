"""What a reader makes of a file: its metadata as written and its text as a row of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.model import Repair

BlockKind = Literal["heading", "paragraph", "item", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that its file sets apart from the next.

    `level` is a heading's depth, from 1. Furniture is what the page says beside its article;
    it names authors at times, but is never quoted.
    """

    kind: BlockKind
    text: str
    level: int = 0
    is_furniture: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read: blocks in order, metadata under the names that the file uses.

    `warnings` are what the reader had to leave out, each with its line where there is one.
    """

    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[tuple[int | None, str], ...] = ()
    repairs: tuple[Repair, ...] = ()
    annotations: int = 0


class UnreadableError(Exception):
    """A file cannot be read as an article; the message says why and what would help."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line
