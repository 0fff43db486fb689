"""Passages that are read from a file are those that were put there."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.artifacts import ArtifactStore
from corpus.catalogue import CatalogueEntry, ParsedFile, open_catalogue, save_catalogue
from corpus.kept_passages import KeptPassages, ScratchLines, load_passages
from corpus.model import Article, Corpus, Passage

TEXTS = st.text('字a\n\r\u2028"\\\x1e𠮷', max_size=6)
PASSAGES = st.builds(
    Passage,
    TEXTS,
    st.sampled_from(("a", "another")),
    TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
)


def article_of(*texts: str, name: str = "a") -> Article:
    """Return an article of passages with these texts, whose ids are its own and their texts."""
    passages = tuple(Passage(f"{name}-{text}", name, text, ("题",)) for text in texts)
    return Article(name, f"{name}.md", "题", passages=passages)


@given(several=st.lists(st.lists(PASSAGES, max_size=4), max_size=3), number=st.integers(-5, 5))
def test_passages_are_read_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, several: list[list[Passage]], number: int
) -> None:
    """They equal a tuple of what was put there, one by one, in slices, and all together."""
    lines = ScratchLines(tmp_path_factory.mktemp("scratch"))
    articles = [Article("a", "a", "a", passages=tuple(passages)) for passages in several]

    for article, kept in [(one, lines.keep(one)) for one in articles]:
        passages, expected = kept.passages, tuple(article.passages)
        assert isinstance(passages, KeptPassages)
        assert article == kept
        assert expected == tuple(passages) == passages[:] == passages
        assert expected[number:] == passages[number:]
        assert hash(article) == hash(kept)
        if -len(expected) <= number < len(expected):
            assert expected[number] == passages[number]
        else:
            with pytest.raises(IndexError):
                passages[number]


def test_stored_passages_are_moved(tmp_path: Path) -> None:
    """Once a catalogue is stored, its passages are read from there, and others are not changed."""
    lines = ScratchLines(tmp_path / "scratch")
    first, second = (lines.keep(article_of("一", "二", name=name)) for name in "ab")
    entries = [
        CatalogueEntry(one.id, "", None, "", ParsedFile(one, ())) for one in (second, first)
    ]
    store = ArtifactStore(tmp_path / "store", "any")

    save_catalogue(store, entries)
    moved = [one.passages._place[0] for one in (first, second)]  # type: ignore[attr-defined]
    opened = open_catalogue(store)

    assert lines not in moved
    assert first == article_of("一", "二", name="a") == opened["a"].file.article
    assert second == article_of("一", "二", name="b") == opened["b"].file.article


def test_a_catalogue_and_passages_of_two_versions(tmp_path: Path) -> None:
    """A catalogue whose passages are fewer or more than it says counts as empty."""
    store = ArtifactStore(tmp_path, "any")
    entries = [
        CatalogueEntry(one, "", None, "", ParsedFile(article_of("一", "二", name=one), ()))
        for one in "ab"
    ]
    save_catalogue(store, entries[:1])
    rows = store.open()["articles.jsonl"].read_bytes()
    save_catalogue(store, entries)
    paths = store.open()
    lines, starts = (paths[name].read_bytes() for name in ("passages.jsonl", "starts"))
    store.save(
        {
            "articles.jsonl": lambda file: file.write(rows),
            "passages.jsonl": lambda file: file.write(lines),
            "starts": lambda file: file.write(starts),
        }
    )

    assert {} == open_catalogue(store)


def test_a_corpus_of_passages_in_a_file(tmp_path: Path) -> None:
    """Its passages are found by their ids, with rows or without, and loaded if they are few."""
    plain = Corpus((article_of("一", "二", name="a"), article_of("三", name="b")))
    lines = ScratchLines(tmp_path)
    articles = tuple(map(lines.keep, plain.articles))
    ids = list(plain.passage_ids())

    for corpus in (Corpus(articles), Corpus(articles, {"a-二": 1, "b-三": 2}.get)):
        assert plain == corpus
        assert list(plain.passages) == list(corpus.passages)
        assert ids == list(corpus.passage_ids())
        assert len(plain) == len(corpus)
        assert plain.passage("b-三") == corpus.passage("b-三")
        assert plain.passage("a-二") == corpus.passage("a-二")
        assert corpus.passage("c") is None
    load_passages(corpus)
    assert articles[0].passages[1] is articles[0].passages[1]
    assert plain == corpus


def test_passages_that_cannot_be_put_into_a_file(tmp_path: Path) -> None:
    """An article stays as it is where its text cannot be encoded, or the disk is full."""
    lines = ScratchLines(tmp_path)
    odd, long, short = article_of("一\ud83d"), article_of("字" * 5000), article_of("二")
    rest = article_of("字" * 1300)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_001, limits[1]))
    try:
        kept = [lines.keep(one) for one in (odd, long, short, rest)]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert [odd, long, short, rest] == kept
    assert [True, True, False, True] == [isinstance(one.passages, tuple) for one in kept]
