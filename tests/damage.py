"""Forward model of the damage that `corpus.misaligned` repairs.

A program searched the GBK bytes of a page regardless of character boundaries. It inserted a
reading after each known character, and a byte before certain marks. Bytes that the decoder could
not pair became "?", and full-width punctuation became ASCII.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

_MARKS = (b"\xa3\xac", b"\xa3\xbb", b"\xa3\xbf")
_IMPOSSIBLE = b"\xff"
"""The inserted byte: neither a lead nor a trail byte, as the damage on real pages shows."""

_HALF_WIDTH = str.maketrans("，；？：！（）", ",;?:!()")


def lines_of(texts: Sequence[str], count: int) -> Iterator[str]:
    """Yield lines of clauses of real texts in a random order, the same ones in every run.

    The pairs of characters at the joints are new in each line.
    """
    chance = random.Random(count)
    clauses = [clause for text in texts for clause in re.findall(r"[㐀-鿿]{3,}", text)]
    for _ in range(count):
        parts = chance.choices(clauses, k=chance.randint(2, 6))
        yield "".join(part + chance.choice("，，。；？") for part in parts[:-1]) + parts[-1] + "。"


def damage(text: str, annotated: Mapping[str, str]) -> str:
    """Return the text as that program leaves it.

    Args:
        text: One line that GBK can encode.
        annotated: The characters that the program knows, each with its reading.
    """
    code = text.encode("gbk")
    for character, reading in annotated.items():
        pair = character.encode("gbk")
        code = code.replace(pair, pair + f"({reading})".encode("gbk"))
    for mark in _MARKS:
        code = code.replace(mark, _IMPOSSIBLE + mark)
    return _decode(code).translate(_HALF_WIDTH)


def _decode(code: bytes) -> str:
    """Decode GBK; a lead byte and an invalid trail byte together become one "?"."""
    text, position = [], 0
    while position < len(code):
        lead, pair = code[position], code[position : position + 2]
        if lead < 0x80:
            text.append(chr(lead))
            position += 1
        elif lead in (0x80, 0xFF):
            position += 1
        elif len(pair) == 2 and pair[1] >= 0x40 and pair[1] not in (0x7F, 0xFF):
            text.append(pair.decode("gb18030"))
            position += 2
        else:
            text.append("?")
            position += 2
    return "".join(text)
