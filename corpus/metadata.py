"""Author, date and address of an article, from its metadata, bylines and file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import takewhile
from typing import Any

from corpus.document import Block
from corpus.sentences import STOPS
from corpus.tables import read_table

_NAME = r"[^\s，,。:：;；、（）()]{2,20}"
_BIO = re.compile(
    rf"(?P<name>{_NAME})[，,].*(?:专栏作家|專欄作家|撰稿人|评论员|評論員|公众号|公眾號)", re.DOTALL
)
_BYLINE = re.compile(
    rf"(?:.*[，,。\s])?(?:作者|撰文|文|记者|記者)\s*[:：/|｜]\s*(?P<name>{_NAME})", re.DOTALL
)
_ENGLISH_BYLINE = re.compile(r"[Bb]y\s+(?P<name>[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3})")
_HAN_NAME = re.compile(r"[㐀-䶿一-鿿·]{2,6}")
_YMD = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"
)
_COMPACT = re.compile(r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?![0-9A-Za-z])")
_IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)[-_.年](?P<m>\d{1,2})[-_.月](?P<d>\d{1,2})(?![0-9A-Za-z])"
)
_MAX_AUTHORS = 20
_LINES = 5
"""Number of lines above the text in which a date is sought."""

_MAX_LINE = 80
"""Maximum length of a line with author, date or source."""


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """The metadata of an article."""

    id: str | None = None
    title: str | None = None
    author: str | None = None
    date: date | None = None
    url: str | None = None


def read_metadata(
    metadata: Mapping[str, Any], blocks: Sequence[Block], name: str = ""
) -> ArticleMetadata:
    """Read the metadata as the file writes it, bylines among the furniture, and the file's name.

    If the author's field names the platform and a byline or bio names the writer, the writer
    counts.

    Args:
        metadata: The file's own fields, under whatever names.
        blocks: The blocks of the text, with furniture marked.
        name: The file's name without suffix.
    """
    fields = {re.sub(r"[\s-]+", "_", key.lower()): value for key, value in metadata.items()}
    names = _field_names()
    dates = (parse_date(fields.get(key)) for key in names["date"])
    urls = (_web_address(fields.get(key)) for key in names["url"])
    return ArticleMetadata(
        id=_first_text(fields, ("id",)),
        title=_first_text(fields, names["title"]),
        author=_author(fields, [block.text for block in blocks if block.is_furniture]),
        date=next((day for day in dates if day), None)
        or _printed_date(blocks)
        or _day(_IN_NAME, name)
        or _day(_COMPACT, name),
        url=next((url for url in urls if url), None),
    )


def mark_byline(blocks: Sequence[Block], author: str | None) -> tuple[Block, ...]:
    """Mark blocks that consist of the author's name as furniture."""
    return tuple(
        replace(block, is_furniture=True) if author and block.text == author else block
        for block in blocks
    )


def parse_date(value: Any) -> date | None:
    """Parse a date as YAML or a person writes it; None if there is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "") if not isinstance(value, list | dict) else ""
    if day := _day(_YMD, text) or _day(_COMPACT, text):
        return day
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):  # Which one depends on the version of Python.
        return None


@cache
def _field_names() -> Mapping[str, Sequence[str]]:
    """Return the lists of metadata.toml by their keys."""
    return read_table("corpus", "metadata.toml")


def _day(pattern: re.Pattern[str], text: str) -> date | None:
    try:
        match = pattern.search(text)
        return date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None


def _printed_date(blocks: Sequence[Block]) -> date | None:
    """Return the date in one of the lines between headline and text, the lowest line first.

    A date above the headline belongs to the page, and may be the day on which it was saved.
    """
    above_text = list(takewhile(lambda block: not _is_prose(block), blocks))[-_LINES:]
    lines = takewhile(lambda block: block.kind != "heading", reversed(above_text))
    days = (_day(_YMD, line.text) for line in lines if len(line.text) <= _MAX_LINE)
    return next((day for day in days if day), None)


def _is_prose(block: Block) -> bool:
    return not block.is_furniture and (block.text[-1] in STOPS or len(block.text) > _MAX_LINE)


def _author(fields: Mapping[str, Any], furniture: Sequence[str]) -> str | None:
    """Return the author that the fields state, or the writer that a byline names.

    The stated author is the platform if it is the site's name, or if a line of the furniture
    contains it elsewhere than at its start, as a bio does.
    """
    stated = _first_text(fields, _field_names()["author"])
    named = next((name for text in furniture if (name := _byline_name(text))), None)
    if named is None or stated is None:
        return named or stated
    is_platform = stated == fields.get("site") or any(
        stated in text and not text.startswith(stated) for text in furniture
    )
    return named if is_platform else stated


def _first_text(fields: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    texts = ("、".join(_texts(fields.get(key))).strip() for key in keys)
    return next((text for text in texts if text), None)


def _texts(value: Any) -> Iterator[str]:
    """Yield the names in a value: a string, a list, or an object with a name."""
    values = value if isinstance(value, list) else [value]
    for part in values[:_MAX_AUTHORS]:
        text = part.get("name") if isinstance(part, dict) else part
        if isinstance(text, str | int | float) and not str(text).startswith("http"):
            yield " ".join(str(text).split())


def _byline_name(text: str) -> str | None:
    """Return the person that a byline or bio names, None if it names none."""
    if match := _ENGLISH_BYLINE.fullmatch(text.strip()):
        return match["name"]
    match = _BYLINE.match(text) or _BIO.match(text)
    return match["name"] if match and _HAN_NAME.fullmatch(match["name"]) else None


def _web_address(value: Any) -> str | None:
    text = str(value or "").strip() if not isinstance(value, list | dict) else ""
    return text if re.fullmatch(r"https?://[^\s<>\"]+", text) else None
