"""`yinju corpus history` and `yinju corpus undo`: changes, listed and taken back."""

from __future__ import annotations

import getpass
import io
import json
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("environment", "data")

LOCALES = ("C.UTF-8", "zh_CN.UTF-8", "zh_TW.UTF-8")


class Typed(io.StringIO):
    """The lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        """Return True, as at a terminal."""
        return True


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection that an article was added to, and another one removed from."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "salt.txt").write_text("盐\n一段话，说的是盐田。", "utf-8")
    (tmp_path / "tide.txt").write_text("潮\n一段话，说的是海。", "utf-8")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(folder))
    run("corpus", "add", str(tmp_path / "tide.txt"))
    run("corpus", "remove", "--yes", "salt")
    return folder


def test_what_the_shell_did_is_in_the_history(run: Run, folder: Path) -> None:
    """Each change has its number, time, account, kind, subject and files, the newest first."""
    ran = run("corpus", "history", "--json")
    removed, added = json.loads(ran.out)

    assert f"shell:{getpass.getuser()}" == removed["by"] == added["by"]
    assert ("remove", "盐", False) == (removed["kind"], removed["subject"], removed["undone"])
    assert ("add", "潮", [{"name": "tide.txt", "state": "added"}]) == (
        *(added["kind"], added["subject"], added["files"]),
    )
    newest = json.loads(run("corpus", "history", "--json", "--limit", "1").out)
    assert [removed] == newest


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("C.UTF-8", ("who", "removed “盐”", "in the shell")),
        ("zh_CN.UTF-8", ("谁", "移除了《盐》", "（终端）")),
        ("zh_TW.UTF-8", ("誰", "移除了《盐》", "（終端機）")),
    ],
)
def test_the_history_as_a_table(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, locale: str, words: tuple[str, ...]
) -> None:
    """A table tells it in the language of the terminal."""
    monkeypatch.setenv("LANG", locale)
    lines = run("corpus", "history").out.splitlines()

    assert words[0] in lines[0]
    assert words[1] in lines[1]
    assert words[2] in lines[1]
    assert "salt.txt" in lines[1]


def test_the_newest_change_is_undone(run: Run, folder: Path) -> None:
    """Without a number, changes are taken back one after the other, and undos are none of them."""
    first = run("corpus", "undo", "--yes")
    second = run("corpus", "undo", "--yes")
    third = run("corpus", "undo", "--yes")

    assert "Change 2 is undone; that is change 3.\n" == first.out
    assert "Change 1 is undone; that is change 4.\n" == second.out
    assert (2, "yinju: there is no change that could be undone\n") == (third.status, third.err)
    assert ["salt.txt"] == [path.name for path in folder.iterdir()]


def test_a_change_by_its_number(run: Run, folder: Path) -> None:
    """An older change is undone alone, and the history marks it."""
    ran = run("corpus", "undo", "1", "--yes")
    shown = run("corpus", "history").out

    assert (0, []) == (ran.status, list(folder.iterdir()))
    assert "added “潮” (undone)" in shown
    assert "undid change 1: “潮”" in shown


@pytest.mark.parametrize("number", ["1", "9"])
@pytest.mark.parametrize("locale", LOCALES)
def test_what_cannot_be_undone(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, number: str, locale: str
) -> None:
    """A file that was changed since, and an unknown number, are told in one line."""
    monkeypatch.setenv("LANG", locale)
    (folder / "tide.txt").write_text("另一篇", "utf-8")
    ran = run("corpus", "undo", number, "--yes")

    assert (2, "", 1) == (ran.status, ran.out, len(ran.err.splitlines()))
    assert ("tide.txt" if number == "1" else "9") in ran.err
    assert "另一篇" == (folder / "tide.txt").read_text("utf-8")


def test_nothing_is_undone_unasked(run: Run, folder: Path) -> None:
    """Without a terminal nothing is undone but with --yes, as the message says."""
    ran = run("corpus", "undo")

    assert (2, 1) == (ran.status, len(list(folder.iterdir())))
    assert "--yes" in ran.err


def test_a_change_that_there_is_not(run: Run, folder: Path) -> None:
    """That there is none is told before --yes is asked for; JSON has the change that was made."""
    ran = run("corpus", "undo", "99")
    undone = json.loads(run("corpus", "undo", "--json", "--yes").out)

    assert (2, "yinju: there is no change 99\n") == (ran.status, ran.err)
    assert ("undo", 2) == (undone["kind"], undone["undoes"])


@pytest.mark.parametrize(("typed", "left"), [("n\n", 1), ("y\n", 2)])
def test_a_terminal_is_asked(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str, left: int
) -> None:
    """On a terminal the files are named, and nothing is undone before somebody agrees."""
    monkeypatch.setattr(sys, "stdin", Typed(typed))
    ran = run("corpus", "undo")

    assert (0, left) == (ran.status, len(list(folder.iterdir())))
    assert "salt.txt will come back" in ran.out
    assert ("Nothing was undone." in ran.out) is (left == 1)


@pytest.mark.parametrize(
    ("locale", "words"), list(zip(LOCALES, ("Nothing has", "还没有", "還沒有"), strict=True))
)
def test_without_changes(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, locale: str, words: str
) -> None:
    """The packaged collection has no changes, and to ask for them writes nothing."""
    monkeypatch.setenv("LANG", locale)
    ran = run("corpus", "history")

    assert (0, True) == (ran.status, ran.out.startswith(words))
    assert "[]\n" == run("corpus", "history", "--json").out
    assert not (data / "changes").exists()
