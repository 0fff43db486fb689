"""Quotations in a terminal are wrapped, and keep every character."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from bot.commands.terminal import wrapped

PHRASE = "盐田要晒上两个月，工人们天不亮就下田。"


@pytest.mark.parametrize(
    "text",
    [
        PHRASE * 4,
        f"……{PHRASE * 4}……",
        f"三、收盐\n……{PHRASE * 4}",
        f"）{PHRASE * 4}",
        f"{PHRASE}\n\n{PHRASE * 3}",
        "……",
    ],
)
@pytest.mark.parametrize("width", range(26, 60, 3))
def test_lines_keep_every_character(text: str, width: int) -> None:
    """Lines that are too long are broken; none of their marks is lost or leaves its own line."""
    console = Console(file=io.StringIO(), force_terminal=True, width=width)
    lines = [line.plain for line in wrapped(Text(text), console)]
    own_starts = {line[0] for line in text.split("\n") if line}

    assert text.replace("\n", "") == "".join(lines)
    assert all(line[0] not in "，。" for line in lines)
    assert own_starts <= {line[0] for line in lines}
