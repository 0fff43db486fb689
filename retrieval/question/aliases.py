"""Other names for the same thing: a general list, and one that a collection may bring."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from retrieval.text.script import fold

FILE = "aliases.toml"
"""What the list of a collection is called."""

Group = tuple[str, ...]


class AliasesError(Exception):
    """A list of aliases cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class AliasMention:
    """A name in a folded question, where it stands, and the other names of the same thing."""

    start: int
    end: int
    others: Group


class Aliases:
    """Groups of names, each for one thing; names are compared folded."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._others: dict[str, dict[str, None]] = {}
        for group in groups:
            names = list(dict.fromkeys(fold(name.strip()) for name in group))
            for name in names:
                others = self._others.setdefault(name, {})
                others.update(dict.fromkeys(other for other in names if other != name))
        longest_first = sorted(filter(None, self._others), key=len, reverse=True)
        self._names = re.compile("|".join(map(_as_pattern, longest_first)) or r"(?!)")

    def mentions(self, folded: str) -> Iterator[AliasMention]:
        """The names that a question holds, long ones before the short ones within them."""
        for match in self._names.finditer(folded):
            yield AliasMention(*match.span(), tuple(self._others[match[0]]))


def read_aliases(folder: Path | None = None) -> Aliases:
    """The general list, and with it that of a collection, where its folder has one.

    Raises:
        AliasesError: The collection's list cannot be read.
    """
    general = files("retrieval.question").joinpath(FILE).read_text("utf-8")
    groups = _groups(general)
    own = folder / FILE if folder else None
    if own and own.is_file():
        try:
            groups = [*_groups(own.read_text("utf-8")), *groups]
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AliasesError) as error:
            raise AliasesError(f"{FILE} cannot be used: {error}") from error
    return Aliases(groups)


def _groups(text: str) -> list[list[str]]:
    groups: Any = tomllib.loads(text).get("groups", [])
    lists = isinstance(groups, list) and all(isinstance(group, list) for group in groups)
    if not lists or not all(isinstance(name, str) for group in groups for name in group):
        raise AliasesError('"groups" must be a list of lists of names')
    return [list(group) for group in groups]


def _as_pattern(name: str) -> str:
    """The name as a pattern: letters of the alphabet only where a word of them begins and ends."""
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", name) else ""
    after = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", name) else ""
    return f"{before}{re.escape(name)}{after}"
