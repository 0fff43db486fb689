"""The fields of a line that credits an article: labels with their values, days, counts, words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from corpus.days import REAL_DAY
from corpus.tables import read_table

_TABLE = read_table("corpus", "credits.toml")
PEOPLE = ("authors", "contributors", "others")
KINDS = (*PEOPLE, "speakers", "sources", "fields")
"""Kinds of labels: those of people, and all; `credits.toml` lists the labels of each."""

_HAN = "㐀-䶿一-鿿"
_AGO = (
    r"(?:刚刚|剛剛|\d{1,3}\s?(?:秒|分钟|分鐘|小时|小時|天|周|个月|個月|年)[之以]?前"
    r"|(?:昨天|前天|今天)(?:\s?\d{1,2}:\d{2})?"
    r"|(?<!\d)\d{1,2}月\d{1,2}日(?:\s?\d{1,2}:\d{2})?"
    r"|(?<![\d-])\d{2}-\d{2}(?:-\d{2})?(?:\s\d{1,2}:\d{2})?(?![\d-]))"
)
"""A day without its year."""

_TIME = (
    r"(?:\s?[（(](?:星期|周|週)[一二三四五六日天][)）])?"
    r"(?:[\sT]{0,3}(?:上午|下午|晚上|凌晨|中午)?\s?\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|[时時点點]\d{1,2}分)"
    r"(?:\.\d+)?(?:Z|\s?[+-]\d{2}:?\d{2}|\s?[ap]m\b)?)?"
)
"""The time of day behind a day."""

_AMOUNT = r"\d[\d,.]*\s?[万萬wk+]?"
_UNIT = "[次人条條个個篇]"
_OWN = "文|图|圖|著|译|by"
"""Labels of one character, or of few letters, which stand apart from other words."""

_APART = ("单位", "部门", "责任人")
"""Labels that end other words, such as 参加单位 and 牵头部门, which say nothing of the article."""

_MAX_LABEL = 8
_MAX_TOKENS, _MAX_CACHED = 24, 512
"""Maximum length of a label; number of fields of a line, and of lines that are kept in mind."""


@dataclass(frozen=True, slots=True)
class Field:
    """A token of a line and the text behind it up to the next one; kind is empty at the start."""

    kind: str
    label: str
    rest: str
    token: str = ""

    @property
    def is_weak(self) -> bool:
        """True if no mark divides the label from its value."""
        return not self.label or self.label[-1] not in ":：/|】]"


@lru_cache(_MAX_CACHED)  # Several steps read the same lines.
def fields_of(line: str) -> tuple[Field, ...]:
    """Return the fields of a line whose white space is single spaces, none if there are too many.

    The first one holds what stands before any label or day.
    """
    matches = list(islice(_token().finditer(line), _MAX_TOKENS + 1))
    if len(matches) > _MAX_TOKENS:
        return ()
    stops = [match.start() for match in matches] + [len(line)]
    fields = [Field("", "", line[: stops[0]])]
    for match, stop in zip(matches, stops[1:], strict=True):
        fields.append(_field(match, line[match.end() : stop]))
    return tuple(fields)


def _field(match: re.Match[str], rest: str) -> Field:
    """Return the field that a match begins."""
    if match["url"]:
        return Field("addresses", match["address"], rest, match["url"])
    if match["day"] or match["ago"]:
        return _dated(match, rest)
    if match["count"] or match["noise"]:
        return Field("count", match["count"] or "", rest)
    label = (match["marked"] or match["plain"]).strip()
    return Field(_kind(label), label, rest)


def _dated(match: re.Match[str], rest: str) -> Field:
    """Return the field of a day, whose kind tells what happened on it."""
    words = " ".join(filter(None, (match["before"], match["behind"])))
    kind = "day"
    if words:
        kind = "changed" if _changed().search(words) else "published"
    return Field(kind, words, rest, match["day"] or "")


def is_label(line: str) -> bool:
    """Return True if a line is a label without a value, with or without a colon."""
    word = re.sub(r"[\s:：]", "", line) if len(line) <= _MAX_LABEL else ""
    return bool(word) and (word in _labels() or word in _day_labels())


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of what divides a line."""
    kinds = (_address(), _dated_day(), _count(), _marked_label(), _plain_label(), _noise())
    return re.compile("|".join(kinds), re.IGNORECASE)


