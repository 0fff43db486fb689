"""Tables of terms: what is known is taken over, what is gone leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.cutting import WORTH_PROCESSES, cut_texts
from retrieval.index.terms import TermBatch, TermTable, build_table, cut_batch
from retrieval.text.analysis import Analyzer

TEXTS = st.dictionaries(st.sampled_from("123456"), st.text("abcdefgh", max_size=6), max_size=6)


def bags(table: TermTable) -> dict[str, dict[str, int]]:
    """Return the term counts of each passage in a table."""
    found = {}
    for place, name in enumerate(table.passages):
        ids, counts = (row.tolist() for row in table.row(place))
        found[name] = {table.vocabulary[i]: n for i, n in zip(ids, counts, strict=True)}
    return found


@given(before=TEXTS, after=TEXTS)
def test_a_table_built_on_another_is_the_same(
    before: dict[str, str], after: dict[str, str]
) -> None:
    """Passages are named by their text, so what is taken over is what would be cut again."""
    before, after = ({f"{key}{text}": text for key, text in t.items()} for t in (before, after))
    cut: list[str] = []

    def analyse(texts: Sequence[str]) -> Iterator[TermBatch]:
        cut.extend(texts)
        yield cut_batch(texts, list)

    known = build_table(before, analyse)
    cut.clear()
    table = build_table(after, analyse, known)

    assert bags(build_table(after, analyse)) == bags(table)
    assert len(after.keys() - before.keys()) == len(cut) - len(after)
    assert {name: len(text) for name, text in after.items()} == dict(
        zip(table.passages, table.lengths.tolist(), strict=True)
    )


def test_many_texts_are_cut_by_processes(analyzer: Analyzer) -> None:
    """However many there are, texts come back cut, in order, and progress is told."""
    texts = [f"第{number}段话" for number in range(WORTH_PROCESSES)]
    reported: list[tuple[int, int | None]] = []

    batches = list(cut_texts(texts, analyzer, lambda done, total: reported.append((done, total))))

    assert (len(texts), len(texts)) == reported[-1]
    assert len(texts) == sum(len(batch.sizes) for batch in batches)
    last = batches[-1]
    ids = last.ids[-last.sizes[-1] :].tolist()
    assert set(analyzer.bag(texts[-1])) == {last.vocabulary[number] for number in ids}
