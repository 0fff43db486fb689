"""Enumerations: the numbered sections of an article, and its numbered or announced paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.model import Article, Passage
from corpus.sentences import sentences
from retrieval.answer.candidate import Candidate
from retrieval.answer.evidence import mentions
from retrieval.answer.excerpt import Excerpt, whole_excerpt
from retrieval.answer.items import has_items, item_spans
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.index.text_arrays import Span
from retrieval.library import Snapshot
from retrieval.question.patterns import patterns
from retrieval.question.question import Question
from retrieval.text.script import fold

OMISSION = "……"
"""Stands where a quotation leaves out text of its passage."""

MIN_ITEMS = 2
"""Minimum number of items of an enumeration."""

MAX_ITEMS = 9
"""Maximum number of items that are quoted."""

_MAX_RANK = 2
"""Number of the best passages whose articles are searched for an enumeration."""

_MAX_STEP_RANK = 5
"""Number of the best passages among which a step must be where it is asked how."""

_STEP_SHARE = 0.7
"""Share of what the first passage covers of the question that a step must cover."""

_MAX_GAP = 5
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
    r"|(?P<first>首先|先是|其一|一方面)"
    r"|(?P<later>其[二三四五]|其次|再次|再者|此外|最后(?!的)|另一方面)|(?P<then>接着|然后|随后))"
)
"""The beginning of a folded paragraph or heading that is numbered."""

_ANNOUNCED = re.compile(
    r"(?<![第.0-9])(?P<count>[二两三四五六七八九]|[2-9])(?:个|大|种|项|点|条|类|件)?"
    r"(?:方面|阶段|步骤|环节|原因|理由|建议|意见|办法|方法|措施|做法|经验|特点|好处|坏处|问题|部分|要点"
    r"|要求|教训|变化|条件|内容|事)[。.:]?\s*$"
    r"|(?:[分提讲列]|给出|归纳|总结|概括)[了为成出]{0,2}(?P<few>[二两三四五六七八九]|[2-9])"
    r"(?:步|点|条|招|类|种|项)[。.:]?\s*$"
)
"""The end of a folded paragraph that says how many items follow."""

_WORDED = ("首先", "其一")
"""Words that a first step begins with."""

_SECOND = frozenset({"其次", "其二"})
"""Words that only a second item begins with."""

_FIRST = re.compile(r"(?<=[。;!?\n])(?:" + "|".join(_WORDED) + ")(?=[,:])")
"""The beginning of a first item that stands behind what announces it."""

_TOLD = "先是"
"""The first item of an enumeration that goes on with 接着, 然后 or 随后, wherever these stand.

