"""Text of a quotation for the clipboard."""

from __future__ import annotations

from bot.views.answers import shortened, shown_text
from retrieval.answer.answer import Citation
from retrieval.text.script import Display

MAX_COPY_LENGTH = 256
"""Maximum length of the text that a button copies, in UTF-16 code units.

https://core.telegram.org/bots/api#copytextbutton
"""

_MAX_TITLE = 60
_MAX_AUTHOR = 30
_MIN_QUOTATION = 60
"""Code units reserved for the quotation; a URL that leaves fewer is omitted."""


def clipboard_text(citation: Citation, display: Display) -> str:
    """Return the quotation with its source, shortened to MAX_COPY_LENGTH."""
    article = citation.article
    author = shortened(article.author, _MAX_AUTHOR) if article.author else ""
    title = f"《{shortened(display.of(article.title), _MAX_TITLE)}》"
    parts = (f"{author}{title}", article.date.isoformat() if article.date else "")
    source = f"\n——{'，'.join(filter(None, parts))}"
    if article.url and _units(source + article.url) + _MIN_QUOTATION < MAX_COPY_LENGTH:
        source += f"\n{article.url}"
    quotation_marks = 2
    longest = MAX_COPY_LENGTH - _units(source) - quotation_marks
    return f"“{_shorten(shown_text(citation, display), longest)}”{source}"


def _shorten(plain: str, longest: int) -> str:
    """Return a text of at most *longest* UTF-16 code units."""
    while _units(plain) > longest:
        over = _units(plain) - longest
        plain = plain[: -1 - max(1, over // 2)].rstrip("…") + "…"
    return plain


def _units(plain: str) -> int:
    """Return the number of UTF-16 code units, which is never less than Telegram counts."""
    return len(plain.encode("utf-16-le")) // 2
