"""Imports against the architecture fail `make lint`."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("bot", "retrieval", "corpus")

pytestmark = pytest.mark.usefixtures("unmeasured_processes")


@pytest.fixture(scope="module")
def contracts() -> ConfigParser:
    """The sections of .importlinter."""
    parsed = ConfigParser()
    parsed.read(REPOSITORY / ".importlinter", "utf-8")
    return parsed


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the three packages and of .importlinter."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(REPOSITORY / ".importlinter", folder)
    for path in python_files():
        copy = folder / path.relative_to(REPOSITORY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder


@pytest.fixture
def module(request: pytest.FixtureRequest, copied: Path) -> Iterator[Path]:
    """A module of the copy by its path; its text is restored after the test."""
    path: Path = copied / request.param
    text = path.read_text("utf-8")
    yield path
    path.write_text(text, "utf-8")


def python_files() -> list[Path]:
    """Return every module of the three packages."""
    return [path for name in PACKAGES for path in sorted((REPOSITORY / name).rglob("*.py"))]


def lint_imports(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run `lint-imports` in *folder*, for these contracts or for all."""
    chosen = [argument for name in contracts for argument in ("--contract", name)]
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", *chosen],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_copy_keeps_every_contract(copied: Path) -> None:
    """The copy as it is passes, so that a failure is due to the line that a test adds."""
    ran = lint_imports(copied)

    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("corpus/model.py", "import retrieval.library", "packages"),
        ("corpus/limits.py", "import asyncio", "corpus"),
        ("retrieval/text/script.py", "import retrieval.answer.answer", "retrieval"),
        ("bot/views/links.py", "import bot.service.watch", "bot"),
        ("bot/playground/standin/model.py", "import bot.playground.web.site", "playground"),
        ("bot/playground/standin/model.py", "import bot.settings", "standin"),
        ("corpus/catalogue.py", "import yaml", "yaml"),
        ("bot/playground/web/site.py", "import httpx", "httpx"),
        ("bot/views/markup.py", "import telegram", "telegram"),
        ("retrieval/library.py", "import numpy", "numpy"),
    ],
    indirect=["module"],
)
def test_wrong_import_breaks_its_contract(
    contracts: ConfigParser, copied: Path, module: Path, line: str, contract: str
) -> None:
    """An import through a wrong door fails, and the report names the contract that it breaks."""
    module.write_text(f"{module.read_text('utf-8')}\n{line}\n", "utf-8")

    ran = lint_imports(copied, contract)

    assert 1 == ran.returncode, ran.stdout + ran.stderr
    assert f"{contracts[f'importlinter:contract:{contract}']['name']} BROKEN" in ran.stdout


def test_every_third_party_package_has_its_door(contracts: ConfigParser) -> None:
    """Each package that is imported has a contract in .importlinter, and no other package has."""
    protected = {
        section["protected_modules"].strip()
        for section in contracts.values()
        if section.get("type") == "protected"
    }

    assert protected == third_party_packages()


def third_party_packages() -> set[str]:
    """Return the packages that the modules import and that are neither Python's nor ours."""
    names = {name for path in python_files() for name in imported_by(path)}
    return names - sys.stdlib_module_names - set(PACKAGES)


def imported_by(path: Path) -> Iterator[str]:
    """Yield the first part of every name that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
