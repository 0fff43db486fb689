"""Rows to lines of text: blanks, raised and lowered digits, letters that are drawn twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from corpus.readers.inline import shifted
from corpus.readers.marks import (
    MARK,
    enclosed,
    placed_marks,
    split_label,
    without_marks,
)
from corpus.readers.pdf.rows import GAP, INITIAL, SMALL, Row, usual_size
from corpus.readers.pdf.runs import Box, Run

_RAISED, _LOWERED = 0.15, -0.06
"""Height from which small text is raised, and from which it is lowered, in sizes."""

_LARGER = 1.3
"""Size of an initial, which the edge of its line is not measured by, in sizes."""

_TWICE = 0.15
"""Maximum distance of characters that are drawn twice, in sizes."""

_OVER = 0.5
"""Length from which runs that overlap are taken apart, in sizes."""

_MAX_NEAR = 4
"""Maximum number of characters at one place that are compared."""

_NEXT = 2.5
"""Maximum distance of a mark that stands alone from the line above it, in sizes."""

_CELL = 1.2
"""Width of one of the gaps between the cells of a row of a table, in sizes."""

_MOSTLY = 0.9
"""Share of bold characters from which a line is bold."""

_SPREAD = 0.2
"""Usual gap between characters from which a line is spread, in sizes."""

_WIDER = 1.6
"""A gap this many times as wide as the usual one of its line is a blank."""

_BLANK, _BESIDE, _WITHIN, _WRITTEN = 0.15, 0.5, 0.35, 0.1
"""Width of a blank between letters, beside and between Chinese characters, and of one that is
written beside them, in sizes."""

_HAN = r"[\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_CHINESE = re.compile(rf"{_HAN}|[\u3000-\u30ff\u3100-\u33ff\ufe10-\ufe6f\uff00-\uffef“”‘’…—·]")
_LATIN = re.compile(r"[A-Za-z]")
_SHIFTED = re.compile(r"[0-9A-Za-z\u0370-\u03ff+\-−–—~=()（）*†‡①-⑳\[\]〔〕［］,，、]+")
_CITED = re.compile(r"\[\s?(\d{1,3}(?:\s?[,，、\-–—~]\s?\d{1,3}){0,9})\s?\]")
"""The number of a source, with a blank that only its brackets' distance makes."""

_NOTED = re.compile(r"[㐀-䶿一-鿿。，、；：！？”’」』）》】]")
_MEASURED = re.compile(r"[米里尺寸]\Z")
_SPREAD_WORD = re.compile(
    rf"(?<!{_HAN}){_HAN}(?: {_HAN}){{2,}}(?!{_HAN})|(?<!{_HAN}){_HAN} {_HAN}(?=[：:])"
)
"""Characters with a blank between each two, such as the label of a field."""


class Line(NamedTuple):
    """A line of text of a column; all figures are in points.

    `cells` are its parts if wide gaps separate them, as in a row of a table. `marks` are the
    raised marks of notes, each with its place in the text, which is without them.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_heavy: bool
    cells: tuple[str, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def is_labelled(self) -> bool:
        """Return True if the line begins as a note does."""
        return bool(self.marks and self.marks[0][0] == 0) or split_label(self.text).is_clear


class _Usual(NamedTuple):
    """The usual measures of a line: size, height, and the gaps between characters and letters."""

    size: float
    base: float
    gap: float
    gap_of_letters: float


def line_of(row: Row) -> Line:
    """Return a row as a line of text."""
    runs = [run for piece in row for run in piece.runs]
    size = _size(runs)
    runs = _once(runs, size)
    bases: Counter[float] = Counter()
    for run in runs:
        bases[run.base] += len(run.text) if run.style.size == size else 0
    gap, gap_of_letters = (_usual_gap(runs, size, kind) for kind in (_CHINESE, _LATIN))
    usual = _Usual(size, bases.most_common(1)[0][0], gap, gap_of_letters)
    runs = list(_unstacked(runs, usual))
    cells = [] if gap else list(_cells(runs, size))
    count = sum(len(run.text) for run in runs)
    heavy = sum(len(run.text) for run in runs if run.style.is_heavy)
    written = _text(runs, usual)
    return Line(
        text=without_marks(written),
        left=min(run.box.left for run in runs if run.style.size < _LARGER * size),
        right=max(run.box.right for run in runs),
        base=usual.base,
        size=size,
        is_heavy=heavy > _MOSTLY * count,
        cells=tuple(without_marks(_text(cell, usual)) for cell in cells),
        marks=tuple(placed_marks(written)),
    )


def with_marks(lines: Iterable[Line]) -> list[Line]:
    """Return lines of a column; the mark of a note that stands alone is put into that above it."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        if (
            above is not None
            and line.size < SMALL * above.size
            and 0 < above.base - line.base < _NEXT * above.size
            and MARK.fullmatch(line.text)
        ):
            mark = len(above.text), line.text
            found[-1] = above._replace(marks=(*above.marks, mark))
        else:
            found.append(line)
    return found


def _size(runs: Sequence[Run]) -> float:
    """Return the usual size of a line, in points, not that of a long mark of notes in it."""
    size = usual_size(runs)
    larger = [run.style.size for run in runs if size < SMALL * run.style.size]
    is_mark = larger and all(
        _SHIFTED.fullmatch(run.text) if run.style.size == size else _CHINESE.match(run.text)
        for run in runs
    )
    return larger[0] if is_mark else size


