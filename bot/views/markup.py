"""Rich text in Telegram's HTML, well-formed and measured against Telegram's limits.

`RichText` stores the markup and the plain text that a client shows of it, with the size of both.
Texts are concatenated with `+`; no other module writes a tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

MAX_TEXT = 4096
"""Maximum length of a message after parsing, in code points."""

MAX_MARKUP_BYTES = 32_000
"""Maximum size of a message before parsing; Telegram accepts 32,768 bytes."""

MAX_ENTITIES = 100
MAX_ENTITY_BYTES = 9_000
"""Maximum size of all entities together; Telegram accepts about 9,500 bytes."""

_ENTITY_SIZE = 16

_CONTROLS = re.compile("[\x00\u202a-\u202e\u2066-\u2069]")
"""The null character, and those that turn the direction of what follows."""

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, which cannot be encoded; names of files may have some."""

_UNSAFE = re.compile(f"{_CONTROLS.pattern}|{_HALVES.pattern}")
_SPECIAL = re.compile(f"{_UNSAFE.pattern}|[&<>\"']")
"""What is not written as it is; most texts have none of it, which one search tells."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RichText:
    """Formatted text.

    Args:
        markup: The text as HTML.
        shown: The plain text that clients show.
        entities: Number of entities.
        entity_bytes: Size of the entities, in bytes.
    """

    markup: str = ""
    shown: str = ""
    entities: int = 0
    entity_bytes: int = 0

    def __add__(self, other: RichText) -> RichText:
        return RichText(
            self.markup + other.markup,
            self.shown + other.shown,
            self.entities + other.entities,
            self.entity_bytes + other.entity_bytes,
        )

    def __bool__(self) -> bool:
        """Return True if anything is shown."""
        return bool(self.shown)

    @property
    def fits(self) -> bool:
        """True if Telegram accepts the text as one message and shows all of its entities."""
        return (
            len(self.shown) <= MAX_TEXT
            and len(self.markup.encode()) <= MAX_MARKUP_BYTES
            and self.entities <= MAX_ENTITIES
            and self.entity_bytes <= MAX_ENTITY_BYTES
        )


def harmless(plain: str) -> str:
    """Return a text without characters that change how the text around it is shown."""
    if _UNSAFE.search(plain) is None:
        return plain
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", plain))


def text(plain: str) -> RichText:
    """Return plain text, escaped, and harmless to the text around it."""
    if _SPECIAL.search(plain) is None:
        return RichText(plain, plain)
    plain = harmless(plain)
    return RichText(html.escape(plain), plain)


def bold(content: RichText) -> RichText:
    """Return bold text."""
    return _within("b", "b", content)


def quote(content: RichText, *, expandable: bool = False) -> RichText:
    """Return a block quotation; an expandable one is collapsed until it is tapped."""
    return _within("blockquote expandable" if expandable else "blockquote", "blockquote", content)


def preformatted(content: RichText) -> RichText:
    """Return text in a block that clients copy as a whole when it is tapped."""
    return _within("pre", "pre", content)


def code(content: RichText) -> RichText:
    """Return text in a monospaced font, in which clients make no links of file names."""
    return _within("code", "code", content)


def link(content: RichText, url: str) -> RichText:
    """Return text linked to a URL."""
    linked = _within(f'a href="{html.escape(url)}"', "a", content)
    return RichText(
        linked.markup, linked.shown, linked.entities, linked.entity_bytes + len(url.encode())
    )


def highlighted(plain: str, spans: Iterable[Span]) -> RichText:
    """Return text with some spans in bold, which are in order and do not overlap."""
    parts, position = list[RichText](), 0
    for start, end in spans:
        parts += (text(plain[position:start]), bold(text(plain[start:end])))
        position = end
    return _concatenated([*parts, text(plain[position:])])


def quote_with_code(
    plain: str, spans: Iterable[Span], code: Iterable[Span] = (), *, expandable: bool = False
) -> RichText:
    """Return a block quotation with some spans in bold, and its lines of code in blocks of code.

    Both kinds of spans are in order and do not overlap. A block of code holds no bold text, as
    Telegram allows no other entity in it.
    """
    bold_spans, parts, position = list(spans), list[RichText](), 0
    for start, end in (*code, (len(plain), len(plain))):
        first = position + len(plain[position:start]) - len(plain[position:start].lstrip("\n"))
        last = max(first, position + len(plain[position:start].rstrip("\n")))
        inside = [
            (max(left, first) - first, min(right, last) - first)
            for left, right in bold_spans
            if left < last and right > first
        ]
        parts.append(quote(highlighted(plain[first:last], inside), expandable=expandable))
        parts.append(preformatted(text(plain[start:end])))
        position = end
    return joined(parts)


def filled(template: str, values: Mapping[str, RichText]) -> RichText:
    """Return a template with a value in place of each name in braces."""
    parts = list[RichText]()
    for words, name, _, _ in Formatter().parse(template):
        parts.append(text(words))
        if name is not None:
            parts.append(values[name])
    return _concatenated(parts)


def joined(parts: Sequence[RichText], separator: str = "\n") -> RichText:
    """Join all parts that are not empty."""
    shown = [part for part in parts if part.shown]
    if len(shown) < 2:
        return shown[0] if shown else RichText()
    between, separated = text(separator), shown[:1]
    for part in shown[1:]:
        separated += (between, part)
    return _concatenated(separated)


def _concatenated(parts: Sequence[RichText]) -> RichText:
    return RichText(
        "".join([part.markup for part in parts]),
        "".join([part.shown for part in parts]),
        sum([part.entities for part in parts]),
        sum([part.entity_bytes for part in parts]),
    )


def _within(opening: str, tag: str, content: RichText) -> RichText:
    if not content:
        return content
    markup = f"<{opening}>{content.markup}</{tag}>"
    return RichText(
        markup, content.shown, content.entities + 1, content.entity_bytes + _ENTITY_SIZE
    )
