"""Worked examples: questions with the passage that answers them, and questions out of scope.

A collection keeps them in a file of its own, which people read and edit as well. How alike another
question must be is told in `likeness`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.message import Message, system_error
from corpus.model import Corpus, Passage, Problem
from retrieval.question.likeness import Likeness

FILE = "examples.toml"
"""File name of the worked examples of a collection."""

EXAMPLE, OUT_OF_SCOPE = "example", "out_of_scope"
"""Names of the tables in the file."""

OPENING = 60
"""Number of characters of a passage that an example repeats, for people to read."""


@dataclass(frozen=True, slots=True)
class Example:
    """Questions, and the id of the passage that answers them."""

    questions: tuple[str, ...]
    passage_id: str


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of examples as it was read, and its problems.

    Attributes:
        examples: The examples whose passages the collection has.
        out_of_scope: Questions that the collection is not meant to answer.
        problems: Entries that cannot be used.
    """

    examples: tuple[Example, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Examples:
    """Looks up what examples say about a question.

    Args:
        file: The examples.
        likeness: Tells whether a question is like that of an example. It may be missing only
            where there are no examples.
    """

    def __init__(
        self, file: ExampleFile = ExampleFile(), likeness: Likeness | None = None
    ) -> None:
        self._file = file
        self._likeness = likeness

    def passage_for(self, question: str) -> str | None:
        """Return the id of the passage that answers a question; None if no example says so."""
        key = self._key(question) if self._file.examples else ""
        return self._passages.get(key) if key else None

    def is_out_of_scope(self, question: str) -> bool:
        """Return True for a question that the collection is not meant to answer."""
        key = self._key(question) if self._file.out_of_scope else ""
        return bool(key) and key in self._out_of_scope

    def _key(self, question: str) -> str:
        return self._likeness.key(question) if self._likeness else ""

    @cached_property
    def _passages(self) -> Mapping[str, str]:
        return {
            self._key(question): example.passage_id
            for example in self._file.examples
            for question in example.questions
        }

    @cached_property
    def _out_of_scope(self) -> frozenset[str]:
        return frozenset(map(self._key, self._file.out_of_scope))


def read_examples(folder: Path | None, corpus: Corpus) -> ExampleFile:
    """Read the examples of a collection; what cannot be used becomes a problem."""
    path = folder / FILE if folder else None
    if not (path and path.is_file()):
        return ExampleFile()
    try:
        return parse_examples(path.read_text("utf-8"), corpus)
    except OSError as error:
        return _unusable(system_error(error))
    except UnicodeDecodeError as error:
        return _unusable(str(error))


def parse_examples(text: str, corpus: Corpus) -> ExampleFile:
    """Return the examples in the text of a file; what cannot be used becomes a problem.

    A passage that has another id by now is found by its article and its opening words.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _unusable(str(error))
    except RecursionError:
        return _unusable(Message("it is nested too deeply"))
    problems: list[Problem] = []
    examples, passages = [], _Passages(corpus)
    for entry in _entries(tables, EXAMPLE, ("questions", "passage"), problems):
        if passage := passages.of(entry):
            examples.append(Example(tuple(entry["questions"]), passage.id))
        else:
            problems.append(_passage_gone(entry, text))
    scopes = _entries(tables, OUT_OF_SCOPE, ("questions",), problems)
    out_of_scope = tuple(question for entry in scopes for question in entry["questions"])
    return ExampleFile(tuple(examples), out_of_scope, tuple(problems))


def _entries(
    tables: Mapping[str, Any], name: str, needed: Sequence[str], problems: list[Problem]
) -> Iterator[Mapping[str, Any]]:
    """Yield the valid entries of an array of tables, and note those that are not."""
    found = tables.get(name, [])
    for number, entry in enumerate(found if isinstance(found, list) else [found], start=1):
        if isinstance(entry, dict) and all(_is_valid(entry, field) for field in needed):
            yield entry
            continue
        words = Message(
            "{name} number {number} must have {fields}; correct it",
            name=f"[[{name}]]",
            number=number,
            fields=", ".join(needed),
        )
        problems.append(Problem("warning", FILE, None, words))


def _is_valid(entry: Mapping[str, Any], field: str) -> bool:
    value = entry.get(field)
    if field != "questions":
        return isinstance(value, str)
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


class _Passages:
    """Finds the passages of entries: by their ids, else by their text."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def of(self, entry: Mapping[str, Any]) -> Passage | None:
        """Return the passage of an entry; None if it is gone.

        Of passages that begin alike, the one of the article that the entry names is meant, if
        there is only one.
        """
        if passage := self._corpus.passage(entry["passage"]):
            return passage
        alike = self._by_opening.get(str(entry.get("begins")), [])
        of_article = [one for one in alike if one.article_id == entry.get("article")]
        found = of_article or alike
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_opening(self) -> Mapping[str, Sequence[Passage]]:
        found: dict[str, list[Passage]] = defaultdict(list)
        for passage in self._corpus.passages:
            found[opening_of(passage)].append(passage)
        return found


def opening_of(passage: Passage) -> str:
    """Return the words that an example repeats of its passage."""
    return " ".join(passage.text.split())[:OPENING]


def _passage_gone(entry: Mapping[str, Any], text: str) -> Problem:
    place = text.find(entry["passage"])
    words = Message(
        "the passage that answers “{question}” is gone; name another one, or remove the entry",
        question=entry["questions"][0],
    )
    return Problem("warning", FILE, text.count("\n", 0, place) + 1 if place >= 0 else None, words)


def _unusable(reason: Message | str) -> ExampleFile:
    words = Message("cannot be used: {reason}; correct it", reason=reason)
    return ExampleFile(problems=(Problem("error", FILE, None, words),))
