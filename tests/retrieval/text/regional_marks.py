"""Makes retrieval/text/regional.toml from the tables of the installed OpenCC.

python -m tests.retrieval.text.regional_marks > retrieval/text/regional.toml
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import opencc

from retrieval.text.script import _FOLDING
from retrieval.text.words import load_jieba

_CONFIGURATIONS = ("s2twp", "tw2sp")
_WIDTH = 96
"""The length of a line of pairs."""
_HEADER = f"""\
# Marks of the words that OpenCC changes between the vocabularies of the mainland and of Taiwan:
# characters and pairs of characters, one of which is in each such word; for what, see
# retrieval/text/regional.py. tests/retrieval/text/regional_marks.py made them for one version.
opencc = "{opencc.__version__}"
"""


def changed_words() -> frozenset[str]:
    """Return the words of OpenCC's tables that it changes to other words, all folded."""
    folder = Path(opencc.__file__).with_name("clib")
    found = set()
    for name in sorted(_tables(folder)):
        for line in _rows(folder, name):
            word, _, others = line.partition("\t")
            word, other = (one.translate(_FOLDING) for one in (word, others.split(" ")[0]))
            if word != other:
                found.add(word)
    return frozenset(found)


def marks(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return characters and pairs, one of which is in each word, preferably a rare pair."""
    words = sorted(words, key=lambda word: (len(word), word))
    characters = {word for word in words if len(word) == 1}
    frequency = _pair_counts()
    pairs: set[str] = set()
    for word in words:
        own = [word[at : at + 2] for at in range(len(word) - 1)]
        if characters.isdisjoint(word) and pairs.isdisjoint(own):
            pairs.add(min(own, key=lambda pair: (not pair.isalpha(), frequency[pair], pair)))
    return frozenset(characters), frozenset(pairs)


def _tables(folder: Path) -> Iterator[str]:
    for name in _CONFIGURATIONS:
        text = (folder / "share" / "opencc" / f"{name}.json").read_text("utf-8")
        yield from set(_files(json.loads(text)))


def _files(configuration: Any) -> Iterator[str]:
    """Yield the files that a part of a configuration names."""
    if isinstance(configuration, dict):
        if "file" in configuration:
            yield configuration["file"]
        configuration = list(configuration.values())
    if isinstance(configuration, list):
        for part in configuration:
            yield from _files(part)


def _rows(folder: Path, name: str) -> list[str]:
    with TemporaryDirectory() as made:
        path = Path(made) / "table.txt"
        table = folder / "share" / "opencc" / name
        arguments = ("-i", table, "-f", "ocd2", "-o", path, "-t", "text")
        subprocess.run([folder / "bin" / "opencc_dict", *arguments], check=True)
        return [line for line in path.read_text("utf-8").splitlines() if "\t" in line]


def _pair_counts() -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in load_jieba(None).FREQ.items():
        for at in range(len(word) - 1):
            counts[word[at : at + 2]] += count
    return counts


def _lines(marked: Iterable[str]) -> Iterator[str]:
    line = ""
    for mark in sorted(marked):
        if len(line) + len(mark) > _WIDTH:
            yield line.rstrip()
            line = ""
        line += f"{mark} "
    yield line.rstrip()


if __name__ == "__main__":
    characters, pairs = marks(changed_words())
    lines = (f'characters = "{"".join(sorted(characters))}"', 'pairs = """', *_lines(pairs))
    sys.stdout.write("\n".join((_HEADER, *lines, '"""\n')))
