"""Enumerations: the numbered sections of an article, or its numbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.model import Article, Passage
from retrieval.answer.evidence import mentions
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import patterns
from retrieval.question.question import Question
from retrieval.text.script import fold

MIN_ITEMS = 2
"""Minimum number of items of an enumeration."""

MAX_ITEMS = 9
"""Maximum number of items that are quoted."""

_MAX_RANK = 3
"""Number of the best passages whose articles are searched for an enumeration."""

_MAX_GAP = 3
"""Maximum number of passages between two numbered paragraphs of one enumeration."""

_MIN_TOPIC_COVERAGE = 0.5
"""Minimum share of the question's words that the title and the headings above an outline contain,
unless number or unit of its items are those that the question asks for."""

_MAX_ORDINAL = 12
"""Number of characters at the beginning of a paragraph in which a number is looked for."""

_NUMERAL = "[一二三四五六七八九十]+|[1-9][0-9]?"
_ORDINAL = re.compile(
    rf"\s*(?:第(?P<nth>{_NUMERAL})\s*(?P<unit>步|点|条|个|种|类|项|阶段|层|招|方面|[，,、：:])"
    rf"|[（(]?(?P<number>{_NUMERAL})(?:[）)]|[、．：:]|\.(?!\d)|是(?!个|种|一))"
    r"|(?P<first>首先|其一|一方面)|(?P<later>其[二三四五]|其次|再次|再者|此外|最后(?!的)|另一方面))"
)
"""The beginning of a folded paragraph or heading that is numbered."""

_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_DIGITS["两"] = 2


def outline_of(
    question: Question, ranked: Sequence[RankedPassage], lexicon: Lexicon
) -> tuple[Article, tuple[str, ...]] | None:
    """Return the numbered headings that enumerate what is asked for, with their article.

    Args:
        question: A question that asks for all parts of an enumeration.
        ranked: The passages that match it, best first.
        lexicon: The terms of the collection.

    Returns:
        The article and the headings in order; None if no article of the best passages has them.
    """
    asked = patterns().enumeration.search(question.folded)
    if not asked:
        return None
    for one in ranked[:_MAX_RANK]:
        article = one.candidate.article
        for headings in _numbered_headings(article):
            if _is_asked_for(question, asked, headings, one, lexicon):
                return article, headings
    return None


def series_of(question: Question, ranked: Sequence[RankedPassage]) -> tuple[Passage, ...]:
    """Return the numbered paragraphs around one of the best passages.

    The result is empty if the question asks for no enumeration, or there is none.
    """
    if not patterns().enumeration.search(question.folded):
        return ()
    for one in ranked[:_MAX_RANK]:
        passages = one.candidate.article.passages
        place = passages.index(one.candidate.passage)
        for places in _numbered_series(passages):
            if places[0] - 1 <= place <= places[-1]:
                return tuple(passages[number] for number in places)
    return ()


def _numbered_headings(article: Article) -> Iterator[tuple[str, ...]]:
    """Yield the groups of numbered headings that stand beneath the same heading."""
    paths = [path for path, _ in groupby(one.heading for one in article.passages) if path]
    parents = dict.fromkeys(path[:-1] for path in paths)
    for parent in parents:
        own = dict.fromkeys(path[-1] for path in paths if path[:-1] == parent)
        numbered = tuple(one for one in own if _has_number(fold(one)))
        if MIN_ITEMS <= len(numbered) <= MAX_ITEMS:
            yield numbered


def _has_number(heading: str) -> bool:
    """Return True if a folded heading begins with a number, not with a word like 首先."""
    match = _ORDINAL.match(heading)
    return bool(match and (match["nth"] or match["number"]))


def _numbered_series(passages: Sequence[Passage]) -> Iterator[Sequence[int]]:
    """Yield the places of paragraphs that are numbered in a row, beginning with a first item."""
    series: list[int] = []
    for place, passage in enumerate(passages):
        match = _ORDINAL.match(fold(passage.text[:_MAX_ORDINAL]))
        if not match:
            continue
        if series and not _is_first(match) and place - series[-1] <= _MAX_GAP:
            series.append(place)
            continue
        if len(series) >= MIN_ITEMS:
            yield series[:MAX_ITEMS]
        series = [place] if _is_first(match) else []
    if len(series) >= MIN_ITEMS:
        yield series[:MAX_ITEMS]


def _is_first(match: re.Match[str]) -> bool:
    return bool(match["first"]) or (match["nth"] or match["number"]) in {"一", "1"}


def _is_asked_for(
    question: Question,
    asked: re.Match[str],
    headings: Sequence[str],
    best: RankedPassage,
    lexicon: Lexicon,
) -> bool:
    """Return True if number or unit of the headings are asked for, or their topic is."""
    units = {match["unit"] for match in map(_ORDINAL.match, map(fold, headings)) if match}
    is_unit = any(unit in question.folded for unit in units if unit and unit.isalnum())
    if is_unit or _value(asked["count"]) == len(headings):
        return True
    passage = best.candidate.passage
    above = fold(" ".join((best.candidate.article.title, *passage.heading[:-1])))
    weights = {word: lexicon.idf(word.text) for word in question.words}
    contained = sum(weight for word, weight in weights.items() if mentions(above, word, question))
    return contained >= _MIN_TOPIC_COVERAGE * sum(weights.values())


def _value(count: str | None) -> int | None:
    """Return the number that a question asks for: 3 for 三; None where it names none."""
    if not count:
        return None
    return int(count) if count.isdecimal() else _DIGITS.get(count)
