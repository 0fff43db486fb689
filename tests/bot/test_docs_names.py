"""Names of our code that the documents write in backticks exist."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.test_docs import REPOSITORY, documents, read, tracked

OURS = ("bot", "retrieval", "corpus", "bench", "tests")

FOLDERS = (*OURS, "docs", ".github", ".ci")
"""The first parts of the paths that are checked."""

EXCEPTIONS = {
    "GRAFANA_PASSWORD": "a variable that compose.yaml reads",
    "INFO": "the level of the log by default",
    "LANG": "a variable of every terminal",
    "NAME.html": "stands for any file",
    "NAME_files": "stands for any folder",
    "WATCHFILES_FORCE_POLLING": "a variable that watchfiles reads",
    "YINJU_CERTIFICATES": "a variable that compose.yaml reads",
    "YINJU_SHARED": "a variable that the tests read",
    "aliases.toml": "a collection may bring one",
    "collection.toml": "a folder of several collections has one in each",
    "examples.toml": "a collection may bring one",
    "fullchain.pem": "a certificate of the operator",
    "journal.sqlite3": "the journal in the data folder",
    "privkey.pem": "the key of the operator's certificate",
    "sources.toml": "a collection may bring one",
    "yantian.md": "an article that the READMEs show",
}
"""Names that look like ours and are not in the code, each with the reason why it is written;
a name of ours that is gone may be here where a decision is about it."""


def names_in(text: str) -> Iterator[str]:
    """Yield what a page writes in backticks, code blocks left out."""
    unfenced = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^ {4}.*$", "", unfenced, flags=re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", prose)


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the repository, parsed, by its path."""
    paths = [path for name in OURS for path in tracked(f"{name}/*.py")]
    return {path.as_posix(): ast.parse(read(path)) for path in paths}


@cache
def classes() -> dict[str, set[str]]:
    """Return the members of every class by its name."""
    found: dict[str, set[str]] = {}
    for module in modules().values():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(bound_in(node))
    return found


@cache
def bound_in(node: ast.AST) -> set[str]:
    """Return the names that a module or a class binds, attributes of `self` included."""
    names = set[str]()
    for inner in ast.walk(node):
        match inner:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name) if inner is not node:
                names.add(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case _:
                pass
    return names


def exists(name: str) -> bool:
    """Return True unless *name* looks like one of ours and is not in the code."""
    first, _, rest = name.partition(".")
    if name in EXCEPTIONS:
        return True
    if re.fullmatch(rf"({'|'.join(map(re.escape, FOLDERS))})/[\w./-]*", name):
        return (REPOSITORY / name).exists()
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", name):
        return True
    if re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", first):
        return first in classes() and (not rest or rest in classes()[first])
    return is_dotted_name(name) if rest else not is_capitals(name) or is_constant(name)


def is_capitals(name: str) -> bool:
    """Return True if a name is written as a constant is."""
    return bool(re.fullmatch(r"_?[A-Z][A-Z\d_]{3,}", name))


def is_dotted_name(name: str) -> bool:
    """Return True if a dotted name is a file, a module, a name of a module, or another's."""
    if tracked(name) or tracked(f"*/{name}"):
        return True
    first = name.partition(".")[0]
    if first not in OURS and first in others():
        return True
    path, _, last = name.replace(".", "/").rpartition("/")
    ends = (f"/{path}.py", f"/{path}/__init__.py")
    named = [module for where, module in modules().items() if f"/{where}".endswith(ends)]
    return any(last in bound_in(module) for module in named) or is_module(name.replace(".", "/"))


@cache
def others() -> set[str]:
    """Return the modules of Python itself and of every package that is installed."""
    return {*sys.stdlib_module_names, *packages_distributions()}


def is_module(path: str) -> bool:
    """Return True if a path without suffix is that of a module or a package."""
    return f"{path}.py" in modules() or f"{path}/__init__.py" in modules()


def is_constant(name: str) -> bool:
    """Return True if a name in capitals is a setting or is bound in one of the modules."""
    settings = {f"BOT_{field.upper()}" for field in Settings.model_fields}
    return name in settings or any(name in bound_in(module) for module in modules().values())


@pytest.mark.parametrize("page", documents(), ids=str)
def test_names_exist(page: Path) -> None:
    """Paths, modules, classes, attributes and constants in backticks are those of the code."""
    assert [] == [name for name in names_in(read(page)) if not exists(name)]


def test_no_exception_is_left_over() -> None:
    """Each name that is excused is written in a document."""
    written = {name for page in documents() for name in names_in(read(page))}

    assert set() == {*EXCEPTIONS} - written


def test_every_package_is_in_the_architecture() -> None:
    """Each folder of modules is named in docs/architecture.md."""
    text = read(Path("docs/architecture.md"))
    folders = {Path(path).parent.as_posix() for path in modules() if "__init__.py" in path}
    ours = {folder for folder in folders if not folder.startswith(("bench", "tests"))}

    assert set() == {folder for folder in ours if f"`{folder}/" not in text}


def test_tables_list_what_is_in_their_folder() -> None:
    """A table that is headed by a folder names files and folders that are in it."""
    text = read(Path("docs/architecture.md"))
    tables = re.findall(r"^\| `([\w/]+/)` \| \|\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    cells = [(folder, row.split("|")[1]) for folder, rows in tables for row in rows.splitlines()]
    named = [folder + name for folder, cell in cells for name in re.findall(r"`([^`]+)`", cell)]

    assert [] == [name for name in named if not (REPOSITORY / name).exists()]
    assert len(named) > len(tables)


@pytest.mark.parametrize(
    "name",
    [
        "bot/house_rules.py",
        "house_rules.py",
        "Hit.matched",
        "HouseRules",
        "question.PAIR_WEIGHTS",
        "retrieval.kinds",
        "kinds.PATTERNS",
        "SINGLE_WEIGHTS",
        "BOT_TOKENS",
    ],
)
def test_missing_names_are_found(name: str) -> None:
    """A name of each form that is not in the code is reported."""
    assert not exists(name)


@pytest.mark.parametrize(
    "name",
    [
        "bot/service/",
        "README.md",
        "settings.py",
        "Settings.token",
        "bot.cli",
        "bot.cli.main",
        "settings.Settings",
        "BOT_TOKEN",
        "jieba.lcut",
        "user_id",
        "make test",
        "sources.toml",
    ],
)
def test_names_that_are_there_are_known(name: str) -> None:
    """A name of each form that is in the code, and one of another's, is accepted."""
    assert exists(name)
