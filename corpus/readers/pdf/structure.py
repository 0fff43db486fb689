"""Title and headings of a PDF, by the size and the weight of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Block, BlockKind
from corpus.readers.pdf.notes import FootNotes
from corpus.readers.pdf.paragraphs import Paragraph
from corpus.sentences import STOPS

_LARGER = 1.12
"""Size from which text is a heading, in sizes of the text."""

_MAX_TITLE, _MAX_HEADING = 80, 60
"""Maximum length of a title and of a heading, in characters."""

_SENTENCES = re.compile(r".{20,}[。；;，,]|.*。[”’」』]", re.DOTALL)
"""Text that is no heading, however large."""

_MAX_ABOVE = 60
"""Maximum length of a line above the title, such as the name of a journal."""

_MOST_ABOVE = 3
"""Maximum number of such lines; more may be a poem."""

_SMALLER = 0.95
_MAX_LEVEL = 6
_HAN = re.compile(r"[㐀-鿿]")
_THANKS = re.compile(r"[谢感謝][谢謝].{0,8}|thank.{0,20}|q\s?&\s?a|the end", re.IGNORECASE)
"""What the last slide says in the size of the title."""

_WORDS = re.compile(r"[^\W\d_]{2}")


def title_of(paragraphs: Sequence[Paragraph], usual: float) -> Paragraph | None:
    """Return the title: the largest text, provided that it stands once, on the first page."""
    larger = [
        one for one in paragraphs if _is_larger(one, usual) and not _THANKS.fullmatch(one.text)
    ]
    most = max((round(one.size) for one in larger), default=0)
    largest = [one for one in larger if round(one.size) == most]
    if len(largest) != 1 or largest[0].page != paragraphs[0].page:
        return None
    return largest[0] if _WORDS.search(largest[0].text) else None


def blocks_of(
    paragraphs: Sequence[Paragraph], usual: float, title: Paragraph | None, notes: FootNotes
) -> Iterator[Block]:
    """Yield paragraphs as blocks with their notes; larger and bolder lines are headings.

    Short lines above the title belong to the page.
    """
    bold = {is_han for is_han in (True, False) if _is_bold(paragraphs, is_han=is_han)}
    sizes = sorted({round(one.size) for one in paragraphs if _is_larger(one, usual)}, reverse=True)
    levels = {size: min(level, _MAX_LEVEL) for level, size in enumerate(sizes, 1)}
    above = _above(paragraphs, title)
    for place, one in enumerate(paragraphs):
        level = 0
        if _is_larger(one, usual):
            level = levels[round(one.size)]
        elif one.is_heavy and _is_han(one) not in bold and _is_heading(one, usual):
            level = min(len(sizes) + 1, _MAX_LEVEL)
        kind: BlockKind = "heading" if level else "table" if one.is_table else "paragraph"
        text, own = notes.put(one)
        yield Block(kind, text, level, is_furniture=place < above, notes=own)


def _above(paragraphs: Sequence[Paragraph], title: Paragraph | None) -> int:
    """Return the number of short lines above the title, 0 if there is prose among them."""
    if title is None:
        return 0
    place = next(place for place, one in enumerate(paragraphs) if one is title)
    is_short = all(
        len(one.text) <= _MAX_ABOVE and one.text[-1] not in STOPS for one in paragraphs[:place]
    )
    return place if is_short and place <= _MOST_ABOVE else 0


def _is_larger(paragraph: Paragraph, usual: float) -> bool:
    return (
        paragraph.size >= _LARGER * usual
        and len(paragraph.text) <= _MAX_TITLE
        and not paragraph.is_table
        and not _SENTENCES.fullmatch(paragraph.text)
    )


def _is_heading(paragraph: Paragraph, usual: float) -> bool:
    """Return True if a paragraph is a line that does not end like a sentence, and no small one."""
    return (
        len(paragraph.text) <= _MAX_HEADING
        and not paragraph.is_table
        and paragraph.size > _SMALLER * usual
        and paragraph.text[-1] not in STOPS
        and bool(_WORDS.search(paragraph.text))
    )


def _is_bold(paragraphs: Sequence[Paragraph], *, is_han: bool) -> bool:
    """Return True if most of the text in Chinese, or in other scripts, is bold."""
    heavy = light = 0
    for one in paragraphs:
        if _is_han(one) == is_han:
            heavy += len(one.text) if one.is_heavy else 0
            light += 0 if one.is_heavy else len(one.text)
    return heavy > light


def _is_han(paragraph: Paragraph) -> bool:
    return bool(_HAN.search(paragraph.text))
