"""The index between runs of the command line: reused if possible, and never out of date."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.service.bootstrap import make_builder, open_library
from bot.settings import Settings
from retrieval.text.analysis import Analyzer
from tests.bot.conftest import Run

QUESTION = "毛细血管"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("题目\n毛细血管遍布全身，一处也不缺。\n", "utf-8")
    return folder


def quoted(run: Run, folder: Path) -> list[str]:
    """Return the passages that `yinju ask` quotes."""
    ran = run("ask", "--json", "--corpus", str(folder), QUESTION)
    return [citation["text"] for citation in json.loads(ran.out)["citations"]]


def index_of(data_dir: Path, folder: Path) -> Path:
    """Return the folder of a collection's index."""
    return max(
        (data_dir / "index").glob(f"{folder.name}-*"), key=lambda path: path.stat().st_mtime
    )


def test_the_index_is_reused(run: Run, folder: Path, data_dir: Path) -> None:
    """A second run does not write the index again; a changed article is quoted as changed."""
    first = quoted(run, folder)
    written = {path: path.stat().st_mtime_ns for path in index_of(data_dir, folder).rglob("*.npy")}
    second = quoted(run, folder)

    assert ["毛细血管遍布全身，一处也不缺。"] == first == second
    assert written == {path: path.stat().st_mtime_ns for path in written}

    (folder / "a.txt").write_text("题目\n毛细血管到处都有，一处也不缺。\n", "utf-8")
    assert ["毛细血管到处都有，一处也不缺。"] == quoted(run, folder)


def test_reindexing_replaces_a_damaged_index(run: Run, folder: Path, data_dir: Path) -> None:
    """`yinju corpus reindex` replaces a damaged index and prints counts."""
    quoted(run, folder)
    for path in index_of(data_dir, folder).rglob("*"):
        if path.is_file():
            os.truncate(path, 0)
    ran = run("corpus", "reindex", "--corpus", str(folder))

    assert (0, "1 article, 1 passage, 0 problems") == (ran.status, ran.out.strip())
    assert ["毛细血管遍布全身，一处也不缺。"] == quoted(run, folder)


def test_a_data_folder_that_cannot_be_written(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a writable data folder `ask` answers, and `reindex` fails and names the folder."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "file" / "data"))

    assert ["毛细血管遍布全身，一处也不缺。"] == quoted(run, folder)
    ran = run("corpus", "reindex", "--corpus", str(folder))
    assert 2 == ran.status
    assert "file/data/index" in ran.err


def test_collections_do_not_mix(tmp_path: Path, analyzer: Analyzer) -> None:
    """Two folders of the same name have separate indexes."""
    settings = Settings(data_dir=tmp_path / "data")
    for place in ("one", "two"):
        folder = tmp_path / place / "articles"
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(f"题目\n{place}说的是毛细血管。\n", "utf-8")
        make_builder(settings, analyzer, folder).build()
    for place in ("one", "two"):
        again = make_builder(settings, analyzer, tmp_path / place / "articles").build()
        (article,) = again.corpus.articles
        assert (f"{place}说的是毛细血管。", 0, 0) == (
            article.lead,
            again.files_read,
            again.passages_tokenized,
        )


async def test_the_collection_may_move(tmp_path: Path, analyzer: Analyzer) -> None:
    """A reload switches to the operator's own collection once it exists."""
    settings = Settings(data_dir=tmp_path)
    library = open_library(settings, analyzer)
    packaged = library.current
    own = tmp_path / "articles"
    own.mkdir()
    (own / "a.txt").write_text("题目\n毛细血管遍布全身。\n", "utf-8")
    reload = await library.reload()

    assert packaged is reload.before
    assert ("a",) == reload.diff.added
    assert 1 == reload.files_read
