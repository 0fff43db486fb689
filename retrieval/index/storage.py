"""The index on disk: arrays in numpy's format, which are memory-mapped.

The operating system reads the arrays page by page on first use, and may drop pages when memory is
short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from corpus.artifacts import ArtifactStore, Write
from retrieval.index.joined_texts import JoinedTexts
from retrieval.index.names import ARRAYS, Names
from retrieval.index.postings import PostingLists, Postings
from retrieval.index.terms import Terms
from retrieval.index.text_arrays import TEXT_ARRAYS, TextArrays

_PASSAGES, _VOCABULARY = "passage_", "term_"
"""The prefixes of the arrays of `Names`."""

_TABLE = ("marks", "frequencies", "lengths", "articles", "article_starts")
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
        return _mapped(store.open())
    except (KeyError, OSError, ValueError):
        return None


def save_index(store: ArtifactStore, postings: Postings) -> Postings:
    """Store an index and return it, memory-mapped from its files.

    Raises:
        OSError: It cannot be written.
    """
    table = postings.table
    arrays = {name: getattr(table, name) for name in _TABLE}
    arrays |= {name: getattr(postings.lists, name) for name in _LISTS}
    for prefix, names in ((_PASSAGES, table.passages), (_VOCABULARY, table.vocabulary)):
        arrays |= {prefix + name: getattr(names, name) for name in ARRAYS}
    return _mapped(store.save({_file(name): _saved(array) for name, array in arrays.items()}))


def open_texts(store: ArtifactStore) -> TextArrays | None:
    """Return the stored analyzed texts, or None if there are none or they are damaged."""
    try:
        return _mapped_texts(store.open())
    except (KeyError, OSError, ValueError):
        return None


def save_texts(store: ArtifactStore, texts: JoinedTexts) -> TextArrays:
    """Store analyzed texts and return them, memory-mapped from their files.

    Raises:
        OSError: They cannot be written.
    """
    return _mapped_texts(store.save({_file(name): _joined(name, texts) for name in TEXT_ARRAYS}))


def _mapped_texts(paths: Mapping[str, Path]) -> TextArrays:
    return TextArrays(**{name: _array(paths[_file(name)]) for name in TEXT_ARRAYS})


def _mapped(paths: Mapping[str, Path]) -> Postings:
    def arrays(names: Iterable[str], prefix: str = "") -> dict[str, NDArray[Any]]:
        return {name: _array(paths[_file(prefix + name)]) for name in names}

    passages, vocabulary = (Names(**arrays(ARRAYS, one)) for one in (_PASSAGES, _VOCABULARY))
    lists = PostingLists(**arrays(_LISTS))
    return Postings(Terms(passages, vocabulary, **arrays(_TABLE)), lists)


def _file(name: str) -> str:
    return f"{name}.npy"


def _saved(array: NDArray[Any]) -> Write:
    return partial(np.save, arr=array, allow_pickle=False)


def _joined(name: str, texts: JoinedTexts) -> Write:
    """Return what writes an array as `np.save` does, without having it in memory."""

    def write(file: BinaryIO) -> None:
        parts = texts.parts(name)
        descr = np.lib.format.dtype_to_descr(next(parts).dtype)
        shape = (texts.size(name),)
        header = {"descr": descr, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        file.writelines(np.ascontiguousarray(part).data for part in texts.parts(name))

    return write


def _array(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
