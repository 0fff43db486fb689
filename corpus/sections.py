"""The sections of a finished article, each labelled by its heading or its first sentence.

`corpus.headings` recognizes headings before, while a file is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Article, Passage
from corpus.sentences import sentences

_NUMERALS = "[一二三四五六七八九十百]"
_NUMBER = re.compile(
    rf"""^(?:
      第(?:{_NUMERALS}+|\d+)[步章节節篇部分点點]*[：:、.\s]+
    | [（(]?(?:{_NUMERALS}+|\d{{1,2}}(?:\.\d+)*)(?:[、．:：)）]|\.(?!\d))\s*
    | \d{{1,2}}(?:\.\d+)+\s+
    )+""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an article: its label, its depth from 0, and its first passage."""

    label: str
    level: int
    passage: Passage


def sections(article: Article) -> tuple[Section, ...]:
    """Return the sections of an article; without headings, each passage is a section."""
    found: list[Section] = []
    current: tuple[str, ...] | None = None
    for passage in article.passages:
        if passage.heading != current or not article.headings:
            found.append(_section(passage))
        current = passage.heading
    return tuple(found)


def unnumbered(heading: str) -> str:
    """Return a heading without its number: 一、流量 gives 流量."""
    return _NUMBER.sub("", heading) or heading


def opening(text: str) -> str:
    """Return the first sentence of a text."""
    first = next(sentences(text), None)
    return text[slice(*first)].strip() if first else text


def _section(passage: Passage) -> Section:
    if passage.heading:
        return Section(passage.heading[-1], len(passage.heading) - 1, passage)
    return Section(opening(passage.text), 0, passage)
