"""Names that a question mentions, of people, places and products, and that no passage covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.answer.candidate import Candidate
from retrieval.answer.evidence import coverage_of
from retrieval.index.lexicon import Lexicon
from retrieval.question.patterns import patterns
from retrieval.question.question import Question
from retrieval.text.analysis import Term, han_runs
from retrieval.text.dictionary import Dictionary

_MAX_NAME_WORDS = 4
"""Maximum number of words that the analyzer splits an unknown name into."""

_LATIN_NAME = re.compile(r"[a-z][a-z0-9.+-]{2,}|\d{3,}")
"""Words that may be names in a Chinese question: Latin letters, and numbers."""


def lacks_name(
    question: Question, candidates: Sequence[Candidate], dictionary: Dictionary, lexicon: Lexicon
) -> bool:
    """Return True if the question mentions a name that no passage covers."""
    is_chinese = any(han_runs(question.folded))
    names = [
        span
        for span in _possible_names(question)
        if _is_name(span.text, dictionary, is_chinese=is_chinese)
    ]
    rows = coverage_of(names, question, candidates, lexicon)
    return not all(map(any, zip(*rows, strict=True)))


def _possible_names(question: Question) -> Iterator[Term]:
    """Yield the words of a question, and adjacent words together, as a name may be split."""
    for first, word in enumerate(question.words):
        yield word
        end = word.end
        for other in question.words[first + 1 : first + _MAX_NAME_WORDS]:
            if other.start != end:
                break
            end = other.end
            yield Term(question.folded[word.start : end], word.start, end)


def _is_name(text: str, dictionary: Dictionary, *, is_chinese: bool) -> bool:
    """Return True for a name of a person, a place or a product.

    Args:
        text: A word of the question, or several, folded.
        dictionary: The names, the English words and the pinyin that are known.
        is_chinese: True if the question has Chinese characters. In such a question, numbers and
            words in Latin letters count as names, unless they are English or pinyin.
    """
    if not text.isascii():
        return dictionary.is_name(text) and not patterns().calendar.match(text)
    if not is_chinese or not _LATIN_NAME.fullmatch(text):
        return False
    return not _is_latin_word(text, dictionary)


def _is_latin_word(text: str, dictionary: Dictionary) -> bool:
    """Return True if Latin letters are pinyin, or English for something that is no name."""
    meanings = dictionary.translations(text)
    return dictionary.is_reading(text) or any(not dictionary.is_name(word) for word in meanings)
