"""Aliases: several names for the same thing, from a general list and from the collection's own."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any

from corpus.message import Message, ReportedError, system_error
from retrieval.text.script import fold

FILE = "aliases.toml"
"""File name of a list of aliases."""

_LATIN = frozenset(ascii_lowercase + digits)


class AliasesError(ReportedError):
    """A list of aliases cannot be read; the message names the error."""


@dataclass(frozen=True, slots=True)
class AliasMention:
    """A name in a folded question: its span, and the other names of the same thing."""

    start: int
    end: int
    others: tuple[str, ...]


class Aliases:
    """Groups of names for the same thing; names are compared folded."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._others: dict[str, dict[str, None]] = {}
        for group in groups:
            names = list(dict.fromkeys(fold(name.strip()) for name in group))
            for name in names:
                others = self._others.setdefault(name, {})
                others.update(dict.fromkeys(other for other in names if other != name))
        self._lengths: dict[str, dict[int, None]] = defaultdict(dict)
        """The lengths of the names that begin with a character, longest first."""
        for name in sorted(filter(None, self._others), key=len, reverse=True):
            self._lengths[name[0]][len(name)] = None

    def standing_for(self, name: str) -> str:
        """Return the one of a folded name and its other names that stands for all of them."""
        return min([name, *self.others(name)])

    def others(self, name: str) -> Iterable[str]:
        """Return the other names of a folded name, folded."""
        return self._others.get(name, {})

    def mentions(self, folded: str) -> Iterator[AliasMention]:
        """Yield the names in a folded question; of those that begin together, the longest."""
        end, beginning = 0, self._lengths
        for start in [at for at, character in enumerate(folded) if character in beginning]:
            for length in beginning[folded[start]] if start >= end else ():
                name = folded[start : start + length]
                if name in self._others and _is_whole(name, folded, start):
                    end = start + len(name)  # Less than the length at the end of the text.
                    yield AliasMention(start, end, tuple(self._others[name]))
                    break


def read_aliases(folder: Path | None = None) -> Aliases:
    """Read the general list, and the collection's own where its folder has one.

    Raises:
        AliasesError: The collection's list cannot be read.
    """
    own = folder / FILE if folder else None
    if not (own and own.is_file()):
        return parse_aliases("")
    try:
        return parse_aliases(own.read_text("utf-8"))
    except OSError as error:
        raise _unusable(system_error(error)) from error
    except UnicodeDecodeError as error:
        raise _unusable(str(error)) from error


def parse_aliases(own: str) -> Aliases:
    """Return the general list with a collection's own, which is the text of its file.

    Raises:
        AliasesError: The text is no list of aliases.
    """
    general = files("retrieval.question").joinpath(FILE).read_text("utf-8")
    try:
        return Aliases([*_parse_groups(own), *_parse_groups(general)])
    except AliasesError as error:
        raise _unusable(error.message) from error
    except tomllib.TOMLDecodeError as error:
        raise _unusable(str(error)) from error


def _unusable(reason: Message | str) -> AliasesError:
    return AliasesError("{file} cannot be used: {reason}; correct it", file=FILE, reason=reason)


@cache
def everyday_synonyms() -> Aliases:
    """Return the words of synonyms.toml."""
    text = files("retrieval.question").joinpath("synonyms.toml").read_text("utf-8")
    return Aliases(_parse_groups(text))


def _parse_groups(text: str) -> list[list[str]]:
    """Parse a list of aliases.

    Raises:
        AliasesError: `groups` is not a list of lists of strings.
        TOMLDecodeError: The text is not TOML.
    """
    groups: Any = tomllib.loads(text).get("groups", [])
    are_lists = isinstance(groups, list) and all(isinstance(group, list) for group in groups)
    if not are_lists or not all(isinstance(name, str) for group in groups for name in group):
        raise AliasesError("“groups” must be a list of lists of names")
    return [list(group) for group in groups]


def _is_whole(name: str, folded: str, start: int) -> bool:
    """Return True unless Latin letters or digits go on before or behind a name in a text."""
    end = start + len(name)
    before, after = folded[max(start - 1, 0) : start], folded[end : end + 1]
    return not (_are_latin(before, name[0]) or _are_latin(name[-1], after))


def _are_latin(one: str, other: str) -> bool:
    return one in _LATIN and other in _LATIN
