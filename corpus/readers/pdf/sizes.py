"""The size in which the text of an article is set, among those of titles, notes and abstracts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_CLAUSE = re.compile("[，。]")
_MIN_CHINESE = 0.25
"""Share of Chinese prose in a text from which it alone decides."""

_MIN_SHARE = 1 / 3
"""Share of the prose from which a size is that of the text, although more may be smaller."""


def size_of_text(texts: Iterable[tuple[str, float]]) -> float:
    """Return the size in which the text is set, in points, 0 if there is none.

    It is that of most of the text; of Chinese prose, the largest one that a good part has, as
    abstracts, notes and references are smaller.

    Args:
        texts: Lines or paragraphs, each with its size in points.
    """
    all_sizes: Counter[float] = Counter()
    prose: Counter[float] = Counter()
    for text, size in texts:
        rounded, width = round(2 * size) / 2, _width(text)
        all_sizes[rounded] += width
        prose[rounded] += width if _CLAUSE.search(text) else 0
    if prose.total() < _MIN_CHINESE * all_sizes.total():
        prose = all_sizes
    usual = prose.most_common(1)[0][0] if prose else 0.0
    if prose is all_sizes:
        return usual
    least = _MIN_SHARE * prose.total()
    return max((size for size, width in prose.items() if width >= least), default=usual)


def _width(text: str) -> int:
    """Return about how wide a text is, in letters; a Chinese character is as wide as two."""
    return (len(text.encode("utf-8", "replace")) + len(text)) // 2
