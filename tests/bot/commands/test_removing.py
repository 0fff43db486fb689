"""`yinju corpus remove`: articles out of the collection, their files kept."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("environment")


class Typed(io.StringIO):
    """The lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        """Return True, as at a terminal."""
        return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of three articles and an entry about one of them."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("spring-tide", "neap-tide", "salt"):
        (folder / f"{name}.txt").write_text(f"{name}\n作者：王小明\n一段话，说的是海。", "utf-8")
    (folder / "sources.toml").write_text(
        '[[source]]\nmatch = "*"\nfill = true\nsite = "某网"\n'
        '[[source]]\nmatch = "salt.txt"\nauthor = "李四"\n',
        "utf-8",
    )
    return folder


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_files_are_kept(run: Run, folder: Path, data: Path) -> None:
    """Articles are removed by their ids, and the output tells where their files are."""
    ran = run("corpus", "remove", "--yes", "--corpus", str(folder), "salt", "neap-tide")
    left = json.loads(run("corpus", "list", "--json", "--corpus", str(folder)).out)

    assert (0, ["spring-tide"]) == (ran.status, [article["article"] for article in left])
    for name in ("salt.txt", "neap-tide.txt"):
        assert (data / "removed" / name).is_file()
        assert f"removed {name}; it is kept as {data / 'removed' / name}" in ran.out


def test_entries_in_sources_are_left_and_told(run: Run, folder: Path, data: Path) -> None:
    """An entry that no longer matches a file is told and left; one that matches others is not."""
    before = (folder / "sources.toml").read_bytes()
    ran = run("corpus", "remove", "--yes", "--corpus", str(folder), "salt")

    told = [line for line in ran.out.splitlines() if "sources.toml" in line]
    assert ["sources.toml still has the entry “salt.txt”, which now matches no file."] == told
    assert before == (folder / "sources.toml").read_bytes()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("saalt", "closest: salt"),
        ("tide", "closest: neap-tide, spring-tide"),
        ("salt.md", "closest: salt"),
        ("蘑菇", "yinju corpus list lists all ids"),
    ],
)
def test_unknown_ids(run: Run, folder: Path, data: Path, wrong: str, words: str) -> None:
    """An unknown id is told in one line with the closest ones, and nothing is removed."""
    ran = run("corpus", "remove", "--yes", "--corpus", str(folder), "salt", wrong)

    assert (2, "", 1) == (ran.status, ran.out, len(ran.err.splitlines()))
    assert f"“{wrong}”" in ran.err
    assert words in ran.err
    assert "nothing was removed" in ran.err
    assert 4 == len(list(folder.iterdir()))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en_US", "name one of them: salt.md, salt.txt"),
        ("zh_CN", "请写出其中一个文件：salt.md, salt.txt"),
        ("zh_TW", "請寫出其中一個檔案：salt.md, salt.txt"),
    ],
)
@pytest.mark.usefixtures("data")
def test_files_of_one_stem(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """Where files differ in their suffix alone, only a file's name removes one, and once."""
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    (folder / "salt.md").write_text("---\ntitle: 盐\n---\n盐田要晒七天。", "utf-8")
    unclear = run("corpus", "remove", "--yes", "--corpus", str(folder), "salt")
    both = len(list(folder.glob("salt.*")))
    ran = [run("corpus", "remove", "--yes", "--corpus", str(folder), "salt.md") for _ in range(2)]

    assert (2, "", 2) == (unclear.status, unclear.out, both)
    assert words in unclear.err
    assert [0, 2] == [one.status for one in ran]
    assert ["salt.txt"] == [one.name for one in folder.glob("salt.*")]


def test_an_empty_collection(run: Run, data: Path, tmp_path: Path) -> None:
    """A collection without articles has no ids, which is told in one line."""
    (tmp_path / "none").mkdir()
    ran = run("corpus", "remove", "--yes", "--corpus", str(tmp_path / "none"), "salt")

    assert (2, 1) == (ran.status, len(ran.err.splitlines()))


@pytest.mark.parametrize(
    "case", [("n\n", [], 3), ("y\n", [], 2), ("", ["--yes"], 2)], ids=["no", "yes", "--yes"]
)
@pytest.mark.usefixtures("data")
def test_a_terminal_is_asked(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, case: tuple[str, list[str], int]
) -> None:
    """On a terminal nothing is removed before somebody agrees, unless --yes is given."""
    typed, options, left = case
    monkeypatch.setattr(sys, "stdin", Typed(typed))
    ran = run("corpus", "remove", *options, "--corpus", str(folder), "salt")

    assert (0, left) == (ran.status, len(list(folder.glob("*.txt"))))
    assert ("Remove 1 article?" in ran.out) is bool(typed)
    assert ("Nothing was removed." in ran.out) is (left == 3)


def test_the_packaged_collection_is_copied_first(run: Run, data: Path, packaged: Path) -> None:
    """An article of the packaged collection is removed from a copy of it."""
    before = sorted(packaged.iterdir())
    first, *others = [a["article"] for a in json.loads(run("corpus", "list", "--json").out)]
    ran = run("corpus", "remove", "--yes", first)

    assert 0 == ran.status
    assert others == [a["article"] for a in json.loads(run("corpus", "list", "--json").out)]
    assert before == sorted(packaged.iterdir())
    assert len(before) - 1 == len(list((data / "articles").iterdir()))


def test_removed_files_are_never_in_the_collection(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the data folder is in the collection, what is removed is hidden there."""
    monkeypatch.setenv("BOT_DATA_DIR", str(folder))
    ran = run("corpus", "remove", "--yes", "--corpus", str(folder), "salt")
    listed = run("corpus", "list", "--corpus", str(folder)).out

    assert (0, True) == (ran.status, (folder / ".removed/salt.txt").is_file())
    assert "salt" not in listed


def test_a_file_that_cannot_be_kept(
    run: Run, folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be kept stays, with the reason and status 1."""
    data.mkdir()
    (data / "removed").write_text("no folder")
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    ran = run("corpus", "remove", "--yes", "--corpus", str(folder), "salt")

    assert (1, True) == (ran.status, (folder / "salt.txt").is_file())
    assert "錯誤 salt.txt：無法移除：" in ran.out


def test_nothing_is_removed_unasked(
    run: Run, folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal nothing is removed but with --yes, as each language says."""
    told = []
    for language in ("en_US", "zh_CN", "zh_TW"):
        monkeypatch.setenv("LANG", f"{language}.UTF-8")
        ran = run("corpus", "remove", "--corpus", str(folder), "salt")
        told.append(ran.err)
        assert (2, "") == (ran.status, ran.out)

    assert (folder / "salt.txt").is_file()
    assert told == [
        "yinju: nobody can be asked here; add --yes to go on without asking\n",
        "yinju: 这里没有人可以回答；加上 --yes 就不再询问\n",
        "yinju: 這裡沒有人可以回答；加上 --yes 就不再詢問\n",
    ]


def test_what_was_removed_as_json(run: Run, folder: Path, data: Path) -> None:
    """A program reads which file is kept where."""
    ran = run("corpus", "remove", "--json", "--yes", "--corpus", str(folder), "salt")
    (removed,) = json.loads(ran.out)

    assert ("salt", "salt.txt", None) == (removed["article"], removed["path"], removed["error"])
    assert Path(removed["kept"]) == data / "removed/salt.txt"
