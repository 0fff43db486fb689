"""An index built on another reuses its postings, and equals one built from nothing."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.kept_passages import KeptPassages
from corpus.model import Article, Corpus, Passage
from retrieval.index.building import build_index
from retrieval.index.indexed_text import BREAK, IndexedTexts
from retrieval.index.postings import Model, Postings, build_postings
from retrieval.index.terms import TermBatch, TermTable, Texts, build_table, tokenize_batch
from retrieval.text.analysis import SINGLE

LETTERS = "abcdefgh"
TEXTS = st.dictionaries(st.sampled_from("123456789"), st.text(LETTERS, max_size=6), max_size=9)
SHARES = st.sampled_from((0.0, 0.3, 1.0))


def tokenize(texts: Texts) -> Iterator[TermBatch]:
    """Yield letters as terms, a to d as single characters, two texts at a time."""
    rest = iter(texts)
    while batch := tuple(islice(rest, 2)):
        yield tokenize_batch(batch, bag)


def bag(text: str) -> list[str]:
    """Return the letters of a text as terms."""
    text = text.removeprefix(BREAK)
    return [SINGLE + letter if letter < "e" else letter for letter in text]


def empty(model: Model) -> Postings:
    """Return an index without passages."""
    return build_postings(TermTable(), model)


def contents(index: Postings) -> dict[str, dict[str, int]]:
    """Return for each term that occurs the passages that have it, with their counts."""
    names = index.table.passages
    found = {}
    for number, term in enumerate(index.table.vocabulary):
        rows, counts = (array.tolist() for array in index.lists.read(number))
        assert sorted(rows) == rows
        assert len(rows) == index.table.frequencies[number]
        if rows:
            found[term] = {names[row]: n for row, n in zip(rows, counts, strict=True)}
    return found


def expected(texts: dict[str, str]) -> dict[str, dict[str, int]]:
    """Return the contents of an index of these texts; single characters have no counts."""
    found: dict[str, dict[str, int]] = {}
    for name, text in texts.items():
        for term in dict.fromkeys(bag(text)):
            count = 1 if term[0] == SINGLE else bag(text).count(term)
            found.setdefault(term, {})[name] = count
    return found


@given(versions=st.lists(TEXTS, min_size=1, max_size=3), share=SHARES, run=st.integers(1, 4))
def test_an_index_built_on_another_is_the_same(
    versions: list[dict[str, str]], share: float, run: int
) -> None:
    """Passages that are added, changed, moved or removed leave what a full build would make."""
    model = Model(common_share=share)
    index = empty(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.index.building.RUN", run)
        patch.setattr("retrieval.index.runs._MERGE_BATCH", 3)
        for texts in versions:
            index = build_index(texts, tokenize, index, model=model)

            whole = build_index(texts, tokenize, empty(model), model=model)
            assert expected(texts) == contents(index) == contents(whole)
            assert list(texts) == list(index.table.passages)
            assert list(map(len, texts.values())) == index.table.lengths.tolist()
            assert np.array_equal(whole.lists.norms, index.lists.norms)


@given(before=TEXTS, after=TEXTS)
def test_only_new_texts_are_tokenized(before: dict[str, str], after: dict[str, str]) -> None:
    """A passage whose text is the same is not tokenized again, wherever it stands."""
    asked: list[str] = []

    def noted(texts: Texts) -> Iterator[TermBatch]:
        asked.extend(texts)
        return tokenize(asked)

    known = build_index(before, tokenize, empty(Model()))
    index = build_index(after, noted, known)

    assert [text for name, text in after.items() if before.get(name) != text] == asked
    assert (index is known) == (list(before.items()) == list(after.items()))


class NoLines:
    """Lines that cannot be read."""

    def read(self, first: int, end: int) -> bytes:
        """Fail."""
        raise AssertionError(f"lines {first} to {end} were read")


def article(name: str, *texts: str) -> Article:
    """Return an article of passages with these texts; its title has no letters."""
    passages = tuple(Passage(f"{name}{text}", name, text) for text in texts)
    return Article(name, name, "", passages=passages)


def test_articles_that_have_not_changed_are_not_looked_at() -> None:
    """Their rows are taken over, wherever they stand, as long as their hash is the same."""
    first, second, third = article("a", "e", "ef"), article("b", "g"), article("c", "h", "hh")
    states = ["1", "2", "3"]
    before = IndexedTexts(Corpus((first, second, third)), states)
    known = build_index(before, tokenize, empty(Model()))
    unread = [
        one.with_passages(KeptPassages(NoLines(), 0, len(one.passages), one.id))
        for one in (first, third)
    ]
    changed = article("b", "g", "ge")
    corpus = Corpus((unread[1], changed, unread[0]))

    same = IndexedTexts(Corpus((unread[0], second, unread[1])), states)
    after = build_index(IndexedTexts(corpus, ["3", "4", "1"]), tokenize, known)
    whole = build_index(IndexedTexts(Corpus((third, changed, first))), tokenize, empty(Model()))

    assert known is build_index(same, tokenize, known)
    assert contents(whole) == contents(after)
    assert list(whole.table.passages) == list(after.table.passages)
    assert np.array_equal(whole.table.marks, after.table.marks)
    assert [0, 2, 4, 6] == after.table.article_starts.tolist()


def test_unused_terms_are_dropped() -> None:
    """Terms of removed passages go once they are a quarter of all."""
    texts = {"1": "efgh", "2": "e"}
    known = build_index(texts, tokenize, empty(Model(common_share=0.6)))
    index = build_index({"2": "e"}, tokenize, known)

    assert ["e"] == list(index.table.vocabulary)
    assert {"e": {"2": 1}} == contents(index)


@pytest.mark.parametrize("kind", ["folder", "none", "file"])
def test_runs_are_in_scratch_files_or_in_memory(tmp_path: Path, kind: str) -> None:
    """Nothing is left of a scratch file; where none can be made, runs stay in memory."""
    (tmp_path / "file").write_text("")
    folder = {"folder": tmp_path / "new", "none": None, "file": tmp_path / "file"}[kind]
    texts = {str(number): LETTERS[number % 8 :] for number in range(50)}

    index = build_index(texts, tokenize, empty(Model()), folder)

    assert expected(texts) == contents(index)
    assert [] == list((tmp_path / "new").glob("*"))


def test_a_full_disk(tmp_path: Path) -> None:
    """Runs that no longer fit on the disk are taken into memory, with those before them."""
    texts = {str(number): LETTERS[number % 8 :] * (number % 3) for number in range(500)}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.index.building.RUN", 20)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_001, limits[1]))
        try:
            index = build_index(texts, tokenize, empty(Model()), tmp_path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert expected(texts) == contents(index)


def test_an_index_equals_that_of_a_table() -> None:
    """Lists merged from the runs of a build are those of the same terms in memory."""
    texts = {str(number): LETTERS[number % 8 :] * (number % 3) for number in range(50)}
    table = build_table(texts, tokenize)

    index = build_index(texts, tokenize, empty(Model()))
    whole = build_postings(table)

    assert contents(whole) == contents(index)
    assert np.array_equal(table.frequencies, index.table.frequencies)
    assert list(table.vocabulary) == list(index.table.vocabulary)
    assert np.array_equal(whole.lists.words, index.lists.words)


@pytest.mark.parametrize("count", [1, 3])
def test_every_passage_must_be_tokenized(count: int) -> None:
    """Terms of too few or too many passages are an error, never another passage's terms."""

    def wrong(_: Texts) -> Iterator[TermBatch]:
        yield tokenize_batch(["e"] * count, bag)

    with pytest.raises(ValueError, match=f"2 passages were tokenized into {count}"):
        build_index({"a": "e", "b": "ef"}, wrong, empty(Model()))
