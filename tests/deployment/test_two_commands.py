"""On a machine with nothing but Debian 12, Python, venv and make, the README's commands work.

`make fresh` prints how long each step took; what it took to make the root is not in it.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.deployment.roots import HOME, Place, Root, send

CLONE = Place(f"{HOME}/yinju")

PATIENCE = 600
"""Seconds in which a program must have come so far."""


@pytest.fixture
def machine(debian: Root, workshop: Path, bundle: Path) -> Iterator[Root]:
    """A root with the repository as a file, in which nothing has been installed."""
    folder = workshop / "machine"
    root = debian.copy(folder)
    shutil.copy(bundle, folder / "root/yinju.bundle")
    yield root
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something takes, and the processor time of the programs that it runs."""
    begun, before = time.monotonic(), processor_seconds()
    yield
    report(what, time.monotonic() - begun, processor_seconds() - before)


def processor_seconds() -> float:
    """Return the processor time of all programs that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def report(what: str, seconds: float, processor: float) -> None:
    """Print how long something took."""
    print(f"\n{what:46} {seconds:6.1f} s, processor {processor:6.1f} s", end="")  # noqa: T201


def clone(machine: Root) -> None:
    """Clone the repository."""
    with timed("git clone"):
        machine.run(Place(HOME), "git", "clone", "--quiet", "yinju.bundle", "yinju")


async def test_make_run(machine: Root) -> None:
    """From a clone, `make run` ends with the page, on which the whole bot is; a signal ends it."""
    clone(machine)
    line, environment = machine.command(CLONE, "make", "run")
    begun, before = time.monotonic(), processor_seconds()
    process = await asyncio.create_subprocess_exec(*line, env=environment, stdout=PIPE)
    try:
        assert process.stdout
        async with asyncio.timeout(PATIENCE):
            while not (
                found := re.search(r"(http://\S+)", (await process.stdout.readline()).decode())
            ):
                assert process.returncode is None
        with await asyncio.to_thread(urlopen, found[1]) as page:
            shown = page.read().decode()
        seconds = time.monotonic() - begun
    finally:
        send(process.pid, signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):  # A start is finished before it stops.
            await process.wait()

    report("make run, until its page is there", seconds, processor_seconds() - before)
    assert "<title>" in shown
    with timed("yinju ask, the first time"):
        answer = machine.run(CLONE, ".venv/bin/yinju", "ask", "--json", "流量思维")
    assert json.loads(answer)["answered"]


def test_make_test(machine: Root, pytestconfig: pytest.Config) -> None:
    """From a clone, `make test` installs its tools, and every check passes."""
    clone(machine)
    with timed("make .venv/.tests, what `make test` installs"):
        machine.run(CLONE, "make", ".venv/.tests")
    if not pytestconfig.getoption("whole"):
        pytest.skip("the checks themselves are run with --whole")
    with timed("make test"):
        printed = machine.run(CLONE, "make", "test")
    print(printed[-400:])  # noqa: T201

    assert " passed" in printed


def test_the_wheel(machine: Root, workshop: Path) -> None:
    """Installed as a wheel into an environment of its own, the program answers."""
    repository = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", workshop, repository],
        check=True,
    )
    (wheel,) = workshop.glob("*.whl")
    shutil.copy(wheel, machine.folder / "root")
    shutil.copy(repository / "constraints.txt", machine.folder / "root")
    place = Place(HOME)
    with timed("python3 -m venv"):
        machine.run(place, "python3", "-m", "venv", "venv")
    with timed("pip install of the wheel"):
        machine.run(
            place, "venv/bin/pip", "install", "--quiet", "-c", "constraints.txt", wheel.name
        )
    with timed("yinju ask, the first time"):
        answer = machine.run(place, "venv/bin/yinju", "ask", "--json", "流量思维")

    assert json.loads(answer)["answered"]
    assert "right" == next(
        one["state"]
        for one in json.loads(
            machine.run(place, "venv/bin/yinju", "doctor", "--json", is_checked=False)
        )["findings"]
        if one["check"] == "versions"
    )
