"""Taking a change back out of a TOML file that has been changed since."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from itertools import pairwise, takewhile

from corpus.reverting_lists import with_list_reverted


def reverted(before: bytes, after: bytes, current: bytes) -> bytes | None:
    """Return a file as it would be without a change.

    Changes of other tables stay, and of other elements of a list.

    Args:
        before: The file before the change.
        after: The file after the change.
        current: The file as it is now.

    Returns:
        The file, or None if what was changed is no longer as it was left, or the file would not be
        TOML.
    """
    found = _with_parts(before, after, current)
    if found is None:
        found = _with_elements(before, after, current)
    return found if found is not None and _is_toml(found) else None


def _with_parts(before: bytes, after: bytes, current: bytes) -> bytes | None:
    """Return a file with the old parts in place of those that a change has put there."""
    old, new, now = map(_parts, (before, after, current))
    start, removed, added = _difference(old, new)
    if _is_whole_array(added) and added[0].startswith(b"".join(removed)):
        removed, added = [], added[1:-1]  # Others may have been put between.
    if added:
        place = _only_place(added, now)
    else:
        neighbour = new[start - 1 : start] if start else []
        found = _only_place(neighbour, now) if neighbour else 0
        place = None if found is None else found + len(neighbour)
    if place is None:
        return None
    return b"".join(ended([*now[:place], *removed, *now[place + len(added) :]]))


def _with_elements(before: bytes, after: bytes, current: bytes) -> bytes | None:
    """Return a file with the old elements of a list in a table whose list is another by now."""
    _, *changed = _difference(tables(before), tables(after))
    removed, added = ([one for one in parts if not _is_remark(one)] for parts in changed)
    if len(added) != 1 or len(removed) > 1:
        return None
    parts = with_list_reverted(next(iter(removed), None), added[0], tables(current))
    return None if parts is None else b"".join(ended([one for one in parts if one]))


def _difference(
    old: Sequence[bytes], new: Sequence[bytes]
) -> tuple[int, Sequence[bytes], Sequence[bytes]]:
    """Return the place at which parts differ, and those that were removed and added there."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return start, old[start : len(old) - end], new[start : len(new) - end]


def tables(data: bytes) -> list[bytes]:
    """Return the parts of a TOML file, each a table with the comments next to it."""
    return _split(data, (b"[",))


def _parts(data: bytes) -> list[bytes]:
    """Return smaller parts: elements of an array, and its end, are parts if they begin a line."""
    return _split(data, (b"[", b"]"))


def _split(data: bytes, beginnings: tuple[bytes, ...]) -> list[bytes]:
    """Split a file at lines that begin in one of some ways."""
    lines = data.splitlines(keepends=True)
    starts = [0]
    for number, line in enumerate(lines):
        if line.lstrip().startswith(beginnings):
            starts.append(number - _height(lines[starts[-1] : number]))
    bounds = pairwise([*starts, len(lines)])
    return [b"".join(lines[begin:end]) for begin, end in bounds if begin < end]


def _height(lines: Sequence[bytes]) -> int:
    """Return the number of lines at the end that belong to what follows.

    They are comments next to it, and the blank lines above those.
    """
    comments = sum(1 for _ in takewhile(_is_comment, reversed(lines)))
    above = lines[: len(lines) - comments]
    return comments + sum(1 for _ in takewhile(lambda line: not line.strip(), reversed(above)))


def _is_toml(data: bytes) -> bool:
    try:
        tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return True


def _is_whole_array(parts: Sequence[bytes]) -> bool:
    """Return True for the first line of an array, its elements, and its end."""
    opening, *elements, end = parts if len(parts) > 1 else (b"", b"")
    return opening.rstrip().endswith(b"[") and bool(elements) and end.lstrip().startswith(b"]")


def _is_remark(part: bytes) -> bool:
    return all(_is_comment(line) for line in part.splitlines() if line.strip())


def _is_comment(line: bytes) -> bool:
    return line.lstrip().startswith(b"#")


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """Return the number of parts at the beginning that are equal, but for blanks and commas."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: _bare(pair[0]) == _bare(pair[1]), pairs))


def _bare(part: bytes) -> bytes:
    return part.strip().removesuffix(b",")


def _only_place(wanted: Sequence[bytes], parts: Sequence[bytes]) -> int | None:
    """Return the only index at which these parts stand; None if there is none, or several."""
    wanted, parts = list(map(_bare, wanted)), list(map(_bare, parts))
    firsts = (index for index, part in enumerate(parts) if part == wanted[0])
    places = [index for index in firsts if parts[index : index + len(wanted)] == wanted]
    return places[0] if len(places) == 1 else None


def ended(parts: Sequence[bytes]) -> list[bytes]:
    """Return the parts, each but the last ending with its line."""
    return [part if part.endswith(b"\n") else part + b"\n" for part in parts[:-1]] + [*parts[-1:]]
