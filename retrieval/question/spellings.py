"""Names of Latin letters and digits, written in one, apart or with a hyphen: iPhone15, GPT-4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product

from retrieval.index.lexicon import Lexicon
from retrieval.question.substitutes import ALIAS_WEIGHT, Substitute

PARTS_WEIGHT = 0.1
"""Weight of the parts of a name that the collection has in one as well, as typed; they also occur
without each other."""

_WORD = re.compile("[a-z0-9]+")
_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_HAS_NAME = re.compile(r"[a-z][ -]?\d|\d[ -]?[a-z]|[a-z]-[a-z]")

_SEPARATORS = ("", " ", "-")

_MAX_PARTS = 3
"""Maximum number of parts of a name: iphone 15 pro."""

_MAX_NAMES = 8
"""Maximum number of names in a question whose other spellings are looked for."""


def spelling_substitutes(searched: str, lexicon: Lexicon) -> Iterator[Substitute]:
    """Yield the other spellings of names in a folded question that the collection may have.

    A name has letters beside digits, or a hyphen, and two letters side by side: 5g has none, which
    apart is five grams.
    """
    if not _HAS_NAME.search(searched):
        return
    for parts in islice(_names(searched), _MAX_NAMES):
        start, end = parts[0].start(), parts[-1].end()
        typed, texts = searched[start:end], [part[0] for part in parts]
        for separators in product(_SEPARATORS, repeat=len(parts) - 1):
            spelling = texts[0] + "".join(map("".join, zip(separators, texts[1:], strict=True)))
            words = _words_of(spelling)
            if words == _words_of(typed) or not all(map(lexicon.contains, words)):
                continue
            is_apart = any(separators) and lexicon.contains(typed)
            yield Substitute(start, end, spelling, PARTS_WEIGHT if is_apart else ALIAS_WEIGHT)


def _names(searched: str) -> Iterator[Sequence[re.Match[str]]]:
    """Yield the parts of each name, and of each longer one that it begins."""
    parts = list(_PART.finditer(searched))
    for first in range(len(parts)):
        for last in range(first + 1, min(first + _MAX_PARTS, len(parts))):
            name = parts[first : last + 1]
            borders = [_border(searched, *pair) for pair in pairwise(name)]
            if None in borders:
                break
            if any(borders) and any(len(part[0]) > 1 and part[0].isalpha() for part in name):
                yield name


def _border(searched: str, left: re.Match[str], right: re.Match[str]) -> bool | None:
    """Return True for a border that marks a name, False for one within it, None for none."""
    separator = searched[left.end() : right.start()]
    if separator not in _SEPARATORS or not (left[0].isalpha() or right[0].isalpha()):
        return None
    return separator == "-" or left[0].isalpha() != right[0].isalpha()


def _words_of(name: str) -> Sequence[str]:
    """Return the words that the analyzer cuts a name into."""
    return _WORD.findall(name)
