"""Labels, which tell that a passage gives the reason, side, list or table that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from corpus.rows import tables
from retrieval.answer.candidate import Candidate
from retrieval.answer.definitions import asks_for_definition, defines
from retrieval.answer.discourse import points_back
from retrieval.answer.items import counts_items, has_items
from retrieval.question.patterns import (
    SIDES,
    SIGNED_TYPES,
    AnswerType,
    patterns,
    quality_names,
    signs_of,
)
from retrieval.question.question import Question
from retrieval.question.substitutes import sure_substitutes
from retrieval.text.analysis import Term

_MAX_LABEL = 30
"""Maximum length of a first sentence that labels its passage."""


_OPENING = re.compile(r"(?:^|(?<=[。;!?\n]))[^,。;!?\n]{2,8}(?:是|也|就|却|在于|:)")
"""The beginning of a sentence or of a half of one that may name what it is about."""

_FEW = re.compile("没|不[多大明]|很少|有限")
"""Says behind the name of a side that there is little of it."""

_MOST = re.compile("最(.)")
_POPULAR = frozenset("多受常热火")
"""What follows 最 where something is bought, used or asked for the most."""

_EITHER_SIDE = 0.25
"""How surely a heading such as 好处与代价 labels a passage below it as one of these."""

_VERDICT = 0.5
"""How surely 该买哪个 or 我不推荐 labels a passage where it is asked which one is good."""

_REASON = re.compile(
    "(?:原因(?:之一|主要|其实|就|也)*|[主诱]因)(?:不?是|为|在于|有|包括)(?!什么|何|啥|哪|待)"
    "|(?:^|(?<=[。;!?\\n]))[^,。;!?]{0,6}原因:|之所以[^。;!?]{1,30}(?:是因为|是由于|在于)"
)
"""Says in so many words that a reason follows."""

_STATED = 0.5
"""How surely that labels a passage where the reason is asked for."""

_PART = 0.5
"""How surely a section of an article whose title asks why gives the reason."""

_ALIKE = 0.5
"""How surely a heading that asks how, as the question does, labels a passage below it."""

_CONTRADICTED = 0.6
"""How surely 并不是不要流量 labels a passage where it is asked whether 流量 is unwanted."""

_CARRIES = 0.2
"""Share of the weights of a question's words from which one of them is what is asked about."""

_ADVERB = re.compile("^(?:平时|日常|平常|一般|到底|究竟|具体|应该|该)+")
"""Says little at the beginning of a heading."""

_PUNCTUATION = re.compile(r"\W")

_ASKS = re.compile(r"[吗么]\W*$")
"""Asks behind the name of a side whether it has any, as one does who goes on to name some."""


def label_of(question: Question) -> Callable[[Candidate], float] | None:
    """Return what tells how surely, from 0 to 1, a passage is labelled as the answer.

    None if nothing does.
    """
    if asked := patterns().enumeration.search(question.folded):
        return lambda one: has_items(one.folded) or counts_items(one.folded, asked[0])
    if question.answer_types & SIGNED_TYPES:
        return lambda one: _labelled(question, one)
    if patterns().materials.search(question.folded):
        return _lists_materials
    if patterns().choice.search(question.folded):
        return lambda one: max(_verdict(one), _has_heading_in(question, one))
    if AnswerType.HOW in question.answer_types:
        return lambda one: max(_has_heading_in(question, one), _ALIKE * _asks_how(question, one))
    is_of_most = patterns().superlative.search(question.folded)
    return partial(_tells_most, question) if is_of_most else None


def _lists_materials(candidate: Candidate) -> bool:
    """Return True for a passage below a heading such as 用料."""
    return bool(patterns().materials_heading.search(candidate.last_heading))


def _verdict(candidate: Candidate) -> float:
    """Return how surely a passage says which of several things to take, or not to take."""
    found = patterns()
    is_verdict = found.verdict_heading.search(candidate.last_heading) or found.verdict.search(
        candidate.folded
    )
    return _VERDICT if is_verdict else 0.0


