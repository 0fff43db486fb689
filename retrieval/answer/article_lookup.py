"""Questions about the collection itself: which articles they mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.model import Article
from retrieval.answer.evidence import weigh
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.question.parsing import Question
from retrieval.question.patterns import AnswerType, Aspect, asked_of_articles, patterns
from retrieval.text.script import fold, letters

MAX_CARDS = 10
"""Articles that are listed at once."""

_BRACKETS = re.compile(r"[（(].*?[）)]")

_SHORT = 3
"""Letters up to which a title may be a word that a question happens to hold."""

_NAMED = 0.6
"""The share of the words that name an article which its title or a passage must hold."""

_NAMED_AT_ALL = 0.25
"""The share of all the words that name an article which its title must hold."""

_DATED = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d)(?:\s*(?:年|[-/.](?=\d)))?"
    r"(?:\s*(\d{1,2})\s*(?:月|[-/.](?=\d))(?:\s*(\d{1,2})\s*[日号]?)?)?"
)
"""When an article appeared, as questions name it: the year, the month, the day."""


def find_articles(
    question: Question,
    articles: Sequence[Article],
    ranked: Sequence[RankedPassage],
    lexicon: Lexicon,
) -> Sequence[Article]:
    """The articles whose data is asked for; none where the question turns out to ask otherwise.

    Args:
        question: One that is `aspect` something.
        articles: The whole collection.
        ranked: The passages that match the question, best first.
        lexicon: The words of the collection.
    """
    if question.titles:
        return with_titles(question, articles)
    if question.refers_back:
        return [one.candidate.article for one in ranked[:1]] or articles
    meant, question = _by_date(*_by_author(articles, question))
    if not question.named:
        return meant
    if question.aspect is Aspect.COUNT:
        return ()
    is_narrowed = len(meant) < len(articles)
    best = _best_named(question, meant, lexicon)
    if not best and not is_narrowed:
        best = _best_covering(question, ranked, lexicon)
    return (best,) if best else meant if is_narrowed else ()


def with_aspect(
    question: Question, articles: Iterable[Article], ranked: Iterable[RankedPassage]
) -> Question:
    """The same question; also about articles where it holds a title, or asks who an author is.

    Args:
        question: Any question.
        articles: The whole collection.
        ranked: The passages that match the question, among them those of an article whose title
            it holds, as titles are indexed with every passage.
    """
    if question.aspect:
        return question
    if about := next((kind for kind, _ in asked_of_articles(question.folded)), None):
        typed = letters(question.folded)
        titles = dict.fromkeys(one.candidate.article.title for one in ranked)
        held = tuple(one for one in titles if letters(one) in typed and len(letters(one)) > _SHORT)
        return replace(question, aspect=about, titles=held) if held else question
    if AnswerType.WHO not in question.answer_types:
        return question
    names = {_author_name(article.author or "") for article in articles} - {""}
    rests = (question.folded.replace(name, " ") for name in names if name in question.folded)
    if not any(map(patterns().identity.fullmatch, rests)):
        return question
    return replace(question, aspect=Aspect.AUTHOR, named=question.words)


def with_titles(question: Question, articles: Iterable[Article]) -> list[Article]:
    """The articles that a question names by their titles, put in 《》."""
    sought = [title for title in map(letters, question.titles) if title]
    if not sought:
        return []
    titles = ((article, letters(article.title)) for article in articles)
    return [article for article, title in titles if any(part in title for part in sought)]


def _by_author(
    articles: Sequence[Article], question: Question
) -> tuple[Sequence[Article], Question]:
    """The articles by the author that the question names, and what it names besides."""
    names = {one.id: _author_name(one.author or "") for one in articles}
    named = {name for name in names.values() if name and name in question.folded}
    if not named:
        return articles, question
    rest = tuple(word for word in question.named if not any(word.text in name for name in named))
    written = [one for one in articles if names[one.id] in named]
    return written, replace(question, named=rest)


def _by_date(
    articles: Sequence[Article], question: Question
) -> tuple[Sequence[Article], Question]:
    """Those of the day, the month or the year that the question names; the newest, the oldest."""
    kinds, folded = patterns(), question.folded
    dated = sorted((one for one in articles if one.date), key=_date)
    if match := kinds.newest.search(folded):
        found = dated[-1:]
    elif match := kinds.oldest.search(folded):
        found = dated[:1]
    elif question.aspect is not Aspect.DATE and (match := _DATED.search(folded)):
        wanted = [int(part) for part in match.groups() if part]
        found = [one for one in dated if wanted == [*_date(one).timetuple()][: len(wanted)]]
    else:
        return articles, question
    start, end = match.span()
    rest = tuple(word for word in question.named if word.end <= start or end <= word.start)
    return found, replace(question, named=rest)


@lru_cache(maxsize=1 << 12)
def _author_name(author: str) -> str:
    """An author's name, folded, without what stands in brackets behind it."""
    return _BRACKETS.sub("", fold(author)).strip()


def _date(article: Article) -> dt.date:
    return article.date or dt.date.min


def _best_named(
    question: Question, articles: Iterable[Article], lexicon: Lexicon
) -> Article | None:
    """The article whose title alone holds most of the words that name it and that titles hold.

    What stands in no title says what an article is like, and does not count; but where that is
    nearly all there is, no title names it.
    """
    titles = [(one, letters(one.title)) for one in articles]
    worth = {
        one.text: lexicon.idf(one.text)
        for one in question.named
        if lexicon.document_frequency(one.text)
    }
    named = {word for word in worth if any(word in title for _, title in titles)}
    held = [(sum(worth[word] for word in named if word in title), one) for one, title in titles]
    most = max((value for value, _ in held), default=0.0)
    enough = max(_NAMED * sum(worth[word] for word in named), _NAMED_AT_ALL * sum(worth.values()))
    best = [one for value, one in held if value == most]
    return best[0] if len(best) == 1 and most >= enough > 0 else None


def _best_covering(
    question: Question, ranked: Sequence[RankedPassage], lexicon: Lexicon
) -> Article | None:
    """The article of the best passage, where one of the first covers enough of what is named."""
    for one in ranked[:3]:
        evidence = weigh(question.naming(), [one.candidate], lexicon)
        if evidence.coverage >= _NAMED:
            return one.candidate.article
    return None
