"""A text in the other script, one character for one, by the words that its characters stand in.

OpenCC takes the longest phrase of its tables wherever it stands, also across words: 府干 in
政府干预, 被发 in 被发布. Here each word is converted by itself, and a phrase of several words
counts only where it begins and ends with words. conversion.toml has what the tables leave open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, product
from typing import Any, NamedTuple

from corpus.tables import read_table
from retrieval.text.converter import Converter
from retrieval.text.words import cut

_MAX_PHRASE = 6
"""The length of the longest phrase of several words that is looked for in OpenCC's tables."""

_MIN_HALVES = 4
"""The length from which a word may begin or end with a listed one."""

_MAX_CONTEXT = 8
"""The number of characters on each side that the rules for a character look at."""

_MAX_TEXTS = 1024
"""The number of texts to remember: a quotation is shown again with every page and button."""

_TO_SIMPLIFIED, _TO_TRADITIONAL = Converter("t2s"), Converter("s2tw")
_STANDARDS = (Converter("s2t"), _TO_TRADITIONAL, Converter("s2hk"))
_VARIANTS = (Converter("hk2s"), Converter("tw2s"))
"""The tables for variants of Hong Kong and Taiwan that the first table does not know: 衞, 敍."""

_RULES: Mapping[str, Any] = read_table("retrieval.text", "conversion.toml")

Change = tuple[int, str]
"""A place in a text, and the character to write there."""


