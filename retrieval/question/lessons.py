"""Lessons: what a collection can be taught for a question, as additions to its files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from corpus.changes import Kind
from corpus.model import Passage
from retrieval.question.aliases import FILE as ALIASES
from retrieval.question.examples import FILE as EXAMPLES
from retrieval.question.taught import Key, with_alias, with_example, with_out_of_scope


@dataclass(frozen=True, slots=True)
class Lesson(ABC):
    """Something that a collection is taught for a question.

    Attributes:
        kind: The kind of change that keeping it is.
        file: The file of the collection that holds such lessons.
    """

    kind: ClassVar[Kind]
    file: ClassVar[str]
    question: str

    @property
    def subject(self) -> str:
        """The lesson in a few words, for the history."""
        return self.question

    @property
    def names(self) -> tuple[str, ...]:
        """The names that come to mean the same."""
        return ()

    @abstractmethod
    def added_to(self, text: str, key: Key, /) -> str:
        """Return the text of the file with the lesson; the same text if it says so already.

        Args:
            text: The text of the file, empty if there is none.
            key: Tells questions that are alike.

        Raises:
            TeachingError: The file cannot be parsed.
        """


@dataclass(frozen=True, slots=True)
class WorkedExample(Lesson):
    """A passage answers the question."""

    kind: ClassVar[Kind] = "example"
    file: ClassVar[str] = EXAMPLES
    passage: Passage

    def added_to(self, text: str, key: Key, /) -> str:
        """See `Lesson`."""
        return with_example(text, [self.question], self.passage, key)


@dataclass(frozen=True, slots=True)
class TaughtWord(Lesson):
    """A word of the question means a word of the articles."""

    kind: ClassVar[Kind] = "word"
    file: ClassVar[str] = ALIASES
    typed: str
    word: str

    @property
    def subject(self) -> str:
        """The two words."""
        return f"{self.typed} ↔ {self.word}"

    @property
    def names(self) -> tuple[str, ...]:
        """The two words."""
        return self.typed, self.word

    def added_to(self, text: str, _: Key, /) -> str:
        """See `Lesson`."""
        return with_alias(text, self.typed, self.word)


@dataclass(frozen=True, slots=True)
class OutOfScope(Lesson):
    """The question is none that the collection is meant to answer."""

    kind: ClassVar[Kind] = "scope"
    file: ClassVar[str] = EXAMPLES

    def added_to(self, text: str, key: Key, /) -> str:
        """See `Lesson`."""
        return with_out_of_scope(text, [self.question], key)
