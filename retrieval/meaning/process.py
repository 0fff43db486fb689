"""A process that encodes texts, and its protocol."""

from __future__ import annotations

import json
import subprocess
import sys
import weakref
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Self

import numpy as np

from retrieval.meaning.encoder import EncoderError, Vectors
from retrieval.meaning.worker import HEADER

COMMAND = (sys.executable, "-m", "retrieval.meaning.worker")

LONGEST = 60.0
"""Seconds after which a process that has not answered is killed; its start is included."""


class EncoderProcess:
    """Encodes in another process, which is started when it is needed and again if it has failed.

    Loading the vocabulary holds the interpreter's lock for more than a second; in a process of its
    own, it holds up nobody. Requests are handled one after the other, from any thread.

    Args:
        command: The program and its arguments.
    """

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._ending: weakref.finalize[..., EncoderProcess] | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def encode(self, texts: Sequence[str], longest: float = LONGEST) -> Vectors:
        """Return the vectors of texts.

        Args:
            texts: The texts.
            longest: Seconds to wait for it at most.

        Raises:
            EncoderError: The process cannot be started, has ended or takes too long.
        """
        with self._lock:
            try:
                return self._encode(texts, longest)
            except (OSError, ValueError) as error:
                self._end()
                raise EncoderError(f"the encoder's process has failed ({error})") from error

    def close(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._end()

    def _encode(self, texts: Sequence[str], longest: float) -> Vectors:
        process = self._running()
        source, sink = process.stdout, process.stdin
        if source is None or sink is None:
            raise OSError("it has no pipes")
        timer = Timer(longest, process.kill)
        timer.start()
        try:
            # JSON escapes halves of surrogate pairs, which UTF-8 cannot hold.
            sink.write(json.dumps(texts).encode() + b"\n")
            sink.flush()
            count, size = HEADER.unpack(_read(source, HEADER.size))
            found = np.frombuffer(_read(source, 4 * count * size), "<f4")
            return found.reshape(count, size).astype(np.float32)
        except OSError as error:
            if timer.finished.is_set():
                raise OSError(f"no answer within {longest:g} s") from error
            raise
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command, stdin=pipe, stdout=pipe, stderr=nothing
            )
            self._ending = weakref.finalize(self, _end, self._process)
            self._ending.atexit = False  # Then it ends by itself, with its input.
        return self._process

    def _end(self) -> None:
        self._process = None
        if self._ending:
            self._ending()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process."""
    process.kill()
    process.wait()
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(OSError):  # It may hold what was not written in time.
            pipe.close()


def _read(source: IO[bytes], size: int) -> bytes:
    """Read exactly so many bytes.

    Raises:
        OSError: There are fewer.
    """
    found = source.read(size)
    if len(found) < size:
        raise OSError("it has ended")
    return found
