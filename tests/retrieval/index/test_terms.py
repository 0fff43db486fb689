"""A term table reuses the rows of an earlier one and equals a table built from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.terms import TermBatch, TermTable, build_table, tokenize_batch
from retrieval.index.tokenizing import PARALLEL_FROM, analyze_texts
from retrieval.text.analysis import Analyzer

TEXTS = st.dictionaries(st.sampled_from("123456"), st.text("abcdefgh", max_size=6), max_size=6)


def bags(table: TermTable) -> dict[str, dict[str, int]]:
    """Return the term counts of each passage in a table."""
    found = {}
    for row, name in enumerate(table.passages):
        ids, counts = (array.tolist() for array in table.terms_of(row))
        found[name] = {table.vocabulary[i]: n for i, n in zip(ids, counts, strict=True)}
    return found


@given(before=TEXTS, after=TEXTS)
def test_a_table_built_on_another_is_the_same(
    before: dict[str, str], after: dict[str, str]
) -> None:
    """Only new passages are tokenized; unchanged ones have the terms they would get again."""
    before, after = ({f"{key}{text}": text for key, text in t.items()} for t in (before, after))
    tokenized: list[str] = []

    def tokenize(texts: Sequence[str]) -> Iterator[TermBatch]:
        tokenized.extend(texts)
        yield tokenize_batch(texts, list)

    known = build_table(before, tokenize)
    tokenized.clear()
    table = build_table(after, tokenize, known)
    fresh = len(tokenized)

    assert len(after.keys() - before.keys()) == fresh
    assert bags(build_table(after, tokenize)) == bags(table)
    assert {name: len(text) for name, text in after.items()} == dict(
        zip(table.passages, table.lengths.tolist(), strict=True)
    )


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

    def tokenize(texts: Sequence[str]) -> Iterator[TermBatch]:
        for batch in ([], texts[:1], [], texts[1:]):
            yield tokenize_batch(batch, list)

    assert bags(build_table({"a": "甲", "b": "乙丙"}, tokenize)) == {
        "a": {"甲": 1},
        "b": {"乙": 1, "丙": 1},
    }


@pytest.mark.parametrize("count", [1, 3])
def test_every_passage_must_be_tokenized(count: int) -> None:
    """Terms of too few or too many passages are an error, never another passage's terms."""

    def tokenize(_: Sequence[str]) -> Iterator[TermBatch]:
        yield tokenize_batch(["甲"] * count, list)

    with pytest.raises(ValueError, match=f"2 passages were tokenized into {count}"):
        build_table({"a": "甲", "b": "乙"}, tokenize)
