"""The index over a collection: its passages' terms, and the postings sorted from them.

Between runs it is kept as arrays and lists of names, which are mapped from their files, so that
what is not asked for is not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.shelf import Shelf, Write
from retrieval.bm25 import Postings, build_postings
from retrieval.kernel import Lists
from retrieval.terms import TermTable

_PASSAGES, _VOCABULARY = "passages.txt", "vocabulary.txt"
_TABLE = ("marks", "offsets", "ids", "counts")
_LISTS = ("starts", "rows", "impacts", "bounds")


@dataclass(frozen=True, slots=True)
class Index:
    """Terms by passage, and passages by term."""

    table: TermTable
    postings: Postings

    @classmethod
    def over(cls, table: TermTable) -> Index:
        """The index over a table, sorted anew."""
        return cls(table, build_postings(table))


def open_index(shelf: Shelf) -> Index | None:
    """The index that is kept, or None where there is none to be believed."""
    try:
        return _mapped(shelf.open())
    except (KeyError, OSError, ValueError):
        return None


def keep_index(shelf: Shelf, index: Index) -> Index:
    """Keep an index; the same one comes back, mapped from its files.

    Raises:
        OSError: It cannot be written.
    """
    table, lists = index.table, index.postings.lists
    contents = {_PASSAGES: _lines(table.passages), _VOCABULARY: _lines(table.vocabulary)}
    contents |= {f"{name}.npy": _saved(getattr(table, name)) for name in _TABLE}
    contents |= {f"{name}.npy": _saved(getattr(lists, name)) for name in _LISTS}
    return _mapped(shelf.keep(contents))


def _mapped(paths: Mapping[str, Path]) -> Index:
    passages, vocabulary = _names(paths[_PASSAGES]), _names(paths[_VOCABULARY])
    marks, offsets, ids, counts = (_array(paths[f"{name}.npy"]) for name in _TABLE)
    starts, rows, impacts, bounds = (_array(paths[f"{name}.npy"]) for name in _LISTS)
    table = TermTable(passages, vocabulary, marks, offsets, ids, counts)
    lists = Lists(starts, rows, impacts, bounds, len(passages))
    return Index(table, Postings(passages, table.numbers, lists))


def _saved(array: NDArray[Any]) -> Write:
    return partial(np.save, arr=array, allow_pickle=False)


def _array(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _lines(names: Sequence[str]) -> Write:
    """Names as lines of UTF-8."""
    text = "".join(f"{name}\n" for name in names)
    return lambda file: file.write(text.encode("utf-8", "surrogatepass"))


def _names(path: Path) -> tuple[str, ...]:
    return tuple(path.read_bytes().decode("utf-8", "surrogatepass").split("\n")[:-1])
