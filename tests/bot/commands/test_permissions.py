"""What commands write is for its owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.conftest import Run


@pytest.fixture
def generous_umask() -> Iterator[None]:
    """A process that would let everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Return what others than its owner may read or write in a folder."""
    paths = [path for path in folder.rglob("*") if not path.is_symlink()]
    return [path.name for path in paths if path.stat().st_mode & 0o077]


def test_collection_journal_and_backup(
    run: Run, data_dir: Path, tmp_path: Path, generous_umask: None
) -> None:
    """The collection that is made, its articles, the journal and its copy are private."""
    (tmp_path / "春耕.txt").write_text(
        "春耕\n\n惊蛰过后，田里的活就多起来了，天不亮就有人下地。", "utf-8"
    )
    for command in (
        ("corpus", "init"),
        ("corpus", "add", "春耕.txt"),
        ("journal", "stats"),
        ("journal", "backup", str(data_dir / "copy")),
    ):
        assert 0 == run(*command).status, command

    assert (data_dir / "articles/春耕.txt").exists()
    assert [] == open_to_others(data_dir)


def test_a_folder_of_the_operator(run: Run, tmp_path: Path, generous_umask: None) -> None:
    """A collection that others may read stays so, with what is added to it."""
    (folder := tmp_path / "ours").mkdir(mode=0o755)
    (tmp_path / "春耕.txt").write_text(
        "春耕\n\n惊蛰过后，田里的活就多起来了，天不亮就有人下地。", "utf-8"
    )
    added = run("corpus", "add", "--corpus", str(folder), "春耕.txt")

    assert 0 == added.status, added.err
    assert 0o755 == folder.stat().st_mode & 0o777
    assert 0o644 == (folder / "春耕.txt").stat().st_mode & 0o777
