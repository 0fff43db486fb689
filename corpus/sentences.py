"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSING = "”’」』）)】》\"'"
_ENDS = re.compile(rf"(?:[。！？!?…]+[{_CLOSING}]*|\.(?=\s|$)|\n)\s*")

STOPS = "。！？!?…；;，,：:、.”’」』）)】》"
"""What a line of prose ends in; a heading rarely does."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of *text* as half-open spans that follow each other and leave nothing out."""
    start = 0
    for match in _ENDS.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
