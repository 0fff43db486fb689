"""Author, date and address of an article, from its metadata, bylines and file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from corpus.byline import Byline, bare_author, dateline_author, near_text, read_byline
from corpus.credits import NameTest
from corpus.days import find_day, impossible_day
from corpus.document import Block
from corpus.people import begins_with_surname, is_author
from corpus.tables import read_table

_COMPACT = re.compile(r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?![0-9A-Za-z])")
_IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)[-_.年](?P<m>\d{1,2})[-_.月](?P<d>\d{1,2})(?![0-9A-Za-z])"
)
_IN_ADDRESS = re.compile(
    r"(?:[/_-]|(?<=/)t)(?P<y>(?:19|20)\d\d)"
    r"(?:[-/_]?(?P<m>0\d|1[0-2])[-/_]?(?P<d>[0-2]\d|3[01])(?!\d)|/(?P<m1>\d{1,2})/(?P<d1>\d{1,2})/)"
)
"""A day in an address, as in /2021-12/28/, /t20211228_1 and /art/2021/1/2/."""

_WITHOUT_SCHEME = re.compile(r"www\.[\w-]+\.\w")
"""The beginning of an address that can only be meant with https://."""

_NO_ADDRESS = re.compile(r"/\S*|[-~]|null|none|无|無|n/a", re.IGNORECASE)
"""A path within a site, as static sites have it, and what people write for none."""

_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{1,100}\|)?([^\[\]|]{1,100})\]\]")
"""A link to a note, as notebooks write names: [[张三]], [[people/3|张三]]."""

_MAX_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """The metadata of an article."""

    id: str | None = None
    title: str | None = None
    author: str | None = None
    date: date | None = None
    url: str | None = None


def read_metadata(
    metadata: Mapping[str, Any],
    blocks: Sequence[Block],
    name: str = "",
    signed: date | None = None,
    is_name: NameTest = begins_with_surname,
) -> ArticleMetadata:
    """Read the metadata as the file writes it, bylines among the furniture, and the file's name.

    If the author's field names the platform and a byline or bio names the writer, the writer
    counts.

    Args:
        metadata: The file's own fields, under whatever names.
        blocks: The blocks of the text, with furniture marked.
        name: The file's name without suffix.
        signed: The day of the signature below the text.
        is_name: Tells names of people from other words in lines without labels.
    """
    fields, names = _fields(metadata), _field_names()
    dates = (parse_date(fields[key]) for key in names["date"] if key in fields)
    urls = (_web_address(fields.get(key)) for key in names["url"])
    title = _first_text(fields, names["title"])
    byline = read_byline(blocks, title, is_name)
    url = next((url for url in urls if url), byline.url)
    return ArticleMetadata(
        id=_first_text(fields, ("id",)),
        title=title,
        author=_author(fields, blocks, byline),
        date=next((day for day in dates if day), None)
        or byline.published
        or signed
        or _day(_IN_ADDRESS, url or "")
        or byline.changed
        or parse_date(fields.get("modified"))
        or _day(_IN_NAME, name)
        or _day(_COMPACT, name),
        url=url,
    )


def impossible_date(metadata: Mapping[str, Any]) -> str | None:
    """Return what a file states as its date that is no day, if it states no other date."""
    fields = _fields(metadata)
    stated = [fields[key] for key in _field_names()["date"] if key in fields]
    if any(map(parse_date, stated)):
        return None
    found = (impossible_day(one) for one in stated if isinstance(one, str))
    return next(filter(None, found), None)


def unusable_address(metadata: Mapping[str, Any]) -> str | None:
    """Return what a file states as its address that is none, if it states no other one."""
    fields, names = _fields(metadata), _field_names()
    if any(_web_address(fields.get(key)) for key in names["url"]):
        return None
    stated = (fields.get(key) for key in names["only_url"])
    texts = (" ".join(one.split()) for one in stated if isinstance(one, str))
    return next((text for text in texts if text and not _NO_ADDRESS.fullmatch(text)), None)


