"""The wheel, installed in an environment of its own, is complete."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the repository builds."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, REPOSITORY)
    (found,) = folder.glob("*.whl")
    return found


def run(*command: str | Path) -> str:
    """Return the output of a command, which must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_wheel_holds_the_packages_and_their_data(wheel: Path) -> None:
    """The wheel has the three packages with their data, and nothing else."""
    names = zipfile.ZipFile(wheel).namelist()

    assert {"bot", "corpus", "retrieval"} == {
        name.split("/")[0] for name in names if ".dist-info" not in name
    }
    for data in (
        "bot/constraints.txt",
        "bot/py.typed",
        "corpus/py.typed",
        "retrieval/py.typed",
        "corpus/furniture.toml",
        "corpus/metadata.toml",
        "retrieval/answer/discourse.toml",
        "retrieval/question/question_words.toml",
        "bot/locales/zh_Hant.po",
        "bot/playground/web/page/index.html",
        "bot/playground/web/page/strings.json",
    ):
        assert data in names
    assert 5 == sum(name.startswith("corpus/articles/") for name in names)


def test_it_answers_without_the_tools_of_its_tests(wheel: Path, tmp_path: Path) -> None:
    """Installed without extras, the program answers, and `play` names the extra that it needs."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    pins = REPOSITORY / "constraints.txt"
    run(python, "-m", "pip", "install", "--quiet", "-c", pins, "pip")
    run(python, "-m", "pip", "install", "--quiet", "-c", pins, wheel)

    answer = json.loads(run(tmp_path / "venv/bin/yinju", "ask", "--json", "流量思维"))

    assert answer["answered"]

    played = subprocess.run(
        [tmp_path / "venv/bin/yinju", "play"], capture_output=True, text=True, check=False
    )
    assert 2 == played.returncode
    assert "pip install 'yinju[play]'" in played.stderr


def test_it_is_run_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """The command of the READMEs has pipx open the page from a wheel, and Ctrl-C ends it."""
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv/bin"
    run(binaries / "python", "-m", "pip", "install", "--quiet", "pipx")
    shutil.copy(wheel, tmp_path)
    (command,) = {
        line.partition("  #")[0].strip()
        for page in ("README.md", "README.zh.md")
        for line in (REPOSITORY / page).read_text("utf-8").splitlines()
        if line.strip().startswith("pipx ")
    }
    environment = {
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIP_CONSTRAINT": str(REPOSITORY / "constraints.txt"),
        "LANG": "zh_CN.UTF-8",
    }
    with subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command} --no-browser"],
        cwd=tmp_path,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        process.send_signal(signal.SIGINT)

    assert re.fullmatch(r"引据在这里：http://127\.0\.0\.1:\d+/[\w-]+/ （按 Ctrl-C 结束）\n", said)
    assert 0 == process.returncode
