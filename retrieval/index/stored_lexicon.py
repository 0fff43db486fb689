"""The lexicon of a published collection: copied from its database once, then mapped from files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, insert, select

from corpus.artifacts import ArtifactStore
from retrieval.index.database import SearchDatabase
from retrieval.index.lexicon import Lexicon
from retrieval.index.names import ARRAYS, Names
from retrieval.index.stored_passages import StoredPassages
from retrieval.index.terms import Terms

_FREQUENCIES = "frequencies"

_PART = 1 << 20
"""Bytes of a part of an array in the database."""


class StoredLexicon(Lexicon):
    """Lookups in the terms of a published collection.

    Args:
        table: Its terms, without passages.
        folder: The folder in which what is made of its words is kept.
        passages: The passages, which know their lengths.
        count: The number of passages.
        mean_length: The mean of their lengths.
    """

    def __init__(
        self,
        table: Terms,
        folder: Path | None,
        passages: StoredPassages,
        count: int,
        mean_length: float,
    ) -> None:
        super().__init__(table, folder)
        self._passages = passages
        self._count = count
        self._mean_length = mean_length

    def lengths(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """See `Lexicon`."""
        lengths = [one.length for one in self._passages.read(rows.tolist())]
        return np.array(lengths, np.float64) / self._mean_length


def save_terms(connection: Connection, table: Table, terms: Terms) -> None:
    """Store the terms of a version."""
    names = {name: getattr(terms.vocabulary, name) for name in ARRAYS}
    for name, array in {**names, _FREQUENCIES: terms.frequencies}.items():
        data = io.BytesIO()
        np.save(data, array, allow_pickle=False)
        whole = data.getbuffer()
        for part, first in enumerate(range(0, len(whole), _PART)):
            values = {"name": name, "part": part, "data": bytes(whole[first : first + _PART])}
            connection.execute(insert(table).values(values))


def open_terms(database: SearchDatabase, table: Table, folder: Path, digest: str) -> Terms:
    """Return the terms of a version, mapped from files; in memory if they cannot be written.

    Args:
        database: The database.
        table: The table of its lexicon.
        folder: The folder of the files.
        digest: A hash of the version's content.

    Raises:
        UnavailableError: The database does not answer.
    """
    store = ArtifactStore(folder / "lexicon", digest)
    paths = store.open()
    if not paths:
        arrays = _arrays(database, table)
        try:
            saved = {name: partial(np.save, arr=array) for name, array in arrays.items()}
            paths = store.save(saved)
        except OSError:
            return _terms(arrays, digest)
    mapped = {name: np.asarray(np.load(path, mmap_mode="r")) for name, path in paths.items()}
    return _terms(mapped, digest)


def _arrays(database: SearchDatabase, table: Table) -> dict[str, NDArray[Any]]:
    """Read all arrays of a lexicon."""

    def parts(name: str, connection: Connection) -> Iterator[bytes]:
        numbers = select(table.c.part).where(table.c.name == name).order_by(table.c.part)
        for part in connection.scalars(numbers).all():
            wanted = (table.c.name == name) & (table.c.part == part)
            yield connection.execute(select(table.c.data).where(wanted)).scalar_one()

    def run(name: str, connection: Connection) -> NDArray[Any]:
        data = io.BytesIO(b"".join(parts(name, connection)))
        array: NDArray[Any] = np.load(data, allow_pickle=False)
        return array

    return {name: database.read(partial(run, name)) for name in (*ARRAYS, _FREQUENCIES)}


def _terms(arrays: dict[str, NDArray[Any]], digest: str) -> Terms:
    vocabulary = Names(**{name: arrays[name] for name in ARRAYS})
    marks = np.frombuffer(bytes.fromhex(digest), np.uint64)  # By these kept tables are known.
    return Terms(vocabulary=vocabulary, marks=marks, frequencies=arrays[_FREQUENCIES])
