"""The articles of a collection by their titles, authors and dates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from corpus.model import Article
from corpus.people import begins_with_surname
from retrieval.text.script import fold, letters

_BRACKETED = re.compile(r"[（(].*?[）)]")

_NAME = "[一-鿿]{2,4}"
_NICKNAME = re.compile("[老小阿][一-鿿]")
_PERSONS = re.compile(rf"{_NAME}(?:\s*[、,/&]\s*{_NAME})+")
"""Several persons and nothing else, in the folded name of an author."""

_PERSON = re.compile(
    rf"(?:记者|通讯员|实习生|评测员|编辑|作者|撰稿人?|采写|主播|博主)[\s:]*({_NAME})(?![一-鿿])"
    rf"|(?<![一-鿿])({_NAME}?)"
    r"(?:医[生师]|大夫|老师|教授|博士|主任|[院校]长|律师|先生|女士|研究员|工程师|师傅)(?![一-鿿])"
)
"""A person behind or before a word that tells what they are."""


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
        """The articles of each author, by the folded names that a question may give."""
        names: dict[str, tuple[str, ...]] = {}
        found: dict[str, list[Article]] = {}
        for article in self.articles:
            author = article.author or ""
            if author not in names:
                names[author] = tuple(dict.fromkeys(_names_of(author)))
            for name in names[author]:
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


def _names_of(author: str) -> Iterator[str]:
    """Yield the name of an author without text in brackets, and that of each person alone.

    Persons are told by what they are, 记者 周敏 and 李静医生, or by a mark: 张三、李四.
    """
    if name := _BRACKETED.sub("", fold(author)).strip():
        yield name
        if _PERSONS.fullmatch(name):
            yield from re.findall(_NAME, name)
        for match in _PERSON.finditer(name):
            person = match[1] or match[2]
            if begins_with_surname(person) or _NICKNAME.fullmatch(person):
                yield person
