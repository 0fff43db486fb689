"""Lines around an article that name its author, its date and its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.document import Block
from corpus.likelihood import Frequency
from corpus.sentences import STOPS
from corpus.tables import read_table

_HAN = r"[㐀-䶿一-鿿]{2,4}(?:[·•][㐀-䶿一-鿿]{1,8}){0,3}"
_LATIN = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3}"
_NAME = r"[^\s，,。、:：;；（）()【】|｜/&]{2,12}"
_AND = r"(?:\s*[、，,/&]\s*|\s+)"
_ROLE = r"(?:作者|撰文|采写|採寫|撰稿|执笔|執筆|文字?|记者|記者|通讯员|通訊員|实习生|實習生)"
_END = (
    r"(?=$|[\s，,。、;；（）()【】\]|｜/&]|[·•](?![㐀-鿿])"
    r"|来源|來源|编辑|編輯|责编|責編|时间|時間|发布|發布)"
)

_NO_VERB = r"(?![从在对走获近昨今采注就])"
"""What follows 记者 in a note is no name: 记者从会上获悉, 记者注."""

_BIO = re.compile(
    r"(?P<names>[㐀-䶿一-鿿·]{2,6})[，,].*(?:专栏作家|專欄作家|撰稿人|评论员|評論員|公众号|公眾號)",
    re.DOTALL,
)
_LABELLED = re.compile(
    rf"(?:(?:^|.*[，,。\s|｜\[【(（>]){_ROLE}\s*[/|｜丨]"
    r"|.*?(?:作者|撰文|采写|採寫|撰稿|记者|記者|编写|編寫|撰写|撰寫|整理|供稿)(?:人|者|单位|單位)?\s*[:：]|文\s*[:：])\s*"
    r"(?:[^\s，,。:：]{0,8}记者\s?)?"
    rf"(?P<names>(?:{_LATIN}|{_NAME}?{_END})(?:{_AND}{_HAN}{_END}){{0,4}})",
    re.DOTALL,
)
_REPORTER = re.compile(
    rf"[^，,。:：（）()]{{0,14}}?(?:作者|记者|記者|通讯员|通訊員)\s+(?P<names>{_HAN}(?:{_AND}{_HAN}){{0,4}}){_END}"
)
_JOINED = re.compile(r"(?:^|.*[\s|｜])作者(?P<names>[㐀-䶿一-鿿]{2,3})(?=$|[\s|｜])", re.DOTALL)
_ENGLISH = re.compile(rf"[Bb]y\s+(?P<names>{_LATIN})")
_DATELINE = re.compile(
    rf"[^。！？]{{0,40}}?[（(][^（()）]{{0,10}}(?:记者|記者)\s*[:：]?\s*{_NO_VERB}(?P<names>{_HAN}(?:{_AND}{_HAN}){{0,3}})[^（()）]{{0,8}}[)）]"
)
_MARKS = str.maketrans("／∕╱⁄│┃∣︱", "////||||")
_RARE_MARK = re.compile("[／∕╱⁄│┃∣︱]")

_BARE = re.compile(
    r"(?P<name>[㐀-䶿一-鿿]{2,4})"
    r"(?:[\s·•|｜/，,()（）—-]+\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?[)）]?)?"
)
_MAX_NAME_LENGTH = 3
"""Maximum length of a name with a family name of one character."""

_MAX_NAME_COUNT = 30
"""Word count up to which a line may be a name; more frequent ones are words."""

_NAMES = re.compile(rf"{_LATIN}|{_NAME}")
_FURTHER = re.compile(r"(?:通讯员|通訊員|实习生|實習生|编辑|編輯|摄影|攝影|校对|校對)")
"""Roles of others, whose names follow those of the authors."""

_MAX_LINE = 120
"""Maximum length of a line with author, date or source."""

_LONG = 30
"""Length from which a line is taken for the text of an article without sentences."""

_COUNTS = re.compile(
    r".*\d.*(?:评论|評論|参与|參與|阅读|閱讀|浏览|跟贴|作者|来源|來源).*", re.DOTALL
)

_ABOVE, _BELOW, _NEAR = 60, 6, 12
"""Number of blocks above an article, right below it, and near below it that are looked at."""


@dataclass(frozen=True, slots=True)
class LinesAround:
    """Short lines around an article: above it up to its headline, nearest first, and below it."""

    above: tuple[str, ...]
    below: tuple[str, ...]


def lines_around(blocks: Sequence[Block], title: str | None) -> LinesAround:
    """Return the short lines between headline and text, and those right below the text.

    A line above the headline belongs to the page, and its date may be the day of saving.
    """
    start, stop = _text_of(blocks)
    above = blocks[max(0, start - _ABOVE) : start]
    places = [place for place, block in enumerate(above) if block.text == title]
    places = places or [p for p, block in enumerate(above) if _is_headline(block)][-1:]
    lines = above[places[0] + 1 :] if places else above
    return LinesAround(tuple(_short(reversed(lines))), tuple(_short(blocks[stop:][:_BELOW])))


def near_text(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks of the text and those near it; further ones are of other articles."""
    start, stop = _text_of(blocks)
    return blocks[max(0, start - _ABOVE) : stop + _NEAR]


