"""What may stand for a stretch of a question: other names, what was meant, others' words."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from retrieval.index.lexicon import Lexicon
from retrieval.question.aliases import Aliases
from retrieval.question.correction import MAX_CORRECTIONS, corrections
from retrieval.question.patterns import words_of
from retrieval.text.analysis import Term, han_runs
from retrieval.text.dictionary import Dictionary
from retrieval.text.script import in_other_words

ALIAS = 0.9
CORRECTION = 0.3
LIKE = 0.4
"""What a word counts that was not asked for, but stands for one that was."""

_MAX_CORRECTED = 120
"""Characters of a question in which slips are sought."""

_WIDEST_NAME = 3
"""Words that a name with another name across the strait, or in English, may have."""


@dataclass(frozen=True, slots=True)
class Substitute:
    """A word that stands for a stretch of the question: another name, or a slip put right.

    `is_guess` where it may not be what was meant: it finds, but proves nothing. `is_marked` unless
    it only means about the same: then it is not highlighted.
    """

    start: int
    end: int
    text: str
    weight: float
    is_guess: bool = False
    is_marked: bool = True


def other_names(asked: str, aliases: Aliases) -> Iterator[Substitute]:
    """What else is called what the question names."""
    for mention in aliases.mentions(asked):
        for other in mention.others:
            yield Substitute(mention.start, mention.end, other, ALIAS)


def put_right(
    asked: str, words: Iterable[Term], lexicon: Lexicon, aliases: Aliases
) -> Iterator[Substitute]:
    """What was probably meant by what the collection does not hold, other names left alone."""
    named = list(aliases.mentions(asked))
    sure = {place for word in words if len(word.text) > 1 for place in range(word.start, word.end)}
    for slip in corrections(asked[:_MAX_CORRECTED], lexicon):
        if any(name.start < slip.end and slip.start < name.end for name in named):
            continue
        typed = asked[slip.start : slip.end]
        for meant in slip.meant:
            is_guess = _changes_word(typed, meant, slip.start, sure)
            yield Substitute(slip.start, slip.end, meant, CORRECTION, is_guess)


def _changes_word(typed: str, meant: str, start: int, sure: Container[int]) -> bool:
    """Whether what was meant differs where a word of the dictionary was typed; pinyin is none."""
    pairs = enumerate(zip(typed, meant, strict=False), start)
    return any(han_runs(typed)) and any(place in sure for place, (a, b) in pairs if a != b)


def across_the_strait(asked: str, words: Sequence[Term], lexicon: Lexicon) -> Iterator[Substitute]:
    """What Taiwan's words are called on the mainland, and the other way round."""
    for first, word in enumerate(words):
        for last in words[first : first + _WIDEST_NAME]:
            written = asked[word.start : last.end]
            for other in in_other_words(written):
                if lexicon.contains(other):
                    yield Substitute(word.start, last.end, other, ALIAS)


def of_like_meaning(
    asked: str, words: Sequence[Term], lexicon: Lexicon, dictionary: Dictionary
) -> Iterator[Substitute]:
    """What the collection says for English words, and for Chinese ones that it hardly has."""
    for first, word in enumerate(words):
        if word.text.isascii():
            yield from _in_chinese(asked, words[first : first + _WIDEST_NAME], lexicon, dictionary)
            continue
        weight = LIKE / math.sqrt(1 + lexicon.document_frequency(word.text))
        for other in _standing(dictionary.like(word.text), lexicon):
            yield Substitute(word.start, word.end, other, weight, is_guess=True, is_marked=False)


def _in_chinese(
    asked: str, words: Sequence[Term], lexicon: Lexicon, dictionary: Dictionary
) -> Iterator[Substitute]:
    """What the first of these words means, alone and with those behind it.

    One English word has several senses, of which one is meant.
    """
    start = words[0].start
    for last in words:
        meant = dictionary.meaning(asked[start : last.end])
        is_guess = last is words[0] and len(meant) > 1
        weight = LIKE if is_guess else ALIAS
        for other in _standing(meant, lexicon):
            yield Substitute(start, last.end, other, weight, is_guess, is_marked=not is_guess)


def _standing(words: Iterable[str], lexicon: Lexicon) -> Iterator[str]:
    """The first of these words that stand in the collection, and say something."""
    known = (
        one
        for one in words
        if lexicon.document_frequency(one) or (len(one) > 2 and lexicon.contains(one))
    )
    return islice((one for one in known if one not in words_of("stop")), MAX_CORRECTIONS)
