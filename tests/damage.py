"""The damage that some scraped pages suffered, made on purpose: the forward model of the repairs.

A page in GBK went through replacements that searched its bytes without regard to where characters
begin: a reading behind each known two-byte character, a byte in front of certain marks. What the
decoder could not pair became "?", and full-width marks became ASCII.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

_MARKS = (b"\xa3\xac", b"\xa3\xbb", b"\xa3\xbf")
_IMPOSSIBLE = b"\xff"
"""A byte that is neither lead nor trail, as the one inserted in front of marks must have been."""

_HALF_WIDTH = str.maketrans("，；？：！（）", ",;?:!()")


def lines_of(texts: Sequence[str], count: int) -> Iterator[str]:
    """Lines that nobody wrote: clauses of real texts in a new order, the same ones every time.

    What stands across two clauses is new in each, and that is where the damage happens.
    """
    chance = random.Random(count)
    clauses = [clause for text in texts for clause in re.findall(r"[㐀-鿿]{3,}", text)]
    for _ in range(count):
        parts = chance.choices(clauses, k=chance.randint(2, 6))
        yield "".join(part + chance.choice("，，。；？") for part in parts[:-1]) + parts[-1] + "。"


def damage(text: str, annotated: Mapping[str, str]) -> str:
    """Send *text* through that program.

    Args:
        text: One line that GBK can encode.
        annotated: The characters it knew, each with the reading it printed.
    """
    code = text.encode("gbk")
    for character, reading in annotated.items():
        known = character.encode("gbk")
        code = code.replace(known, known + f"({reading})".encode("gbk"))
    for mark in _MARKS:
        code = code.replace(mark, _IMPOSSIBLE + mark)
    return _decode(code).translate(_HALF_WIDTH)


def _decode(code: bytes) -> str:
    """Decode as the page was: a lead byte and an impossible trail become one "?" together."""
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
