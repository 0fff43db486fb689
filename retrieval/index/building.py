"""Builds an index on top of another, reading again only what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.indexed_text import ChosenTexts
from retrieval.index.known_passages import KnownPassages
from retrieval.index.names import Numbering, make_names
from retrieval.index.packing import unpack
from retrieval.index.postings import RUN, Model, Postings, merged_postings
from retrieval.index.runs import Entries, SortedRuns
from retrieval.index.terms import Terms, Texts, TokenizeTexts, tokenized

Array = NDArray[Any]

_MIN_USED = 0.75
"""The share of the vocabulary in use at which, and below which, unused terms are dropped."""


class _KnownPostings:
    """The postings of another index as a run.

    Args:
        index: The other index.
        rows: The new row of each of its rows, -1 for one that is left out.
    """

    def __init__(self, index: Postings, rows: Array) -> None:
        self._index = index
        self._rows = rows

    def sizes(self, terms: int) -> Array:
        """See `Run`."""
        known = self._index.table.frequencies
        return np.concatenate([known, np.zeros(terms - len(known), np.int64)])

    def part(self, first: int, end: int) -> Entries:
        """See `Run`."""
        lists = self._index.lists
        packed = unpack(lists.words, lists.places[first:end])
        numbers = np.arange(first, first + len(packed.sizes))
        parts = [Entries(np.repeat(numbers, packed.sizes), packed.rows, packed.counts)]
        for number in lists.common[slice(*np.searchsorted(lists.common, (first, end)))].tolist():
            rows, counts = lists.read(number)
            parts.append(Entries(np.full(len(rows), number), rows, counts))
        terms, rows, counts = map(np.concatenate, zip(*parts, strict=True))
        rows = self._rows[rows]
        kept = rows >= 0
        return Entries(terms[kept], rows[kept], counts[kept])


def build_index(
    texts: Mapping[str, str],
    tokenize: TokenizeTexts,
    known: Postings,
    folder: Path | None = None,
    model: Model | None = None,
) -> Postings:
    """Return the index of some passages; the known one, if it is of the same passages.

    Args:
        texts: The indexed text of each passage, by its id.
        tokenize: Tokenizes the texts of passages that *known* lacks or that have changed.
        known: Another index, whose postings of unchanged passages are taken over.
        folder: The folder for scratch files; without one, all is in memory.
        model: Turns counts into scores; that of *known*.

    Raises:
        ValueError: *tokenize* yielded the terms of more or of fewer passages than it was given.
    """
    passages = KnownPassages(texts, known.table)
    before, (articles, starts) = passages.before, passages.articles
    if passages.are_same:
        if passages.are_of_same_articles:
            return known
        return replace(known, table=replace(known.table, articles=articles, article_starts=starts))
    fresh, kept = np.flatnonzero(before < 0), np.flatnonzero(before >= 0)
    lengths = np.zeros(len(before), np.int64)
    lengths[kept] = known.table.lengths[before[kept]]
    numbering = Numbering(known.table.vocabulary)
    fresh_texts = ChosenTexts(texts, before < 0)
    sorted_runs = SortedRuns(folder)
    lengths[fresh] = _add_runs(fresh_texts, fresh, tokenize, numbering, sorted_runs)
    runs = sorted_runs.runs()
    if len(kept):
        rows = np.full(len(known.table.passages), -1)
        rows[before[kept]] = kept
        runs.append(_KnownPostings(known, rows))
    terms = Terms(
        passages.names,
        numbering.names(),
        passages.marks,
        lengths=lengths,
        articles=articles,
        article_starts=starts,
    )
    return _without_unused_terms(merged_postings(terms, runs, model, folder))


def _add_runs(
    texts: Texts,
    rows: Array,
    tokenize: TokenizeTexts,
    numbering: Numbering,
    runs: SortedRuns,
) -> Array:
    """Add the postings of texts to runs, and new terms to the numbering; return their lengths."""
    lengths, parts, first, done = np.zeros(len(texts), np.int64), [], 0, 0
    for batch in tokenized(texts, tokenize):
        end = done + len(batch.sizes)
        lengths[done:end] = batch.lengths
        own_rows = np.repeat(rows[done:end].astype(np.uint32), batch.sizes)
        parts.append(Entries(batch.numbered(numbering), own_rows, batch.counts))
        done = end
        if done - first >= RUN:
            runs.add(_joined(parts))
            parts, first = [], done
    if parts:
        runs.add(_joined(parts))
    return lengths


def _joined(parts: Sequence[Entries]) -> Entries:
    terms, rows, counts = map(np.concatenate, zip(*parts, strict=True))
    return Entries(terms, rows, counts)


def _without_unused_terms(index: Postings) -> Postings:
    """Return an index without unused terms, or as it is if they are few (`_MIN_USED`)."""
    table, lists = index.table, index.lists
    used = np.flatnonzero(table.frequencies)
    if len(used) > _MIN_USED * len(table.vocabulary):
        return index
    vocabulary = make_names(map(table.vocabulary.__getitem__, used.tolist()))
    return Postings(
        replace(table, vocabulary=vocabulary, frequencies=table.frequencies[used]),
        replace(
            lists,
            places=lists.places[used],
            scales=lists.scales[used],
            common=np.searchsorted(used, lists.common),
        ),
    )
