"""Official documents: the title below the number, and what is printed around the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from corpus.document import Block
from corpus.sentences import STOPS
from corpus.tables import read_table

_MAX_ABOVE, _MAX_TITLE_LINES = 8, 4
"""Number of blocks above the number of a document, and of those that make its title."""

_MAX_LINE, _MAX_TITLE = 60, 120


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document: its title, author and date, and its blocks from the title on."""

    metadata: Mapping[str, str]
    blocks: tuple[Block, ...]


def read_official(blocks: Sequence[Block]) -> OfficialDocument | None:
    """Return an official document, which has a number above its title; None if it is none."""
    number = next(
        (at for at, block in enumerate(blocks[:_MAX_ABOVE]) if _is("official", block)), None
    )
    if number is None or any(map(_is_text, blocks[:number])):
        return None
    parts: list[str] = []
    for block in blocks[number + 1 : number + 1 + _MAX_TITLE_LINES]:
        if _is("around", block):
            continue
        parts.append(block.text)
        if block.text[-1] in STOPS or sum(map(len, parts)) > _MAX_TITLE:
            return None
        if _is("official_titles", block):
            title = "".join(parts)
            start = blocks.index(block, number) + 1
            return _from_title(title, [one for one in blocks[start:] if not _is("around", one)])
    return None


def _from_title(title: str, blocks: Sequence[Block]) -> OfficialDocument | None:
    """Return the document, without its signature if another document follows that."""
    metadata = {"title": title}
    found = list(blocks)
    for place, (office, day) in enumerate(pairwise(blocks)):
        if _is("signed", day) and _is("signing", office):
            metadata |= {"author": office.text, "date": day.text}
            found[place : place + 2] = [replace(one, is_furniture=True) for one in (office, day)]
            break
    return OfficialDocument(metadata, (Block("heading", title, 1), *found)) if blocks else None


def _is_text(block: Block) -> bool:
    return len(block.text) > _MAX_LINE or block.text[-1] in STOPS.replace("）", "")


def _is(kind: str, block: Block) -> bool:
    return block.kind not in {"table", "code"} and bool(
        _patterns()[kind].fullmatch(block.text.strip())
    )


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of papers.toml about official documents."""
    table = read_table("corpus.readers", "papers.toml")
    kinds = ("official", "official_titles", "around", "signed", "signing")
    return {kind: re.compile(table[kind]) for kind in kinds}
