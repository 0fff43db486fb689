"""Undo damage that an article's text suffered on its way here.

A repair replaces what is worthless: it is pure, explained, and applied to articles only, never to
what people ask.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.likelihood import Frequency
from corpus.misaligned import repair_misaligned, strip_annotations
from corpus.model import Repair

_SYSTEMATIC = 5
"""Fewer readings than this in one article are glosses that its author wrote."""

_PATIENCE = 1000
"""Question marks of one article that are looked into; each may take hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text put right, and what was done to it; its lines are those that came in."""

    text: str
    repairs: tuple[Repair, ...] = ()
    annotations: int = 0


def repair(text: str, frequency: Frequency) -> Repaired:
    """Repair the text of one article.

    Readings in brackets are removed where a program put them behind character after
    character; the bytes that it damaged meanwhile are restored with their help.

    Args:
        text: The whole text, as decoded.
        frequency: Counts of words in either script.
    """
    if strip_annotations(text)[1] < _SYSTEMATIC:
        return Repaired(text)
    lines: list[str] = []
    repairs: list[Repair] = []
    annotations = 0
    patience = _PATIENCE
    for line in text.split("\n"):
        patience -= line.count("?")
        whole, found = repair_misaligned(line, frequency) if patience >= 0 else (line, ())
        stripped, count = strip_annotations(whole)
        lines.append(stripped)
        repairs.extend(found)
        annotations += count
    return Repaired("\n".join(lines), tuple(repairs), annotations)
