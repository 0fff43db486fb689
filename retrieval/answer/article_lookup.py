"""Lookup of the articles that a question about articles themselves is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import Article
from retrieval.answer.article_selection import (
    Selection,
    by_age,
    by_author,
    by_period,
    listing_request,
)
from retrieval.answer.evidence import measure_coverage
from retrieval.answer.ranking import RankedPassage
from retrieval.index.directory import Directory
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import AnswerType, Aspect, patterns, requested_aspects
from retrieval.question.question import Question
from retrieval.text.analysis import Term
from retrieval.text.script import letters

MAX_CARDS = 10
"""Maximum number of articles that an answer shows as cards."""

_MIN_TITLE_LETTERS = 4
"""Minimum length of a title that is recognized without 《》; a shorter one may be a mere word."""

_MIN_COVERAGE = 0.6
"""Minimum share of the words that identify an article which its title or a passage contains; of
titles, only the words that occur in any title count."""

_MIN_TITLE_COVERAGE = 0.25
"""Minimum share of all the words that identify an article which its title contains."""

_MAX_COVERING_PASSAGES = 3
"""Number of the best passages that are checked for the words that identify an article."""


def find_articles(
    question: Question,
    directory: Directory,
    ranked: Sequence[RankedPassage],
    lexicon: Lexicon,
    today: dt.date,
) -> Sequence[Article]:
    """Return the articles whose metadata is asked for.

    Args:
        question: A question that asks for an aspect.
        directory: All articles of the collection.
        ranked: The passages that match the question, best first.
        lexicon: The terms of the collection.
        today: The day that words such as 去年 count from.

    Returns:
        The articles; none where the question identifies an article that is not there, or turns
        out to ask for something else.
    """
    request = question.request
    if request.titles:
        return titled_articles(request.titles, directory)
    if request.refers_back:
        return [one.candidate.article for one in ranked[:1]] or directory.articles
    selected = _selected(question, directory, today)
    found = selected.directory.articles
    words = tuple(word for word in request.words if not word.overlaps(selected.spans))
    if not words:
        return found
    if request.aspect is Aspect.COUNT:
        return ()
    is_narrowed = len(found) < len(directory.articles)
    best = _best_by_title(words, selected.directory, lexicon)
    if not best and not is_narrowed:
        best = _best_by_passage(replace(question, words=words), ranked, lexicon)
    if best:
        return (best,)
    return found if is_narrowed else ()


def complete_request(
    question: Question,
    directory: Directory,
    ranked: Iterable[RankedPassage],
    today: dt.date,
) -> Question:
    """Return the question with a request that only the collection's titles and authors reveal.

    A question may describe articles by nothing but authors and dates; one about metadata may
    contain a title without 《》; and one who somebody is may name an author. Other questions are
    returned as they are.

    Args:
        question: Any question.
        directory: All articles of the collection.
        ranked: The passages that match the question. Titles are indexed with every passage, so
            passages of an article whose title the question contains are among them.
        today: The day that words such as 去年 count from.
    """
    if request := listing_request(question.folded, directory, today):
        return replace(question, request=request)
    if question.request.aspect:
        return question
    if aspect := next((one for one, _ in requested_aspects(question.folded)), None):
        titles = _contained_titles(question, ranked)
        if not titles:
            return question
        request = replace(question.request, aspect=aspect, titles=titles)
        return replace(question, request=request)
    if AnswerType.WHO in question.answer_types and _asks_who_author_is(question, directory):
        request = replace(question.request, aspect=Aspect.AUTHOR, words=question.words)
        return replace(question, request=request)
    return question


def titled_articles(titles: Iterable[str], directory: Directory) -> list[Article]:
    """Return the articles whose titles contain one of these; only letters and digits count."""
    numbers = {number for title in titles for number in directory.titled(letters(title))}
    return [directory.articles[number] for number in sorted(numbers)]


def _contained_titles(question: Question, ranked: Iterable[RankedPassage]) -> tuple[str, ...]:
    """Return the titles of the ranked passages' articles that the question contains."""
    typed = letters(question.folded)
    titles = dict.fromkeys(one.candidate.article.title for one in ranked)
    return tuple(
        title
        for title in titles
        if len(letters(title)) >= _MIN_TITLE_LETTERS and letters(title) in typed
    )


def _asks_who_author_is(question: Question, directory: Directory) -> bool:
    """Return True if the question asks who somebody is, and that is an author."""
    named = (name for name in directory.authors if name in question.folded)
    rests = (question.folded.replace(name, " ") for name in named)
    return any(map(patterns().identity.fullmatch, rests))


def _selected(question: Question, directory: Directory, today: dt.date) -> Selection:
    """Return the articles of the authors and of the dates that a question names.

    A date in a question when an article appeared belongs to what the article says.
    """
    folded, request = question.folded, question.request
    selected = by_author(folded, Selection(directory))
    if request.aspect is not Aspect.DATE or request.is_listing:
        selected = by_period(folded, selected, today)
    return by_age(folded, selected)


def _best_by_title(
    words: Iterable[Term], directory: Directory, lexicon: Lexicon
) -> Article | None:
    """Return the article whose title contains most of these words; None for a tie.

    Words that occur in no title describe an article, and do not count. Where they are nearly all
    the words, no title identifies it.
    """
    weights = {
        word.text: lexicon.idf(word.text)
        for word in words
        if lexicon.document_frequency(word.text)
    }
    # Added up in the order of the question, as the order decides about the last digit.
    found = {word: directory.titled(word) for word in weights}
    values = [0.0] * len(directory.articles)
    for word, numbers in found.items():
        for number in numbers:
            values[number] += weights[word]
    highest = max(values, default=0.0)
    pairs = zip(directory.articles, values, strict=True)
    best = [one for one, value in pairs if value == highest]
    required = max(
        _MIN_COVERAGE * sum(weights[word] for word, numbers in found.items() if numbers),
        _MIN_TITLE_COVERAGE * sum(weights.values()),
    )
    return best[0] if len(best) == 1 and highest >= required > 0 else None


def _best_by_passage(
    question: Question, ranked: Sequence[RankedPassage], lexicon: Lexicon
) -> Article | None:
    """Return the article of the first passage that covers enough of the question's words."""
    for one in ranked[:_MAX_COVERING_PASSAGES]:
        # The ranking read it for all words of the question, not for these.
        unread = one._replace(covered=None)
        evidence = measure_coverage(question, [unread], lexicon)
        if evidence.coverage >= _MIN_COVERAGE:
            return one.candidate.article
    return None