def _text_of(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the positions at which the prose of the article starts and stops."""
    prose = [place for place, block in enumerate(blocks) if _is_prose(block)] or [
        place for place, block in enumerate(blocks) if _is_long(block)
    ]
    return (prose[0], prose[-1] + 1) if prose else (len(blocks), len(blocks))


def _is_headline(block: Block) -> bool:
    """Return True if a block is a heading with words, not one of counts or dates."""
    return block.kind == "heading" and not _COUNTS.fullmatch(block.text)


def _short(lines: Iterable[Block]) -> Iterator[str]:
    """Yield the lines that may name an author or a date, and are no sentences."""
    return (line.text for line in lines if len(line.text) <= _MAX_LINE and "。" not in line.text)


def _is_long(block: Block) -> bool:
    return not block.is_furniture and len(block.text) >= _LONG


def _is_prose(block: Block) -> bool:
    is_text = not block.is_furniture and block.kind != "heading"
    return is_text and (block.text[-1] in STOPS or len(block.text) > _MAX_LINE)


def usual_marks(text: str) -> str:
    """Return a text with a usual slash or bar for each rare one, as in 文／张三."""
    return text.translate(_MARKS) if _RARE_MARK.search(text) else text


def line_author(text: str) -> str | None:
    """Return the people that a byline or bio names, joined by 、; None if it names none."""
    text = usual_marks(text)
    if len(text) <= _MAX_LINE:
        for pattern in (_LABELLED, _REPORTER, _JOINED):
            if match := pattern.match(text):
                return _joined(match["names"])
    if match := _ENGLISH.fullmatch(text.strip()) or _BIO.match(text):
        return _joined(match["names"])
    return None


def bare_author(text: str, article: str, frequency: Frequency) -> str | None:
    """Return the name that stands alone on a line, or beside a date; None if it may be a heading.

    A heading is a common word, or its words are in the article below it.

    Args:
        text: The line.
        article: The text of the article without it.
        frequency: Word counts.
    """
    match = _BARE.fullmatch(text.strip())
    if not match or match["name"] in article or not is_author(match["name"]):
        return None
    name = match["name"]
    is_rare = frequency(name) <= _MAX_NAME_COUNT
    return name if is_rare and _begins_with_surname(name) else None


def _begins_with_surname(name: str) -> bool:
    single, double = _surnames()
    return (name[0] in single and len(name) <= _MAX_NAME_LENGTH) or name[:2] in double


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return the family names of one character and of two."""
    table = read_table("corpus", "metadata.toml")
    return frozenset("".join(table["surnames"].split())), frozenset(
        table["double_surnames"].split()
    )


def dateline_author(blocks: Sequence[Block]) -> str | None:
    """Return the reporters named at the start of a report: 某地3月5日电（记者张三）."""
    first = next((block.text for block in blocks if _is_prose(block)), "")
    match = _DATELINE.match(first)
    return _joined(match["names"]) if match else None


def is_author(name: str) -> bool:
    """Return True unless a name is a placeholder, a number, an address, or that of a platform."""
    return not _no_author().fullmatch(" ".join(name.split()))


def _joined(names: str) -> str | None:
    first, *_ = _FURTHER.split(names, 1)
    found = [name for name in _NAMES.findall(first) if is_author(name)]
    return "、".join(dict.fromkeys(found)) or None


@cache
def _no_author() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["no_author"]), re.IGNORECASE)
