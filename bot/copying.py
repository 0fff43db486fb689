"""A quotation to paste elsewhere: its words, and where they stand."""

from __future__ import annotations

from bot.render import shortened
from retrieval.answer import Citation
from retrieval.script import Display

LONGEST = 256
"""What a button copies at most (https://core.telegram.org/bots/api#copytextbutton)."""

_LONGEST_TITLE = 60
_LONGEST_NAME = 30
_SHORTEST_QUOTATION = 60


def copied(citation: Citation, display: Display) -> str:
    """The quotation with its source, shortened so that a button can hold it."""
    article = citation.article
    name = shortened(article.author, _LONGEST_NAME) if article.author else ""
    title = f"《{shortened(display.of(article.title), _LONGEST_TITLE)}》"
    known = (f"{name}{title}", article.date.isoformat() if article.date else "")
    source = f"\n——{'，'.join(filter(None, known))}"
    if article.url and _units(source + article.url) + _SHORTEST_QUOTATION < LONGEST:
        source += f"\n{article.url}"
    words = _cut(display.of(citation.excerpt.text), LONGEST - _units(source) - 2)
    return f"“{words}”{source}"


def _cut(plain: str, most: int) -> str:
    """A text of at most so many units of UTF-16."""
    while _units(plain) > most:
        over = _units(plain) - most
        plain = plain[: -1 - max(1, over // 2)].rstrip("…") + "…"
    return plain


def _units(plain: str) -> int:
    """Length in UTF-16, by which nothing is longer than Telegram counts it."""
    return len(plain.encode("utf-16-le")) // 2
