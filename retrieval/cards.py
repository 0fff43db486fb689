"""Questions about the collection itself: which articles they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.model import Article
from retrieval.evidence import weigh
from retrieval.kinds import About, Asks, patterns
from retrieval.lexicon import Lexicon
from retrieval.question import Question
from retrieval.ranking import Ranked
from retrieval.script import fold, letters

MOST_CARDS = 10
"""Articles that are listed at once."""

_BRACKETS = re.compile(r"[（(].*?[）)]")

_NAMED = 0.6
"""The share of the words that name an article which its title or a passage must hold."""

_DATED = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:年|[-/.](?=\d))"
    r"(?:\s*(?P<month>\d{1,2})\s*(?:月|[-/.](?=\d))(?:\s*(?P<day>\d{1,2}))?)?"
)
"""When an article appeared, as questions name it."""


def articles_meant(
    question: Question,
    articles: Sequence[Article],
    ranked: Sequence[Ranked],
    lexicon: Lexicon,
) -> Sequence[Article]:
    """The articles whose data is asked for; none where the question turns out to ask otherwise.

    Args:
        question: One that is `about` something.
        articles: The whole collection.
        ranked: The passages that match the question, best first.
        lexicon: The words of the collection.
    """
    if question.titles:
        return with_titles(question, articles)
    written, named = _by_author(question, articles)
    if not named:
        return written or articles
    if question.about is About.COUNT:
        return ()
    dated = _of_date(question, articles)
    best = _best_named(question, dated or articles, lexicon)
    if dated and not best:
        return dated
    best = best or _best_covering(question, ranked, lexicon)
    return () if best is None else (best,)


def about_author(question: Question, articles: Iterable[Article]) -> Question:
    """The same question; one that asks who an author is, is about the author's articles."""
    if Asks.WHO not in question.asks or question.about:
        return question
    names = {_author_name(article.author or "") for article in articles} - {""}
    rests = (question.folded.replace(name, " ") for name in names if name in question.folded)
    if not any(map(patterns().identity.fullmatch, rests)):
        return question
    return replace(question, about=About.AUTHOR, named=question.words)


def with_titles(question: Question, articles: Iterable[Article]) -> list[Article]:
    """The articles that a question names by their titles, put in 《》."""
    sought = [title for title in map(letters, question.titles) if title]
    if not sought:
        return []
    titles = ((article, letters(article.title)) for article in articles)
    return [article for article, title in titles if any(part in title for part in sought)]


def _by_author(question: Question, articles: Iterable[Article]) -> tuple[list[Article], list[str]]:
    """The articles whose author the question names, and what it names besides."""
    written: list[Article] = []
    names = set()
    for article in articles:
        name = _author_name(article.author or "")
        if name and name in question.folded:
            written.append(article)
            names.add(name)
    rest = [word.text for word in question.named if not any(word.text in name for name in names)]
    return written, rest


@lru_cache(maxsize=1 << 12)
def _author_name(author: str) -> str:
    """An author's name, folded, without what stands in brackets behind it."""
    return _BRACKETS.sub("", fold(author)).strip()


def _of_date(question: Question, articles: Iterable[Article]) -> list[Article]:
    """The articles of the day, the month or the year that a question names."""
    match = _DATED.search(question.folded)
    if not match or question.about is About.DATE:
        return []
    wanted = [int(part) for part in match.groups() if part]
    dated = ((one, one.date) for one in articles if one.date)
    return [one for one, on in dated if wanted == [on.year, on.month, on.day][: len(wanted)]]


def _best_named(
    question: Question, articles: Iterable[Article], lexicon: Lexicon
) -> Article | None:
    """The article whose title holds most of the words that name it, where it holds enough.

    What stands nowhere in the collection names none of its articles.
    """
    known = [word.text for word in question.named if lexicon.found(word.text)]
    worth = {word: lexicon.worth(word) for word in known}

    def held(article: Article) -> float:
        title = letters(article.title)
        return sum(value for word, value in worth.items() if word in title)

    best = max(articles, key=held, default=None)
    enough = _NAMED * sum(worth.values())
    return best if best is not None and held(best) >= enough > 0 else None


def _best_covering(
    question: Question, ranked: Sequence[Ranked], lexicon: Lexicon
) -> Article | None:
    """The article of the best passage, where one of the first covers enough of what is named."""
    for one in ranked[:3]:
        evidence = weigh(question.naming(), [one.candidate], lexicon)
        if evidence.coverage >= _NAMED:
            return one.candidate.article
    return None
