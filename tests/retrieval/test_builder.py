"""Snapshots built on what is known: what they cost follows the change, what they say does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.limits import DEFAULT_LIMITS, Limits
from retrieval.builder import Builder, BuildProgress
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.searcher import Hit, Query
from retrieval.library import Library, Snapshot
from retrieval.text.analysis import Analyzer

REPOSITORY = Path(__file__).parents[2]

SENTENCES = (
    "金融科技的归宿是成为基础设施。",
    "潮水退去以后，才知道谁在裸泳。",
    "一座城市的气味，多半来自它的菜市场。",
    "把玻璃吹成器皿，靠的是一口气。",
    "他把整个下午都用来修一只旧钟。",
)
TITLES = ("归宿", "气味", "旧钟与玻璃")
QUESTIONS = ("金融", "城市", "玻璃", "旧钟", "²气味", "裸泳")

Make = Callable[..., Builder]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles of five passages."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(3):
        write(folder, number, TITLES[number], SENTENCES)
    return folder


@pytest.fixture
def make(folder: Path, analyzer: Analyzer, tmp_path: Path) -> Make:
    """Makes a builder, as a new start of the program does."""

    def make(limits: Limits = DEFAULT_LIMITS, kept: Path = tmp_path / "index") -> Builder:
        return Builder(folder, analyzer, limits, kept, Bm25Searcher)

    return make


def write(folder: Path, number: int, title: str, passages: tuple[str, ...]) -> None:
    """Write an article, a paragraph a line."""
    lines = [f"第{number}篇。{text}说到这里，话就说完了。" for text in passages]
    text = "\n\n".join((f"# {title}", *lines))
    (folder / f"{number}.md").write_text(text, encoding="utf-8")


def found(snapshot: Snapshot) -> list[list[Hit]]:
    """Return the hits of each query."""
    searcher = snapshot.searcher
    assert isinstance(searcher, Bm25Searcher)
    return [searcher.search(Query({term: 1.0}), 20) for term in QUESTIONS]


def said(snapshot: Snapshot) -> tuple[object, ...]:
    """All that a snapshot says."""
    sounds = snapshot.lexicon.sounding_like("boli")
    return snapshot.corpus, snapshot.problems, found(snapshot), sounds


def test_a_reload_costs_what_has_changed(folder: Path, make: Make) -> None:
    """Only the file that changed is read, and only its new passage is cut."""
    builder = make()
    first = builder.build()
    nothing = builder.build()
    write(folder, 1, TITLES[1], (*SENTENCES[:4], "现在这一段说的是别的事情了。"))
    change = builder.build()

    assert (3, 15) == (first.files_read, first.passages_tokenized)
    assert (0, 0) == (nothing.files_read, nothing.passages_tokenized)
    assert (1, 1) == (change.files_read, change.passages_tokenized)


def test_a_restart_costs_nothing(folder: Path, make: Make) -> None:
    """A build and a change after it are stored, and the next start gives the same results."""
    make().build()
    write(folder, 1, TITLES[1], SENTENCES[:3])
    before = make().build()
    after = make().build()

    assert (0, 0) == (after.files_read, after.passages_tokenized)
    assert said(before) == said(after)


def test_a_new_title_is_found(folder: Path, make: Make) -> None:
    """Passages keep their ids under another title, but are found by its words."""
    builder = make()
    before = builder.build()
    write(folder, 0, "玻璃", SENTENCES)
    after = builder.build()

    assert [*before.corpus.passages] == [*after.corpus.passages]
    assert (1, 5) == (after.files_read, after.passages_tokenized)
    assert found(make(kept=folder.parent / "another").build()) == found(after)


def test_reindexing_starts_from_nothing(make: Make) -> None:
    """Whatever is kept, everything is read and cut, and then kept."""
    builder = make()
    builder.build()
    builder.forget()
    again = builder.build()

    assert (3, 15) == (again.files_read, again.passages_tokenized)
    assert (0, 0) == ((after := make().build()).files_read, after.passages_tokenized)


def test_progress_is_told(make: Make) -> None:
    """Files as they are read, passages as they are cut; nothing where nothing is done."""
    reading: list[tuple[int, int]] = []
    cutting: list[tuple[int, int]] = []
    told = BuildProgress(lambda *now: reading.append(now), lambda *now: cutting.append(now))
    make().build(told)
    make().build(told)

    assert [(1, 3), (2, 3), (3, 3)] * 2 == reading
    assert [(15, 15)] == cutting


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_torn_file_is_made_again(make: Make, tmp_path: Path, share: float) -> None:
    """Each file of the index in turn is cut short: all is made again and said as before."""
    expected = said(make().build())
    names = sorted(path.relative_to(tmp_path) for path in (tmp_path / "index").glob("*/*"))
    assert 15 == len(names)
    for name in names:
        path = tmp_path / name
        os.truncate(path, int(path.stat().st_size * share))
        snapshot = make().build()

        assert (snapshot.files_read, snapshot.passages_tokenized) in {(3, 0), (0, 15)}, name
        assert expected == said(snapshot)
        assert (0, 0) == ((after := make().build()).files_read, after.passages_tokenized)


def test_an_index_of_something_else(folder: Path, make: Make, tmp_path: Path) -> None:
    """An index that somebody copied here from another collection gives nothing of its own."""
    make(kept=tmp_path / "other").build()
    for number in range(3):
        write(folder, number, TITLES[0], SENTENCES[3:])
    expected = said(make(kept=tmp_path / "own").build())
    shutil.copytree(tmp_path / "other", tmp_path / "index")

    assert expected == said(make().build())


def test_other_limits_are_another_recipe(make: Make) -> None:
    """Whoever changes how articles are cut into passages has them read again."""
    make().build()
    longer = replace(DEFAULT_LIMITS, shortest_passage=60)
    snapshot = make(longer).build()

    assert 3 == snapshot.files_read
    assert len(snapshot.corpus) < 15


def test_a_data_folder_that_cannot_be_written(make: Make, tmp_path: Path) -> None:
    """All works, reloads cost what has changed, and the trouble can be told."""
    (tmp_path / "file").write_text("")
    builder = make(kept=tmp_path / "file" / "index")
    first = builder.build()
    trouble = builder.trouble
    second = builder.build()

    assert isinstance(trouble, OSError)
    assert (3, 15, 0, 0) == (
        first.files_read,
        first.passages_tokenized,
        second.files_read,
        second.passages_tokenized,
    )
    assert said(make().build()) == said(second)


async def test_a_folder_that_is_empty_for_a_while(folder: Path, make: Make) -> None:
    """A disk that was not there is back, and nothing has to be read again."""
    builder = make()
    library = Library(builder.build, builder.build())
    before = library.current
    away = folder.rename(folder.with_name("away"))
    folder.mkdir()
    with pytest.raises(Exception, match="no article left"):
        await library.reload()
    assert before is library.current
    folder.rmdir()
    away.rename(folder)
    reload = await library.reload()

    assert (0, 0) == (reload.files_read, reload.passages_tokenized)
    assert said(before) == said(reload.after)
    assert (0, 0) == ((after := make().build()).files_read, after.passages_tokenized)


BUILD = """
import sys
from pathlib import Path
from corpus.limits import DEFAULT_LIMITS
from retrieval.builder import Builder
from retrieval.index.bm25 import Bm25Searcher
from retrieval.text.analysis import Analyzer
articles, cache, index = map(Path, sys.argv[1:])
snapshot = Builder(articles, Analyzer(cache), DEFAULT_LIMITS, index, Bm25Searcher).build()
print(snapshot.files_read, snapshot.passages_tokenized)
"""
"""A program that builds a snapshot and prints what it had to read and to tokenize."""


def test_a_change_of_source_costs_what_it_decides(
    folder: Path, analyzer: Analyzer, tmp_path: Path
) -> None:
    """A line changed in declining costs nothing, one in the analyzer's script all passages."""
    source = tmp_path / "source"
    for package in ("corpus", "retrieval"):
        shutil.copytree(REPOSITORY / package, source / package)

    def build(changed: str | None = None) -> tuple[int, ...]:
        if changed:
            with (source / changed).open("a", encoding="utf-8") as file:
                file.write("\n# Another comment.\n")
        command = [sys.executable, "-c", BUILD, folder, analyzer.cache_folder, tmp_path / "index"]
        done = subprocess.run(
            list(map(str, command)), capture_output=True, check=True, cwd=source, text=True
        )
        return tuple(map(int, done.stdout.split()))

    assert (3, 15) == build()
    assert (0, 0) == build(changed="retrieval/answer/declining.py")
    assert (0, 15) == build(changed="retrieval/text/script.py")
    assert (3, 0) == build(changed="corpus/furniture.toml")


EDITS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(TITLES),
        st.lists(st.sampled_from(SENTENCES), max_size=4).map(tuple),
        st.booleans(),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=25)
@given(edits=EDITS)
def test_built_bit_by_bit_or_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    analyzer: Analyzer,
    edits: list[tuple[int, str, tuple[str, ...], bool]],
) -> None:
    """After any edits, with restarts in between, all is found as if it were indexed at once."""
    place = tmp_path_factory.mktemp("place")
    folder = place / "articles"
    folder.mkdir()

    def start(kept: str) -> Builder:
        return Builder(folder, analyzer, DEFAULT_LIMITS, place / kept, Bm25Searcher)

    builder = start("index")
    for step, (number, title, passages, restarts) in enumerate(edits):
        if passages:
            write(folder, number, title, passages)
        else:
            (folder / f"{number}.md").unlink(missing_ok=True)
        builder = start("index") if restarts else builder

        assert said(start(f"nothing {step}").build()) == said(builder.build())
