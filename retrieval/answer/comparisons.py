"""The order of the passages that answer a question about several things side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from operator import itemgetter

from retrieval.answer.candidate import Candidate
from retrieval.answer.cells import gives_value
from retrieval.answer.evidence import mentions, names_subject, speaks_of
from retrieval.answer.ranking import RankedPassage
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import patterns, texts_for, words_of
from retrieval.question.question import Question
from retrieval.question.subjects import Subject
from retrieval.text.analysis import Term

MIN_SHARED_SCORE = 0.6
"""Minimum score of a passage that speaks of all subjects, or names one as the question does, as a
share of the best score, to come before others."""

_MAX_OPENING = 20
"""Maximum length of a first sentence that says what its passage is about: 先说价钱。"""


def side_by_side(
    ranked: Sequence[RankedPassage], question: Question, lexicon: Lexicon
) -> Iterable[RankedPassage]:
    """Return the passages in the order for a question with several subjects.

    The best one that speaks of all subjects comes first, then the best one of each; then come the
    others that speak of all, and again one of each in turn. Of those that speak of all, what
    announces the differences, 两条区别, comes first. One that only mentions all, as an
    introduction does, comes after the best one of each, and so does one that lacks the aspect in
    which they are compared, if any has it.

    Args:
        ranked: Passages, best first; at least one.
        question: The question.
        lexicon: The terms of the collection.
    """
    subjects = question.subjects
    spoken = [_spoken_of(r.candidate, question, lexicon) for r in ranked]
    pairs = list(zip(ranked, spoken, strict=True))
    lowest = MIN_SHARED_SCORE * ranked[0].score
    aspects = _aspects(question)
    aspect_ranks = {
        one.candidate.passage.id: _aspect_rank(one.candidate, aspects, question)
        for one, speaks in pairs
        if any(speaks)
    }
    of_all = (one for one, speaks in pairs if all(speaks) and one.score >= lowest)
    shared = sorted(of_all, key=lambda one: _place_of_shared(one.candidate, aspect_ranks))
    of_each = [
        _named_first(
            [one for one, speaks in pairs if speaks[number] and not all(speaks)],
            subject,
            question,
            aspect_ranks if aspects or question.values else None,
        )
        for number, subject in enumerate(subjects)
    ]
    first = _before_each(shared[:1], aspect_ranks, is_each_told=all(of_each))
    if first:
        of_each = _others_first(of_each, first[0].candidate, question)
    best_of_each = [one for group in of_each for one in group[:1]]
    in_turn = (one for group in zip_longest(*of_each) for one in group if one)
    ordered = (*first, *best_of_each, *shared, *in_turn, *ranked)
    return {one.candidate.passage.id: one for one in ordered}.values()


def changes_first(ranked: Sequence[RankedPassage]) -> Iterable[RankedPassage]:
    """Return passages, best first, with those first that tell how something was and is.

    They must score nearly as well as the best one.
    """
    tells, lowest = patterns().tells_then_and_now, MIN_SHARED_SCORE * ranked[0].score

    def place(one: RankedPassage) -> bool:
        return one.score < lowest or not tells.search(one.candidate.folded)

    return sorted(ranked, key=place)


def _spoken_of(candidate: Candidate, question: Question, lexicon: Lexicon) -> Sequence[bool]:
    """Return which subjects a passage speaks of; if none, the only one that its title names."""
    spoken = [speaks_of(one, question, candidate, lexicon) for one in question.subjects]
    if any(spoken):
        return spoken
    title = candidate.title
    titled = [names_subject(one, question, title, lexicon) for one in question.subjects]
    return titled if titled.count(True) == 1 else spoken


def _place_of_shared(candidate: Candidate, aspect_ranks: Mapping[str, int]) -> tuple[int, bool]:
    """Return a key that sorts passages about all subjects, the first ones lowest."""
    states_difference = patterns().states_difference.search(candidate.folded)
    return -aspect_ranks[candidate.passage.id], not states_difference


def _before_each(
    shared: Sequence[RankedPassage], aspect_ranks: Mapping[str, int], *, is_each_told: bool
) -> Sequence[RankedPassage]:
    """Return the passages about all subjects that come before those about one.

    They compare the subjects, if something is told of each elsewhere, and have the aspect that is
    compared, if any passage has it.
    """
    if is_each_told:
        shared = [one for one in shared if patterns().compares.search(one.candidate.folded)]
    if any(aspect_ranks.values()):
        shared = [one for one in shared if aspect_ranks[one.candidate.passage.id]]
    return shared


def _others_first(
    of_each: Sequence[Sequence[RankedPassage]], first: Candidate, question: Question
) -> list[Sequence[RankedPassage]]:
    """Return the passages of each subject; last those of what the first passage opens with.

    What that one is mainly about needs no other passage so soon.
    """
    opening = first.folded[slice(*first.sentences[0])]
    named = [any(mentions(opening, word, question) for word in one) for one in question.subjects]
    return [one for _, one in sorted(zip(named, of_each, strict=True), key=itemgetter(0))]


def _named_first(
    group: Sequence[RankedPassage],
    subject: Subject,
    question: Question,
    aspect_ranks: Mapping[str, int] | None,
) -> Sequence[RankedPassage]:
    """Return the passages of a subject; first those that name it as the question does.

    Of these, what has the aspect that is compared comes first; where none is named, the beginning
    of the section about the subject, which says what it is.
    """
    name = question.folded[subject[0].start : subject[-1].end]
    lowest = MIN_SHARED_SCORE * group[0].score if group else 0.0

    def place(one: RankedPassage) -> tuple[bool, bool]:
        candidate, is_far = one.candidate, one.score < lowest
        is_below = candidate.is_below(name)
        is_named = is_below or name in candidate.folded or name in candidate.title
        is_other = is_far or not is_named
        if aspect_ranks is not None:
            return is_other, not aspect_ranks[candidate.passage.id]
        return is_other, not (is_below and candidate.analyzed.begins_section)

    return sorted(group, key=place)


def _aspects(question: Question) -> Sequence[Term]:
    """Return the words that say in what the subjects of a question are compared.

    They are not part of a name, nor of what asks to compare; those behind the last name count if
    there are any: 透气 of 爬山时斗篷和雨衣哪个透气.
    """
    named = {word.text for subject in question.subjects for word in subject}
    last = max(word.end for subject in question.subjects for word in subject)
    asking = [match.span() for match in patterns().side_by_side.finditer(question.folded)]
    found = [
        word
        for word in question.words
        if word.text not in named
        and word.text not in words_of("vague_aspects")
        and question.folded.count(word.text) < len(question.subjects)
        and (len(word.text) > 1 or texts_for("qualities", word.text) or not word.overlaps(asking))
    ]
    return [word for word in found if word.start >= last] or found


def _aspect_rank(candidate: Candidate, aspects: Iterable[Term], question: Question) -> int:
    """Return 2 if a passage opens with an aspect that is compared, 1 if it has one, else 0.

    A value that is asked for stands for its aspect.
    """
    start, end = candidate.sentences[0]
    opening = candidate.folded[start:end] if end - start <= _MAX_OPENING else ""
    if any(mentions(opening, word, question) for word in aspects):
        return 2
    names = " ".join(texts_for("qualities", word.text) or "" for word in aspects).split()
    return int(
        (question.asks_for_value and gives_value(question, candidate.folded))
        or any(name in candidate.folded for name in names)
        or any(mentions(candidate.folded, word, question) for word in aspects)
    )
