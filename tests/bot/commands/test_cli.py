"""The command line keeps its contract (docs/architecture.md)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot import __version__
from bot.cli import cli
from tests.bot.conftest import Run


def test_corpus_check_json(run: Run, tmp_path: Path) -> None:
    """`corpus check --json` has articles, repairs and problems; an error makes the status 1."""
    (tmp_path / "a.txt").write_text(
        "題目\n這一點(diǎn)??梢哉f(shuō),現(xiàn)在的互聯(lián)網(wǎng)發(fā)展了。", "utf-8"
    )
    good = run("corpus", "check", "--json", "--corpus", str(tmp_path))
    (tmp_path / "b.txt").write_bytes(b"\xff\xff\xff")
    bad = run("corpus", "check", "--json", "--corpus", str(tmp_path))
    (article,) = json.loads(good.out)["articles"]

    assert (0, 1) == (good.status, bad.status)
    assert ("a", "a.txt", "題目", None, None, None) == tuple(
        article[key] for key in ("article", "path", "title", "author", "date", "url")
    )
    assert ["這一點。可以說,現在的互聯網發展了。"] == article["passages"]
    assert (6, []) == (article["annotations"], article["headings"])
    assert {"before", "after", "why"} == set(*article["repairs"])
    (problem,) = json.loads(bad.out)["problems"]
    assert ("error", "b.txt", 1) == (problem["severity"], problem["path"], problem["line"])


def test_corpus_check(run: Run, tmp_path: Path) -> None:
    """`corpus check` prints each article, each repair and each problem."""
    (tmp_path / "a.txt").write_text(
        "題目\n這一點(diǎn)??梢哉f(shuō),現(xiàn)在的互聯(lián)網(wǎng)發(fā)展了。", "utf-8"
    )
    (tmp_path / "b.txt").write_bytes(b"\xff\xff\xff")
    (tmp_path / "c.md").write_text("---\n[\n---\n正文。", "utf-8")

    printed = run("corpus", "check", "--corpus", str(tmp_path)).out

    for part in ("a.txt", "6 readings removed", "。可以說", "error b.txt:1", "warning c.md"):
        assert part in printed
    assert "2 articles, 2 passages, 2 problems" in printed


def test_lines_of_a_pipe_are_whole(run: Run, tmp_path: Path) -> None:
    """Lines in a pipe or a file are not wrapped at the width of a terminal."""
    title = "题" * 45
    (tmp_path / "a.md").write_text(f"# {title}\n\n一段话。", "utf-8")

    for command in ("check", "list"):
        assert title in run("corpus", command, "--corpus", str(tmp_path)).out


@pytest.mark.parametrize("command", [("corpus", "check"), ("ask", "流量")])
def test_an_empty_collection(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """An empty collection is reported with the command that adds articles."""
    (tmp_path / "none").mkdir()
    ran = run(*command, "--corpus", str(tmp_path / "none"))

    assert (0, 1) == (ran.status, len(ran.err.splitlines()))
    assert f"{tmp_path / 'none'} is empty" in ran.err
    assert "yinju corpus add" in ran.err


def test_corpus_list(run: Run) -> None:
    """`corpus list` prints every article."""
    assert "孟永辉" in run("corpus", "list").out
    assert 5 == len(json.loads(run("corpus", "list", "--json").out))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ask", "--corpus", "nowhere", "x"], "nowhere is not a folder"),
        (["corpus", "check", "--corpus", "nowhere"], "nowhere is not a folder"),
        (["eval", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
        (["eval", "q.jsonl", "--passages", "p.jsonl", "--corpus", "x"], "leave out"),
        (["eval", "q.jsonl", "--engine", "magic"], "--engine"),
        (["ask", "--limit", "0", "x"], "--limit"),
        (["ask", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], complaint: str) -> None:
    """Wrong usage is explained in one line on stderr, with status 2."""
    ran = run(*arguments)

    assert (2, "") == (ran.status, ran.out)
    assert complaint in ran.err
    assert 1 == len(ran.err.splitlines())


def test_wrong_settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid setting is named by its variable."""
    monkeypatch.setenv("BOT_LOG_LEVEL", "LOUD")

    ran = run("ask", "x")

    assert (2, 1) == (ran.status, len(ran.err.splitlines()))
    assert "BOT_LOG_LEVEL" in ran.err


