"""Names of places that jieba's dictionary has only with 市 or 县 behind them, such as 唐山市.

It cuts such a name into its two characters, each of which says little: 唐山 was no more than 唐
and 山, so that a question about its library was answered by another city's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from retrieval.index.lexicon import Lexicon
from retrieval.question.substitutes import ALIAS_WEIGHT, Substitute
from retrieval.text.analysis import Term

_ENDINGS = "市县"
"""What stands behind a name in the dictionary."""

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
    """Yield the full names of places: 唐山市 for 唐山, which is no word of it."""
    for word in words:
        if len(word.text) == 2 and not frequency(word.text):
            for name in _full_names(word.text, frequency):
                if lexicon.contains(name):
                    yield Substitute(word.start, word.end, name, ALIAS_WEIGHT)


def _joined(first: Term, second: Term, frequency: Frequency) -> Term | None:
    if not (len(first.text) == len(second.text) == 1 and first.end == second.start):
        return None
    name = first.text + second.text
    return Term(name, first.start, second.end) if _full_names(name, frequency) else None


def _full_names(name: str, frequency: Frequency) -> Sequence[str]:
    return [name + ending for ending in _ENDINGS if frequency(name + ending)]
