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
from tests.bot.test_docs import read

PAGES = (Path("docs/reference.md"), Path("docs/zh/reference.md"))

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
