"""Telegram's HTML, built so that what goes out is whole and within Telegram's limits.

A piece of text keeps its markup and what a client will show of it side by side, and knows what
both weigh; pieces are joined with `+`, and nothing but this module writes a tag.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_TEXT = 4096
"""Unicode code points of a message after parsing."""

LARGEST_MARKUP = 32_000
"""Bytes of a message before parsing; Telegram takes 32,768."""

MOST_ENTITIES = 100
LARGEST_ENTITIES = 9_000
"""Bytes that all entities may take together; Telegram takes about 9,500."""

_ENTITY_SIZE = 16

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Formatted text: its markup, what is shown of it, and what its entities count and weigh."""

    markup: str = ""
    shown: str = ""
    entities: int = 0
    weight: int = 0

    def __add__(self, other: Piece) -> Piece:
        return Piece(
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
            len(self.shown) <= LONGEST_TEXT
            and len(self.markup.encode()) <= LARGEST_MARKUP
            and self.entities <= MOST_ENTITIES
            and self.weight <= LARGEST_ENTITIES
        )


def text(plain: str) -> Piece:
    """Text as it is, whatever it holds."""
    plain = plain.replace("\x00", "")
    return Piece(html.escape(plain), plain)


def bold(piece: Piece) -> Piece:
    """Bold text."""
    return _within("b", "b", piece)


def quote(piece: Piece, *, expandable: bool = False) -> Piece:
    """A block quotation; an expandable one shows its first lines until it is tapped."""
    return _within("blockquote expandable" if expandable else "blockquote", "blockquote", piece)


def link(piece: Piece, url: str) -> Piece:
    """Text that leads to an address."""
    linked = _within(f'a href="{html.escape(url)}"', "a", piece)
    return Piece(linked.markup, linked.shown, linked.entities, linked.weight + len(url.encode()))


def highlighted(plain: str, spans: Iterable[Span]) -> Piece:
    """Text with these stretches in bold; they are in order and do not overlap."""
    piece, position = Piece(), 0
    for start, end in spans:
        piece += text(plain[position:start]) + bold(text(plain[start:end]))
        position = end
    return piece + text(plain[position:])


def joined(pieces: Sequence[Piece], separator: str = "\n") -> Piece:
    """Pieces in a row; empty ones leave no gap."""
    whole = Piece()
    for piece in pieces:
        if piece:
            whole += text(separator) + piece if whole else piece
    return whole


def _within(opening: str, tag: str, piece: Piece) -> Piece:
    if not piece:
        return piece
    markup = f"<{opening}>{piece.markup}</{tag}>"
    return Piece(markup, piece.shown, piece.entities + 1, piece.weight + _ENTITY_SIZE)
