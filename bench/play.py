"""The seconds from starting `yinju play` to the page, the bot and the first answer.

Run it by `python -m bench.play`.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import IO, Any

RUNS = 5
"""Number of starts of which the median is reported."""

QUESTION = "金融科技为什么要成为基础设施？"


@dataclass(frozen=True)
class Wait:
    """Seconds from the command to the page, the ready bot, and the first answer."""

    page: float
    bot: float
    answer: float


def main() -> None:
    """Print the figures."""
    for name, seconds in figures().items():
        sys.stdout.write(f"{name:40} {seconds:.2f} s\n")


def figures() -> dict[str, float]:
    """Return the figures by name, in seconds.

    The first start is reported separately, as it fills the caches.
    """
    with tempfile.TemporaryDirectory() as folder:
        first = once(folder)
        later = [once(folder) for _ in range(RUNS)]
    return {
        "play, first start to a usable page": first.bot,
        "play, second start to the page": median(wait.page for wait in later),
        "play, second start to a usable page": median(wait.bot for wait in later),
        "play, second start to an answer in it": median(wait.answer for wait in later),
    }


def once(data_dir: str) -> Wait:
    """Start the program, ask a question as soon as the page is there, and stop it.

    Raises:
        RuntimeError: The stream of events ended before the answer.
    """
    started = time.perf_counter()
    page = bot = 0.0
    with playing(data_dir) as address:
        for event in events(address):
            now = time.perf_counter() - started
            if event["kind"] == "everything":
                page = now
                ask(address, event["people"][0]["id"])
            if event["kind"] == "ready" or event.get("ready"):
                bot = now
            if event["kind"] == "message" and event["message"]["from"]["is_bot"]:
                return Wait(page, bot, now)
    raise RuntimeError("the page was closed before the bot had answered")


@contextmanager
def playing(data_dir: str) -> Iterator[str]:
    """Run the program while the context is open; yield the address of its page."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "play", "--no-browser"],
        env={"BOT_DATA_DIR": data_dir, "BOT_LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield address_in(process.stdout)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def address_in(out: IO[str] | None) -> str:
    """Return the address that the program prints.

    Raises:
        RuntimeError: Its first line has no address.
    """
    line = out.readline() if out else ""
    found = re.search(r"http://\S+/", line)
    if not found:
        raise RuntimeError(f"no address in {line!r}")
    return found[0]


def events(address: str) -> Iterator[dict[str, Any]]:
    """Yield the events of the page."""
    with urllib.request.urlopen(f"{address}events") as reply:  # noqa: S310 - our own address
        for line in reply:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


def ask(address: str, person: int) -> None:
    """Send the question in a user's private chat, as the page does."""
    values = {"person": person, "chat": person, "text": QUESTION}
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{address}acts/send", json.dumps(values).encode()
    )
    urllib.request.urlopen(request).close()  # noqa: S310 - our own address


if __name__ == "__main__":
    main()
