"""Fixtures for tests of the command line."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from retrieval.text.analysis import Analyzer
from tests.postgresql import PostgresqlServer

KINDS = ("sqlite", "postgresql")
"""The kinds of databases that a journal may be in."""

_USES = {"journal_url", "open_scene"}
"""Fixtures of tests whose journal may be of either kind."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of the journal's database."""
    parser.addoption("--journal", choices=KINDS, default=KINDS[0], help="the journal's database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Over PostgreSQL, run only the tests whose journal may be there."""
    if config.getoption("--journal") == KINDS[0]:
        return
    chosen = [
        one
        for one in items
        if isinstance(one, pytest.Function)
        and not _USES.isdisjoint(one.fixturenames)
        and not one.get_closest_marker("sqlite")
    ]
    config.hook.pytest_deselected(items=[one for one in items if one not in chosen])
    items[:] = chosen


@pytest.fixture
def journal_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty journal."""
    if request.config.getoption("--journal") == KINDS[0]:
        return f"sqlite+aiosqlite:///{tmp_path / 'journal.sqlite3'}"
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_database()


@dataclass(frozen=True, slots=True)
class Ran:
    """The exit status and the output of a command."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for indexes, so that a process indexes the packaged collection once."""
    return tmp_path_factory.mktemp("index")


@pytest.fixture
def data_dir(
    tmp_path_factory: pytest.TempPathFactory, cache_folder: Path, index_folder: Path
) -> Path:
    """A data folder with a journal of its own; dictionaries and indexes are shared."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "cache").symlink_to(cache_folder)
    (folder / "index").symlink_to(index_folder)
    return folder


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, data_dir: Path, tmp_path: Path) -> None:
    """A clean environment: English, a data folder for tests, no .env."""
    for name in ("BOT_CORPUS_DIR", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("BOT_DATA_DIR", str(data_dir))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def shared_analyzer(analyzer: Analyzer, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands that use the shared data folder use the analyzer of all tests as well."""

    def shared(cache_folder: Path, *, is_brief: bool) -> Analyzer:
        is_shared = cache_folder == data_dir / "cache"
        return analyzer if is_shared else Analyzer(cache_folder, is_brief=is_brief)

    monkeypatch.setattr("bot.service.bootstrap.Analyzer", shared)


@contextmanager
def unchanged_logging() -> Iterator[None]:
    """Undo how `serve` and `play` set up logging: to a stderr that is closed after the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.fixture
def run(
    environment: None,
    shared_analyzer: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `yinju` with the given arguments in this process."""

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["yinju", *arguments])
        with unchanged_logging(), pytest.raises(SystemExit) as exited:
            main()
        printed = capsys.readouterr()
        return Ran(int(exited.value.code or 0), printed.out, printed.err)

    return run
