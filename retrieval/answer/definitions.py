"""Definitions: sentences that say what a word means, where a question asks that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from retrieval.answer.candidate import Candidate, candidate_of
from retrieval.library import Snapshot
from retrieval.question.patterns import patterns
from retrieval.question.question import Question

_QUOTED = r"[^\w,。;!?]?"
"""A quotation mark around a word, or nothing."""

_BEFORE = rf"(?:叫[做作]?|称[为作]|简称|所谓)的?{_QUOTED}"
"""What stands before a word that is defined: 这叫蓬松度."""

_BEHIND = (
    rf"{_QUOTED},?(?:通常|一般|主要|其实|本来|也|又)?"
    r"(?:是指|指的?是|指(?![出数标南导责挥望明定])|的意思|的定义|意为|即(?![使便将可日时])"
    r"|就?是(?=一[种类个块项门片套款份组]|指)"
    r"|(?:(?:其实|说白了|说到底|归根(?:到底|结底))也?就是|(?:本|实)质上就?是)(?![否不很越]))"
)
"""What stands behind it: 蓬松度是指."""

_NEW = "新"
"""What stands before the name of what something has become: 新金融."""

_NO_LONGER = r"[^。;!?,]{0,6}(?:不再|不)(?:仅仅?|只|单)*是[^。;!?]{2,60}而是"
"""What says behind a word what it has become: 金融不再是存款，而是数据."""

_MAX_REMEMBERED = 1024
"""The number of words whose patterns are remembered."""


def asks_for_definition(question: Question) -> bool:
    """Return True if a question asks what a word means: 蓬松度是什么意思, 什么叫蓬松度."""
    return bool(patterns().definition.search(question.folded))


def defines(question: Question, folded: str) -> bool:
    """Return True if a folded text says what one of the question's words means."""
    names = _names(question)
    return any(_definition_of(name).search(folded) for name in names if name in folded)


def renewal_of(
    question: Question, found: Sequence[Candidate], snapshot: Snapshot
) -> Candidate | None:
    """Return the passage that tells what a new kind of something is, by what the old has become.

    金融不再是存款，而是数据 tells what 新金融 is. It stands in the section of the best passage,
    and may say nothing else of the question. None if 新金融 itself is defined.

    Args:
        question: The question.
        found: The passages that were found for it, best first; at least one.
        snapshot: The collection.
    """
    pairs = pairwise(question.words) if asks_for_definition(question) else ()
    renewed = [two.text for one, two in pairs if one.text == _NEW and one.end == two.start]
    if not renewed or any(_definition_of(_NEW + renewed[0]).search(one.folded) for one in found):
        return None
    best, article = found[0].passage, found[0].article
    section = (one for one in article.passages if one.heading == best.heading)
    candidates = (candidate_of(snapshot, one) for one in section)
    tells = re.compile(f"{re.escape(renewed[0])}{_NO_LONGER}")
    return next((one for one in candidates if tells.search(one.folded)), None)


def _names(question: Question) -> Iterator[str]:
    """Yield the words that a question may ask the meaning of, with a suffix: 金融化, not 金融."""
    words = question.words
    for word, following in zip(words, (*words[1:], None), strict=True):
        if len(word.text) > 1:
            is_suffix = following and following.start == word.end and len(following.text) == 1
            yield word.text + (following.text if following and is_suffix else "")


@lru_cache(maxsize=_MAX_REMEMBERED)
def _definition_of(word: str) -> re.Pattern[str]:
    escaped = re.escape(word)
    return re.compile(f"{_BEFORE}{escaped}|{escaped}{_BEHIND}")
