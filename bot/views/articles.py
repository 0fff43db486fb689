"""The collection to browse: its list of articles, an outline, a passage in its article."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import MAX_ADDRESS, article_address, shortened, source_line
from bot.views.changes import of_collection
from bot.views.markup import RichText, Span, bold, joined, link, quote, quote_with_code, text
from bot.views.pagination import Page
from bot.views.reader import Reader
from corpus.model import Article, Passage
from corpus.sections import Section
from corpus.sentences import sentences
from retrieval.answer.enumeration import OMISSION
from retrieval.text.script import Display

ARTICLES_PER_PAGE = 8
SECTIONS_PER_PAGE = 8

MAX_NEIGHBOUR = 160
"""Characters shown of the passages before and after, so that all three fit on two screens.

A single sentence may be longer: it is not cut.
"""

MAX_HEADING = 60
MAX_LABEL = 40
"""Maximum length of a section's label on its button, in characters."""


def render_list(
    reader: Reader, page: Page[Article], heading: str, collection: str = ""
) -> RichText:
    """Render articles as numbered lines, each linked to its outline in the bot.

    Args:
        reader: The reader.
        page: The articles.
        heading: The heading.
        collection: The name of their collection, where there are several.
    """
    lines = [
        text(f"{number}. ")
        + link(
            source_line(article, reader.display),
            article_address(reader, article),
        )
        for number, article in enumerate(page.items, start=page.first)
    ]
    above = joined([text(heading), of_collection(reader.texts, collection)])
    return joined([above, *lines], "\n\n")


def list_heading(texts: Messages, count: int, words: str) -> str:
    """Return the heading of a list of *count* articles: those found by *words*, or all."""
    if not words:
        return texts.ngettext(
            "{count} article in the collection", "{count} articles in the collection", count
        ).format(count=count)
    if not count:
        return texts.gettext("No article found for “{words}”.").format(words=words)
    return texts.ngettext(
        "{count} article on “{words}”", "{count} articles on “{words}”", count
    ).format(count=count, words=words)


def render_outline(reader: Reader, article: Article) -> RichText:
    """Render an article's title, length and beginning, to go above the buttons of sections."""
    texts, display = reader.texts, reader.display
    count = len(article.passages)
    length = texts.ngettext("{count} passage", "{count} passages", count).format(count=count)
    return joined(
        [
            source_line(article, display),
            joined([text(length), article_link(texts, article)], " · "),
            quote(text(display.of(_beginning(article.lead)))),
            text(texts.gettext("Tap a part to read it:")),
        ]
    )


def render_place(
    reader: Reader, article: Article, passage: Passage, quoted: Span | None = None
) -> RichText:
    """Render a passage between the end of the one before and the beginning of the next.

    Each section's headings stand above its first passage that is shown. The span that an answer
    *quoted* is bold, if it is a part of the passage.
    """
    display, passages = reader.display, article.passages
    position = passages.index(passage)
    length = len(passage.text)
    is_part = quoted is not None and quoted[0] < quoted[1] <= length and quoted != (0, length)
    highlights = [quoted] if quoted and is_part else []
    shown = [
        *((one, text(display.of(_end(one.text)))) for one in passages[:position][-1:]),
        (passage, quote_with_code(display.of(passage.text), highlights, passage.code)),
        *((one, text(display.of(_beginning(one.text)))) for one in passages[position + 1 :][:1]),
    ]
    blocks, above = [source_line(article, display)], tuple[str, ...]()
    for one, content in shown:
        if one.heading != above:
            blocks.append(bold(text(_path(one, display))))
        blocks.append(content)
        above = one.heading
    return joined([*blocks, article_link(reader.texts, article)], "\n\n")


def section_label(section: Section, display: Display) -> str:
    """Return the label of a section's button, indented by the section's level."""
    return "　" * section.level + shortened(display.of(section.label), MAX_LABEL)


def article_link(texts: Messages, article: Article) -> RichText:
    """Return a link to an article's own address, nothing if it has none."""
    if not article.url or len(article.url) > MAX_ADDRESS:
        return RichText()
    return link(text(texts.gettext("Read the article")), article.url)


def _path(passage: Passage, display: Display) -> str:
    return " › ".join(shortened(display.of(one), MAX_HEADING) for one in passage.heading)


def _beginning(plain: str) -> str:
    """Return the first sentences of a text, with a mark where the others are left out."""
    if len(plain) <= MAX_NEIGHBOUR:
        return plain
    first, *others = (end for _, end in sentences(plain))
    end = max((end for end in others if end <= MAX_NEIGHBOUR), default=first)
    return plain[:end].rstrip() + (OMISSION if end < len(plain) else "")


def _end(plain: str) -> str:
    """Return the last sentences of a text, with a mark where the others are left out."""
    if len(plain) <= MAX_NEIGHBOUR:
        return plain
    *others, last = (start for start, _ in sentences(plain))
    earliest = len(plain) - MAX_NEIGHBOUR
    start = min((start for start in others if start >= earliest), default=last)
    return (OMISSION if start else "") + plain[start:]
