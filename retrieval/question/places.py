"""Names of cities that jieba's dictionary has only with 市 behind them, such as 唐山市.

It cuts such a name into its two characters, each of which says little: 唐山 was no more than 唐
and 山, so that a question about its library was answered by another city's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from retrieval.index.lexicon import Lexicon
from retrieval.question.substitutes import ALIAS_WEIGHT, Substitute
from retrieval.text.analysis import Term

_CITY = "市"
"""What stands behind a name in the dictionary."""

_WORDS = frozenset("和都要会上未非新大省县")
"""Characters that are more often words of their own: 温度高|要开窗, though there is 高要市."""

Frequency = Callable[[str], int]
"""Returns a word's count in jieba's dictionary, 0 for an unknown word."""


def with_places(words: Iterable[Term], frequency: Frequency) -> list[Term]:
    """Return words with two characters side by side as one, if they are the name of a place."""
    found: list[Term] = []
    for word in words:
        name = _joined(found[-1], word, frequency) if found else None
        if name:
            found[-1] = name
        else:
            found.append(word)
    return found


def place_substitutes(
    words: Iterable[Term], lexicon: Lexicon, frequency: Frequency
) -> Iterator[Substitute]:
    """Yield the full names of places that are no words themselves: 唐山市 for 唐山."""
    for word in words:
        name = word.text + _CITY
        if len(word.text) == 2 and not frequency(word.text) and lexicon.contains(name):
            yield Substitute(word.start, word.end, name, ALIAS_WEIGHT)


def _joined(first: Term, second: Term, frequency: Frequency) -> Term | None:
    if not (len(first.text) == len(second.text) == 1 and first.end == second.start):
        return None
    name = first.text + second.text
    is_place = _WORDS.isdisjoint(name) and frequency(name + _CITY)
    return Term(name, first.start, second.end) if is_place else None