Behind another word, such as 首先, the next paragraph alone goes on so; elsewhere they tell.
"""

_MAX_ANNOUNCEMENT = 30
"""Number of characters at the end of a paragraph in which an announcement is looked for."""

_LISTED = re.compile(
    rf"^(?:•|[（(]?(?:{_NUMERAL})(?:[）)、．]|\.(?!\d))|第(?:{_NUMERAL})[步条点]).+", re.MULTILINE
)
"""A line that is an item of a list."""

_STEP = re.compile(rf"\s*第(?:{_NUMERAL})步")

_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_DIGITS["两"] = 2


_NAMED = {
    "其次": "2",
    "再次": "3",
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
}
"""Words for the number of an item; any other that the pattern has is the last one."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The numbered sections or paragraphs of an article.

    Attributes:
        article: The article.
        lines: The heading of each section, or the first sentence of each paragraph.
        passages: The first passage of each section, or the paragraphs.
        is_asked_for: False if it is only asked how to do something that the steps describe.
    """

    article: Article
    lines: tuple[str, ...]
    passages: tuple[Passage, ...]
    is_asked_for: bool = True


def enumeration_of(
    question: Question, ranked: Sequence[RankedPassage], snapshot: Snapshot
) -> Enumeration | None:
    """Return the enumeration that a question asks for.

    Args:
        question: The question.
        ranked: The passages that match it, best first.
        snapshot: The collection.

    Returns:
        The enumeration in one of the articles of the best passages; None if none is asked for, or
        none is there.
    """
    asked = patterns().enumeration.search(question.folded)
    if not asked:
        return _steps(question, ranked, snapshot)
    best = ranked[:_MAX_RANK]
    by_heading = (_numbered_sections(question, asked, one, snapshot.lexicon) for one in best)
    found = next(filter(None, by_heading), None)
    if found or not best or has_items(best[0].candidate.folded):
        return found  # None if the best passage has the items itself.
    with_unit = (_with_unit(asked, one, snapshot) for one in best)
    return _first_paragraphs(best, snapshot) or next(filter(None, with_unit), None)


def item_asked_for(
    question: Question, previous: Question, ranked: Sequence[RankedPassage], snapshot: Snapshot
) -> tuple[Passage, Excerpt] | None:
    """Return the item that a follow-up asks for by its number: 第二条是什么, 最后一步呢.

    Args:
        question: The follow-up.
        previous: The question before.
        ranked: The passages that match the question before, best first.
        snapshot: The collection.

    Returns:
        The item of the enumeration that the question before asked for, or whose items answered
        it: a whole passage, which may begin with the word that asks (其次), or a line of the best
        one; None if there is none.
    """
    asked = patterns().ordinal.search(question.folded)
    if not asked:
        return None
    named = asked["nth"] or asked["number"] or _NAMED.get(asked["word"] or "")
    place = (_value(named) or 0) - 1 if named else -1
    if named and place < 0:
        return None
    if word := asked["word"]:
        opens = re.compile(rf"{re.escape(word)}(?:[,:]|是)")  # Not last year.
        opening = (one.candidate for one in ranked if opens.match(one.candidate.folded))
        if candidate := next(opening, None):
            return candidate.passage, whole_excerpt(candidate.passage.text)
    best = ranked[:_MAX_RANK]
    found = enumeration_of(previous, ranked, snapshot) or _first_paragraphs(best, snapshot)
    if found:
        items = [(one, whole_excerpt(one.text)) for one in found.passages]
    else:
        items = next(filter(None, map(_items_in, (one.candidate for one in best))), [])
    return items[place] if items and place < len(items) else None


def _items_in(candidate: Candidate) -> list[tuple[Passage, Excerpt]]:
    """Return the items of a list that is one passage, a line or a clause each."""
    passage, text = candidate.passage, candidate.passage.text
    spans = [one.span() for one in _LISTED.finditer(text)]
    if len(spans) < MIN_ITEMS:
        spans = item_spans(candidate.folded)
    return [(passage, Excerpt(text[start:end], start, ())) for start, end in spans]


def _steps(
    question: Question, ranked: Sequence[RankedPassage], snapshot: Snapshot
) -> Enumeration | None:
    """Return the steps of the best article, if it is asked how to do something.

    One of them is among the best passages and has nearly as much of the question as the first.
    """
    if not ranked or not patterns().procedure.search(question.folded):
        return None
    first, least = ranked[0], _STEP_SHARE * sum(ranked[0].covered or ())
    best = [
        one
        for one in ranked[:_MAX_STEP_RANK]
        if one.candidate.article is first.candidate.article and sum(one.covered or ()) >= least
    ]
    found = _first_paragraphs(best, snapshot)
    is_step = found and all(_STEP.match(fold(line)) for line in found.lines)
    return replace(found, is_asked_for=False) if found and is_step else None


def _numbered_sections(
    question: Question, asked: re.Match[str], best: RankedPassage, lexicon: Lexicon
) -> Enumeration | None:
    """Return the numbered sections of a passage's article, if it is these that are asked for."""
    article = best.candidate.article
    for headings in _numbered_headings(article):
        if _is_asked_for(question, asked, headings, best, lexicon):
            first = {one.heading[-1]: one for one in reversed(article.passages) if one.heading}
            return Enumeration(article, headings, tuple(first[one] for one in headings))
    return None


def _first_paragraphs(best: Iterable[RankedPassage], snapshot: Snapshot) -> Enumeration | None:
    """Return the numbered paragraphs of the first of these passages that has some."""
    return next(filter(None, (_numbered_paragraphs(one, snapshot) for one in best)), None)


def _numbered_paragraphs(best: RankedPassage, snapshot: Snapshot) -> Enumeration | None:
    """Return the numbered or announced paragraphs that a passage belongs to, or announces."""
    article = best.candidate.article
    place = article.passages.index(best.candidate.passage)
    folded = [snapshot.texts.of(one.id).folded for one in article.passages]
    for places in (*_numbered_series(folded), *_announced_series(article, folded)):
        if places[0] - 1 <= place <= places[-1]:
            return _paragraphs(article, places)
    return None


def _with_unit(
    asked: re.Match[str], best: RankedPassage, snapshot: Snapshot
) -> Enumeration | None:
    """Return the paragraphs of an article that are numbered in the unit asked for, as in 第一步.

    So are those that begin with words alone, 首先, if steps are asked for, or as many as they are.
    None if there are several such enumerations, as any of them may be meant.
    """
    article = best.candidate.article
    folded = [snapshot.texts.of(one.id).folded for one in article.passages]
    series = list(_numbered_series(folded))
    found = [places for places in series if _has_unit(asked[0], folded[places[0]])] or [
        places
        for places in series
        if _is_worded(folded[places[0]])
        and (
            ("步" in asked[0] and len(places) > MIN_ITEMS) or _value(asked["count"]) == len(places)
        )
    ]
    return _paragraphs(article, found[0]) if len(found) == 1 else None


