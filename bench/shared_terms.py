"""Terms of passages and questions, which Yinju makes and stores in a folder for all engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index.names import Numbering
from retrieval.index.terms import TermBatch
from retrieval.text.analysis import PAIR, SINGLE

ROW_BATCH = 10_000
"""Number of rows read at a time."""


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """A question, and the weighted terms that Yinju searches for."""

    text: str
    terms: Mapping[str, float]

    @property
    def words(self) -> list[str]:
        """The terms that are words, not pairs."""
        return [term for term in self.terms if not term.startswith(PAIR)]


def kept_terms(batches: Iterable[TermBatch], folder: Path) -> Iterator[TermBatch]:
    """Yield the terms of all passages, and store them."""
    numbering = Numbering()
    with (
        (folder / "offsets").open("wb") as offsets,
        (folder / "ids").open("wb") as ids,
        (folder / "counts").open("wb") as counts,
    ):
        end = np.zeros(1, np.int64)
        end.tofile(offsets)
        for batch in batches:
            (end[-1] + np.cumsum(batch.sizes)).tofile(offsets)
            end += batch.sizes.sum()
            batch.numbered(numbering).tofile(ids)
            batch.counts.tofile(counts)
            yield batch
    path = folder / "vocabulary.json"
    path.write_text(json.dumps(list(numbering.names()), ensure_ascii=False), "utf-8")


def save_questions(folder: Path, asked: Iterable[QuestionTerms]) -> None:
    """Store the questions."""
    rows = [asdict(one) for one in asked]
    (folder / "questions.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def read_question_terms(folder: Path) -> list[QuestionTerms]:
    """Return the stored questions."""
    rows = json.loads((folder / "questions.json").read_text("utf-8"))
    return [QuestionTerms(row["text"], row["terms"]) for row in rows]


def read_vocabulary(folder: Path) -> list[str]:
    """Return all terms, in the order of their numbers."""
    vocabulary: list[str] = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    return vocabulary


def count_rows(folder: Path) -> int:
    """Return the number of passages."""
    return len(np.fromfile(folder / "offsets", np.int64)) - 1


def read_rows(folder: Path) -> Iterator[tuple[Any, Any]]:
    """Yield the numbers and counts of each passage's terms."""
    offsets = np.fromfile(folder / "offsets", np.int64)
    with (folder / "ids").open("rb") as ids, (folder / "counts").open("rb") as counts:
        for first in range(0, len(offsets) - 1, ROW_BATCH):
            bounds = offsets[first : first + ROW_BATCH + 1]
            size = bounds[-1] - bounds[0]
            numbers, times = (
                np.fromfile(ids, np.uint32, size),
                np.fromfile(counts, np.uint16, size),
            )
            splits = bounds[1:-1] - bounds[0]
            yield from zip(np.split(numbers, splits), np.split(times, splits), strict=True)


def read_words(folder: Path) -> Iterator[list[str]]:
    """Yield the words of each passage."""
    vocabulary = np.array(read_vocabulary(folder), object)
    wanted = np.array([not term.startswith((PAIR, SINGLE)) for term in vocabulary])
    for ids, counts in read_rows(folder):
        keep = wanted[ids]
        yield vocabulary[np.repeat(ids[keep], counts[keep])].tolist()
