"""Likeness of questions: two are alike if they ask the same thing in nearly the same words.

A worked example answers all questions like its own, without a look at what they ask. So likeness
errs on the side of difference: the words must be the same, in the same order, apart from script,
width and case, other names of the same thing, courtesy around the question, and interrogatives
that ask the same. 银行欠我钱 is not like 我欠银行钱, nor 能吃 like 不能吃, nor 怎么说谢谢 like
怎么说.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from corpus.tables import read_table
from retrieval.question.aliases import Aliases
from retrieval.text.analysis import Analyzer, Term
from retrieval.text.script import fold

MAX_QUESTION = 300
"""Maximum length of a question that is like any other, in characters."""

_STOPS = "。、…,?!;"
"""Folded marks that count as one blank within a question, as do blanks between Latin words."""

_QUOTATION_MARKS = "“”‘’「」『』\"'"

_MARKS = f" \t\r\n{_STOPS}—:~{_QUOTATION_MARKS}"
"""Marks that do not count at the ends of a question."""

_UNQUOTING_MARKS = _MARKS.removesuffix(_QUOTATION_MARKS)
_PAUSES = re.compile(f"[{_STOPS}]+")
_ONE_QUOTATION_MARK = str.maketrans(dict.fromkeys(_QUOTATION_MARKS, '"'))
_LATIN = re.compile(r"[a-z0-9]")
_NUMERAL = re.compile("[0-9零〇一二两三四五六七八九十百千万亿]")


class _Standing(NamedTuple):
    """A name or an interrogative: its span, and what stands for it and those that mean the same.

    *meant* are all that mean the same, itself included.
    """

    start: int
    end: int
    text: str
    meant: frozenset[str]


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
        standing = _used_once([*self._names(folded, words), *_interrogatives_among(words)])
        return "".join(_pieces(folded, words, standing, start, end)).strip(_MARKS)

    def _names(self, folded: str, words: Sequence[Term]) -> Iterator[_Standing]:
        """Yield the names in a question, unless it is about names themselves.

        What stands for them is marked, so that it makes no other word with what is beside it.
        Names that begin or end within a word are not meant.
        """
        if _about_names().search(folded):
            return
        starts, ends = {word.start for word in words}, {word.end for word in words}
        for name in self._aliases.mentions(folded):
            meant = frozenset((folded[name.start : name.end], *name.others))
            if name.others and name.start in starts and name.end in ends:
                yield _Standing(name.start, name.end, f"\0{min(meant)}\0", meant)


def _interrogatives_among(words: Sequence[Term]) -> Iterator[_Standing]:
    """Yield the interrogatives that have others of the same meaning."""
    rows = _interrogatives()
    for word in words:
        if row := rows.get(word.text):
            yield _Standing(word.start, word.end, row[0], frozenset(row))


def _used_once(found: Sequence[_Standing]) -> Mapping[int, _Standing]:
    """Return those that nothing else in the question means the same as, by their starts.

    In 银行和bank有什么区别 the one does not stand for the other.
    """
    times = Counter(one for standing in found for one in standing.meant)
    return {
        standing.start: standing
        for standing in found
        if all(times[one] == 1 for one in standing.meant)
    }


def _without_courtesy(folded: str, words: Sequence[Term]) -> tuple[int, int]:
    """Return the span of a question without what stands around it and is no part of it."""
    by_end = {word.end: word for word in words}
    start = 0
    while match := _before().match(folded, start):
        if match.end(1) not in by_end:
            break
        start = match.end()
    end = len(folded)
    while (shorter := _without_last(folded, start, end, by_end)) != end:
        end = shorter
    return start, end


def _without_last(folded: str, start: int, end: int, by_end: Mapping[int, Term]) -> int:
    """Return the end of a question without its last particle or thanks; *end* if it has none.

    Thanks that are spoken of are part of the question: 怎么说谢谢, 怎么说 谢谢, 怎么说“谢谢”.
    """
    text = folded[start:end].rstrip(_UNQUOTING_MARKS)
    last = by_end.get(start + len(text))
    if last and last.text in _words("particles"):
        return max(start, last.start)
    if not (match := _thanks().search(text)):
        return end
    before = by_end.get(start + match.start())
    is_spoken_of = match["blank"] and before and before.text in _words("speaking")
    return end if is_spoken_of else start + match.start()


def _pieces(
    folded: str,
    words: Sequence[Term],
    standing: Mapping[int, _Standing],
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
        found = standing.get(word.start)
        position, before = (found.end, found.text) if found else (word.end, word.text)
        yield before
    yield _between(folded[position:end], before, "")


def _between(gap: str, before: str, after: str) -> str:
    """Return what counts of the text between two words.

    Between numbers all counts, as 3~5天 is not 3、5天. Elsewhere pauses count as a blank, so that
    不，要吃药吗 is not like 不要吃药吗, and blanks beside Chinese characters do not count.
    """
    if _NUMERAL.match(before[-1:]) and _NUMERAL.match(after):
        return gap
    marks = "".join(gap.split())
    if gap and not marks:
        return " " if _LATIN.match(before[-1:]) and _LATIN.match(after) else ""
    return _PAUSES.sub(" ", marks.translate(_ONE_QUOTATION_MARK))


@cache
def _before() -> re.Pattern[str]:
    pause = f"[{re.escape(_MARKS)}]*"
    return re.compile(f"{pause}({_table()['before']}){pause}")


@cache
def _thanks() -> re.Pattern[str]:
    """Return a pattern for thanks behind a mark, or behind a Chinese word and a blank."""
    thanks = "|".join(map(re.escape, _words("thanks")))
    return re.compile(rf"(?:^|[。,?!;~\n]\s*|(?<=[㐀-鿿])(?P<blank>\s+))(?:{thanks})$")


@cache
def _about_names() -> re.Pattern[str]:
    return re.compile(_table()["about_names"])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold, _table()[name]))


@cache
def _interrogatives() -> Mapping[str, tuple[str, ...]]:
    """Return the row of each interrogative; the first of a row stands for the others."""
    rows = (tuple(map(fold, row)) for row in _table()["interrogatives"])
    return {word: row for row in rows for word in row}


def _table() -> Mapping[str, Any]:
    return read_table("retrieval.question", "likeness.toml")
