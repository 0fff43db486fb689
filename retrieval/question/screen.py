"""Patterns that a text cannot match, told by its characters alone.

A pattern of alternatives as 谁|哪位|何人 matches only in a text that has one of the characters 谁,
位 and 何. Questions are matched against dozens of patterns and have no such character of most. One
look at each character finds the patterns that are left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")

_COMMON = frozenset("的哪么什是一在为个年国时中有于了大人多地谁不上")
"""Characters of many questions, which tell less than others."""

_COMMON_COST = 20
"""The number of other characters that one of these stands for where a set is chosen."""

_MAX_RANGE = 64
"""The most characters of a range, as a-z, that are taken one by one."""

_Item = tuple[Any, Any]
"""A part of a parsed pattern: its kind, and what that kind of part needs."""

_SRE = import_module("re._constants")
_GROUPS = frozenset({_SRE.SUBPATTERN})
_REPEATS = frozenset({_SRE.MAX_REPEAT, _SRE.MIN_REPEAT, _SRE.POSSESSIVE_REPEAT})
"""The kinds of parts whose content ends with a sequence; repeats begin with the least number."""

_parse: Callable[[str], Sequence[_Item]] = import_module("re._parser").parse


class Screen(Generic[Key]):
    """Tells which of some patterns a text may match.

    Args:
        patterns: The patterns by their keys; none has flags.
    """

    def __init__(self, patterns: Mapping[Key, str]) -> None:
        by_character: dict[str, set[Key]] = defaultdict(set)
        always = set()
        for key, pattern in patterns.items():
            characters = required_characters(pattern)
            if characters is None:
                always.add(key)
            for character in characters or ():
                by_character[character].add(key)
        self._always = always
        self._keys_of = dict(by_character).get

    def passing(self, text: str) -> set[Key]:
        """Return the keys of the patterns that a text may match; it matches no others."""
        return self._always.union(*filter(None, map(self._keys_of, text)))


def required_characters(pattern: str) -> frozenset[str] | None:
    """Return characters one of which is in every text that a pattern matches in; None if unknown.

    Of a sequence that has several such sets, one that few texts have a character of is returned.
    """
    return _of_sequence(_parse(pattern))


def _of_sequence(items: Iterable[_Item]) -> frozenset[str] | None:
    known = [found for item in items if (found := _of_item(*item)) is not None]
    return min(known, key=_cost, default=None)


def _cost(characters: frozenset[str]) -> int:
    return len(characters) + _COMMON_COST * len(characters & _COMMON)


def _of_item(kind: Any, content: Any) -> frozenset[str] | None:
    """Return the characters that one part of a pattern requires; None if it may do without."""
    if kind is _SRE.LITERAL:
        return frozenset(chr(content))
    if kind is _SRE.IN:
        return _united(_of_member(*member) for member in content)
    if kind is _SRE.BRANCH:
        return _united(map(_of_sequence, content[1]))
    if kind is _SRE.ATOMIC_GROUP:
        return _of_sequence(content)
    if kind in _GROUPS or (kind in _REPEATS and content[0] > 0):
        return _of_sequence(content[-1])
    return None


def _of_member(kind: Any, content: Any) -> frozenset[str] | None:
    """Return the characters of one part of a class as [a-z0]; None if they are many."""
    if kind is _SRE.LITERAL:
        return frozenset(chr(content))
    if kind is _SRE.RANGE and content[1] - content[0] < _MAX_RANGE:
        return frozenset(map(chr, range(content[0], content[1] + 1)))
    return None


def _united(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return the characters of all alternatives; None if one of them requires none."""
    united: frozenset[str] = frozenset()
    for part in parts:
        if part is None:
            return None
        united |= part
    return united
