"""A quotation to paste elsewhere: its words, and where they stand."""

from __future__ import annotations

from bot.views.answers import shortened
from retrieval.answer.answer import Citation
from retrieval.text.script import Display

MAX_COPY_LENGTH = 256
"""What a button copies at most (https://core.telegram.org/bots/api#copytextbutton)."""

_MAX_TITLE = 60
_MAX_NAME = 30
_MIN_QUOTATION = 60


def copied(citation: Citation, display: Display) -> str:
    """The quotation with its source, shortened so that a button can hold it."""
    article = citation.article
    name = shortened(article.author, _MAX_NAME) if article.author else ""
    title = f"《{shortened(display.of(article.title), _MAX_TITLE)}》"
    known = (f"{name}{title}", article.date.isoformat() if article.date else "")
    source = f"\n——{'，'.join(filter(None, known))}"
    if article.url and _units(source + article.url) + _MIN_QUOTATION < MAX_COPY_LENGTH:
        source += f"\n{article.url}"
    words = _cut(display.of(citation.excerpt.text), MAX_COPY_LENGTH - _units(source) - 2)
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
