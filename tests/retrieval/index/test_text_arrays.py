"""What is kept of passages is what their texts say, however it was put together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.artifacts import ArtifactStore
from corpus.sentences import sentences
from retrieval.index.indexed_text import BREAK, FIRST
from retrieval.index.joined_texts import JoinedTexts, ScratchTexts, find_rows
from retrieval.index.storage import open_texts, save_texts
from retrieval.index.text_arrays import (
    SECTION_BEGINS,
    TERM_BEGINS,
    TERM_ENDS,
    WORD_BEGINS,
    WORD_ENDS,
    AnalyzedText,
    TextArrays,
    text_arrays,
)
from retrieval.text.analysis import Analyzer
from retrieval.text.script import fold

PIECES = ("金融科技", "基礎設施", "𠮷野家", "。", "！", "ABC", "Ａ", "\n", "1,280萬", " ", "衞星")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
ABOVE = ("題", f"{FIRST}題", "题 節", "𠮷", f"{FIRST}𠮷", FIRST)
PASSAGES = st.lists(st.tuples(st.sampled_from(ABOVE), TEXTS), max_size=5)


def arrays_of(analyzer: Analyzer, passages: list[tuple[str, str]]) -> TextArrays:
    """Return the arrays of passages, given by what is above each and its text."""
    return text_arrays([analyzer.analyze(BREAK.join(one)) for one in passages])


def contents(arrays: TextArrays) -> list[tuple[object, ...]]:
    """Return what is kept of each passage."""
    found = (AnalyzedText(arrays, row) for row in range(len(arrays.marks)))
    return [(one.above, one.folded, one.flags, one.sentences) for one in found]


def places(flags: bytes, flag: int) -> set[int]:
    """Return the offsets at which a flag is set."""
    return {place for place, one in enumerate(flags) if one & flag}


@given(passages=PASSAGES)
def test_texts_are_kept(analyzer: Analyzer, passages: list[tuple[str, str]]) -> None:
    """A passage has its folded text and headings, its sentences, and the places of its words."""
    arrays = arrays_of(analyzer, passages)

    for row, (above, text) in enumerate(passages):
        kept, terms = AnalyzedText(arrays, row), analyzer.terms(text)
        words = analyzer.terms(text, "default")
        is_first = above.startswith(FIRST)
        assert (fold(above.removeprefix(FIRST)), fold(text)) == (kept.above, kept.folded)
        assert places(kept.flags, SECTION_BEGINS) == ({0} if is_first and text else set())
        assert tuple(sentences(text)) == kept.sentences
        assert {term.start for term in terms} == places(kept.flags, TERM_BEGINS)
        assert {term.end - 1 for term in terms} == places(kept.flags, TERM_ENDS)
        assert {word.start for word in words} == places(kept.flags, WORD_BEGINS)
        assert {word.end - 1 for word in words} == places(kept.flags, WORD_ENDS)


def marks(sources: list[TextArrays]) -> list[NDArray[np.uint64]]:
    """Return the marks of each source."""
    return [one.marks for one in sources]


@given(known=st.lists(PASSAGES, min_size=1, max_size=3), wanted=PASSAGES, on_disk=st.booleans())
def test_rows_of_several_arrays(
    analyzer: Analyzer,
    tmp_path_factory: pytest.TempPathFactory,
    known: list[list[tuple[str, str]]],
    wanted: list[tuple[str, str]],
    on_disk: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Arrays that are put together from others are those that would be made anew."""
    sources = [arrays_of(analyzer, passages) for passages in known]
    expected = arrays_of(analyzer, wanted)
    folder = tmp_path_factory.mktemp("texts")
    scratch = ScratchTexts(folder if on_disk else None)
    for one in (*sources[1:], expected):
        scratch.add(one)

    rows = find_rows(expected.marks, marks(sources))
    everything = [sources[0], *scratch.arrays()]
    joined = JoinedTexts(find_rows(expected.marks, marks(everything)), everything)
    saved = save_texts(ArtifactStore(folder, "any"), joined)

    is_known = [any(one in passages for passages in known) for one in wanted]
    assert is_known == (rows >= 0).tolist()
    assert contents(expected) == contents(joined.arrays()) == contents(saved)
    assert np.array_equal(expected.marks, saved.marks)


def test_unchanged_arrays_stay(analyzer: Analyzer) -> None:
    """If nothing has changed, nothing is copied."""
    arrays = arrays_of(analyzer, [("題", "一。"), ("題", "二。")])
    same, fewer = (JoinedTexts(np.arange(count), [arrays]) for count in (2, 1))

    assert arrays is same.unchanged is same.arrays()
    assert fewer.unchanged is None
    assert contents(arrays)[:1] == contents(fewer.arrays())


def test_headings_are_kept_once(analyzer: Analyzer) -> None:
    """Passages below the same headings share them."""
    arrays = arrays_of(analyzer, [("題", "一。"), ("題", "二。"), ("节", "三。"), ("題", "四。")])

    assert [0, 0, 1, 2] == arrays.above.tolist()


def test_texts_are_stored(analyzer: Analyzer, tmp_path: Path) -> None:
    """Arrays that are read from their files are those that were stored."""
    arrays = arrays_of(analyzer, [("題", "𠮷野家開店。人很多。"), ("節", "")])
    store = ArtifactStore(tmp_path, "any")
    joined = JoinedTexts(np.arange(2), [arrays])
    saved, opened = save_texts(store, joined), open_texts(store)

    assert opened
    assert contents(arrays) == contents(saved) == contents(opened)
