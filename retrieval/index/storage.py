"""The index on disk: arrays in numpy's format, which are memory-mapped, and names as lines.

The operating system reads the arrays page by page on first use, and may drop pages when memory is
short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.artifacts import ArtifactStore, Write
from retrieval.index.postings import PostingLists, Postings
from retrieval.index.terms import Terms

_PASSAGES, _VOCABULARY = "passages.txt", "vocabulary.txt"
_TABLE = ("marks", "frequencies", "lengths")
_LISTS = (
    "places",
    "words",
    "scales",
    "norms",
    "shares",
    "common",
    "common_counts",
    "common_bounds",
)
"""The names of the arrays of `Terms` and of `PostingLists`."""


def open_index(store: ArtifactStore) -> Postings | None:
    """Return the stored index, or None if there is none or it is damaged."""
    try:
        paths = store.open()
        passages, vocabulary = _names(paths[_PASSAGES]), _names(paths[_VOCABULARY])
        numbers = {term: number for number, term in enumerate(vocabulary)}
        return _mapped(paths, passages, numbers)
    except (KeyError, OSError, ValueError):
        return None


def save_index(store: ArtifactStore, postings: Postings) -> Postings:
    """Store an index and return it, memory-mapped from its files.

    Raises:
        OSError: It cannot be written.
    """
    table, lists = postings.table, postings.lists
    contents = {_PASSAGES: _lines(table.passages), _VOCABULARY: _lines(table.numbers)}
    contents |= {f"{name}.npy": _saved(getattr(table, name)) for name in _TABLE}
    contents |= {f"{name}.npy": _saved(getattr(lists, name)) for name in _LISTS}
    return _mapped(store.save(contents), table.passages, table.numbers)


def _mapped(
    paths: Mapping[str, Path], passages: Sequence[str], numbers: Mapping[str, int]
) -> Postings:
    table, lists = ({n: _array(paths[f"{n}.npy"]) for n in names} for names in (_TABLE, _LISTS))
    return Postings(Terms(passages, numbers, **table), PostingLists(**lists))


def _saved(array: NDArray[Any]) -> Write:
    return partial(np.save, arr=array, allow_pickle=False)


def _array(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _lines(names: Iterable[str]) -> Write:
    """Return a writer of names as UTF-8 lines; no name contains a line break."""
    return lambda file: file.write("\n".join((*names, "")).encode("utf-8", "surrogatepass"))


def _names(path: Path) -> tuple[str, ...]:
    return tuple(path.read_bytes().decode("utf-8", "surrogatepass").split("\n")[:-1])