def _once(runs: Sequence[Run], size: float) -> list[Run]:
    """Return runs without characters that repeat one at the same place, to make it bold."""
    overlaps = any(
        before.box.right - after.box.left > _OVER * size for before, after in pairwise(runs)
    )
    if not overlaps:
        return list(runs)
    kept: list[Run] = []
    single = (one for run in runs for one in _characters(run))
    for one in sorted(single, key=lambda one: one.box.left):
        if not any(_is_at(one, other, size) for other in kept[-_MAX_NEAR:]):
            kept.append(one)
    return kept


def _characters(run: Run) -> Iterator[Run]:
    """Yield the characters of a run as runs."""
    is_apart = run.is_apart
    for text, left, right in zip(
        run.text, run.starts, [*run.starts[1:], run.box.right], strict=True
    ):
        if text != " ":
            box = Box(left, run.box.bottom, right, run.box.top)
            yield run._replace(text=text, starts=[left], box=box, is_apart=is_apart)
        is_apart = text == " "


def _is_at(run: Run, other: Run, size: float) -> bool:
    """Return True if two characters are equal and at the same place."""
    return (
        run.text == other.text
        and abs(run.box.left - other.box.left) < _TWICE * size
        and abs(run.base - other.base) < _TWICE * size
    )


def _cells(runs: Sequence[Run], size: float) -> Iterator[Sequence[Run]]:
    """Yield the parts of a line that wide gaps separate; none if they are no cells of a table."""
    gaps = [after.box.left - before.box.right for before, after in pairwise(runs)]
    if max(gaps, default=0.0) <= _CELL * size:
        return
    start = 0
    for place, gap in enumerate(gaps, 1):
        if gap > GAP * size:
            yield runs[start:place]
            start = place
    yield runs[start:]


def _unstacked(runs: Sequence[Run], usual: _Usual) -> Iterator[Run]:
    """Yield the runs of a line; of text raised above lowered text, the lowered one comes first."""
    for is_shifted, group in groupby(runs, lambda run: _shift(run, usual) != 0):
        near = list(group)
        is_stacked = is_shifted and any(
            before.box.right - after.box.left > _TWICE * usual.size
            and _shift(before, usual) != _shift(after, usual)
            for before, after in pairwise(near)
        )
        yield from sorted(near, key=lambda run: _shift(run, usual)) if is_stacked else near


def _usual_gap(runs: Sequence[Run], size: float, kind: re.Pattern[str]) -> float:
    """Return the usual gap between characters of a kind in a line, 0 if it is not spread."""
    within = sum(len(run.text) - 1 for run in runs if kind.match(run.text))
    gaps = [
        after.box.left - before.box.right
        for before, after in pairwise(runs)
        if kind.match(before.text[-1])
        and kind.match(after.text)
        and not (after.is_apart and kind is _LATIN)
    ]
    usual = median(gaps) if len(gaps) > within else 0.0
    return usual if usual > _SPREAD * size else 0.0


def _text(runs: Iterable[Run], usual: _Usual) -> str:
    """Return the text of a line, with blanks between its words."""
    parts: list[str] = []
    before: Run | None = None
    for shift, group in groupby(runs, lambda run: _shift(run, usual)):
        written = ""
        for run in group:
            if before is not None:
                is_first = shift != 0 and not written
                written += " " if _is_blank(before, run, usual, is_shifted=is_first) else ""
            written += run.text
            before = run
        parts.append(_in_line(written, shift, parts[-1] if parts else ""))
    text = _SPREAD_WORD.sub(lambda match: match[0].replace(" ", ""), "".join(parts))
    return _CITED.sub(r"[\1]", text) if " ]" in text or "[ " in text else text


def _in_line(written: str, shift: int, before: str) -> str:
    """Return a raised or lowered text as it is written in line, the mark of a note enclosed."""
    if not shift:
        return written
    text = written.strip()
    if shift > 0 and (not before or _NOTED.match(before[-1:])) and MARK.fullmatch(text):
        is_power = text in {"2", "3"} and _MEASURED.search(before)
        if not is_power and (before or not text.isdecimal()):
            return enclosed(text)
    blank = " " if written.startswith(" ") else ""
    return blank + shifted(text, is_raised=shift > 0)


def _shift(run: Run, usual: _Usual) -> int:
    """Return 1 for a raised run, -1 for a lowered one, else 0."""
    if run.style.size >= SMALL * usual.size or not _SHIFTED.fullmatch(run.text):
        return 0
    rise = (run.base - usual.base) / usual.size
    return 1 if rise > _RAISED else -1 if rise < _LOWERED else 0


def _is_blank(before: Run, after: Run, usual: _Usual, *, is_shifted: bool) -> bool:
    """Return True if there is a blank between two runs of a line."""
    gap = (after.box.left - before.box.right) / usual.size
    if len(before.text) == 1 and before.style.size > INITIAL * usual.size:
        return False
    if is_shifted:
        return gap > _BESIDE
    if usual.gap:
        return gap > _WIDER * usual.gap / usual.size
    chinese = (_CHINESE.match(before.text[-1]), _CHINESE.match(after.text))
    if all(chinese):
        return gap > _WITHIN
    if any(chinese):
        return gap > _BESIDE or (after.is_apart and gap > _WRITTEN)
    return after.is_apart or gap > max(_BLANK, _WIDER * usual.gap_of_letters / usual.size)
