"""Text of quotations for the clipboard, each with its source."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.answers import MAX_ADDRESS, fitting, shortened, shown_text
from bot.views.markup import RichText, preformatted, text
from bot.views.reader import Reader
from retrieval.answer.answer import Citation

MAX_COPY_LENGTH = 256
"""Maximum length of the text that a button copies, in UTF-16 code units.

https://core.telegram.org/bots/api#copytextbutton
"""

_MAX_TITLE = 60
_MAX_AUTHOR = 30
_MIN_QUOTATION = 60
"""Code units reserved for a quotation that is shortened; a URL that leaves fewer is omitted."""


def clipboard_text(reader: Reader, citations: Sequence[Citation]) -> str | None:
    """Return the text of all quotations for a button; None if it is too long for one."""
    whole = ""
    for citation in citations:
        whole += "\n\n" * bool(whole) + _whole(reader, citation)
        if _units(whole) > MAX_COPY_LENGTH:
            return None  # Mostly behind the first.
    return whole


def shortened_clipboard_text(reader: Reader, citation: Citation) -> str:
    """Return the text of one quotation for a button, shortened to MAX_COPY_LENGTH."""
    source, url = _source(reader, citation), _url(citation)
    if _units(source + url) + _MIN_QUOTATION < MAX_COPY_LENGTH:
        source += url
    longest = MAX_COPY_LENGTH - _units(_quoted(reader, "") + source)
    return _quoted(reader, _shorten(shown_text(citation, reader.display), longest)) + source


def render_to_copy(reader: Reader, citations: Sequence[Citation]) -> RichText:
    """Render as many quotations as fit in a message, which clients copy when it is tapped."""
    return preformatted(fitting(text(_whole(reader, citation)) for citation in citations))


def _whole(reader: Reader, citation: Citation) -> str:
    quotation = _quoted(reader, shown_text(citation, reader.display))
    return quotation + _source(reader, citation) + _url(citation)


def _quoted(reader: Reader, quotation: str) -> str:
    return reader.texts.gettext("“{quotation}”").format(quotation=quotation)


def _source(reader: Reader, citation: Citation) -> str:
    """Return a line with an article's author, title and date."""
    article = citation.article
    author = shortened(reader.display.of(article.author or ""), _MAX_AUTHOR)
    title = f"《{shortened(reader.display.of(article.title), _MAX_TITLE)}》"
    parts = (f"{author}{title}", article.date.isoformat() if article.date else "")
    return f"\n——{'，'.join(filter(None, parts))}"


def _url(citation: Citation) -> str:
    url = citation.article.url
    return f"\n{url}" if url and len(url) <= MAX_ADDRESS else ""


def _shorten(plain: str, longest: int) -> str:
    """Return a text of at most *longest* UTF-16 code units."""
    while _units(plain) > longest:
        over = _units(plain) - longest
        plain = plain[: -1 - max(1, over // 2)].rstrip("…") + "…"
    return plain


def _units(plain: str) -> int:
    """Return the number of UTF-16 code units, which is never less than Telegram counts."""
    return len(plain.encode("utf-16-le")) // 2
