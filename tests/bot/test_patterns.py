"""Regular expressions mean the same to every Python that the program runs on."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

PACKAGES = ("bot", "corpus", "retrieval")

_POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\d+,?\d*\})\+")


def test_no_group_is_repeated_possessively() -> None:
    """Python 3.11.2, which Debian 12 has, finds too little by such (cpython issue 106052).

    `(?>(?:a|b)*)` means the same as `(?:a|b)*+`, and is right in all of them.
    """
    sources = chain.from_iterable(Path(name).rglob("*.*") for name in PACKAGES)
    found = [
        f"{path}:{number}"
        for path in sources
        if path.suffix in {".py", ".toml"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if _POSSESSIVE_GROUP.search(line)
    ]

    assert found == []
