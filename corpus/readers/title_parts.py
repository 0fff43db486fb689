"""The parts of the title that browsers show: the article's own, and names of site and section.

Which one is the article's is told by what else a page states and prints.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, takewhile

from corpus.sentences import STOPS

_MARK = (
    r"(?:\s*(?:[-–－_|｜│¦·•«»‹›>]+|::|：：)\s*"
    r"|\s+[—―]+\s+|(?<![—―])[—―](?![—―]))"  # Without spaces, two of them are a dash in a title.
)
_MARK_BEHIND = re.compile(_MARK)
_MARK_BEFORE = re.compile(rf"{_MARK}\Z")
_MIN_PROSE = 20
"""Length from which a line that ends like a sentence is prose, above which titles stand."""

_MAX_LINES = 300
"""Number of lines of a page among which its title is looked for."""


def above_prose(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a page above its first line of prose."""
    first = islice(lines, _MAX_LINES)
    return takewhile(lambda line: len(line) < _MIN_PROSE or line[-1] not in STOPS, first)


def is_side(part: str, title: str) -> bool:
    """Return True if a title begins or ends with a part, and a mark parts it from the rest."""
    return _begins(part, title) or _ends(part, title)


def without_sides(title: str, names: Collection[str]) -> str:
    """Return a title without the names at its beginning and end, however these are spelt."""
    if not names:
        return title
    name = "|".join(map(re.escape, names))
    title = re.sub(rf"\A(?:{name}){_MARK}(?=\S)", "", title, flags=re.IGNORECASE)
    return re.sub(rf"(?<=\S){_MARK}(?:{name})\Z", "", title, flags=re.IGNORECASE)


def side_heading(
    title: str, first: Sequence[str], lower: Sequence[str], above: Sequence[str]
) -> str | None:
    """Return the first-level heading that is one side of a title, None if none is.

    Where the other side is printed between that heading and the text, it is the title, and the
    heading names the site. Below the side at the beginning, mostly the article's, a line that
    names the other one is the site's, unless it is a heading.

    Args:
        title: The title that browsers show.
        first: The headings of the first level.
        lower: The headings of the next levels.
        above: The lines that the page prints above its text.
    """
    heading = side_among(title, first)
    if heading is None:
        return None
    below = above[above.index(heading) + 1 :] if heading in above else above
    if _begins(heading, title):
        below = [line for line in below if line in first or line in lower]
    return side_among(title, (line for line in below if line != heading)) or heading


def side_among(title: str, lines: Iterable[str]) -> str | None:
    """Return the first line that is one side of a title, None if none is."""
    return next((line for line in lines if is_side(line, title)), None)


def beginning_among(title: str, lines: Iterable[str]) -> str | None:
    """Return the first line with which a title begins, up to a mark, None if there is none."""
    return next((line for line in lines if _begins(line, title)), None)


def _begins(part: str, title: str) -> bool:
    match = _MARK_BEHIND.match(title, len(part)) if title.startswith(part) else None
    return bool(part) and match is not None and match.end() < len(title)


def _ends(part: str, title: str) -> bool:
    place = len(title) - len(part)
    match = _MARK_BEFORE.search(title, 0, place) if title.endswith(part) else None
    return bool(part) and match is not None and match.start() > 0