def stated_title(metadata: Mapping[str, Any]) -> str | None:
    """Return the title that a file's own fields state."""
    return _first_text(_fields(metadata), _field_names()["title"])


def mark_byline(blocks: Sequence[Block], author: str | None) -> tuple[Block, ...]:
    """Mark blocks that consist of the author's name as furniture."""
    return tuple(
        replace(block, is_furniture=True) if author and block.text == author else block
        for block in blocks
    )


def take_bare_byline(
    blocks: Sequence[Block], known: str | None, is_name: NameTest
) -> tuple[str | None, tuple[Block, ...]]:
    """Return the author and the blocks, with a line that names the author alone as furniture.

    It is the first line below the title; one that only looks like a name counts if no author is
    *known*. Several names below one another are a list of people.
    """
    visible = [place for place, block in enumerate(blocks) if not block.is_furniture]
    if not visible or blocks[visible[0]].kind not in {"heading", "paragraph"}:
        return known, tuple(blocks)
    first, *others = visible
    texts = [blocks[place].text for place in others]
    name = bare_author(blocks[first].text, "".join(texts), is_name) if texts else None
    is_listed = name is not None and bare_author(texts[0], "", is_name) is not None
    if name is None or is_listed or known not in {None, name}:
        return known, tuple(blocks)
    marked = replace(blocks[first], is_furniture=True)
    return name, (*blocks[:first], marked, *blocks[first + 1 :])


def parse_date(value: Any) -> date | None:
    """Parse a date as YAML or a person writes it; None if there is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "") if not isinstance(value, list | dict) else ""
    if day := find_day(text) or _day(_COMPACT, text):
        return day
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):  # Which one depends on the version of Python.
        return None


@cache
def _field_names() -> Mapping[str, Sequence[str]]:
    """Return the lists of metadata.toml by their keys."""
    return read_table("corpus", "metadata.toml")


def _fields(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a file's own fields under names in lower case, without spaces and hyphens."""
    return {re.sub(r"[\s-]+", "_", key.lower()): value for key, value in metadata.items()}


def _day(pattern: re.Pattern[str], text: str) -> date | None:
    try:
        match = pattern.search(text)
        if not match:
            return None
        parts = match.groupdict()
        month, day = parts["m"] or parts.get("m1"), parts["d"] or parts.get("d1")
        return date(int(parts["y"]), int(month or 0), int(day or 0))
    except ValueError:
        return None


def _author(fields: Mapping[str, Any], blocks: Sequence[Block], byline: Byline) -> str | None:
    """Return the author that the fields state, or the writer that a byline names.

    The stated author is the platform if it is the site's name, or if a line of the furniture
    contains it elsewhere than at its start, as a bio does.
    """
    stated = _first_text(fields, _field_names()["author"])
    if stated and (not is_author(stated) or stated in byline.others):
        stated = None
    if byline.author is None or stated is None:
        account = _first_text(fields, ("marked_author",))
        return byline.author or stated or account or dateline_author(blocks)
    furniture = (block.text for block in near_text(blocks) if block.is_furniture)
    is_platform = stated == fields.get("site") or any(
        stated in text and not text.startswith(stated) for text in furniture
    )
    return byline.author if is_platform else stated


def _first_text(fields: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    texts = ("、".join(_texts(fields.get(key))).strip() for key in keys)
    return next((text for text in texts if text), None)


def _texts(value: Any) -> Iterator[str]:
    """Yield the names in a value: a string, a list, or an object with a name."""
    values = value if isinstance(value, list) else [value]
    for part in values[:_MAX_AUTHORS]:
        text = part.get("name") if isinstance(part, dict) else part
        if isinstance(text, str | int | float) and not str(text).startswith("http"):
            yield " ".join(_WIKI_LINK.sub(r"\1", str(text)).split())


def _web_address(value: Any) -> str | None:
    text = str(value or "").strip() if not isinstance(value, list | dict) else ""
    text = f"https://{text}" if _WITHOUT_SCHEME.match(text) else text
    return text if re.fullmatch(r"https?://[^\s<>\"]+", text) else None
