"""Characters that were lost before a file was saved: what stands in their place, by lost.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.message import Message, counted
from corpus.tables import read_table

_MARK = "\ufffd"
_TABLE = read_table("corpus", "lost.toml")
_RUN = re.compile(rf"{_MARK}+|(?<!{_TABLE['quotes']})(?:{'|'.join(_TABLE['runs'])})")
_SIGN = re.compile(f"[{_MARK}{''.join(c for run in _TABLE['runs'] for c in run if c > '~')}]")
"""One character of a run; few texts have one."""

_BEFORE = 6
"""Number of characters before a run by which its line is found."""


def lost_warnings(
    texts: Iterable[str], whole: str | None = None
) -> tuple[tuple[int | None, Message], ...]:
    """Return a warning about all characters that were lost from the texts of a file.

    Args:
        texts: The texts.
        whole: The file as text, in which the first of these places is looked for.

    Returns:
        The warning with the line, or None for the line if there is none; empty if nothing is lost.
    """
    found = [match for text in texts if _SIGN.search(text) for match in _RUN.finditer(text)]
    if not found:
        return ()
    line = _line(found[0], whole) if whole else None
    sample = next((run[0] for run in found if _MARK not in run[0]), None)
    if sample is None:
        return ((line, damaged(sum(len(run[0]) for run in found))),)
    message = counted(
        "text was lost in {count} place, “{sample}”; put the right words there",
        "text was lost in {count} places, such as “{sample}”; put the right words there",
        count=len(found),
        sample=sample[:_BEFORE],
    )
    return ((line, message),)


def damaged(count: int) -> Message:
    """Return the warning about characters in whose place U+FFFD is shown."""
    return counted(
        "{count} character is damaged and shown as \ufffd; put the right one in its place",
        "{count} characters are damaged and shown as \ufffd; put the right ones in their place",
        count=count,
    )


def _line(run: re.Match[str], whole: str) -> int | None:
    """Return the line of a run in a file, None if it stands there in another form."""
    for start in (max(0, run.start() - _BEFORE), run.start()):
        place = whole.find(run.string[start : run.end()])
        if place >= 0:
            return whole.count("\n", 0, place + run.start() - start) + 1
    return None
