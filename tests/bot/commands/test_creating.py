"""`yinju corpus init`: an empty collection to begin with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.loading import load
from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("environment")


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_default_folder(run: Run, data: Path, tmp_path: Path) -> None:
    """Without a folder, the collection in the data folder begins empty, not with the digests."""
    ran = run("corpus", "init")
    empty = json.loads(run("corpus", "list", "--json").out)
    (tmp_path / "a.txt").write_text("我的文章\n作者：王小明\n正文说了一句话。", "utf-8")
    added = run("corpus", "add", str(tmp_path / "a.txt"))

    assert (0, [], 0) == (ran.status, empty, added.status)
    assert ["a"] == [a["article"] for a in json.loads(run("corpus", "list", "--json").out)]
    assert {"a.txt", "sources.toml"} == {path.name for path in (data / "articles").iterdir()}
    for part in (f"{data / 'articles'} is an empty collection.", "yinju corpus add PATH|URL…"):
        assert part in ran.out
    assert "BOT_CORPUS_DIR" not in ran.out


def test_a_named_folder(run: Run, data: Path, tmp_path: Path) -> None:
    """A named folder is made, and the output tells how it is filled and served."""
    folder = tmp_path / "my articles/new"
    ran = run("corpus", "init", str(folder))

    assert (0, True) == (ran.status, (folder / "sources.toml").is_file())
    for part in (f"--corpus '{folder}' ", f"BOT_CORPUS_DIR={folder}", "yinju serve", "/reload"):
        assert part in ran.out


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "zh_TW.UTF-8", "C.UTF-8"])
def test_sources_explain_themselves(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """sources.toml holds comments in the terminal's language; its examples work without the #."""
    monkeypatch.setenv("LANG", locale)
    run("corpus", "init", str(tmp_path / "new"))
    lines = (tmp_path / "new/sources.toml").read_text("utf-8").splitlines()
    is_chinese = locale.startswith("zh")
    for name in ("one-article.txt", "other.txt"):
        (tmp_path / "new" / name).write_text("原来的题目\n\n一段话，说的是海。", "utf-8")
    before = load(tmp_path / "new", lambda _: 0)
    examples = [line[2:] for line in lines if line.startswith(("# [[", "# ")) and _is_toml(line)]
    (tmp_path / "new/sources.toml").write_text("\n".join(examples), "utf-8")
    after = load(tmp_path / "new", lambda _: 0)

    assert all(line.startswith("#") for line in lines)
    assert is_chinese is ("文件" in lines[0] or "檔案" in lines[0])
    assert () == before.problems == after.problems
    assert ["春耕", "原来的题目"] == [article.title for article in after.corpus.articles]
    assert ["王小明"] * 2 == [article.author for article in after.corpus.articles]


def _is_toml(line: str) -> bool:
    return line.startswith("# [[") or " = " in line


@pytest.mark.parametrize("name", ["a.txt", "folder"])
def test_a_folder_with_files_is_left_alone(run: Run, tmp_path: Path, name: str) -> None:
    """A folder with visible files is refused in one line, with status 2."""
    (tmp_path / "new/.git").mkdir(parents=True)
    assert 0 == run("corpus", "init", str(tmp_path / "new")).status

    (tmp_path / "old" / name).mkdir(parents=True)
    ran = run("corpus", "init", str(tmp_path / "old"))

    assert (2, "", 1) == (ran.status, ran.out, len(ran.err.splitlines()))
    assert "is not empty; name another folder" in ran.err
    assert [name] == [path.name for path in (tmp_path / "old").iterdir()]


def test_a_folder_that_cannot_be_made(run: Run, tmp_path: Path) -> None:
    """A path that cannot be a folder is refused in one line, with status 2."""
    (tmp_path / "file").touch()
    for place in ("file", "file/below"):
        ran = run("corpus", "init", str(tmp_path / place))
        assert (2, "", 1) == (ran.status, ran.out, len(ran.err.splitlines()))
        assert "cannot be written" in ran.err


NO_ARTICLES = {
    "zh_CN.UTF-8": "这里还没有文章。",
    "zh_TW.UTF-8": "這裡還沒有文章。",
    "C.UTF-8": "There are no articles here yet.",
}


@pytest.mark.parametrize("question", ["流量思维", "有几篇文章", "最新的文章是哪篇", "为什么"])
def test_questions_about_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """`ask` over an empty collection says that there are no articles yet, and how to add some."""
    new = str(tmp_path / "new")
    run("corpus", "init", new)
    answer = json.loads(run("ask", "--json", "--corpus", new, question).out)
    assert (False, "no-articles") == (answer["answered"], answer["reason"])

    for locale, words in NO_ARTICLES.items():
        monkeypatch.setenv("LANG", locale)
        ran = run("ask", "--corpus", new, question)
        assert (0, f"{words}\n") == (ran.status, ran.out)
        assert "yinju corpus add" in ran.err
