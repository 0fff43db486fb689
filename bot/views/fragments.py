"""Text fragments: URLs that point to a paragraph of an article's page.

A browser scrolls to the words behind `#:~:text=` if the page contains them literally, and shows
the top of the page if it does not (https://wicg.github.io/scroll-to-text-fragment/). So the words
must be certain to be on the page: one clause without punctuation, which pages set in many ways,
and without repaired characters; and none in an article whose pages were scraped with annotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from corpus.model import Article, Passage
from retrieval.answer.excerpt import Excerpt

MIN_CLAUSE = 5
MAX_CLAUSE = 40
"""Characters of a clause: a shorter one occurs in many places, a longer one makes a long URL."""

_CLAUSE = re.compile(r"[^\W_]+")

Span = tuple[int, int]


def to_paragraph(article: Article, passage: Passage, excerpt: Excerpt) -> str | None:
    """Return the article's URL, with a text fragment if one is certain to work.

    Returns:
        None if the article has no URL.
    """
    url = article.url
    if not url or ":~:" in url:
        return url
    clause = _clause(article, passage, excerpt)
    if clause is None:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:text={quote(clause, safe='')}"


def _clause(article: Article, passage: Passage, excerpt: Excerpt) -> str | None:
    """Return the first clause of the excerpt that is certain to occur once on the page."""
    if article.annotations:
        return None
    repaired = list(_repaired(article, passage))
    for match in _CLAUSE.finditer(excerpt.text):
        start, end = match.start() + excerpt.start, match.end() + excerpt.start
        is_as_printed = not any(start < last and first < end for first, last in repaired)
        if (
            MIN_CLAUSE <= end - start <= MAX_CLAUSE
            and is_as_printed
            and _is_unique(article, match[0])
        ):
            return match[0]
    return None


def _repaired(article: Article, passage: Passage) -> Iterator[Span]:
    """Yield the spans of the passage that contain the result of a repair."""
    for repair in article.repairs:
        position = passage.text.find(repair.after) if repair.after else -1
        while position >= 0:
            yield position, position + len(repair.after)
            position = passage.text.find(repair.after, position + 1)


def _is_unique(article: Article, clause: str) -> bool:
    texts = (article.title, *article.headings, *(one.text for one in article.passages))
    return sum(text.count(clause) for text in texts) == 1