def _paragraphs(article: Article, places: Iterable[int]) -> Enumeration:
    passages = tuple(article.passages[place] for place in places)
    lines = [_line(one.text, next(sentences(one.text))) for one in passages]
    second = _ORDINAL.match(fold(passages[1].text))
    first = passages[0].text
    if second and not _ORDINAL.match(fold(first)):
        place = _place_of_first(fold(first), second)
        lines[0] = _line(first, next(span for span in sentences(first) if place < span[1]))
    return Enumeration(article, tuple(lines), passages)


def _line(text: str, span: Span) -> str:
    """Return a sentence of a passage, marked where the passage goes on before or after it."""
    start, end = span
    before, after = text[:start].strip(), text[end:].strip()
    return f"{OMISSION if before else ''}{text[start:end].strip()}{OMISSION if after else ''}"


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


def _numbered_series(paragraphs: Sequence[str]) -> Iterator[Sequence[int]]:
    """Yield the places of folded paragraphs that are numbered in a row, from a first item on."""
    series: list[int] = []
    first_word: str | None = None
    for place, paragraph in enumerate(paragraphs):
        match = _ORDINAL.match(paragraph[:_MAX_ORDINAL])
        is_next = bool(series) and place == series[-1] + 1 and first_word
        if not match or (match["then"] and not (first_word == _TOLD or is_next)):
            continue
        if _is_first(match):
            first_word = match["first"]
        begun = [] if _is_first(match) else _begun_before(match, paragraphs, place)
        goes_on = not (_is_first(match) or (begun and len(series) > 1))
        if series and goes_on and place - series[-1] <= _MAX_GAP:
            series.append(place)
            continue
        if len(series) >= MIN_ITEMS:
            yield series[:MAX_ITEMS]
        series = [place] if _is_first(match) else begun
    if len(series) >= MIN_ITEMS:
        yield series[:MAX_ITEMS]


def _begun_before(match: re.Match[str], paragraphs: Sequence[str], place: int) -> list[int]:
    """Return the places of a second item and of the paragraph before it that holds the first one.

    The first item then stands behind what explains it: 所以第一招是…, before 第二招是….
    """
    if not place or (match["nth"] not in {"二", "2"} and match["later"] not in _SECOND):
        return []
    return [place - 1, place] if _place_of_first(paragraphs[place - 1], match) else []


def _place_of_first(paragraph: str, second: re.Match[str]) -> int:
    """Return where a folded paragraph names the item before a second one; 0 if it does not."""
    if second["later"]:
        found = _FIRST.search(paragraph)
    else:
        unit = second["unit"]
        found = re.search(f"第[一1]{re.escape(unit)}[是,:]", paragraph) if unit else None
    return found.start() if found else 0


def _announced_series(article: Article, folded: Sequence[str]) -> Iterator[Sequence[int]]:
    """Yield the places of paragraphs that the one before announces, as 归纳为四个方面 does.

    They are all that follow in the section, or begin with the same character.

    Args:
        article: The article.
        folded: Its paragraphs, folded.
    """
    headings = [one.heading for one in article.passages]
    for place, paragraph in enumerate(folded):
        announced = _ANNOUNCED.search(paragraph[-_MAX_ANNOUNCEMENT:])
        count = _value(announced["count"] or announced["few"]) if announced else None
        if not count:
            continue
        items = range(place + 1, place + 1 + count)
        if headings[items.start : items.stop] == count * [headings[place]]:
            is_all = headings[items.stop : items.stop + 1] != [headings[place]]
            is_alike = len({folded[item][:1] for item in items}) == 1
            if is_all or is_alike:
                yield items


def _has_unit(asked: str, paragraph: str) -> bool:
    """Return True if a folded paragraph is numbered in the unit asked for, as in 第一步."""
    match = _ORDINAL.match(paragraph)
    return bool(match and match["unit"] and match["unit"] in asked)


def _is_worded(paragraph: str) -> bool:
    """Return True if a folded paragraph is the first item of some that words number: 首先."""
    match = _ORDINAL.match(paragraph)
    return bool(match and match["first"] in _WORDED)


def _is_first(match: re.Match[str]) -> bool:
    return bool(match["first"]) or (match["nth"] or match["number"]) in {"一", "1"}


def _is_asked_for(
    question: Question,
    asked: re.Match[str],
    headings: Sequence[str],
    best: RankedPassage,
    lexicon: Lexicon,
) -> bool:
    """Return True if unit or number of the headings are asked for, or their topic is.

    三种 is no number of 三步.
    """
    matches = filter(None, map(_ORDINAL.match, map(fold, headings)))
    units = {one["unit"] for one in matches if one["unit"] and one["unit"].isalnum()}
    is_number = not units and _value(asked["count"]) == len(headings)
    if is_number or any(unit in question.folded for unit in units):
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
