"""Selection of articles by what is known of them: their authors and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.index.directory import Directory
from retrieval.question.patterns import Aspect, Bound, patterns, requested_aspects
from retrieval.question.periods import Span, find_period, parse_number
from retrieval.question.question import ArticleRequest


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles, and the words of a question that select them.

    Attributes:
        directory: The selected articles.
        spans: The words of the folded question; without any, all articles are selected.
        is_clear: True if the words cannot be about what articles say: 之前, 最新.
    """

    directory: Directory
    spans: tuple[Span, ...] = ()
    is_clear: bool = False


def by_author(folded: str, selected: Selection) -> Selection:
    """Return the articles by the authors that a folded question names."""
    authors = selected.directory.authors
    named = [name for name in authors if name in folded]
    if not named:
        return selected
    ids = {article.id for name in named for article in authors[name]}
    found = Directory([one for one in selected.directory.articles if one.id in ids])
    spans = (match.span() for name in named for match in re.finditer(re.escape(name), folded))
    return Selection(found, (*selected.spans, *spans), selected.is_clear)


def by_period(folded: str, selected: Selection, today: dt.date) -> Selection:
    """Return the articles of the period that a folded question names, oldest first.

    Where no article has a date, 在2021年 can only be about what articles say.
    """
    if not (period := find_period(folded, today)):
        return selected
    dated = selected.directory.dated
    if period.bound is Bound.WITHIN and not dated:
        return selected
    found = Directory([one for one in dated if one.date and one.date in period])
    is_clear = selected.is_clear or period.bound is not Bound.WITHIN
    return Selection(found, (*selected.spans, period.span), is_clear)


def by_age(folded: str, selected: Selection) -> Selection:
    """Return the newest or the oldest articles, as many as a folded question asks for."""
    newest = patterns().newest.search(folded)
    if not (match := newest or patterns().oldest.search(folded)):
        return selected
    dated = selected.directory.dated
    dated = dated[::-1] if newest else dated
    count = next((int(parse_number(one)) for one in match.groups() if one), 1)
    return Selection(Directory(dated[:count]), (*selected.spans, match.span()), is_clear=True)


def listing_request(folded: str, directory: Directory, today: dt.date) -> ArticleRequest | None:
    """Return the request of a question that describes articles by author and date alone.

    None is returned for a question that says anything else, as it may be about content.

    Args:
        folded: The question, folded.
        directory: All articles of the collection.
        today: The day that words such as 去年 count from.
    """
    selected = by_period(folded, by_author(folded, Selection(directory)), today)
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


def _without(folded: str, spans: Sequence[Span]) -> str:
    """Return a folded text with these spans replaced by blanks."""
    for start, end in spans:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return f" {folded} "
