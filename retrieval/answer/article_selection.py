"""Selection of articles by what is known of them: their authors and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Article
from retrieval.question.patterns import Aspect, Bound, patterns, requested_aspects
from retrieval.question.periods import Span, find_period, parse_number
from retrieval.question.question import ArticleRequest
from retrieval.text.script import fold

_BRACKETED = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles, and the words of a question that select them.

    Attributes:
        articles: The selected articles.
        spans: The words of the folded question; without any, all articles are selected.
        is_clear: True if the words cannot be about what articles say: 之前, 最新.
    """

    articles: Sequence[Article]
    spans: tuple[Span, ...] = ()
    is_clear: bool = False


def by_author(folded: str, selected: Selection) -> Selection:
    """Return the articles by the authors that a folded question names."""
    names = {one.id: author_name(one) for one in selected.articles}
    named = {name for name in names.values() if name and name in folded}
    if not named:
        return selected
    found = [one for one in selected.articles if names[one.id] in named]
    spans = (match.span() for name in named for match in re.finditer(re.escape(name), folded))
    return Selection(found, (*selected.spans, *spans), selected.is_clear)


def by_period(folded: str, selected: Selection, today: dt.date) -> Selection:
    """Return the articles of the period that a folded question names, oldest first.

    Where no article has a date, 在2021年 can only be about what articles say.
    """
    period, dated = find_period(folded, today), _dated(selected.articles)
    if not period or (period.bound is Bound.WITHIN and not dated):
        return selected
    found = [one for one in dated if one.date and one.date in period]
    is_clear = selected.is_clear or period.bound is not Bound.WITHIN
    return Selection(found, (*selected.spans, period.span), is_clear)


def by_age(folded: str, selected: Selection) -> Selection:
    """Return the newest or the oldest articles, as many as a folded question asks for."""
    dated = _dated(selected.articles)
    if match := patterns().newest.search(folded):
        dated.reverse()
    elif not (match := patterns().oldest.search(folded)):
        return selected
    count = next((int(parse_number(one)) for one in match.groups() if one), 1)
    return Selection(dated[:count], (*selected.spans, match.span()), is_clear=True)


def listing_request(
    folded: str, articles: Sequence[Article], today: dt.date
) -> ArticleRequest | None:
    """Return the request of a question that describes articles by author and date alone.

    None is returned for a question that says anything else, as it may be about content.

    Args:
        folded: The question, folded.
        articles: All articles of the collection.
        today: The day that words such as 去年 count from.
    """
    selected = by_period(folded, by_author(folded, Selection(articles)), today)
    newest = by_age(folded, selected)
    if not newest.spans or not (newest.is_clear or patterns().of_articles.search(folded)):
        return None
    asked = next(requested_aspects(folded), None)
    spans = (*newest.spans, asked[1].span()) if asked else newest.spans
    if not patterns().listing.fullmatch(_without(folded, spans)):
        return None
    is_by_age = newest is not selected
    aspect = asked[0] if asked else Aspect.COUNT
    if is_by_age and aspect is Aspect.COUNT:
        aspect = Aspect.TITLE
    return ArticleRequest(aspect, is_listing=True)


@lru_cache(maxsize=1 << 12)
def _plain_name(author: str) -> str:
    return _BRACKETED.sub("", fold(author)).strip()


def author_name(article: Article) -> str:
    """Return the name of an article's author, folded and without text in brackets."""
    return _plain_name(article.author or "")


def _dated(articles: Sequence[Article]) -> list[Article]:
    """Return the articles whose dates are known, oldest first."""
    dated = [(one.date, one) for one in articles if one.date]
    return [one for _, one in sorted(dated, key=lambda pair: pair[0])]


def _without(folded: str, spans: Sequence[Span]) -> str:
    """Return a folded text with these spans replaced by blanks."""
    for start, end in spans:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return f" {folded} "