def _has_heading_in(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage below a heading that the question repeats: 怎么治, 平时怎么养."""
    heading = _ADVERB.sub("", _PUNCTUATION.sub("", candidate.last_heading))
    is_repeated = len(heading) > 2 and heading in question.folded
    return is_repeated and AnswerType.HOW in _asked_in(heading)


def _asks_how(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage below a heading that asks how, of something the question names."""
    heading = candidate.last_heading
    return AnswerType.HOW in _asked_in(heading) and _mentions_any(question, heading)


def _tells_most(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage that may tell what there is most of."""
    return _is_table_of(question, candidate) or _asks_for_most(question, candidate)


def _asks_for_most(question: Question, candidate: Candidate) -> bool:
    """Return True for a passage that opens with a question for the most of the same: 最贵的是什么.

    What there is most of is also what is most popular or most common.
    """
    (start, end), *_ = candidate.sentences
    opening = candidate.folded[start:end]
    if end - start > _MAX_LABEL or not opening.rstrip().endswith("?"):
        return False
    asked, told = (set(_MOST.findall(text)) for text in (question.folded, opening))
    is_same = bool(asked & told) or (bool(asked & _POPULAR) and bool(told & _POPULAR))
    return is_same and _mentions_any(question, opening)


def _is_table_of(question: Question, candidate: Candidate) -> bool:
    """Return True for a table with a column of what the question asks the most of."""
    names = quality_names(question.folded)
    heads = [table.rows[0] for table in tables(candidate.folded)]
    return any(name in head for name in names for head in heads)


def _labelled(question: Question, candidate: Candidate) -> float:
    """Return how surely a passage is labelled as what the question asks for.

    Its headings or its short first sentence ask the same, 为何拖了七年？, or one of its sentences,
    or the half of one, begins with the side that is asked for: 坏处是夏天太晒. Below 好处与代价
    either side may stand.
    """
    (start, end), *_ = candidate.sentences
    heading = candidate.headings[len(candidate.title) :]
    openings = [candidate.folded[start:end]] if end - start <= _MAX_LABEL else []
    if any(_asks_the_same(question, label) for label in (heading, *openings)):
        return 1.0
    openings += _OPENING.findall(candidate.folded)
    if any(_names_side(question, label) for label in openings):
        return 1.0
    sides = SIDES & _asked_in(heading)
    share = 1.0 if sides <= question.answer_types else _EITHER_SIDE
    if _names_side(question, heading):
        return share
    is_why = AnswerType.WHY in question.answer_types
    if not is_why and asks_for_definition(question) and defines(question, candidate.folded):
        return 1.0
    if is_why:
        is_stated = _REASON.search(candidate.folded)
        return _STATED if is_stated else _PART * _opens_part_of_reasons(question, candidate)
    return _CONTRADICTED * _contradicts(question, candidate)


def _contradicts(question: Question, candidate: Candidate) -> bool:
    """Return True if a sentence contradicts a claim about something that the question names."""
    if AnswerType.CLAIM not in question.answer_types:
        return False
    least = _CARRIES * sum(question.weights.values())
    asked = [word for word in question.words if question.weights[word.text] >= least]
    texts = (candidate.folded[start:end] for start, end in candidate.sentences)
    return any(
        signs_of(AnswerType.CLAIM, text) and any(_mentions(text, one, question) for one in asked)
        for text in texts
    )


def _opens_part_of_reasons(question: Question, candidate: Candidate) -> bool:
    """Return True for the beginning of a section whose article's title asks for the same reason.

    Each section of 店为什么开一家亏一家 gives one, also where it has no 因为, except those below
    another question, such as 怎么办.
    """
    passage, heading = candidate.passage, candidate.last_heading
    if not heading or _asked_in(heading):
        return False
    first = next(one for one in candidate.article.passages if one.heading == passage.heading)
    return first.id == passage.id and _asks_the_same(question, candidate.title)


def _asks_the_same(question: Question, label: str) -> bool:
    """Return True if a folded text asks for the same of something that the question names."""
    types = question.answer_types & (SIGNED_TYPES - SIDES)
    return bool(types & _asked_in(label)) and _mentions_any(question, label)


def _names_side(question: Question, label: str) -> bool:
    """Return True if a folded text names the side that is asked for, and none of another thing.

    煤炉的坏处 is no harm of another thing, and 没有什么坏处 is none at all.
    """
    for kind, match in patterns().answer_types.searches(label):
        if kind not in question.answer_types & SIDES:
            continue
        before, after = label[: match.start()], label[match.end() :]
        if ("没" in before and not _ASKS.search(after)) or _FEW.match(after):
            return False
        owner = before.removesuffix("的")
        return owner == before or points_back(owner) or _mentions_any(question, owner)
    return False


def _asked_in(text: str) -> set[AnswerType]:
    """Return the types of answer that a folded text asks for."""
    return {kind for kind, _ in patterns().answer_types.searches(text)}


def _mentions_any(question: Question, label: str) -> bool:
    return any(_mentions(label, word, question) for word in question.words)


def _mentions(label: str, word: Term, question: Question) -> bool:
    forms = (word.text, *(one.text for one in sure_substitutes(word, question.substitutes)))
    return len(word.text) > 1 and any(form in label for form in forms)
