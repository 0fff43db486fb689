"""The excerpt is whole sentences of the passage, and highlights fall on the reader's words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.snippet import LONGEST, excerpt, merge

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda s: (s[0], sum(s))))


def test_the_sentence_that_matches(analyzer: Analyzer) -> None:
    """Of a long passage, the sentences that hold the matched words are quoted."""
    text = "与此无关的话很多。" * 30 + "金融科技成为基础设施。" + "别的事情也有人说。" * 30

    found = excerpt(text, analyzer.terms(text), {"金融": 1.0, "科技": 1.0})

    assert "金融科技成为基础设施。" in found.text
    assert len(found.text) <= LONGEST
    assert ["金融科技"] == [found.text[start:end] for start, end in found.highlights]
    assert text[found.start :].startswith(found.text)


def test_traditional_stays_as_printed(analyzer: Analyzer) -> None:
    """A Simplified term highlights the Traditional word, behind supplementary characters too."""
    text = "𠮷𠮷金融科技,業已成為新生態的新基座。"

    found = excerpt(text, analyzer.terms(text), {"生态": 1.0})

    assert ["生態"] == [found.text[start:end] for start, end in found.highlights]


def test_nothing_matched(analyzer: Analyzer) -> None:
    """Without a matched term the excerpt is still a slice of the passage."""
    found = excerpt("一句话。", analyzer.terms("一句话。"), {})

    assert ("一句话。", ()) == (found.text, found.highlights)


@given(spans=SPANS)
def test_merged_spans_neither_touch_nor_overlap(spans: list[tuple[int, int]]) -> None:
    """Merging keeps every covered place and no other, in order."""
    merged = merge(spans)

    assert {i for s, e in spans for i in range(s, e)} == {
        i for s, e in merged for i in range(s, e)
    }
    assert all(first[1] < second[0] for first, second in pairwise(merged))
