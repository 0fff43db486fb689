"""The process that encodes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.meaning.encoder import EncoderError
from retrieval.meaning.process import EncoderProcess

PROGRAM = """
import os, sys, time
from pathlib import Path
import numpy as np
from retrieval.meaning.worker import serve

def encode(texts):
    if "end" in texts:
        os._exit(1)
    if "wait" in texts:
        time.sleep(60)
    return np.array([[len(text), os.getpid() % 1000] for text in texts])

serve(encode, sys.stdin.buffer, sys.stdout.buffer)
Path(sys.argv[1]).touch()
"""


@pytest.fixture
def ended(tmp_path: Path) -> Path:
    """The file that the program makes when its input has ended."""
    return tmp_path / "ended"


@pytest.fixture
def process(ended: Path) -> Iterator[EncoderProcess]:
    """A process whose vectors are the length of a text and its own number."""
    with EncoderProcess((sys.executable, "-c", PROGRAM, str(ended))) as process:
        yield process


def test_requests_go_to_one_process(process: EncoderProcess) -> None:
    """Texts of any characters are encoded in order, by the same process."""
    first, second = process.encode(["一", "\n\ud800🙂"]), process.encode(["三个字"])

    assert [1, 3, 3] == [*first[:, 0], *second[:, 0]]
    assert first[0, 1] == second[0, 1]


@pytest.mark.parametrize(
    ("text", "reason"), [("end", "it has ended"), ("wait", "no answer within 1 s")]
)
def test_a_process_that_fails_is_started_again(
    process: EncoderProcess, text: str, reason: str
) -> None:
    """A process that ends or hangs is an error, and the next request starts another."""
    before = process.encode(["一"])
    with pytest.raises(EncoderError, match=f"has failed .{reason}"):
        process.encode([text], 1.0)
    after = process.encode(["一"])

    assert before[0, 1] != after[0, 1]


def test_a_program_that_is_not_there() -> None:
    """A process that cannot be started is the same error."""
    with pytest.raises(EncoderError, match="has failed"), EncoderProcess(("/nowhere",)) as process:
        process.encode(["一"])


def test_it_ends_with_its_input(process: EncoderProcess, ended: Path) -> None:
    """The process ends by itself when the program that started it is gone."""
    process.encode(["一"])
    running = process._process
    assert running
    assert running.stdin
    running.stdin.close()

    assert 0 == running.wait(30)
    assert ended.exists()