@pytest.mark.parametrize("command", [["ask", "x"], ["play", "--no-browser"], ["serve"]])
def test_invalid_aliases(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    """Every command that opens the collection reports an invalid list of aliases in one line."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/aliases.toml").write_text("groups = [", "utf-8")
    monkeypatch.setenv("BOT_CORPUS_DIR", str(tmp_path / "articles"))
    monkeypatch.setenv("BOT_TOKEN", f"123456789:{'A' * 35}")

    ran = run(*command)

    assert 2 == ran.status
    assert ran.err.splitlines()[-1].startswith("yinju: aliases.toml cannot be used")
    assert "Traceback" not in ran.err


def test_unknown_settings(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An unknown BOT_ variable is reported once with the nearest name, and the command runs."""
    monkeypatch.setenv("BOT_CORPUS", "x")
    (tmp_path / ".env").write_text("BOT_TOKNE=1\nBOT_XYZZY=1\nOTHER=1\nBOT_CORPUS=y", "utf-8")

    ran = run("ask", "流量思维")

    assert 0 == ran.status
    assert [
        "yinju: BOT_CORPUS is not a setting; did you mean BOT_CORPUS_DIR?",
        "yinju: BOT_TOKNE is not a setting; did you mean BOT_TOKEN?",
        "yinju: BOT_XYZZY is not a setting; see .env.example",
    ] == ran.err.splitlines()


def test_settings_in_another_encoding(run: Run, tmp_path: Path) -> None:
    """A .env in another encoding is reported in one line; a byte order mark is accepted."""
    (tmp_path / ".env").write_text("# 设置\nBOT_LOG_LEVEL=INFO", "gbk")
    ran = run("ask", "x")
    assert (2, "yinju: .env must be saved as UTF-8\n") == (ran.status, ran.err)

    (tmp_path / ".env").write_text("BOT_LOG_LEVEL=LOUD", "utf-8-sig")
    assert "BOT_LOG_LEVEL" in run("ask", "x").err


@pytest.mark.parametrize("path", [[], ["corpus"], ["journal"]])
def test_a_missing_command(run: Run, path: list[str]) -> None:
    """A missing command prints the help on stderr, with status 2."""
    ran = run(*path)

    assert (2, "") == (ran.status, ran.out)
    assert run(*path, "--help").out == ran.err


def every_command(group: click.Group, *path: str) -> list[tuple[str, ...]]:
    """Return the path of every command below a group."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += every_command(command, *path, name)
    return found


@pytest.mark.parametrize("path", [(), *every_command(cli)], ids=" ".join)
def test_every_command_has_help(run: Run, path: tuple[str, ...]) -> None:
    """--help prints the usage of every command, as plain text."""
    ran = run(*path, "--help")

    assert 0 == ran.status
    assert "Usage: yinju" in ran.out
    assert "`" not in ran.out


def test_version(run: Run) -> None:
    """--version prints the version."""
    assert f"yinju, version {__version__}\n" == run("--version").out


def test_a_closed_pipe_is_no_error(environment: None) -> None:
    """A pipe that is closed early causes no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "corpus", "check", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert process.stdout
    process.stdout.close()
    _, complaint = process.communicate(timeout=30)

    assert b"Traceback" not in complaint


def test_the_operators_articles_go_before_the_packaged_ones(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """BOT_CORPUS_DIR precedes the data folder's articles, and these the packaged collection."""
    for folder in ("own/articles", "set"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / f"{Path(folder).parts[0]}.txt").write_text("一段话。", "utf-8")
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "own"))
    assert ["own"] == [a["article"] for a in json.loads(run("corpus", "list", "--json").out)]
    monkeypatch.setenv("BOT_CORPUS_DIR", str(tmp_path / "set"))
    assert ["set"] == [a["article"] for a in json.loads(run("corpus", "list", "--json").out)]
