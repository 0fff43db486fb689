"""Lines that credit an article: its author, its source, its days and its address.

A line is one of them if nothing is left over when its fields are read; `credit_fields` divides it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from corpus.credit_fields import KINDS, PEOPLE, Field, fields_of, is_label
from corpus.days import find_day
from corpus.people import (
    HAN_NAME,
    LATIN_NAME,
    MEDIUM,
    begins_with_surname,
    is_author,
    names_people,
    people,
    without_notes,
)
from corpus.tables import read_table

NameTest = Callable[[str], bool]
"""Returns True for a word that is the name of a person."""

_TABLE = read_table("corpus", "credits.toml")
_MARKS = str.maketrans("／∕╱⁄│┃∣︱丨｜\u3000\xa0・•", "////||||||  ··")
_MARGIN = " \t|/·,，、;；-—–~>‹›»«"
_SEPARATORS = f"{_MARGIN}()（）[]【】"
_SIGNS = "◎□■●◇◆△▲○☆★※⊙◉▌"
_BULLETS = f"{_SIGNS}·▪#-> "
"""Marks before the names of authors, and those before any item."""

_RANKS = PEOPLE[:2]
_DAYS = frozenset({"day", "published", "changed"})
_MAX_LINE = 160
_MAX_VALUE, _MAX_BARE, _MAX_WORD = 40, 16, 8
"""Maximum length of a line, of a value, of a word without a label, and of one of no known kind."""

_MAX_WORDS, _MAX_UNMARKED = 4, 2
"""Maximum number of words without a label, and of names on a line that has no mark either: more
are a class or a cast."""

_SIGNAL = re.compile(
    rf"[\d:：/|｜丨／∕╱⁄│┃∣︱】\]{_SIGNS}]|[〇零○一二三四五六七八九]年|作\s?者|[记記]者|[讯訊]员|[来來]源"
    r"|[撰文图圖编編原][\s\u3000稿创]|\bby\b|[前昨今]天|前$",
    re.IGNORECASE,
)
"""Characters of which such a line has one, looked for first as they are quick to find."""

_NAMES = re.compile(
    r"\s*[㐀-䶿一-鿿]{2,4}[\d¹²³⁴⁵*]{0,3}(?:[\s、，,]{1,3}[㐀-䶿一-鿿]{2,4}[\d¹²³⁴⁵*]{0,3}){1,9}\s*"
)
"""A line of nothing but names, as below the title of a paper, with the marks of notes."""

_NOTED = re.compile(r"[㐀-䶿一-鿿][\d¹²³⁴⁵*]")
"""A name with the mark of a note."""

_HAN = re.compile(HAN_NAME)
_LATIN = re.compile(LATIN_NAME)
_NOTE_MARK = re.compile(r"(?<=[㐀-䶿一-鿿])[\d¹²³⁴⁵*]{1,3}$")
_TIME = re.compile(r"\d[:：]\d\d")
_ABOUT = re.compile(
    r"[（(](?:本文)?作者(?P<name>[㐀-䶿一-鿿]{2,3}?)?(?:[系为為是]|现任|现为|均为|单位)"
    rf"(?![个個一])[^（()）。{_TABLE['persons']}]{{2,60}}。?[)）]"
)
"""A note on who the author is, such as （作者张三系某大学教授）."""

_BRACKETS = frozenset("（(")
_BY_SENTENCE = re.compile(r"(?:本文|文章)?作者\s?[:：|/]")
_STOP = re.compile("[。！？!?；;…“”]")
_NO_VALUE = re.compile("[。！？!?：:；;…“”]")
_SENTENCE = re.compile(f"[{_TABLE['sentence']}]")
_BETWEEN = re.compile(r"[\s|/·,，、;；()（）\[\]【】—–~>«»]+(?![A-Z])|[|/,，、;；]|(?<=[一-鿿])\s")
_NAME_BEFORE = re.compile(rf"(?:{HAN_NAME}|{LATIN_NAME})\s?[/|]?\s?$")
_PLAIN_NAME = re.compile(rf"{LATIN_NAME}|{HAN_NAME}(?=[\s、，,/&|]|$)")
_PLAIN_SOURCE = re.compile(rf"[^\s于自]\S*{_TABLE['media']}|《[^《》]{{1,20}}》")


@dataclass(frozen=True, slots=True)
class Credits:
    """The author of an article and its days as a line states them, if it does.

    `rank` is 0 for those who wrote the text by a label, 1 for contributors, and 2 for a name
    without a label. `is_labelled` is False if the line may as well be a heading. `others` are
    editors, photographers and the like.
    """

    author: str | None = None
    rank: int = 0
    published: date | None = None
    changed: date | None = None
    url: str | None = None
    is_labelled: bool = False
    others: str | None = None


def read_credits(text: str, is_name: NameTest = begins_with_surname) -> Credits | None:
    """Return what a line states of its article; None if it says anything else.

    Args:
        text: The line.
        is_name: Tells if a word without a label is a person's name.
    """
    if text[:1] in _BRACKETS and (about := _ABOUT.fullmatch(text[: _MAX_LINE + 1].strip())):
        return Credits(about["name"], is_labelled=True)
    if not _may_be_credits(text):
        return _of_sentence(text, is_name) if text[-1:] == "。" else None
    line = " ".join(text.translate(_MARKS).split())
    fields = fields_of(line.lstrip(_BULLETS))
    if not fields or not all(map(_is_sound, fields)) or not _has_values(fields, is_name):
        return None
    bare = [word for field in fields for word in _bare(field)]
    names = [
        word for word in bare if is_author(word) and (is_name(word) or _LATIN.fullmatch(word))
    ]
    if len(fields) == 1:
        is_marked = line[:1] in _SIGNS or _NOTED.search(line)
        is_byline = is_marked or 1 < len(bare) <= _MAX_UNMARKED
        return _named(bare, names) if is_byline else None
    is_alone = len(fields) == 2 and not fields[0].rest.strip(_SEPARATORS)
    if (is_alone and not _stands_alone(fields[1])) or not _is_whole(fields, bare, names):
        return None
    return _credits(fields, names)


def _is_salutation(fields: Sequence[Field]) -> bool:
    """Return True for words that only end in a label, such as 各乡镇，县政府各部门：."""
    first, last = fields[0], fields[-1]
    has_value = last.rest.strip(_SEPARATORS)
    return last.kind == "fields" and not has_value and bool(first.rest.strip(_SEPARATORS))


def _is_loose(fields: Sequence[Field], is_name: NameTest) -> bool:
    """Return True for words such as 整理 房间: a label without a mark, and a word that is no name.

    Beside a day or another label, an account may stand behind 原创.
    """
    first, *labelled = fields
    if len(labelled) != 1 or labelled[0].kind not in PEOPLE or not labelled[0].is_weak:
        return False
    value = without_notes(labelled[0].rest).strip(_SEPARATORS)
    name = value if _HAN.fullmatch(value) else ""
    return bool(name) and "·" not in name and not is_name(name) and not first.rest.strip()


def _is_told(fields: Sequence[Field]) -> bool:
    """Return True if a line names whoever tells what is written, and nobody who wrote it."""
    kinds = {field.kind for field in fields}
    return "speakers" in kinds and kinds.isdisjoint(_RANKS)


def _of_sentence(text: str, is_name: NameTest) -> Credits | None:
    """Return what a line states that ends in a full stop, if it begins with the author."""
    found = read_credits(text[:-1], is_name) if _BY_SENTENCE.match(text) else None
    return found if found and begins_with_surname(found.author or "") else None


def _may_be_credits(text: str) -> bool:
    """Return False for most other lines, as is quickly found."""
    if not 2 <= len(text) <= _MAX_LINE or (_STOP.search(text) and "http" not in text):
        return False
    return bool(_SIGNAL.search(text) or _NAMES.fullmatch(text))


def read_lines(
    lines: Sequence[str], is_name: NameTest = begins_with_surname
) -> Iterator[tuple[int, int, Credits]]:
    """Yield start, stop and credits of lines; a label alone is read with the line below it."""
    start = 0
    while start < len(lines):
        stop, found = start + 1, read_credits(lines[start], is_name)
        if stop < len(lines) and is_label(lines[start]):
            label = lines[start].strip(_SEPARATORS).removesuffix("：").removesuffix(":")
            joined = read_credits(f"{label}：{lines[stop]}", is_name)
            named = joined and names_people(joined.author or "")
            if joined and (named or joined.published or joined.changed):
                stop, found = stop + 1, joined
        if found and not _is_listed(lines, start):
            yield start, stop, found
        start = stop


def _is_listed(lines: Sequence[str], at: int) -> bool:
    """Return True for one of several lines of nothing but names, which is the list of a class."""
    beside = lines[max(0, at - 1) : at + 2]
    return len([line for line in beside if _is_plain(line)]) > 1 and _is_plain(lines[at])


def _is_plain(line: str) -> bool:
    return len(line) <= _MAX_LINE and bool(_NAMES.fullmatch(line)) and not _NOTED.search(line)


def _named(bare: list[str], names: list[str]) -> Credits | None:
    """Return the people on a line of nothing but names behind a mark, such as ◎."""
    return Credits("、".join(names), 2) if names and bare == names else None


def _credits(fields: Sequence[Field], names: list[str]) -> Credits:
    found = Credits("、".join(names) or None, 2)
    stated = ((people(_value(f, fields, at)), f.kind) for at, f in enumerate(fields))
    authors = {kind: name for name, kind in reversed(list(stated)) if name}
    for rank, kind in enumerate(_RANKS):
        if kind in authors:
            found = replace(found, author=authors[kind], rank=rank)
            break
    days = [(field.kind, find_day(field.token)) for field in fields]
    return replace(
        found,
        published=next((day for kind, day in days if kind in {"day", "published"} and day), None),
        changed=next((day for kind, day in days if kind == "changed" and day), None),
        others=authors.get("others"),
        url=next((f.token for f in fields if f.kind == "addresses"), None),
        is_labelled=any(field.label for field in fields if field.kind not in {"", "day"}),
    )


def _value(field: Field, fields: Sequence[Field], at: int) -> str:
    """Return the value of a field; a role behind a name, as in 王小明/文, is that of the name."""
    before = fields[at - 1].rest if at else ""
    own = field.rest.strip(_MARGIN)
    return own if own or not field.is_weak else before.strip(_MARGIN)


def _bare(field: Field) -> Iterator[str]:
    """Yield the words without a label in or behind a field."""
    if field.kind in {"", "day", "published", "changed", "count", "addresses"}:
        text = without_notes(field.rest)
        yield from _words(text)


def _words(text: str) -> Iterator[str]:
    parts = (part.strip(_SEPARATORS) for part in _BETWEEN.split(text) if part)
    yield from (_NOTE_MARK.sub("", part) for part in parts if part)


def _has_values(fields: Sequence[Field], is_name: NameTest) -> bool:
    """Return True unless a label without a mark has no name, neither behind it nor before it.

    Words that only end in a label are a salutation; whoever tells a text has not written it.
    Beside a day, the name of a role may be that of a button, such as 编辑.
    """
    is_dated = any(field.kind in _DAYS for field in fields)
    if _is_salutation(fields) or _is_loose(fields, is_name) or _is_told(fields):
        return False
    return all(
        not field.is_weak
        or field.kind not in KINDS
        or field.rest.strip(_SEPARATORS)
        or (field.kind in _RANKS and _NAME_BEFORE.search(before.rest))
        or (field.kind == "others" and is_dated)
        for before, field in pairwise(fields)
    )


def _stands_alone(field: Field) -> bool:
    """Return True if a label and its value are no heading, as 翻译：三种写法 is one."""
    value = without_notes(field.rest).strip(_SEPARATORS)
    is_long = len(re.sub(r"\W", "", field.label)) > 1
    if field.kind == "day" and not field.token:  # 昨天 and 30年前 head parts of stories.
        return False
    if field.kind == "fields":
        return not value or value[-1].isdecimal()
    if field.kind == "authors" and is_long:
        return True
    if field.kind in PEOPLE:
        return (is_long or not field.is_weak) and (not value or names_people(value))
    return True


def _is_sound(field: Field) -> bool:
    """Return True if the value of a field is one."""
    value = without_notes(field.rest).strip(_SEPARATORS)
    if len(value) > _MAX_VALUE or _NO_VALUE.search(value):
        return False
    if field.kind == "addresses" or not value:
        return True
    if field.kind in PEOPLE:
        first = re.split(r"[\s，,、/&|]", value, maxsplit=1)[0]
        if field.is_weak and not _is_plain_name(field, value):
            return False
        return len(first) <= _MAX_BARE and not _SENTENCE.search(first)
    if field.kind == "sources" and field.is_weak:
        return bool(_PLAIN_SOURCE.match(value))
    return True


def _is_plain_name(field: Field, value: str) -> bool:
    """Return True if the value of a label without a mark is a name."""
    match = _PLAIN_NAME.match(value)
    return bool(
        match
        and (
            begins_with_surname(match[0])
            or match[0][0].isascii()
            or "·" in match[0]
            or field.label == "原创"
        )
    )


def _is_whole(fields: Sequence[Field], bare: list[str], names: list[str]) -> bool:
    """Return True if the words without a label are such as stand beside the others."""
    if len(bare) > _MAX_WORDS or any(len(word) > _MAX_BARE for word in bare):
        return False
    if any(map(_SENTENCE.search, bare)):
        return False
    others = [word for word in bare if word not in names and not MEDIUM.fullmatch(word)]
    is_labelled = any(f.kind not in {"", "day", "count"} for f in fields)
    if is_labelled or names or len(others) < len(bare):
        return all(len(word) <= _MAX_WORD for word in others)
    if any(field.kind == "day" and _TIME.search(field.token) for field in fields):
        return len(others) < 2 and all(len(word) <= _MAX_WORD for word in others)
    is_dated = any(field.kind == "day" for field in fields)
    return is_dated and (not others or _is_signed(fields))


def _is_signed(fields: Sequence[Field]) -> bool:
    """Return True for one word before a day in digits; a day before a word may head a diary."""
    first, *others = fields
    return (
        len(others) == 1
        and not others[0].rest.strip(_SEPARATORS)
        and others[0].token[-1:].isdecimal()
        and len(first.rest) <= _MAX_WORD + 1
    )
