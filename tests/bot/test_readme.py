"""The examples of README.md and README.zh.md run, and print what is printed there."""

from __future__ import annotations

import io
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.conftest import Run

REPOSITORY = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")

CUT = "……"
"""The end of a printed answer of which the README shows only the beginning."""

PROGRAMS = ("yinju", "make", "docker", "cp", "export", ".")
"""The first words by which a command is told from other code."""

NOT_RUN = {
    ". .venv/bin/activate": "it changes the shell that it is typed in",
    "cp .env.example .env": "it copies a file, which test_docs.py checks",
    "docker build -t yinju .": "it needs Docker and a network",
    "docker compose up": "it needs Docker and a token; test_deployment.py",
    "docker run --env-file .env -v yinju:/data yinju": "it needs Docker and a token",
    "export BOT_DATA_DIR=data": "it changes the shell that it is typed in",
    "make run": "it opens a browser; test_make.py sees what it starts",
    "make test": "it runs these tests",
    "yinju corpus add article.html https://example.org/a": "it needs a network; test_adding.py",
    "yinju corpus remove article": "it needs an article of the reader's; test_removing.py",
    "yinju doctor": "it needs a token and a network; test_doctor.py",
    "yinju play": "it opens a browser and serves until it is ended; test_play.py",
}
"""Commands that cannot run in this test, each with the reason."""

QUESTIONS = "流量思维有什么问题\n明天上海会下雨吗？\n"

JUDGED = (
    '{"id": "q1", "query": "流量思维错在哪里？", "kind": "natural",'
    ' "gold": [{"article": "liuliang"}]}\n'
)


@dataclass(frozen=True, slots=True)
class Example:
    """A command of a README with the lines that are printed below it."""

    page: str
    command: str
    printed: str = ""


def examples() -> list[Example]:
    """Return the commands of both READMEs, those in running text included."""
    return [
        example
        for page in READMES
        for example in read_examples(page, (REPOSITORY / page).read_text("utf-8"))
    ]


def read_examples(page: str, text: str) -> Iterator[Example]:
    """Yield the commands of a page: those of its indented blocks, then those in backticks."""
    for block in re.findall(r"(?:^(?: {4}.*|)\n)+", text, re.MULTILINE):
        sessions = re.split(r"^ {4}\$ ", block, flags=re.MULTILINE)
        for line in sessions[0].splitlines():
            if is_command(line.strip()):
                yield Example(page, without_comment(line))
        for session in sessions[1:]:
            command, _, printed = session.partition("\n")
            yield Example(page, command, re.sub(r"^ {4}", "", printed, flags=re.MULTILINE))
    prose = re.sub(r"^ {4}.*\n", "", text, flags=re.MULTILINE)
    for code in re.findall(r"`([^`\n]+)`", prose):
        if is_command(code) and " " in code:
            yield Example(page, code)


def is_command(line: str) -> bool:
    """Return True if a line begins with one of the programs."""
    return line.partition(" ")[0] in PROGRAMS


def without_comment(line: str) -> str:
    """Return a command without the comment behind it."""
    return re.sub(r"\s+#.*", "", line).strip()


def runnable() -> list[Example]:
    """Return the examples that run here."""
    return [example for example in examples() if example.command not in NOT_RUN]


@pytest.fixture
def example(
    request: pytest.FixtureRequest,
    environment: None,
    monkeypatch: pytest.MonkeyPatch,
    packaged: Path,
) -> Example:
    """An example, in a folder that holds the files it names, its standard input in place."""
    chosen: Example = request.param
    Path("questions.txt").write_text(QUESTIONS, "utf-8")
    Path("QUESTIONS.jsonl").write_text(JUDGED, "utf-8")
    for name in ("FOLDER", "文件夹"):
        shutil.copytree(packaged, name)
    _, _, file = chosen.command.partition(" < ")
    monkeypatch.setattr("sys.stdin", io.StringIO(Path(file).read_text("utf-8") if file else ""))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return chosen


def test_readmes_show_the_same_commands() -> None:
    """Both READMEs have the same commands, but for a folder's name."""
    english, chinese = (
        {one.command.replace("文件夹", "FOLDER") for one in examples() if one.page == page}
        for page in READMES
    )

    assert english == chinese


def test_no_reason_is_left_over() -> None:
    """Each command that is excused is in a README."""
    commands = {example.command for example in examples()}

    assert set() == {*NOT_RUN} - commands


@pytest.mark.parametrize(
    "example", runnable(), indirect=True, ids=lambda one: f"{one.page}: {one.command}"
)
def test_examples_run(run: Run, example: Example) -> None:
    """A command of a README ends well and prints what stands below it."""
    program, *arguments = shlex.split(example.command.partition(" < ")[0])

    assert "yinju" == program
    ran = run(*arguments)

    assert (0, "") == (ran.status, ran.err)
    beginning, cut, _ = example.printed.strip().partition(CUT)
    assert ran.out.strip().startswith(beginning)
    assert cut or not beginning or ran.out.strip() == beginning
