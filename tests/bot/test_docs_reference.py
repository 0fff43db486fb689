"""docs/reference.md has every command, option and setting, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from bot.cli import cli
from bot.settings import Settings
from bot.telegram.menus import COMMANDS
from tests.bot.test_docs import documents, read
from tests.bot.test_docs_languages import PAIRS

PAGES = (Path("docs/reference.md"), Path("docs/zh/reference.md"))

PATHS = {"healthz", "readyz", "metrics", "data", "updates", "deletebot", "revoke"}
"""What begins with a slash and is no command of the bot: paths, and commands of @BotFather."""

CODE = re.compile(r"`([^`]+)`")


def rows(page: Path, beginning: str) -> Iterator[list[str]]:
    """Yield the cells of the rows whose first cell is code that begins so."""
    for line in read(page).splitlines():
        if line.startswith(f"| `{beginning}"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def documented_commands(page: Path) -> dict[str, set[str]]:
    """Return the options of each command by its name, as a page has them."""
    return {
        re.sub(r" [^a-z].*", "", CODE.findall(name)[0]): {
            option.partition(" ")[0] for option in CODE.findall(options)
        }
        for name, options, _ in rows(page, "yinju ")
    }


def commands(command: click.Command, name: str = "yinju") -> Iterator[tuple[str, set[str]]]:
    """Yield the name of each command that does something, with its options."""
    if not isinstance(command, click.Group) or command.invoke_without_command:
        options = (each for each in command.params if isinstance(each, click.Option))
        yield name, {max(option.opts, key=len) for option in options}
    if isinstance(command, click.Group):
        for part, below in command.commands.items():
            yield from commands(below, f"{name} {part}")


def default_of(value: Any) -> str:
    """Return the default of a setting as a page has it: a value, or – where there is none."""
    match value:
        case None | frozenset():
            return "–"
        case bool():
            return f"`{str(value).lower()}`"
        case float():
            return f"`{value:g}`"
        case _:
            return f"`{value}`"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_and_option_is_documented(page: Path) -> None:
    """The table has each command with exactly its options, and no other."""
    assert dict(commands(cli)) == documented_commands(page)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_bot_command_is_documented(page: Path) -> None:
    """The tables have each command of the chat once, and no other."""
    named = [CODE.findall(cells[0])[0].partition(" ")[0] for cells in rows(page, "/")]

    assert sorted(f"/{name}" for name in COMMANDS) == sorted(named)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_setting_is_documented(page: Path) -> None:
    """The tables have each setting once with its default, and no other."""
    documented = [(cells[0].strip("`"), cells[1]) for cells in rows(page, "BOT_")]
    fields = Settings.model_fields.items()
    settings = [
        (f"BOT_{name.upper()}", field.default_factory, field.default) for name, field in fields
    ]

    assert sorted(name for name, _, _ in settings) == sorted(name for name, _ in documented)
    assert [] == [
        (name, default_of(default), dict(documented)[name])
        for name, made, default in settings
        if not made and dict(documented)[name] != default_of(default)
    ]


@pytest.mark.parametrize(
    "check",
    [
        test_every_command_and_option_is_documented,
        test_every_bot_command_is_documented,
        test_every_setting_is_documented,
    ],
)
def test_a_missing_row_is_seen(check: Callable[[Path], None]) -> None:
    """A page without tables fails each check."""
    with pytest.raises(AssertionError):
        check(Path("docs/play.md"))


def called(page: Path) -> Iterator[list[str]]:
    """Yield the words of each call of `yinju` in a page, in its text and in its examples."""
    text = read(page)
    calls = CODE.findall(re.sub(r"^ {4}.*$", "", text, flags=re.MULTILINE))
    calls += re.findall(r"^ {4}(?:\$ )?(.+)$", text, re.MULTILINE)
    for call in calls:
        for part in re.split(r" [·|] | # ", call):
            words = re.sub(r"[\[\]]", " ", part).split()
            if words[:1] == ["yinju"]:
                yield words


def faults(words: list[str]) -> list[str]:
    """Return what is not a command or an option in a call."""
    command: click.Command = cli
    found: list[str] = []
    for word in words[1:]:
        options = {name for each in command.params for name in (*each.opts, "--help")}
        if word.startswith("--"):
            found += (
                {word.partition("=")[0]} - options - ({"--version"} if command is cli else set())
            )
        elif isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
        elif isinstance(command, click.Group) and re.match(r"[a-z]", word):
            found.append(word)
    return found


@pytest.mark.parametrize("page", documents(), ids=str)
def test_calls_are_right(page: Path) -> None:
    """Every call in a document has a command that there is, and options of it."""
    assert [] == [
        f"{' '.join(words)}: {wrong}" for words in called(page) if (wrong := faults(words))
    ]


@pytest.mark.parametrize(
    "call", ["yinju corpus ad", "yinju corpus add --jason", "yinju reindex", "yinju ask --period"]
)
def test_wrong_calls_are_found(call: str) -> None:
    """A command or an option that is not there is reported."""
    assert [] != faults(call.split())


def bot_commands(text: str) -> set[str]:
    """Return what looks like a bot command in a text, without examples and links."""
    prose = re.sub(r"\]\([^)]*\)|^ {4}.*$|<[^>]+>", "", text, flags=re.MULTILINE)
    return set(re.findall(r"(?<![A-Za-z0-9_/.:~])/([a-z]+)\b(?![/.\w-])", prose))


@pytest.mark.parametrize("page", [*PAIRS, *PAIRS.values()], ids=str)
def test_bot_commands_are_right(page: Path) -> None:
    """Every bot command in the pages for operators and admins is one."""
    assert set() == bot_commands(read(page)) - COMMANDS - PATHS


def test_wrong_bot_commands_are_found() -> None:
    """A command is found in code and in running text, beside Chinese as well."""
    assert {"relaod", "undo", "stat"} == bot_commands("发送 `/relaod`，用/undo；(/stat today) a/b")


def test_no_path_is_left_over() -> None:
    """Each path that is excused is in one of the pages."""
    pages = (*PAIRS, *PAIRS.values())

    assert set() == PATHS - {name for page in pages for name in bot_commands(read(page))}
