"""The output of a reader: a file's metadata as written, and its text as blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.message import Message, ReportedError
from corpus.model import Repair

BlockKind = Literal["heading", "paragraph", "item", "table", "code", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text: a paragraph, a heading, an item, a table, lines of code or a caption.

    `level` is the depth of a heading, from 1, or the number of items that an item stands in.
    Furniture is text outside the article; it may name
    the author, but is never quoted. `notes` are the footnotes to which the text refers, each
    beginning with its mark, such as [1].
    """

    kind: BlockKind
    text: str
    level: int = 0
    is_furniture: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a file: blocks in order, and metadata under the file's own names.

    `warnings` state what the reader left out, each with its line number or None. `annotations`
    counts the readings that were removed.
    """

    blocks: tuple[Block, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[tuple[int | None, Message], ...] = ()
    repairs: tuple[Repair, ...] = ()
    annotations: int = 0


class UnreadableError(ReportedError):
    """A file cannot be read as an article, because of its line *line* if one is to blame."""

    def __init__(
        self, message: Message | str, line: int | None = None, **values: str | int | Message
    ) -> None:
        super().__init__(message, **values)
        self.line = line
