"""The collection as pages: its list of articles, an article's outline, a passage in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.messages import Messages
from bot.views.answers import MAX_ADDRESS, shortened, source_line
from bot.views.links import DeepLink, article_key
from bot.views.markup import RichText, Span, bold, highlighted, joined, link, quote, text
from corpus.model import Article, Passage
from corpus.sections import Section
from retrieval.text.script import Display, fold

ARTICLES_PER_PAGE = 8
SECTIONS_PER_PAGE = 8
NEIGHBOUR = 160
"""Characters shown of the passages before and after, so that two screens hold all three."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a row of things; pages and places count from 1."""

    number: int
    pages: int
    first: int
    items: Sequence[Item]

    @classmethod
    def of(cls, items: Sequence[Item], wanted: int, size: int) -> Page[Item]:
        """The page that is wanted, else the nearest there is."""
        pages = max(1, -(-len(items) // size))
        number = min(max(wanted, 1), pages)
        first = (number - 1) * size
        return cls(number, pages, first + 1, items[first : first + size])


def render_list(
    username: str,
    page: Page[Article],
    heading: str,
    display: Display = Display.PRINTED,
) -> RichText:
    """Articles in numbered lines, each leading into the bot."""
    rows = [
        text(f"{number}. ")
        + link(
            source_line(article, display),
            DeepLink("article", article_key(article)).address(username),
        )
        for number, article in enumerate(page.items, start=page.first)
    ]
    return joined([text(heading), *rows], "\n\n")


def render_outline(texts: Messages, article: Article, display: Display) -> RichText:
    """What an article is and how it opens, above the buttons of its sections."""
    count = len(article.passages)
    length = texts.ngettext("{count} passage", "{count} passages", count).format(count=count)
    return joined(
        [
            source_line(article, display),
            joined([text(length), _elsewhere(texts, article)], " · "),
            quote(text(display.of(shortened(article.lead, NEIGHBOUR)))),
            text(texts.gettext("Tap a part to read it:")),
        ]
    )


def render_place(
    texts: Messages,
    article: Article,
    passage: Passage,
    quoted: Span | None = None,
    display: Display = Display.PRINTED,
) -> RichText:
    """A passage in its place: the end of the one before, itself, how the next one begins.

    What an answer quoted of it is bold.
    """
    place = article.passages.index(passage)
    before = article.passages[place - 1].text if place else ""
    after = article.passages[place + 1].text if place + 1 < len(article.passages) else ""
    path = " › ".join(shortened(display.of(one), 60) for one in passage.heading)
    length = len(passage.text)
    is_part = quoted is not None and quoted[0] < quoted[1] <= length and quoted != (0, length)
    marked = [quoted] if quoted and is_part else []
    return joined(
        [
            source_line(article, display),
            bold(text(path)),
            text(display.of(_end(before))),
            quote(highlighted(display.of(passage.text), marked)),
            text(display.of(shortened(after, NEIGHBOUR))),
            _elsewhere(texts, article),
        ],
        "\n\n",
    )


def section_label(section: Section, display: Display) -> str:
    """What stands on a section's button."""
    return "　" * section.level + shortened(display.of(section.label), 40)


def named(articles: Iterable[Article], words: str) -> list[Article]:
    """The articles whose title, author or headings hold all of these words."""
    return [one for one in articles if _holds(words, one.title, one.author or "", *one.headings)]


def speaking_of(articles: Iterable[Article], words: str) -> list[Article]:
    """The articles whose text holds all of these words."""
    return [one for one in articles if _holds(words, *(p.text for p in one.passages))]


def _elsewhere(texts: Messages, article: Article) -> RichText:
    if not article.url or len(article.url) > MAX_ADDRESS:
        return RichText()
    return link(text(texts.gettext("Read the article")), article.url)


def _end(plain: str) -> str:
    return plain if len(plain) <= NEIGHBOUR else f"…{plain[-NEIGHBOUR + 1 :]}"


def _holds(words: str, *texts: str) -> bool:
    """Whether these texts together hold all of these words, in whatever script."""
    folded = fold("\n".join(texts))
    return all(word in folded for word in fold(words).split())
