"""Vectors on disk: arrays in numpy's format, which are memory-mapped, and passage ids as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from corpus.artifacts import ArtifactStore
from retrieval.meaning.table import VectorTable

_PASSAGES = "passages.txt"
_ARRAYS = ("marks", "codes", "scales")
"""The names of the arrays of `VectorTable`."""


def open_vectors(store: ArtifactStore) -> VectorTable:
    """Return the stored vectors; none if they are missing or damaged."""
    try:
        paths = store.open()
        names = paths[_PASSAGES].read_bytes().decode("utf-8", "surrogatepass")
        return _mapped(paths, tuple(names.split("\n")[:-1]))
    except (KeyError, OSError, ValueError):
        return VectorTable()


def save_vectors(store: ArtifactStore, table: VectorTable) -> VectorTable:
    """Store vectors and return them, memory-mapped from their files.

    Raises:
        OSError: They cannot be written.
    """
    names = "\n".join((*table.passages, "")).encode("utf-8", "surrogatepass")
    arrays = {
        f"{name}.npy": partial(np.save, arr=getattr(table, name), allow_pickle=False)
        for name in _ARRAYS
    }
    paths = store.save({_PASSAGES: lambda file: file.write(names), **arrays})
    return _mapped(paths, table.passages)


def _mapped(paths: Mapping[str, Path], passages: Sequence[str]) -> VectorTable:
    arrays = (np.load(paths[f"{n}.npy"], mmap_mode="r", allow_pickle=False) for n in _ARRAYS)
    return VectorTable(passages, *map(np.asarray, arrays))
