"""`make run` starts `serve` or `play`, depending on the settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the Makefile and a program that prints how it was started."""
    shutil.copy(MAKEFILE, tmp_path)
    for name in ("pyproject.toml", "constraints.txt", ".venv/bin/yinju", ".venv/.ready"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    program = tmp_path / ".venv/bin/yinju"
    program.write_text('#!/bin/sh\necho "$1 ${BOT_DATA_DIR-unset}"\n', "utf-8")
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("lines", "variables", "started"),
    [
        ("", {}, "play data"),
        ("BOT_TOKEN=\nBOT_DATA_DIR=\n", {}, "play data"),
        ("# BOT_TOKEN=1:A\nBOT_TOKEN= # none\nBOT_TOKEN=''\n", {}, "play data"),
        ("BOT_TOKEN=1:A\n", {}, "serve data"),
        ("export BOT_TOKEN = '1:A'\n", {}, "serve data"),
        ("BOT_TOKEN = 1:A\nBOT_DATA_DIR = there\n", {}, "serve unset"),
        ("", {"BOT_TOKEN": "1:A", "BOT_DATA_DIR": "here"}, "serve here"),
    ],
)
def test_what_make_run_starts(
    clone: Path, lines: str, variables: dict[str, str], started: str
) -> None:
    """`make run` serves if .env or the environment has a token, and opens the page otherwise."""
    (clone / ".env").write_text(lines, "utf-8")
    path = {"PATH": os.environ["PATH"]}
    ran = subprocess.run(
        ["make", "--silent", "run"],  # noqa: S607 - make as found on PATH
        cwd=clone,
        env=path | variables,
        capture_output=True,
        text=True,
        check=True,
    )

    assert started == ran.stdout.strip()
