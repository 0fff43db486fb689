"""The documents say what the program does, and lead to each other."""

from __future__ import annotations

import re
import subprocess
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot import __version__
from bot.settings import Settings, read_settings
from tests.bot.commands.test_doctor import CHECKS

REPOSITORY = Path(__file__).parents[2]

ARTICLES = Path("corpus/articles")
"""The packaged collection, which consists of articles and not of documents."""


@cache
def repository_files() -> list[Path]:
    """Return the files that git tracks or would add, or without git all but hidden ones."""
    if not (REPOSITORY / ".git").exists():
        paths = (path.relative_to(REPOSITORY) for path in REPOSITORY.rglob("*"))
        return sorted(path for path in paths if not any(map(is_hidden, path.parts)))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git that is there
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (Path(line) for line in listed.stdout.split("\0") if line)
    return sorted({path for path in paths if (REPOSITORY / path).is_file()})


def is_hidden(part: str) -> bool:
    """Return True if a part of a path begins with a dot."""
    return part.startswith(".")


def tracked(pattern: str) -> list[Path]:
    """Return the files of the repository that match a pattern, whose * matches slashes too."""
    return [path for path in repository_files() if fnmatchcase(path.as_posix(), pattern)]


def documents() -> list[Path]:
    """Return every Markdown file of the repository but the packaged articles."""
    return [path for path in tracked("*.md") if ARTICLES not in path.parents]


def read(path: Path) -> str:
    """Return the text of a file of the repository."""
    return (REPOSITORY / path).read_text("utf-8")


def links_of(page: Path) -> list[tuple[Path, str]]:
    """Return the links of a page to files of the repository, each with its fragment or ""."""
    targets = re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", read(page))
    pairs = [target.partition("#") for target in targets]
    return [
        ((REPOSITORY / page).parent / file if file else REPOSITORY / page, fragment)
        for file, _, fragment in pairs
    ]


def anchors_of(text: str) -> set[str]:
    """Return the fragments that lead to the headings of a page, made as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_explained(field: str) -> None:
    """Each variable is in .env.example, below a comment."""
    lines = (REPOSITORY / ".env.example").read_text("utf-8").splitlines()
    (place,) = (i for i, line in enumerate(lines) if line.startswith(f"BOT_{field.upper()}="))

    assert lines[place - 1].startswith("# ")


def test_every_value_has_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable has a default or, above it, an example, and Settings accepts both."""
    forms: dict[str, str] = {}
    example = ""
    for line in (REPOSITORY / ".env.example").read_text("utf-8").splitlines():
        if line.startswith("# Example: "):
            example = line.removeprefix("# Example: ")
        elif line.startswith("BOT_"):
            name, _, value = line.partition("=")
            forms[name] = value or example
            example = ""

    assert [] == [name for name, form in forms.items() if not form]
    for name, form in forms.items():
        monkeypatch.setenv(name, form)
    assert set(forms) == {f"BOT_{field.upper()}" for field in read_settings().model_fields_set}


def test_no_setting_is_explained_that_is_not_there() -> None:
    """The example names no variable that nothing reads."""
    names = re.findall(
        r"^#?(BOT_\w+)=", (REPOSITORY / ".env.example").read_text("utf-8"), re.MULTILINE
    )

    assert {f"BOT_{field.upper()}" for field in Settings.model_fields} == set(names)


def test_every_check_of_the_doctor_is_documented() -> None:
    """The table in docs/operations.md has the checks of `yinju doctor`, in any order."""
    section = (
        read(Path("docs/operations.md")).partition("\n## The doctor\n")[2].partition("\n## ")[0]
    )

    assert {*CHECKS} == {*re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)}


@pytest.mark.parametrize("page", documents(), ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the repository names one that is there, and a heading that it has."""
    for target, fragment in links_of(page):
        assert target.exists(), target
        if fragment:
            assert fragment in anchors_of(target.read_text("utf-8")), f"{target}#{fragment}"


def test_every_document_is_reachable() -> None:
    """Links lead from README.md to every other document, directly or through others."""
    found, waiting = set[Path](), [Path("README.md")]
    while waiting:
        page = waiting.pop()
        if page not in found:
            found.add(page)
            targets = (target.resolve() for target, _ in links_of(page))
            waiting += [
                target.relative_to(REPOSITORY) for target in targets if target.suffix == ".md"
            ]

    assert set() == {*documents()} - found


def test_the_threat_model_names_tests() -> None:
    """Every test that the threat model names is there, and each row of its table names some."""
    text = read(Path("docs/security.md"))
    named = set(re.findall(r"`([^`:]+)::([^`]+)`", text))
    rows = [line for line in text.splitlines() if line.startswith("| ") and "who, and" not in line]

    assert len(rows) > 10
    assert [] == [row for row in rows if "::test_" not in row]
    assert [] == [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not re.search(rf"^(?:async )?def {name}\(", read(Path(file)), re.MULTILINE)
    ]


def test_every_dependency_has_its_reason() -> None:
    """docs/decisions.md gives the reason for each package, those of the extras included."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    text = (REPOSITORY / "docs/decisions.md").read_text("utf-8")
    lines = chain(project["dependencies"], *project["optional-dependencies"].values())
    names = [canonicalize_name(Requirement(line).name) for line in lines]

    assert [] == [name for name in names if f"| {name} |" not in text]


def test_changelog_has_this_version() -> None:
    """The newest dated section of the changelog is that of the program's version."""
    sections = re.findall(r"^## (.+)$", read(Path("CHANGELOG.md")), re.MULTILINE)

    assert "Unreleased" == sections[0]
    assert re.fullmatch(rf"{re.escape(__version__)} - \d{{4}}-\d\d-\d\d", sections[1])


def test_every_python_is_tested() -> None:
    """The workflow tests each Python version that pyproject.toml names."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    (matrix,) = re.findall(
        r"^ +python: \[(.+)\]$", read(Path(".github/workflows/ci.yml")), re.MULTILINE
    )

    assert named == re.findall(r"3\.\d+", matrix)
