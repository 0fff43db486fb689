"""The wheel, installed in an environment of its own, is complete."""

from __future__ import annotations

import json
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
