"""Words that a reader mistyped, or typed in pinyin, and the words of the collection they meant.

Only what the collection does not hold is corrected, and only to what it holds, so that nothing is
ever lost to a correction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from four_corner_method import FourCornerMethod

from corpus.pinyin import plain_reading
from retrieval.index.lexicon import Lexicon
from retrieval.text.analysis import han_runs

_LATIN = re.compile(r"[a-zü]+(?:[\s'’]+[a-zü]+)*")
_SYLLABLES = re.compile(r"[\s'’]+")
_MAX_SLIP = 4
"""Characters, or syllables typed apart, that one slip is sought in."""
MAX_CORRECTIONS = 3
"""Words that one slip may stand for."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of the folded question, and the words probably meant, likeliest first."""

    start: int
    end: int
    meant: tuple[str, ...]


def corrections(folded: str, lexicon: Lexicon) -> list[Correction]:
    """The slips in a question: pinyin for Chinese, homophones, characters that look alike.

    Args:
        folded: The question.
        lexicon: The collection's words.
    """
    return [*_typed_in_pinyin(folded, lexicon), *_mistyped(folded, lexicon)]


def prepare(lexicon: Lexicon) -> None:
    """Load now what the first mistyped question would wait for."""
    lexicon.prepare()
    _four_corner_method()


def _typed_in_pinyin(folded: str, lexicon: Lexicon) -> Iterator[Correction]:
    for match in _LATIN.finditer(folded):
        parts = [(part.start(), part.end()) for part in re.finditer(r"[a-zü]+", match[0])]
        place = 0
        while place < len(parts):
            for last in range(min(place + _MAX_SLIP, len(parts)) - 1, place - 1, -1):
                start, end = parts[place][0], parts[last][1]
                reading = _SYLLABLES.sub("", match[0][start:end]).replace("ü", "v")
                meant = _spelled(reading, lexicon)
                if meant and not lexicon.document_frequency(match[0][start:end]):
                    yield Correction(match.start() + start, match.start() + end, tuple(meant))
                    place = last
                    break
            place += 1


def _spelled(reading: str, lexicon: Lexicon) -> list[str]:
    """The words that are read so, or else two in a row that stand so in the collection."""
    if whole := lexicon.sounding_like(reading):
        return whole[:MAX_CORRECTIONS]
    halves = ((reading[:place], reading[place:]) for place in range(1, len(reading)))
    rows = (
        one + other
        for first, second in halves
        for one in [*lexicon.sounding_like(first), *lexicon.characters_like(first)]
        for other in [*lexicon.sounding_like(second), *lexicon.characters_like(second)]
        if len(one + other) > 2
    )
    return list(islice(filter(lexicon.contains, rows), MAX_CORRECTIONS))


def _mistyped(folded: str, lexicon: Lexicon) -> Iterator[Correction]:
    for begin, end in han_runs(folded):
        place = begin
        while place < end - 1:
            for length in range(min(_MAX_SLIP, end - place), 1, -1):
                written = folded[place : place + length]
                meant = () if lexicon.contains(written) else _meant_by(written, lexicon)
                if meant:
                    yield Correction(place, place + length, meant)
                    place += length - 1
                    break
            place += 1


def _meant_by(written: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Words that sound the same and share a character, else words that look almost the same."""
    reading = "".join(map(plain_reading, written))
    alike = [word for word in lexicon.sounding_like(reading) if _shared(word, written)]
    if not alike:
        alike = [word for word in lexicon.near(written) if _looks_like(word, written)]
    return tuple(dict.fromkeys(alike))[:MAX_CORRECTIONS]


def _shared(word: str, written: str) -> int:
    """How many characters stand in the same place; words of another length share none."""
    same = zip(word, written, strict=False)
    return sum(a == b for a, b in same) if len(word) == len(written) else 0


def _looks_like(word: str, written: str) -> bool:
    """Whether a word differs in one character, by a stroke or two where it has only two."""
    if _shared(word, written) != len(written) - 1:
        return False
    if len(written) > 2:
        return True
    (pair,) = ((a, b) for a, b in zip(word, written, strict=True) if a != b)
    return _differ_little(*pair)


def _differ_little(one: str, other: str) -> bool:
    """Whether two characters look alike: their four-corner codes differ in at most one corner."""
    codes = (_four_corners(one), _four_corners(other))
    return all(codes) and sum(a != b for a, b in zip(*codes, strict=False)) <= 1


def _four_corners(character: str) -> str:
    return _four_corner_method().query(character) or ""


@cache
def _four_corner_method() -> FourCornerMethod:
    return FourCornerMethod()
