"""Lines around an article that name its author, its date and its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from corpus.credits import NameTest, read_credits, read_lines
from corpus.days import DAY, find_day
from corpus.document import Block
from corpus.likelihood import Frequency
from corpus.own_lines import own_lines
from corpus.people import (
    ANY_NAME,
    HAN_NAME,
    LATIN_NAME,
    begins_with_surname,
    is_author,
    people,
    without_notes,
)
from corpus.sentences import STOPS

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
    r"|.*?(?:作者(?!单位|單位)|撰文|采写|採寫|撰稿|记者|記者|编写|編寫|撰写|撰寫|整理|供稿)(?:人|者|单位|單位)?\s*[:：]|文\s*[:：])\s*"
    r"(?:[^\s，,。:：]{0,8}记者\s?)?"
    rf"(?P<names>(?:{LATIN_NAME}|{ANY_NAME}?{_END})(?:{_AND}{HAN_NAME}{_END}){{0,4}})",
    re.DOTALL,
)
_REPORTER = re.compile(
    rf"[^，,。:：（）()]{{0,14}}?(?:作者|记者|記者|通讯员|通訊員)\s+(?P<names>{HAN_NAME}(?:{_AND}{HAN_NAME}){{0,4}}){_END}"
)
_JOINED = re.compile(r"(?:^|.*[\s|｜])作者(?P<names>[㐀-䶿一-鿿]{2,3})(?=$|[\s|｜])", re.DOTALL)
_BLOGGER = re.compile(r"[^「『“]{0,40}(?:博主|作者)[「『“](?P<names>[^」』”]{2,20})[」』”]")
_ENGLISH = re.compile(rf"[Bb]y\s+(?P<names>{LATIN_NAME})")
_DATELINE = re.compile(
    rf"[^。！？]{{0,40}}?[（(][^（()）]{{0,10}}(?:记者|記者)\s*[:：]?\s*{_NO_VERB}(?P<names>{HAN_NAME}(?:{_AND}{HAN_NAME}){{0,3}})[^（()）]{{0,8}}[)）]"
)
_REPRINT = re.compile(
    rf"(?:编者按|编者注|編者按|本文|文章|原文)[^。！？]{{0,80}}?作者\s?(?:[:：|/丨]|为|為)\s?(?P<names>{ANY_NAME}?)(?=[，,。；;（(\s]|$)"
)
_MARKS = str.maketrans("／∕╱⁄│┃∣︱", "////||||")
_RARE_MARK = re.compile("[／∕╱⁄│┃∣︱]")

_BARE = re.compile(
    r"(?P<name>[㐀-䶿一-鿿]{2,4})(?:\s+(?:著|文|撰|撰文|编著|整理))?"
    r"(?:[\s·•|｜/，,()（）—-]+\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?[)）]?)?"
)
_MAX_NAME_COUNT = 30
"""Word count up to which a line may be a name; more frequent ones are words."""

_MAX_LINE = 120
"""Maximum length of a line with author, date or source."""

_LONG = 30
"""Length from which a line is taken for the text of an article without sentences."""

_COUNTS = re.compile(
    r".*\d.*(?:评论|評論|参与|參與|阅读|閱讀|浏览|跟贴|作者|来源|來源).*", re.DOTALL
)

_PUBLISHED = re.compile(r"(?:发布|發布|發佈|发表|發表|时间|時間|日期)(?!.{0,2}更新)")
_TIMED = re.compile(r"\d\d[:：]\d\d|(?:发布|發布|發佈|发表|發表)(?:时间|時間|日期)?\s?[:：]")
"""What a day above the headline has beside it, unless it is that of reading the page."""

_DAY_ALONE = re.compile(DAY)
_CHANGED = re.compile(r"更新|修改|updated|modified", re.IGNORECASE)
_SHORT_YEAR = re.compile(
    r"(?:发布|發布|發佈|发表|發表)(?:于|於|时间|時間|日期)?\s*[:：]?\s*(\d\d-\d\d-\d\d)"
)
_ADDRESS = re.compile(
    r"(?:本文|原文|文章|永久)(?:链接|連結|鏈接|地址|网址)\s{0,3}[:：]?\s{0,3}(https?://[^\s<>\"，。）]+)"
)
_Value = TypeVar("_Value")

_ABOVE, _BELOW, _NEAR, _TOP = 60, 6, 12, 4
"""Number of blocks that are looked at: above an article, right below it, near below it, and above
its headline."""


@dataclass(frozen=True, slots=True)
class LinesAround:
    """Short lines around an article: above it up to its headline, nearest first, and below it.

    `top` are a few right above the headline, nearest first.
    """

    above: tuple[str, ...]
    below: tuple[str, ...]
    top: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Byline:
    """The author, days and address that the lines around an article state.

    `others` are people who did not write it, such as editors.
    """

    author: str | None
    published: date | None
    changed: date | None
    url: str | None
    others: frozenset[str]


def lines_around(blocks: Sequence[Block], title: str | None) -> LinesAround:
    """Return the short lines between headline and text, and those right below the text.

    A line above the headline belongs to the page, and its date may be the day of saving.
    """
    start, stop = _text_of(blocks)
    own = own_lines(blocks)
    above = blocks[max(0, start - _ABOVE) : start]
    places = [place for place, block in enumerate(above) if block.text == title]
    places = places or [p for p, block in enumerate(above) if _is_headline(block)][-1:]
    headline = places[0] if places else -1
    return LinesAround(
        tuple(line for line in _short(reversed(above[headline + 1 :])) if line not in own),
        tuple(line for line in _short(blocks[stop:][:_BELOW]) if line not in own),
        tuple(_short(reversed(above[max(0, headline - _TOP) : max(0, headline)]))),
    )


def read_byline(blocks: Sequence[Block], title: str | None, is_name: NameTest) -> Byline:
    """Return what the lines around a text state of it, those nearest to it first."""
    around = lines_around(blocks, title)
    near = [block.text for block in near_text(blocks) if block.is_furniture]
    labelled = [found for *_, found in read_lines(near, is_name)]
    above = [found for *_, found in read_lines(around.above[::-1], is_name)][::-1]
    beside = [line for line in around.above if line in near]
    unlabelled = [found for *_, found in read_lines(beside, is_name)]
    under = [found for *_, found in read_lines(around.below, is_name)]
    below = [
        found for at, found in enumerate(under) if found.is_labelled or (not at and found.author)
    ]
    return Byline(
        _first(found.author for found in labelled if found.rank == 0)
        or _first(map(line_author, near))
        or _first(found.author for found in labelled if found.rank == 1)
        or _first(found.author for found in unlabelled)
        or _first(_bare_names(beside, is_name))
        or _first(found.author for found in below),
        _first(found.published for found in above)
        or _first(_loose_day(line) for line in around.above)
        or _first(found.published for found in below)
        or _first(map(_loose_day, filter(_PUBLISHED.search, around.below)))
        or _first(map(_loose_day, filter(_TIMED.search, around.top)))
        or _first(map(find_day, filter(_DAY_ALONE.fullmatch, around.top[:1]))),
        _first(found.changed for found in (*above, *below)),
        _first(found.url for found in labelled) or _first(map(_stated_address, near)),
        frozenset(found.others for found in labelled if found.others),
    )


def _loose_day(line: str) -> date | None:
    """Return the day in a line that holds anything else, unless it is that of a change."""
    if _CHANGED.search(line) and not _PUBLISHED.search(line):
        return None
    if short := _SHORT_YEAR.search(line):
        return find_day("20" + short[1])
    return find_day(line)


def _bare_names(above: Sequence[str], is_name: NameTest) -> Iterator[str | None]:
    """Yield the names that stand alone below the headline, or beside a line with a day."""
    for at, line in enumerate(above):
        beside = above[max(0, at - 1) : at + 2]
        if at == len(above) - 1 or any(map(find_day, beside)):
            yield bare_author(line, "", is_name)


def _stated_address(text: str) -> str | None:
    match = _ADDRESS.search(text)
    return match[1] if match else None


def _first(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in values if value), None)


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
    return (
        block.kind == "heading"
        and not _COUNTS.fullmatch(block.text)
        and read_credits(block.text) is None
    )


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
        for pattern in (_LABELLED, _REPORTER, _JOINED, _BLOGGER):
            if match := pattern.match(text):
                return people(match["names"])
    if match := _ENGLISH.fullmatch(text.strip()) or _BIO.match(text):
        return people(match["names"])
    return None


def bare_author(text: str, article: str, is_name: NameTest) -> str | None:
    """Return the name that stands alone on a line, or beside a date; None if it may be a heading.

    A heading is a common word, or its words are in the article below it.

    Args:
        text: The line.
        article: The text of the article without it.
        is_name: Tells a name from a common word.
    """
    match = _BARE.fullmatch(without_notes(text)) if len(text) <= _MAX_LINE else None
    if not match or match["name"] in article or not is_author(match["name"]):
        return None
    return match["name"] if is_name(match["name"]) else None


def name_test(frequency: Frequency) -> NameTest:
    """Return a test that is true for names of people which are not common words."""
    return lambda name: begins_with_surname(name) and frequency(name) <= _MAX_NAME_COUNT


def dateline_author(blocks: Sequence[Block]) -> str | None:
    """Return those named where a text starts: 某地3月5日电（记者张三）, 本文来自某刊，作者张三."""
    first = next((block.text for block in blocks if _is_prose(block)), "")
    match = _DATELINE.match(first) or _REPRINT.match(first)
    return people(match["names"]) if match else None
