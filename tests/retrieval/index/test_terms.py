"""Texts are tokenized into the terms of each passage, on all cores if they are many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retrieval.index.terms import TermBatch, TermTable, Texts, build_table, tokenize_batch
from retrieval.index.tokenizing import PARALLEL_FROM, analyze_texts
from retrieval.text.analysis import Analyzer


def bags(table: TermTable) -> dict[str, dict[str, int]]:
    """Return the term counts of each passage in a table."""
    found = {}
    for row, name in enumerate(table.passages):
        ids, counts = (array.tolist() for array in table.terms_of(row))
        found[name] = {table.vocabulary[i]: n for i, n in zip(ids, counts, strict=True)}
    return found


def test_many_texts_are_tokenized_by_processes(analyzer: Analyzer) -> None:
    """Worker processes return the terms in order, and progress is reported."""
    texts = [f"第{number}段话" for number in range(PARALLEL_FROM)]
    reported: list[tuple[int, int | None]] = []

    batches = list(
        analyze_texts(texts, analyzer, lambda done, total: reported.append((done, total)))
    )

    assert (len(texts), len(texts)) == reported[-1]
    assert len(texts) == sum(len(batch.terms.sizes) for batch in batches)
    last = batches[-1].terms
    ids = last.ids[-last.sizes[-1] :].tolist()
    assert set(analyzer.bag(texts[-1])) == {last.vocabulary[number] for number in ids}


def test_an_empty_batch_adds_no_passage() -> None:
    """A batch without texts leaves the terms of the passages around it in their rows."""

    def tokenize(texts: Texts) -> Iterator[TermBatch]:
        first, second = texts
        for batch in ([], [first], [], [second]):
            yield tokenize_batch(batch, list)

    assert bags(build_table({"a": "甲", "b": "乙丙"}, tokenize)) == {
        "a": {"甲": 1},
        "b": {"乙": 1, "丙": 1},
    }


@pytest.mark.parametrize("count", [1, 3])
def test_every_passage_must_be_tokenized(count: int) -> None:
    """Terms of too few or too many passages are an error, never another passage's terms."""

    def tokenize(_: Texts) -> Iterator[TermBatch]:
        yield tokenize_batch(["甲"] * count, list)

    with pytest.raises(ValueError, match=f"2 passages were tokenized into {count}"):
        build_table({"a": "甲", "b": "乙"}, tokenize)
