"""The subjects of a question about two or more things: 京东和支付宝有什么不同."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import zip_longest

from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import patterns, words_of
from retrieval.text.analysis import Term, han_runs

Subject = tuple[Term, ...]
"""The words that name one of several things, without those that name another one as well."""

Span = tuple[int, int]

_SEPARATOR = "、"
_ITEM = re.compile(f"[^{_SEPARATOR}]+")
_KEYWORD = re.compile(r"\S+")
_MODEL = re.compile(r"[a-z] +\d")
"""A name and the number of its model, which are one thing: iPhone 15."""

_CONDITION = re.compile(".[里时候天季晚夜]$")
"""The end of a word that says when or where something is."""

_COMPARES = re.compile("哪|谁|同|差|区别|对比|比较|一样|优劣")
"""What asks to compare things that are listed; 各 and 分别 may ask for a value of each."""

_ASKS = re.compile("什么|哪|怎|几|多少")


def find_subjects(
    folded: str, words: Sequence[Term], uninformative: Container[str], lexicon: Lexicon
) -> tuple[Subject, ...]:
    """Return the subjects that a question compares, or asks about side by side.

    Args:
        folded: The question, folded.
        words: All its words.
        uninformative: Words that say nothing about the topic of a question.
        lexicon: The terms of the collection.

    Returns:
        Two or more subjects; none if the question is about one thing.
    """
    found, texts = patterns(), words_of("conjunctions")
    conjunctions = [word for word in words if word.text in texts]
    if not conjunctions and _SEPARATOR in folded:
        last = folded.rindex(_SEPARATOR)
        conjunctions = [Term(_SEPARATOR, last, last + 1)]
    for conjunction in conjunctions:
        asks = found.side_by_side.search(folded, conjunction.end) or found.compare_lead.search(
            folded, 0, conjunction.start
        )
        if asks and conjunction.text == _SEPARATOR and not _COMPARES.search(asks[0]):
            continue
        if asks:
            things = [_words_within(span, words) for span in _spans(folded, conjunction, words)]
            things[0] = _without_condition(things[0], things[1:], lexicon)
            things[-1] = _without_aspect(things[-1], things[:-1], lexicon)
            named = [_parallel(thing, things[-1], uninformative) for thing in things]
            if subjects := _distinct(named, uninformative, lexicon):
                return subjects
    return _listed_subjects(folded, words, uninformative, lexicon)


def _listed_subjects(
    folded: str, words: Sequence[Term], uninformative: Container[str], lexicon: Lexicon
) -> tuple[Subject, ...]:
    """Return the subjects of key words that end in a comparison: 油车 电车 保养对比."""
    *spans, last = [match.span() for match in _KEYWORD.finditer(folded)] or [(0, 0)]
    is_listed = len(spans) > 1 and not _MODEL.search(folded)
    asked = folded[slice(*last)]
    if not (is_listed and patterns().side_by_side.search(asked)) or _ASKS.search(asked):
        return ()
    return _distinct([_words_within(span, words) for span in spans], uninformative, lexicon)


def _spans(folded: str, conjunction: Term, words: Sequence[Term]) -> Iterator[Span]:
    """Yield the spans of the things on both sides of a conjunction; 、 divides those before it."""
    # 成都 is not divided by 都, nor 相对论 by 对.
    inside = {place for word in words for place in range(word.start + 1, word.end)}
    leads = (one.end() for one in patterns().subject_lead.finditer(folded, 0, conjunction.start))
    start = max((end for end in leads if end not in inside), default=0)
    for item in _ITEM.finditer(folded, start, conjunction.start):
        yield item.span()
    ends = (one.start() for one in patterns().subject_end.finditer(folded, conjunction.end + 1))
    yield conjunction.end, next((end for end in ends if end not in inside), len(folded))


def _words_within(span: Span, words: Iterable[Term]) -> Subject:
    """Return the words in a span."""
    start, end = span
    return tuple(word for word in words if start <= word.start and word.end <= end)


def _without_condition(first: Subject, others: Sequence[Subject], lexicon: Lexicon) -> Subject:
    """Return the first thing without the time or place before it: 煤炉 of 夜里煤炉和热泵哪个响.

    That ends where two words meet that stand side by side nowhere in the collection.
    """
    named = {word.text for one in others for word in one}
    for place in range(len(first) - 1, 0, -1):
        is_condition = _CONDITION.search(first[place - 1].text)
        is_shared = not named.isdisjoint(word.text for word in first[:place])
        if is_condition and not is_shared and _is_cut(first, place, lexicon):
            return first[place:]
    return first


def _without_aspect(last: Subject, others: Sequence[Subject], lexicon: Lexicon) -> Subject:
    """Return the last thing without the aspect that follows it: 热泵 of 煤炉和热泵保修哪家好.

    An aspect begins with 的 if the other things have none, or where two words meet that stand
    side by side nowhere in the collection.
    """
    texts = [word.text for word in last]
    named = {word.text for one in others for word in one}
    for place in range(1, len(last)):
        if named.intersection(texts[place:]) - {"的"}:
            continue  # It is part of the names: 夜市 of 东门夜市和西门夜市.
        if (texts[place] == "的" and "的" not in named) or _is_cut(last, place, lexicon):
            return last[:place]
    return last


def _is_cut(words: Subject, place: int, lexicon: Lexicon) -> bool:
    """Return True if words meet before this one that stand side by side nowhere."""
    before = "".join(word.text for word in words[:place])
    after = "".join(word.text for word in words[place:])
    is_adjacent = words[place - 1].end == words[place].start
    is_long = len(before) > 1 and len(after) > 1
    is_joined = "的" in (before[-1], after[0])
    return is_adjacent and is_long and not (is_joined or _meet(before[-1], after[0], lexicon))


def _meet(before: str, after: str, lexicon: Lexicon) -> bool:
    """Return True if two characters may stand side by side in the collection."""
    if any(han_runs(before)) and any(han_runs(after)):
        return lexicon.contains(before + after)
    return not any(han_runs(after))


def _parallel(thing: Subject, last: Subject, uninformative: Container[str]) -> Subject:
    """Return the end of a thing that is built like the last one: 住老城 of 去泊州住老城.

    What stands before it is said of all things.
    """
    words = [word for word in thing if word.text not in uninformative]
    like = [word.text for word in last if word.text not in uninformative]
    texts = [word.text for word in words]
    if len(like) < 2 or len(words) <= len(like):
        return thing
    if like[0] in texts[1:]:
        return tuple(words[len(texts) - 1 - texts[::-1].index(like[0]) :])
    return tuple(words[-len(like) :]) if texts[-1] == like[-1] else thing


def _distinct(
    named: Sequence[Subject], uninformative: Container[str], lexicon: Lexicon
) -> tuple[Subject, ...]:
    """Return what tells the named things apart: the words that not all of them have.

    以前 is no second thing in 银行跟以前有什么不同, but in 以前的银行和现在的银行 it is.
    """
    shared = set.intersection(*({word.text for word in one} for one in named))
    own = [_joined(_apart(one, shared, uninformative, lexicon), lexicon) for one in named]
    informative = [tuple(word for word in one if word.text not in uninformative) for one in own]
    if all(informative):
        return tuple(informative)
    return tuple(own) if all(own) and shared - {"的"} else ()


def _joined(words: Iterable[Term], lexicon: Lexicon) -> Subject:
    """Return the words, with characters of the collection that stand side by side as one: 单光."""
    found: list[Term] = []
    for word in words:
        last = found[-1] if found else None
        is_pair = last and last.end == word.start and len(last.text) == len(word.text) == 1
        if last and is_pair and _meet(last.text, word.text, lexicon):
            found[-1] = Term(last.text + word.text, last.start, word.end)
        else:
            found.append(word)
    return tuple(found)


def _apart(
    words: Subject, shared: Container[str], uninformative: Container[str], lexicon: Lexicon
) -> Iterator[Term]:
    """Yield the words that are not shared; 平层 as one, and 单焦点 if the collection has it.

    平 alone, the part that 错层 does not share, would be found in too much.
    """
    for word, after in zip_longest(words, words[1:]):
        if word.text in shared:
            continue
        is_cut = after and after.text in shared and after.start == word.end
        whole = word.text + after.text if after and is_cut else ""
        is_word = len(whole) == 2 or (len(word.text) == 1 and whole and lexicon.contains(whole))
        if after and is_word and word.text != "的" and after.text not in uninformative:
            yield Term(whole, word.start, after.end)
        else:
            yield word
