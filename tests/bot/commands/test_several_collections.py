"""Commands of the shell where a folder holds several collections."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("environment")


def test_the_only_one_in_a_folder_is_checked(run: Run, tmp_path: Path) -> None:
    """Problems of its examples are listed as those of its articles are."""
    folder = tmp_path / "all" / "plays"
    folder.mkdir(parents=True)
    (folder / "collection.toml").touch()
    (folder / "one.md").write_text("# 茶\n\n茶是山里的人种的。\n", "utf-8")
    (folder / "examples.toml").write_text("[[example]\n", "utf-8")

    ran = run("corpus", "check", "--corpus", str(tmp_path / "all"))

    assert "examples.toml" in ran.out


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "茶"),
        ("corpus", "check"),
        ("corpus", "list"),
        ("corpus", "reindex"),
        ("corpus", "add", "one.md"),
        ("corpus", "remove", "--yes", "a"),
    ],
)
def test_one_must_be_named(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A command that works on one collection names those there are, and how to choose."""
    (tmp_path / "one.md").write_text("# 茶\n\n茶是山里的人种的。\n", "utf-8")
    for name in ("plays", "poems"):
        (tmp_path / "all" / name).mkdir(parents=True)
        (tmp_path / "all" / name / "collection.toml").touch()

    ran = run(*command, "--corpus", str(tmp_path / "all"))

    assert 2 == ran.status
    assert "plays, poems" in ran.err
    assert f"--corpus {tmp_path / 'all' / 'plays'}" in ran.err.replace("\n", "")