class _Table(dict[int, str]):
    """A table for `str.translate` that computes each character's entry on first use."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, code: int) -> str:
        character = chr(code)
        converted = self._convert(character)
        self[code] = converted if len(converted) == 1 else character
        return self[code]


def _pairs(listed: str) -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in listed.split()}


def _mark(character: str) -> str:
    """Return s or t for a character of one script alone, and a space for any other."""
    if character in _RULES["traditional"]["shared"] + _RULES["simplified"]["shared"]:
        return " "
    if _TO_SIMPLIFIED.convert(character) != character:
        return "t"
    changes = all(table.convert(character) != character for table in _STANDARDS)
    return "s" if changes else " "


def _simple(character: str) -> str:
    """Return the Simplified form of a character that stands alone, in the usual spelling."""
    if _STANDARDS[0].convert(character) != character:
        return character
    for table in (_TO_SIMPLIFIED, *_VARIANTS):
        character = table.convert(character)
    return character.translate(_MAINLAND)


_TAIWAN = _pairs(_RULES["traditional"]["variants"])
_MAINLAND = _pairs(_RULES["simplified"]["variants"])
_PLAIN = _Table(_TO_SIMPLIFIED.convert)
_SIMPLE = _Table(_simple)
_MARKS = _Table(_mark)
_LEFT_OVER = _Table(lambda one: one if _TO_SIMPLIFIED.convert(one) != one else _simple(one))


class _Words:
    """Listed words, which count where they begin and end with words of a text, or within one.

    Args:
        words: The changes that each word needs.
    """

    def __init__(self, words: Mapping[str, Sequence[Change]]) -> None:
        self._words = words
        self._beginnings = {word[:end] for word in words for end in range(1, len(word))}
        self._longest = max(map(len, words))
        self._within = lru_cache(maxsize=1 << 16)(self._changes_within)

    def changes(self, words: Sequence[str]) -> Iterator[Change]:
        """Yield the changes that a text needs, given as its words; of two the later counts."""
        starts = [0, *accumulate(map(len, words))]
        for start, found in zip(starts, map(self._within, words), strict=False):
            if found:
                yield from _moved(found, start)
        end = 0
        for number, word in enumerate(words):
            start = starts[number]
            if word in self._beginnings and start >= end:
                phrase = self._phrase(words, number)
                end = start + len(phrase)
                yield from _moved(self._words.get(phrase, ()), start)

    def _phrase(self, words: Sequence[str], number: int) -> str:
        """Return the longest listed word that begins at a word of a text, or an empty string."""
        found, joined = "", words[number]
        for word in words[number + 1 : number + self._longest]:
            if joined not in self._beginnings:
                break
            joined += word
            found = joined if joined in self._words else found
        return found

    def _changes_within(self, word: str) -> Sequence[Change]:
        """Return the changes of a word, or of the halves of a long one: 抗日干部."""
        if word in self._words or len(word) < _MIN_HALVES:
            return self._words.get(word, ())
        places = range(2, len(word) - 1)
        first = next((word[:end] for end in reversed(places) if word[:end] in self._words), "")
        last = next((start for start in places if word[start:] in self._words), len(word))
        return (*self._words.get(first, ()), *_moved(self._words.get(word[last:], ()), last))


def _moved(changes: Iterable[Change], start: int) -> Iterator[Change]:
    return ((start + place, character) for place, character in changes)


class _Alone(NamedTuple):
    """A rule for a character that is a word of its own.

    Attributes:
        target: The character to write.
        before: Matches what stands before it.
        after: Matches what stands behind it.
    """

    target: str
    before: re.Pattern[str]
    after: re.Pattern[str]

    def matches(self, text: str, start: int, end: int) -> bool:
        """Return True if the rule is for the word at this place."""
        before = text[max(0, start - _MAX_CONTEXT) : start]
        after = text[end : end + _MAX_CONTEXT]
        return bool(self.before.search(before) and self.after.match(after))


def _listed_words() -> Mapping[str, Sequence[Change]]:
    """Return the listed words with the changes that they need to be Traditional."""
    found: dict[str, list[Change]] = defaultdict(list)
    rules = _RULES["traditional"]
    listed = [(target, word) for target, words in rules["words"].items() for word in words.split()]
    for name, title in product(rules["surnames"].split(), rules["titles"].split()):
        listed.append((name[1], name[0] + title))
    for target, word in listed:
        plain = target.translate(_SIMPLE)
        found[word] += ((match.start(), target) for match in re.finditer(plain, word))
    return found


@cache
def _lone_characters() -> Mapping[str, Sequence[_Alone]]:
    found: dict[str, list[_Alone]] = defaultdict(list)
    for rule in _RULES["traditional"]["alone"]:
        before = re.compile(f"(?:{rule.get('before', '')})$")
        found[rule["from"]].append(_Alone(rule["to"], before, re.compile(rule.get("after", ""))))
    return found


def _kept_words() -> Mapping[str, Sequence[Change]]:
    """Return the words that keep a Traditional character, in their Simplified form."""
    rules = _RULES["simplified"]["words"]
    return {
        word.translate(_SIMPLE): [(match.start(), kept) for match in re.finditer(kept, word)]
        for kept, words in rules.items()
        for word in words.split()
    }


# Made on first use, as not every program shows quotations in another script.
_listed = cache(lambda: _Words(_listed_words()))
_kept = cache(lambda: _Words(_kept_words()))
_KEPT_CHARACTERS = frozenset(_RULES["simplified"]["words"])


@lru_cache(maxsize=_MAX_TEXTS)
def to_traditional(text: str) -> str:
    """Return a text in the Traditional characters of Taiwan.

    A character that is Traditional already stays. In a text that mostly is, of Taiwan or of Hong
    Kong, those that no Traditional text has are converted, and no others.
    """
    if _is_mostly("t", text):
        foreign = [place for place, mark in enumerate(text.translate(_MARKS)) if mark == "s"]
        return _replaced(text, _traditional(text.translate(_PLAIN)), foreign) if foreign else text
    plain = text.translate(_PLAIN)
    shown = _traditional(plain)
    if plain == text:
        return shown
    both = zip(text, plain, shown, strict=True)
    return "".join(new if old == simple else old for old, simple, new in both)


@lru_cache(maxsize=_MAX_TEXTS)
def to_simplified(text: str) -> str:
    """Return a text in Simplified characters.

    In a text that mostly is Simplified, characters that no Simplified text has are converted, and
    no others.
    """
    if _is_mostly("s", text):
        foreign = [place for place, mark in enumerate(text.translate(_MARKS)) if mark == "t"]
        return _replaced(text, _simplified(text), foreign) if foreign else text
    return _simplified(text)


def _is_mostly(mark: str, text: str) -> bool:
    """Return True if more than half of the characters of one script alone are of this one."""
    marks = text.translate(_MARKS)
    return 2 * marks.count(mark) > len(marks) - marks.count(" ")


def _replaced(text: str, shown: str, places: Iterable[int]) -> str:
    return _changed(text, ((place, shown[place]) for place in places))


def _changed(text: str, changes: Iterable[Change]) -> str:
    characters = list(text)
    for place, character in changes:
        characters[place] = character
    return "".join(characters)


def _traditional(plain: str) -> str:
    """Return a Simplified text in Traditional characters, wherever it came from."""
    words = cut(plain)
    apart = "".join(map(_taiwanese, words))
    changes = (_phrases(plain, words, apart), _alone(plain, words), _listed().changes(words))
    return _changed(apart, chain.from_iterable(changes))


def _phrases(plain: str, words: Sequence[str], apart: str) -> Iterator[Change]:
    """Yield the changes of OpenCC's phrases that begin and end with words of a text.

    Args:
        plain: The text.
        words: Its words.
        apart: What OpenCC makes of its words, each by itself.
    """
    together = _taiwanese.__wrapped__(plain)
    if together == apart:
        return
    borders = {0, *accumulate(map(len, words))}
    for place, (one, character) in enumerate(zip(apart, together, strict=True)):
        if one != character and _is_phrase(plain, place, character, borders):
            yield place, character


def _is_phrase(plain: str, place: int, character: str, borders: Collection[int]) -> bool:
    """Return True if a phrase of whole words gives this character its form.

    It is one if the form is lost as soon as the phrase loses its first or its last character.
    """

    def gives(start: int, end: int) -> bool:
        inside = start <= place < end
        return inside and _taiwanese(plain[start:end])[place - start] == character

    starts = (start for start in range(max(0, place - _MAX_PHRASE + 1), place + 1))
    return any(
        gives(start, end) and not gives(start + 1, end) and not gives(start, end - 1)
        for start in starts
        if start in borders
        for end in range(max(start + 2, place + 1), start + _MAX_PHRASE + 1)
        if end in borders
    )


def _alone(plain: str, words: Sequence[str]) -> Iterator[Change]:
    """Yield the changes of the words that have a rule of their own."""
    lone, ends = _lone_characters(), accumulate(map(len, words))
    for end, word in zip(ends, words, strict=True):
        if word in lone:
            start = end - len(word)
            rules = (rule for rule in lone[word] if rule.matches(plain, start, end))
            yield from enumerate(next((rule.target for rule in rules), ""), start)


@lru_cache(maxsize=1 << 16)
def _taiwanese(plain: str) -> str:
    """Return a word as OpenCC converts it by itself."""
    return _same_length(_TO_TRADITIONAL, plain).translate(_TAIWAN)


def _simplified(text: str) -> str:
    shown = _same_length(_TO_SIMPLIFIED, text).translate(_LEFT_OVER)
    if _KEPT_CHARACTERS.isdisjoint(text):
        return shown
    kept = _kept().changes(cut(text.translate(_SIMPLE)))
    return _changed(shown, (change for change in kept if text[change[0]] == change[1]))


def _same_length(table: Converter, text: str) -> str:
    """Return the text converted, or as it is if the conversion would shift offsets."""
    converted = table.convert(text)
    return converted if len(converted) == len(text) else text
