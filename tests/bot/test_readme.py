"""The examples of README.md and README.zh.md run, and print what is printed there."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import read_settings
from tests.bot.commands.test_removing import Typed
from tests.bot.conftest import Run

REPOSITORY = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")

CUT = "……"
"""The end of a printed answer of which the README shows only the beginning."""

PROGRAMS = ("yinju", "make", "docker", "cp", "export", ".")
"""The first words by which a command is told from other code."""

NOT_RUN = {
    ". .venv/bin/activate": "it changes the shell that it is typed in",
    "docker compose up --detach --build": "it needs Docker; test_deployment.py",
    "docker build -t yinju .": "it needs Docker and a network",
    "docker run --env-file .env -v yinju:/data yinju": "it needs Docker and a token",
    "make run": "it opens a browser; test_make.py sees what it starts",
    "make test": "it runs these tests",
    "yinju doctor": "it needs a token and a network; test_doctor.py",
}
"""Commands that cannot run in this test, each with the reason."""

LEADING = ("export BOT_DATA_DIR=data", "cp .env.example .env")
"""Commands that a test of what follows them runs."""

LINES = 150
"""The length of a README at most."""

TOKEN = "123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"

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
    in_order = {example for page in READMES for example in own_articles(page)}
    left_out = {*NOT_RUN, *LEADING}
    return [one for one in examples() if one not in in_order and one.command not in left_out]


def section(page: str, command: str) -> str:
    """Return the section of a page that has a command."""
    parts = re.split(r"^(?=## )", (REPOSITORY / page).read_text("utf-8"), flags=re.MULTILINE)
    (found,) = (part for part in parts if command in part)
    return found


def own_articles(page: str) -> list[Example]:
    """Return the commands that make a collection of the reader's own, in their order."""
    text, _, _ = section(page, "yinju corpus init").partition("    yinju eval")
    return [one for one in read_examples(page, text) if one.command.startswith("yinju")]


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
    check(run, example)


def check(run: Run, example: Example) -> None:
    """Run a command, and compare what it prints with what stands below it."""
    program, *arguments = shlex.split(example.command.partition(" < ")[0])

    assert "yinju" == program
    ran = run(*arguments)

    assert (0, "") == (ran.status, ran.err)
    beginning, cut, _ = example.printed.strip().partition(CUT)
    assert ran.out.strip().startswith(beginning)
    assert cut or not beginning or ran.out.strip() == beginning


@pytest.mark.parametrize("page", READMES)
def test_own_articles_are_answered(
    page: str, run: Run, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article of a README, saved and added as it says, answers the question there."""
    text = section(page, "yinju corpus init")
    (name,) = set(re.findall(r"`(\w+\.md)`", text))
    article = re.search(r"^ {4}---\n(?: {4}.*\n|\n)+", text, re.MULTILINE)
    (variable,) = re.findall(
        r"^ {4}export (\w+=\w+)", (REPOSITORY / page).read_text("utf-8"), re.MULTILINE
    )
    monkeypatch.setenv(*variable.split("="))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    Path("data").mkdir()
    Path("data/cache").symlink_to(cache_folder)
    assert article
    Path(name).write_text(re.sub(r"^ {4}", "", article[0], flags=re.MULTILINE), "utf-8")

    steps = own_articles(page)
    for step in steps:
        monkeypatch.setattr("sys.stdin", Typed("y\n"))
        check(run, step)

    assert ["init", "add", "check", "list", "remove", "undo"] == [
        step.command.split()[2] for step in steps if " corpus " in step.command
    ]
    assert [step for step in steps if step.printed]
    assert {"sources.toml", name} == {path.name for path in Path("data/articles").iterdir()}


@pytest.mark.parametrize("page", READMES)
def test_the_way_into_telegram(
    page: str, environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of .env.example with a token and a number in the lines named there is accepted."""
    text = section(page, "cp .env.example .env")
    (command,) = re.findall(r"`(cp [^`]+)`", text)
    shutil.copy(REPOSITORY / ".env.example", ".")
    subprocess.run(shlex.split(command), check=True)
    lines = Path(".env").read_text("utf-8")
    token, admins = re.findall(r"`(BOT_\w+=)`", text)
    for line, value in ((token, TOKEN), (admins, "42")):
        lines = re.sub(rf"^{line}$", line + value, lines, flags=re.MULTILINE)
    Path(".env").write_text(lines, "utf-8")
    monkeypatch.delenv("BOT_DATA_DIR")
    settings = read_settings()

    assert settings.token
    assert (TOKEN, frozenset({42})) == (settings.token.get_secret_value(), settings.admin_ids)


@pytest.mark.parametrize("page", READMES)
def test_readmes_are_short(page: str) -> None:
    """A README has 150 lines at most."""
    assert len((REPOSITORY / page).read_text("utf-8").splitlines()) <= LINES
