"""Wrong usage, and broken files of questions, are explained in the language of the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import cli
from tests.bot.commands.test_cli import every_command
from tests.bot.conftest import Run

LOCALES = ("zh_CN.UTF-8", "zh_TW.UTF-8")


def command_at(path: tuple[str, ...]) -> click.Command:
    """Return the command with these words."""
    found: click.Command = cli
    for name in path:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    return found


def wrong_values(param: click.Parameter) -> Iterator[list[str]]:
    """Yield arguments that are wrong for an option: no value, and one that it does not take."""
    name = param.opts[0]
    if isinstance(param, click.Option) and param.is_flag:
        yield [f"{max(param.opts, key=len)}=1"]
        return
    if isinstance(param, click.Option):
        yield [name]
    prefix = [name] if isinstance(param, click.Option) else []
    if isinstance(param.type, click.types.IntParamType | click.DateTime | click.Choice):
        yield [*prefix, "wrong"]
    if isinstance(param.type, click.Path) and not param.type.dir_okay:
        yield [*prefix, "."]


def wrong_usage() -> Iterator[tuple[str, ...]]:
    """Yield every command with every kind of arguments that are wrong for it."""
    yield ("nonsense",)
    yield ("asks",)
    for path in every_command(cli):
        command = command_at(path)
        yield (*path, "--nonsense")
        yield (*path, "--hel")
        if isinstance(command, click.Group):
            yield (*path, "nonsense")
            continue
        if any(param.required for param in command.params):
            yield path
        if all(param.nargs > 0 for param in command.params if isinstance(param, click.Argument)):
            yield (*path, *"12345")
        for param in command.params:
            for arguments in wrong_values(param):
                yield (*path, *arguments)


def names() -> set[str]:
    """Return the words in all names of commands, options, arguments and their values."""
    named = "yinju help UTF JSON "
    for path in every_command(cli):
        command = command_at(path)
        with click.Context(command) as context:
            for param in command.params:
                named += f"{param.make_metavar(context)} {' '.join(param.opts)} "
        named += f"{' '.join(path)} "
    return set(re.findall(r"[A-Za-z]+", named))


@pytest.mark.parametrize("locale", LOCALES)
def test_no_wrong_usage_is_told_in_english(
    run: Run, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """All arguments that a command does not take are refused in one line, in Chinese."""
    monkeypatch.setenv("LANG", locale)
    tried, known = list(wrong_usage()), names()
    assert 100 < len(tried)

    for arguments in tried:
        ran = run(*arguments)
        assert (2, "", 1) == (ran.status, ran.out, len(ran.err.splitlines())), arguments
        assert re.search("[\u4e00-\u9fff]", ran.err), arguments
        said = set(re.findall(r"[A-Za-z]+", ran.err))
        assert set() == said - known - set(re.findall(r"[A-Za-z]+", " ".join(arguments)))


@pytest.mark.parametrize(
    ("arguments", "english", "simplified"),
    [
        (
            "asks",
            "there is no command asks; did you mean ask?",
            "没有 asks 这个命令；是不是 ask？",
        ),
        (
            "ask --limt 1",
            "there is no option --limt; did you mean --limit?",
            "没有 --limt 这个选项；是不是 --limit？",
        ),
        (
            "ask --limit 0 x",
            "--limit must be a whole number from 1 to 20",
            "--limit 必须是 1 到 20 之间的整数",
        ),
        (
            "corpus add",
            "PATH|URL… is missing; yinju corpus add --help shows the usage",
            "缺少 PATH|URL…；用法见 yinju corpus add --help",
        ),
        (
            "corpus list 甲 乙",
            "甲 乙 is more than the command takes; yinju corpus list --help shows the usage",
            "甲 乙 是多余的；用法见 yinju corpus list --help",
        ),
        ("play --port", "--port must be followed by a value", "--port 后面要有一个值"),
        ("play --no-browser=1", "--no-browser takes no value", "--no-browser 后面不能有值"),
        (
            "journal export x --since 昨天",
            "--since must be a day, such as 2026-01-31",
            "--since 必须是日期，比如 2026-01-31",
        ),
        (
            "eval q.jsonl --engine x",
            "--engine must be one of: bm25, rank-bm25",
            "--engine 必须是其中之一：bm25, rank-bm25",
        ),
        (
            "eval nowhere.jsonl",
            "nowhere.jsonl: cannot be read: there is no such file or folder",
            "nowhere.jsonl：无法读取：没有这个文件或文件夹",
        ),
    ],
)
def test_wrong_usage(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: str, english: str, simplified: str
) -> None:
    """A message names what is wrong, and what would be right."""
    assert f"yinju: {english}\n" == run(*arguments.split()).err
    monkeypatch.setenv("LANG", LOCALES[0])
    assert f"yinju: {simplified}\n" == run(*arguments.split()).err


@pytest.mark.parametrize(
    ("line", "simplified", "traditional"),
    [
        ("x", "从第 1 列起不是 JSON", "從第 1 欄起不是 JSON"),
        ("[]", "不是 JSON 对象", "不是 JSON 物件"),
        ('{"text": "x", "gold": []}', "缺少 'id'", "缺少 'id'"),
        ('{"id": "x", "gold": []}', "缺少 'query' 或 'text'", "缺少 'query' 或 'text'"),
        ('{"id": 1, "text": "x"}', "'gold' 不是列表", "'gold' 不是清單"),
        ('{"id": 1, "turns": 1, "gold": []}', "'turns' 不是问题的列表", "'turns' 不是問題的清單"),
    ],
)
def test_a_broken_file_of_questions(  # noqa: PLR0917 - fixtures
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    simplified: str,
    traditional: str,
) -> None:
    """A line that is no question is told by its number."""
    (tmp_path / "q.jsonl").write_text(f"\n{line}\n", "utf-8")

    for locale, words in zip(LOCALES, (simplified, traditional), strict=True):
        monkeypatch.setenv("LANG", locale)
        ran = run("eval", "q.jsonl")
        assert (2, f"yinju: q.jsonl:2：{words}\n") == (ran.status, ran.err)


def test_gold_that_nothing_matches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gold that no quotation can match is told before the questions are asked."""
    question = '{"id": "q1", "text": "流量思维", "gold": [{"article": "999"}]}'
    (tmp_path / "q.jsonl").write_text(question, "utf-8")
    monkeypatch.setenv("LANG", LOCALES[0])

    assert "q.jsonl:1: q1：没有名为 999 的文章" in run("eval", "q.jsonl").err


def test_answers_that_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of answers that cannot be written is told with the reason."""
    (tmp_path / "q.jsonl").write_text('{"id": "q1", "text": "流量思维", "gold": []}', "utf-8")
    monkeypatch.setenv("LANG", LOCALES[0])
    ran = run("eval", "q.jsonl", "--answers", "nowhere/a.jsonl")

    assert 2 == ran.status
    assert "yinju: nowhere/a.jsonl 无法写入：没有这个文件或文件夹" == ran.err.splitlines()[-1]
