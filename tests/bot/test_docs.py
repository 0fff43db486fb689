"""The documents say what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.cli import cli
from bot.settings import Settings
from tests.bot.commands.test_cli import every_command

REPOSITORY = Path(__file__).parents[2]
PAGES = ("architecture", "decisions", "features", "privacy")


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_explained(field: str) -> None:
    """Each variable stands in .env.example below a comment."""
    lines = (REPOSITORY / ".env.example").read_text("utf-8").splitlines()
    (place,) = (i for i, line in enumerate(lines) if line.startswith(f"BOT_{field.upper()}="))

    assert lines[place - 1].startswith("# ")


def test_no_setting_is_explained_that_is_not_there() -> None:
    """The example names no variable that nothing reads."""
    names = re.findall(
        r"^#?(BOT_\w+)=", (REPOSITORY / ".env.example").read_text("utf-8"), re.MULTILINE
    )

    assert {f"BOT_{field.upper()}" for field in Settings.model_fields} == set(names)


@pytest.mark.parametrize("path", every_command(cli), ids=" ".join)
def test_every_command_is_documented(path: tuple[str, ...]) -> None:
    """The architecture page names each command in its contract."""
    text = (REPOSITORY / "docs/architecture.md").read_text("utf-8")

    assert f"yinju {path[0]}" in text
    assert all(re.search(rf"\b{part}\b", text) for part in path)


@pytest.mark.parametrize(
    "page",
    ["README.md", "README.zh.md", "CHANGELOG.md", *(f"docs/{name}.md" for name in PAGES)],
)
def test_links_lead_somewhere(page: str) -> None:
    """A link to a file of the repository names one that is there."""
    source = REPOSITORY / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", source.read_text("utf-8")):
        assert (source.parent / target).exists(), target


def test_every_dependency_has_its_reason() -> None:
    """docs/decisions.md says why each package that is installed is here."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    text = (REPOSITORY / "docs/decisions.md").read_text("utf-8")
    names = [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]

    assert [] == [name for name in names if f"| {name} |" not in text]
