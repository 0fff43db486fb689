"""Passages' terms and questions: cut once, by Yinju, and left in a folder for the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index.terms import TermTable
from retrieval.text.analysis import PAIR, SINGLE

ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question, and the terms that Yinju looks for, with their weights."""

    text: str
    terms: Mapping[str, float]

    @property
    def words(self) -> list[str]:
        """Those terms that are words."""
        return [term for term in self.terms if not term.startswith(PAIR)]


def leave_terms(folder: Path, table: TermTable) -> None:
    """Keep the terms of every passage."""
    for name in ("offsets", "ids", "counts"):
        getattr(table, name).tofile(folder / name)
    path = folder / "vocabulary.json"
    path.write_text(json.dumps(table.vocabulary, ensure_ascii=False), "utf-8")


def leave_questions(folder: Path, asked: Iterable[NewQuestion]) -> None:
    """Keep the questions."""
    rows = [asdict(one) for one in asked]
    (folder / "questions.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def read_asked(folder: Path) -> list[NewQuestion]:
    """The questions, as they were left."""
    rows = json.loads((folder / "questions.json").read_text("utf-8"))
    return [NewQuestion(row["text"], row["terms"]) for row in rows]


def read_vocabulary(folder: Path) -> list[str]:
    """Every term, by its number."""
    vocabulary: list[str] = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    return vocabulary


def count_rows(folder: Path) -> int:
    """How many passages there are."""
    return len(np.fromfile(folder / "offsets", np.int64)) - 1


def read_rows(folder: Path) -> Iterator[tuple[Any, Any]]:
    """The numbers and counts of each passage's terms, read some at a time."""
    offsets = np.fromfile(folder / "offsets", np.int64)
    with (folder / "ids").open("rb") as ids, (folder / "counts").open("rb") as counts:
        for first in range(0, len(offsets) - 1, ROWS_AT_ONCE):
            places = offsets[first : first + ROWS_AT_ONCE + 1]
            size = places[-1] - places[0]
            numbers, many = np.fromfile(ids, np.uint32, size), np.fromfile(counts, np.uint16, size)
            cuts = places[1:-1] - places[0]
            yield from zip(np.split(numbers, cuts), np.split(many, cuts), strict=True)


def read_words(folder: Path) -> Iterator[list[str]]:
    """The words of each passage."""
    vocabulary = np.array(read_vocabulary(folder), object)
    wanted = np.array([not term.startswith((PAIR, SINGLE)) for term in vocabulary])
    for ids, counts in read_rows(folder):
        keep = wanted[ids]
        yield vocabulary[np.repeat(ids[keep], counts[keep])].tolist()
