"""A root of Debian 12, from which tests make theirs, and an option for the longest of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.deployment.roots import Root, make_root

SIZE = "6G"
"""The memory that all roots together may take; they are a gigabyte each, at most."""

PACKAGES = ("python3", "python3-venv", "make", "git")
"""The packages of a machine on which the program has never been."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add an option for the command that takes longest."""
    parser.addoption("--whole", action="store_true", help="run `make test` in the root as well")


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A folder in memory for roots, into which every user may look; at the end it is gone."""
    missing = [name for name in ("debootstrap", "unshare", "chroot") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"this needs root, and the programs {', '.join(missing) or 'that are here'}")
    with TemporaryDirectory(prefix="yinju-debian-") as folder:
        options = ("-t", "tmpfs", "-o", f"size={SIZE},mode=0755,exec,dev")
        subprocess.run(["mount", *options, "tmpfs", folder], check=True)  # noqa: S607
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607


@pytest.fixture(scope="session")
def debian(workshop: Path) -> Root:
    """A root with Python, venv, make and git, in which nothing is to be changed."""
    return make_root(workshop / "debian", PACKAGES)


@pytest.fixture(scope="session")
def bundle(workshop: Path) -> Path:
    """The repository as one file, to be cloned: all that is committed."""
    file = workshop / "yinju.bundle"
    repository = Path(__file__).parents[2]
    subprocess.run(
        ["git", "bundle", "create", "--quiet", str(file), "HEAD"],  # noqa: S607
        cwd=repository,
        check=True,
    )
    return file
