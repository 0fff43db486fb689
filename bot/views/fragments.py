"""Leading to the very paragraph: text fragments on the address of an article.

A browser scrolls to the words behind `#:~:text=` where the page holds them literally, and shows
the page as ever where it does not (https://wicg.github.io/scroll-to-text-fragment/). Only words
that the page certainly holds are worth naming: one clause, free of punctuation, which pages set
in many ways, and of anything that was repaired; in an article whose pages were scraped with
annotations, none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from corpus.model import Article, Passage
from retrieval.answer.excerpt import Excerpt

MIN_CLAUSE = 5
MAX_CLAUSE = 40
"""Characters of a clause: with fewer it stands in many places; more make a long address."""

_CLAUSE = re.compile(r"[^\W_]+")

Span = tuple[int, int]


def to_paragraph(article: Article, passage: Passage, excerpt: Excerpt) -> str | None:
    """The article's address, leading to the excerpt where that is certain to work.

    None where the article has no address.
    """
    url = article.url
    if not url or ":~:" in url:
        return url
    clause = _clause(article, passage, excerpt)
    if clause is None:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:text={quote(clause, safe='')}"


def _clause(article: Article, passage: Passage, excerpt: Excerpt) -> str | None:
    """The first clause of the excerpt that the page is sure to hold, in one place alone."""
    if article.annotations:
        return None
    repaired = list(_repaired(article, passage))
    for match in _CLAUSE.finditer(excerpt.text):
        start, end = match.start() + excerpt.start, match.end() + excerpt.start
        is_as_printed = not any(start < last and first < end for first, last in repaired)
        if (
            MIN_CLAUSE <= end - start <= MAX_CLAUSE
            and is_as_printed
            and _is_once(article, match[0])
        ):
            return match[0]
    return None


def _repaired(article: Article, passage: Passage) -> Iterator[Span]:
    """Where the passage holds what a repair put there."""
    for repair in article.repairs:
        place = passage.text.find(repair.after) if repair.after else -1
        while place >= 0:
            yield place, place + len(repair.after)
            place = passage.text.find(repair.after, place + 1)


def _is_once(article: Article, clause: str) -> bool:
    texts = (article.title, *article.headings, *(one.text for one in article.passages))
    return sum(text.count(clause) for text in texts) == 1
