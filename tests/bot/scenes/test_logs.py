"""The log of a bot that answers: which update a line belongs to, and what is not in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.playground.standin.faults import Fault
from bot.settings import Settings
from bot.telegram.logs import set_up_logging
from tests.bot.scenes.conftest import Scene

QUESTION = "流量思维有什么问题"

LogTo = Callable[..., None]


@pytest.fixture
def log_to() -> Iterator[LogTo]:
    """A function that sets up the log by settings; afterwards it is as it was."""
    root = logging.getLogger()
    names = ("", "bot", "corpus", "retrieval")
    handlers, levels = root.handlers, {name: logging.getLogger(name).level for name in names}

    def log_to(**settings: Any) -> None:
        set_up_logging(Settings(**settings), ["10000:stand-in"])

    yield log_to
    root.handlers = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def objects(text: str) -> list[dict[str, Any]]:
    """Return the lines of a log in JSON."""
    return [json.loads(line) for line in text.splitlines()]


async def test_every_line_of_an_update_has_its_number(
    scene: Scene, log_to: LogTo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Retries and refusals of an answer are logged with the number of its update."""
    log_to(log_format="json")
    scene.backend.faults.add(Fault("flood", 2, "sendMessage"))
    await scene.ask(scene.client(), QUESTION)
    lines = [one for one in objects(capsys.readouterr().err) if "throttle" in one["logger"]]

    assert 2 == len(lines)
    assert 1 == len({one["update"] for one in lines})


async def test_an_update_that_nobody_understands(
    scene: Scene, log_to: LogTo, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line of an update that cannot be parsed has its number, too."""
    log_to(log_format="json")
    number = scene.backend.updates.put("message", {"message_id": QUESTION})
    await scene.settle()
    (line,) = [one for one in objects(capsys.readouterr().err) if "intake" in one["logger"]]

    assert number == line["update"]
    assert QUESTION not in line["message"]


async def test_two_updates_at_once(
    scene: Scene, log_to: LogTo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines of updates that are handled at the same time have different numbers."""
    log_to(log_format="json")
    scene.backend.faults.add(Fault("server", 2, "sendMessage"))
    ann, bob = scene.client("Ann"), scene.client("Bob")
    ann.send(QUESTION)
    bob.send(QUESTION)
    await scene.settle()
    lines = [one for one in objects(capsys.readouterr().err) if "throttle" in one["logger"]]

    assert 2 == len({one["update"] for one in lines})


async def test_the_apology_has_the_number(
    scene: Scene,
    log_to: LogTo,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The number in the apology for an unexpected error is that of its lines in the log."""

    async def fail(*_: object) -> None:
        raise RuntimeError(QUESTION)

    monkeypatch.setattr(type(scene.services.answerer), "answer", fail)
    log_to(log_format="json")
    said = await scene.ask(scene.client("Ann", "en"), QUESTION)
    (number,) = {one["update"] for one in objects(capsys.readouterr().err) if "error" in one}

    assert said.text.endswith(f"this number: {number}")


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_no_words_of_a_reader(
    scene: Scene,
    log_to: LogTo,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    log_format: str,
) -> None:
    """Above DEBUG, a question is not in the log, also if an error quotes it."""

    async def fail(*_: object) -> None:
        raise RuntimeError(QUESTION)

    log_to(log_format=log_format)
    ann = scene.client()
    await scene.ask(ann, QUESTION)
    monkeypatch.setattr(type(scene.services.answerer), "answer", fail)
    await scene.ask(ann, QUESTION)
    log = capsys.readouterr().err

    assert "handler failed" in log
    assert "RuntimeError" in log
    assert QUESTION not in log
    assert json.dumps(QUESTION)[1:-1] not in log


async def test_libraries_are_quiet(
    scene: Scene, log_to: LogTo, capsys: pytest.CaptureFixture[str]
) -> None:
    """At DEBUG, libraries say nothing of a question unless they are asked for."""
    log_to(log_level="DEBUG")
    await scene.ask(scene.client(), QUESTION)

    assert QUESTION not in capsys.readouterr().err


async def test_libraries_speak_if_asked(
    scene: Scene, log_to: LogTo, capsys: pytest.CaptureFixture[str]
) -> None:
    """With BOT_LOG_LIBRARIES, they log at DEBUG what passes through them, without the token."""
    log_to(log_level="DEBUG", log_libraries=True)
    await scene.ask(scene.client(), QUESTION)
    log = capsys.readouterr().err

    assert QUESTION in log
    assert "10000:stand-in" not in log
