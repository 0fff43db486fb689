"""The versions of Python, SQLite and the packages, beside those that were tested together."""

from __future__ import annotations

import platform
import re
import shlex
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from bot import __version__
from bot.service.checks import Finding, error, right, warning
from corpus.message import Message

_DISTRIBUTION, _PINS = "yinju", "constraints.txt"

_OLDEST_PYTHON = (3, 11)

_OLDEST_SQLITE = (3, 35, 0)
"""The first version that has all that the journal's statements use (RETURNING)."""

_NAME = re.compile(r"[\w.-]+")

_SHOWN = 5
"""Number of packages that are named."""


def check_versions() -> Iterator[Finding]:
    """Yield what is too old, missing, or other than what was tested, or that nothing is."""
    found = [*_program(), *_packages()]
    yield from found
    if not found:
        yield right(
            Message(
                "Yinju {program} on Python {python} with SQLite {sqlite}; the packages are those "
                "that it was tested with",
                program=__version__,
                python=platform.python_version(),
                sqlite=sqlite3.sqlite_version,
            )
        )


def _program() -> Iterator[Finding]:
    if sys.version_info < _OLDEST_PYTHON:
        yield error(
            Message(
                "Python is {found}, and must be at least {oldest}; create the environment "
                "again with a later one",
                found=platform.python_version(),
                oldest=_dotted(_OLDEST_PYTHON),
            )
        )
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        yield error(
            Message(
                "SQLite is {found}, and must be at least {oldest}; use a Python that is "
                "built with a later one",
                found=sqlite3.sqlite_version,
                oldest=_dotted(_OLDEST_SQLITE),
            )
        )


def _packages() -> Iterator[Finding]:
    file = _pins_file()
    pins = _pins(file) if file else {}
    installed = {name: _installed(name) for name in _needed(_DISTRIBUTION)}
    if missing := sorted(name for name in _required(_DISTRIBUTION) if not installed.get(name)):
        yield error(
            Message(
                "packages are missing: {names}; {command}",
                names=_listed(missing),
                command=_install(file, missing),
            )
        )
    others = sorted(
        name for name, found in installed.items() if found and pins.get(name, found) != found
    )
    if others:
        yield warning(
            Message(
                "packages have versions other than those tested, which are in brackets: "
                "{names}; {command}",
                names=_listed([f"{name} {installed[name]} ({pins[name]})" for name in others]),
                command=_install(file, others),
            )
        )


def _install(file: Path | None, names: list[str]) -> str:
    """Return the command that installs packages in the versions that were tested."""
    tested = ("--constraint", str(file)) if file else ()
    return shlex.join((sys.executable, "-m", "pip", "install", *tested, *names))


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown}, …" if len(names) > _SHOWN else shown


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _pins_file() -> Path | None:
    """Return the file of the versions that were tested: that of the wheel, or of the clone."""
    package = Path(str(files("bot")))
    places = (package / _PINS, package.parent / _PINS)
    return next((place for place in places if place.is_file()), None)


def _pins(file: Path) -> dict[str, str]:
    """Return the tested version of each package."""
    pairs = (line.partition("==") for line in file.read_text("utf-8").splitlines())
    return {_canonical(name): pin for name, _, pin in pairs if pin}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _required(distribution: str) -> set[str]:
    """Return the names of the packages that a distribution needs without any extra."""
    with suppress(PackageNotFoundError):
        lines = [line for line in requires(distribution) or () if "extra ==" not in line]
        return {_canonical(_NAME.findall(line)[0]) for line in lines if _applies(line)}
    return set()


def _applies(requirement: str) -> bool:
    """Return True unless a requirement is for some platforms or versions of Python only."""
    return ";" not in requirement


def _needed(distribution: str) -> set[str]:
    """Return the names of all packages that a distribution uses, directly or not.

    Those of its own extras are among them, in case they are installed.
    """
    with suppress(PackageNotFoundError):
        lines = requires(distribution) or ()
        waiting = {_canonical(_NAME.findall(line)[0]) for line in lines}
        found = set[str]()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting |= _required(name)
        return found
    return set()