def _address() -> str:
    labels = _either(["addresses"])
    return rf"(?P<address>(?<![{_HAN}])(?:{labels})\s?[:：]?\s?[<(]?)(?P<url>https?://[^\s<>\"，。）]+)"


def _dated_day() -> str:
    """Return the pattern of a day, with words such as 发表于 before or behind it."""
    before, behind = _either(["published", "changed"]), _either(["published", "changed"], 2)
    return (
        rf"(?:(?:(?<![{_HAN}])|(?=[发發更编修上添录创写最于於]))"
        rf"(?P<before>[\[【(（]?(?:{before})(?:\s?[\]】)）])?\s?[:：|/]?\s?))?"
        rf"(?:(?P<day>(?:{REAL_DAY}){_TIME})|(?P<ago>{_AGO}))(?:[于於][{_HAN}]{{2,8}})?"
        rf"(?P<behind>\s?(?:{behind})(?![{_HAN}]*\s?[:：/|\d]))?"
    )


def _count() -> str:
    """Return the pattern of a count, such as 阅读（1.2万） and 3条评论."""
    words = _either(["counts"])
    return (
        rf"(?P<count>{_AMOUNT}\s?{_UNIT}?\s?(?:{words})"
        rf"|(?:{words})(?:量|数|數|次数|人数)?\s?[:：(（]?\s?{_AMOUNT}\s?{_UNIT}?[)）]?(?![{_HAN}\d]))"
    )


def _marked_label() -> str:
    """Return the pattern of a label and the mark behind it, with words such as 本报 before it."""
    return (
        rf"(?P<marked>(?:[{_HAN}]{{1,6}}(?=记者|記者|编辑|編輯|主编))?"
        rf"(?:(?<![{_HAN}\w])(?:{_OWN})|(?:{_either(KINDS, 2)})(?:人|者|单位)?)"
        r"\s?(?:[:：/|]|[】\]](?:\s?[:：])?))"
    )


def _plain_label() -> str:
    """Return the pattern of a label in front of white space or of its value."""
    return (
        rf"(?P<plain>(?<![{_HAN}\w])(?:[{_HAN}]{{0,10}}(?:记者|記者|通讯员|通訊員|特约撰稿人?)"
        rf"|(?:{_either([*PEOPLE, 'sources'])}))(?=[\s《{_HAN}]|$))"
    )


def _noise() -> str:
    return rf"(?P<noise>{'|'.join(_TABLE['noise'])})"


def _either(kinds: Iterable[str], shortest: int = 1) -> str:
    """Return the pattern of all labels of some kinds, the longest first."""
    found = {word for kind in kinds for word in _words(kind) if len(word) >= shortest}
    return "|".join(map(_spaced, sorted(found, key=lambda word: (-len(word), word))))


def _words(kind: str) -> list[str]:
    return [word.replace("˽", " ") for word in _TABLE[kind].split()]


def _spaced(word: str) -> str:
    """Return the pattern of a label; one of two characters may be written 作　者."""
    if word in _APART:
        return rf"(?<![{_HAN}]){word}"
    if word.isascii():
        return rf"\b{re.escape(word)}" + r"\b" * word[-1].isalpha()
    if len(word) != 2:
        return re.escape(word)
    # With a blank within, the first character may be the end of a name: 王文 图：李禾.
    return rf"(?:{word}|(?<![{_HAN}]){word[0]}\s{word[1]})"


@cache
def _labels() -> dict[str, str]:
    """Return the kind of each label."""
    return {word: kind for kind in reversed(KINDS) for word in _words(kind)}


def _kind(label: str) -> str:
    """Return the kind of a label, by its end if words stand before it, as in 本报记者."""
    word = re.sub(r"[\s:：【】\[\]]", "", label).rstrip("/|").lower()
    kinds, known = _labels(), []
    for stop in (len(word), len(word.rstrip("人者")), len(word.removesuffix("单位"))):
        known += [word[start:stop] for start in range(stop) if word[start:stop] in kinds]
    return kinds[known[0]] if known else "others"


@cache
def _day_labels() -> frozenset[str]:
    return frozenset(word for kind in ("published", "changed") for word in _words(kind))


@cache
def _changed() -> re.Pattern[str]:
    return re.compile(_either(["changed"]), re.IGNORECASE)
