"""The articles of a collection by their titles, authors and dates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from corpus.model import Article
from retrieval.text.script import fold, letters

_BRACKETED = re.compile(r"[（(].*?[）)]")


class Directory:
    """Lookups in what is known of articles; each table is made when it is first needed.

    Args:
        articles: The articles, in their order.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles

    def prepare(self) -> None:
        """Make all tables, so that no question waits for them."""
        self.titled("")
        _ = self.authors, self.dated

    def titled(self, part: str) -> list[int]:
        """Return the numbers of the articles whose titles contain these folded letters, in order.

        No title contains the empty text.
        """
        joined, starts = self._titles
        numbers: list[int] = []
        at = joined.find(part) if part else -1
        while at >= 0:
            numbers.append(bisect_right(starts, at) - 1)
            at = joined.find(part, starts[numbers[-1] + 1])
        return numbers

    @cached_property
    def authors(self) -> Mapping[str, Sequence[Article]]:
        """The articles of each author, by the name, folded and without text in brackets."""
        names: dict[str, str] = {}
        found: dict[str, list[Article]] = {}
        for article in self.articles:
            author = article.author or ""
            if author not in names:
                names[author] = _BRACKETED.sub("", fold(author)).strip()
            if name := names[author]:
                found.setdefault(name, []).append(article)
        return found

    @cached_property
    def dated(self) -> Sequence[Article]:
        """The articles whose dates are known, oldest first."""
        dated = [(one.date, one) for one in self.articles if one.date]
        return [one for _, one in sorted(dated, key=lambda pair: pair[0])]

    @cached_property
    def _titles(self) -> tuple[str, Sequence[int]]:
        """The folded letters of all titles, a line each, and where each begins."""
        lines = [letters(one.title) for one in self.articles]
        return "\n".join(lines), [0, *accumulate(len(line) + 1 for line in lines)]
