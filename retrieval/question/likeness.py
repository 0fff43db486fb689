"""Likeness of questions: two are alike if they ask the same thing in nearly the same words.

A worked example answers all questions like its own, without a look at what they ask. So likeness
errs on the side of difference: the words must be the same, in the same order, apart from script,
width and case, other names of the same thing, courtesy around the question, and interrogatives
that ask the same. 银行欠我钱 is not like 我欠银行钱, nor 能吃 like 不能吃.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from corpus.tables import read_table
from retrieval.question.aliases import Aliases
from retrieval.text.analysis import Analyzer, Term
from retrieval.text.script import fold

MAX_QUESTION = 300
"""Maximum length of a question that is like any other, in characters."""

_MARKS = " \t\r\n\u3000，。？！、：；…—～,?!:;~“”‘’「」『』\"'"
_PAUSE = f"[{re.escape(_MARKS)}]"
_PAUSES = re.compile(f"{_PAUSE}+")
"""Marks between words. Within a question they count as one blank, except blanks beside Chinese
characters: 不，要吃药吗 is not like 不要吃药吗."""

_LATIN = re.compile(r"[a-z0-9]")


class Likeness:
    """Tells questions that are alike.

    Args:
        analyzer: Divides questions into words.
        aliases: Names of the same things, any of which may stand for another.
    """

    def __init__(self, analyzer: Analyzer, aliases: Aliases) -> None:
        self._analyzer = analyzer
        self._aliases = aliases

    def key(self, question: str) -> str:
        """Return a text that is equal for questions that are alike.

        It is empty for a question that is like no other: one without words, or a very long one.
        """
        if len(question) > MAX_QUESTION:
            return ""
        folded = fold(question)
        words = self._analyzer.terms(folded, "default")
        start, end = _without_courtesy(folded, words)
        words = [word for word in words if start <= word.start and word.end <= end]
        if not words:
            return ""
        names = self._names(folded, words)
        return "".join(_pieces(folded, words, names, start, end)).strip()

    def _names(self, folded: str, words: Sequence[Term]) -> Mapping[int, tuple[int, str]]:
        """Return, by its start, the end of each name, and the name that stands for all others.

        It is marked, so that it makes no other word with what is beside it. Names that begin or
        end within a word are not meant.
        """
        starts, ends = {word.start for word in words}, {word.end for word in words}
        return {
            name.start: (name.end, f"\0{min(folded[name.start : name.end], *name.others)}\0")
            for name in self._aliases.mentions(folded)
            if name.others and name.start in starts and name.end in ends
        }


def _without_courtesy(folded: str, words: Sequence[Term]) -> tuple[int, int]:
    """Return the span of a question without what stands around it and is no part of it."""
    ends = {word.end for word in words}
    start, end = 0, len(folded)
    while match := _before().match(folded, start):
        if match.end(1) not in ends:
            break
        start = match.end()
    for word in reversed(words):
        if word.text not in _behind() or folded[word.end : end].strip(_MARKS):
            break
        end = word.start
    return start, end


def _pieces(
    folded: str,
    words: Sequence[Term],
    names: Mapping[int, tuple[int, str]],
    start: int,
    end: int,
) -> Iterator[str]:
    """Yield the words between two offsets, and what stands between words and is no pause.

    Of names and interrogatives, the one that stands for the others is yielded.
    """
    position, before = start, ""
    for word in words:
        if word.start < position:
            continue
        yield _between(folded[position : word.start], before, word.text)
        position, before = names.get(word.start, (word.end, _standing_for(word.text)))
        yield before
    yield _between(folded[position:end], before, "")


def _between(gap: str, before: str, after: str) -> str:
    """Return what counts of the text between two words."""
    is_blank = not gap.strip()
    if is_blank and not (_LATIN.match(before[-1:]) and _LATIN.match(after)):
        return ""
    return _PAUSES.sub(" ", gap)


def _standing_for(word: str) -> str:
    """Return the interrogative that stands for all that ask the same; any other word itself."""
    return _interrogatives().get(word, word)


@cache
def _before() -> re.Pattern[str]:
    pattern = read_table("retrieval.question", "likeness.toml")["before"]
    return re.compile(f"{_PAUSE}*({pattern}){_PAUSE}*")


@cache
def _behind() -> frozenset[str]:
    return frozenset(map(fold, read_table("retrieval.question", "likeness.toml")["behind"]))


@cache
def _interrogatives() -> Mapping[str, str]:
    rows = read_table("retrieval.question", "likeness.toml")["interrogatives"]
    return {fold(word): fold(row[0]) for row in rows for word in row}
