"""Telegram's HTML, built so that what goes out is whole and within Telegram's limits.

A piece of text keeps its markup and what a client will show of it side by side, and knows what
both weigh; pieces are joined with `+`, and nothing but this module writes a tag.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_TEXT = 4096
"""Unicode code points of a message after parsing."""

MAX_MARKUP_BYTES = 32_000
"""Bytes of a message before parsing; Telegram takes 32,768."""

MAX_ENTITIES = 100
MAX_ENTITY_BYTES = 9_000
"""Bytes that all entities may take together; Telegram takes about 9,500."""

_ENTITY_SIZE = 16

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RichText:
    """Formatted text: its markup, what is shown of it, and what its entities count and weigh."""

    markup: str = ""
    shown: str = ""
    entities: int = 0
    weight: int = 0

    def __add__(self, other: RichText) -> RichText:
        return RichText(
            self.markup + other.markup,
            self.shown + other.shown,
            self.entities + other.entities,
            self.weight + other.weight,
        )

    def __bool__(self) -> bool:
        """Whether anything is shown."""
        return bool(self.shown)

    @property
    def fits(self) -> bool:
        """Whether Telegram takes it as one message and shows all of it."""
        return (
            len(self.shown) <= MAX_TEXT
            and len(self.markup.encode()) <= MAX_MARKUP_BYTES
            and self.entities <= MAX_ENTITIES
            and self.weight <= MAX_ENTITY_BYTES
        )


def text(plain: str) -> RichText:
    """Text as it is, whatever it holds."""
    plain = plain.replace("\x00", "")
    return RichText(html.escape(plain), plain)


def bold(piece: RichText) -> RichText:
    """Bold text."""
    return _within("b", "b", piece)


def quote(piece: RichText, *, expandable: bool = False) -> RichText:
    """A block quotation; an expandable one shows its first lines until it is tapped."""
    return _within("blockquote expandable" if expandable else "blockquote", "blockquote", piece)


def link(piece: RichText, url: str) -> RichText:
    """Text that leads to an address."""
    linked = _within(f'a href="{html.escape(url)}"', "a", piece)
    return RichText(
        linked.markup, linked.shown, linked.entities, linked.weight + len(url.encode())
    )


def highlighted(plain: str, spans: Iterable[Span]) -> RichText:
    """Text with these stretches in bold; they are in order and do not overlap."""
    piece, position = RichText(), 0
    for start, end in spans:
        piece += text(plain[position:start]) + bold(text(plain[start:end]))
        position = end
    return piece + text(plain[position:])


def joined(pieces: Sequence[RichText], separator: str = "\n") -> RichText:
    """Pieces in a row; empty ones leave no gap."""
    whole = RichText()
    for piece in pieces:
        if piece:
            whole += text(separator) + piece if whole else piece
    return whole


def _within(opening: str, tag: str, piece: RichText) -> RichText:
    if not piece:
        return piece
    markup = f"<{opening}>{piece.markup}</{tag}>"
    return RichText(markup, piece.shown, piece.entities + 1, piece.weight + _ENTITY_SIZE)
