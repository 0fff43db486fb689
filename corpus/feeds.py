"""Entries of feeds: RSS 0.9 to 2.0, RDF and Atom.

feedparser reads the frame. What it makes of dates is wrong for Chinese ones, and readings above
characters run into the words where it cleans up, so both are left to our own readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from html import escape, unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from corpus.followed import is_address
from corpus.message import Message, ReportedError, Size
from corpus.metadata import parse_date
from corpus.people import is_author
from corpus.tables import read_table

MAX_BYTES = 2 << 20
"""Maximum size of a feed in bytes; its parser needs a second for one."""

MAX_ENTRIES = 500
"""Number of entries of a feed that are looked at."""

_MAX_TITLE = 300
_MAX_AUTHORS = 20
_MAX_DATE = 100

_MIN_TEXT = 300
"""Minimum number of characters, without markup, of a text that may be a whole article."""

_END = 80
"""Number of characters at the end of a text that say that it goes on elsewhere."""

_MAX_TRAILER = 400
"""Maximum length of a paragraph by which the program of a site ends each text."""

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_FEED_TYPES = {"application/rss+xml", "application/atom+xml"}
_SECONDS = re.compile(r"(\d{10})(?:\d{3})?")
"""Seconds or milliseconds since 1970."""

_CHINA = timezone(timedelta(hours=8))


class FeedError(ReportedError):
    """A file is no feed, or cannot be read as one."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article of a feed.

    `body` is its text in HTML if the feed has all of it, else empty.
    """

    url: str
    title: str = ""
    author: str | None = None
    date: date | None = None
    body: str = ""

    @property
    def page(self) -> bytes:
        """The article as a page, of what the feed has of it."""
        title = escape(self.title)
        head = [
            '<meta charset="utf-8">',
            f"<title>{title}</title>",
            f'<link rel="canonical" href="{escape(self.url)}">',
        ]
        if self.author:
            head.append(f'<meta name="author" content="{escape(self.author)}">')
        if self.date:
            head.append(f'<meta property="article:published_time" content="{self.date}">')
        whole = (
            f"<!DOCTYPE html>\n<html><head>{''.join(head)}</head>\n"
            f"<body><article><h1>{title}</h1>\n{self.body}</article></body></html>\n"
        )
        return whole.encode(errors="replace")


def read_feed(data: bytes, url: str, content_type: str = "") -> tuple[FeedEntry, ...]:
    """Return the entries of a feed that have an address, the newest first.

    Args:
        data: The feed.
        url: The address of the feed, to which those of entries may be relative.
        content_type: The header of that name, which may tell the encoding.

    Raises:
        FeedError: It is too large, or no feed.
    """
    if len(data) > MAX_BYTES:
        raise FeedError("the feed has more than {limit}", limit=Size(MAX_BYTES))
    import feedparser

    try:
        parsed = feedparser.parse(
            BytesIO(data),  # Bytes alone might be taken for the name of a file.
            response_headers={"content-type": content_type} if content_type else {},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # It does not say which errors hostile content raises.
        raise FeedError(_no_feed({}, url)) from error
    if not parsed.get("version"):
        raise FeedError(_no_feed(parsed.get("feed") or {}, url))
    entries = [entry for row in parsed.entries[:MAX_ENTRIES] if (entry := _entry(row, url))]
    unique: dict[str, FeedEntry] = {}
    for entry in entries:
        unique.setdefault(entry.url, entry)
    return tuple(sorted(unique.values(), key=lambda one: one.date or date.min, reverse=True))


def _no_feed(head: Mapping[str, Any], url: str) -> Message:
    """Return that a file is no feed, and the feed that it names if it is a page."""
    for link in head.get("links", []):
        if link.get("rel") == "alternate" and link.get("type") in _FEED_TYPES:
            address = _joined(url, str(link.get("href", "")))
            if is_address(address):
                return Message("it is a page, and its feed is {url}; follow that", url=address)
    return Message("it is not a feed (RSS or Atom); check the address")


def _entry(row: Mapping[str, Any], url: str) -> FeedEntry | None:
    """Return an entry, None if it has no address."""
    link = str(_get(row, "link") or "").strip()
    address = "" if link.isdecimal() else _joined(url, link)  # A number is a guid.
    if not link or not is_address(address):
        return None
    dates = (_day(_get(row, key)) for key in ("published", "updated", "created"))
    return FeedEntry(
        address,
        _title(row),
        "、".join(dict.fromkeys(_authors(_get(row, "authors") or ()))) or None,
        next((day for day in dates if day), None),
        _body(row),
    )


def _get(row: Mapping[str, Any], key: str) -> Any:
    """Return a value under its own key alone; the library also looks under similar ones."""
    return dict.get(row, key) if isinstance(row, dict) else row.get(key)


def _joined(url: str, link: str) -> str:
    try:
        return urljoin(url, link)
    except ValueError:  # Brackets that hold no IPv6 address.
        return ""


def _title(row: Mapping[str, Any]) -> str:
    """Return the title without markup; words in angle brackets that are no tags stay."""
    title = str(_get(row, "title") or "")
    if (_get(row, "title_detail") or {}).get("type", "").endswith("html"):
        title = unescape(_TAG.sub("", title))
    return " ".join(title.split())[:_MAX_TITLE]


def _authors(people: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the names of people, without e-mail addresses and what stands in place of a name."""
    for person in list(people)[:_MAX_AUTHORS]:
        name = " ".join(str(person.get("name") or "").split())
        if match := re.fullmatch(r"\S+@\S+ \((.+)\)", name):
            name = match[1]
        if name and is_author(name):
            yield name


def _day(value: Any) -> date | None:
    """Return the day that a feed states; of a time in UTC, the day that it is in China."""
    text = str(value or "").strip()[:_MAX_DATE]
    if match := _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(match[1]), _CHINA).date()
    return _day_in_utc(text) or parse_date(text)


def _day_in_utc(text: str) -> date | None:
    """Return the day in China of a time in UTC in one of the standard forms, else None."""
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdecimal() else _mail_time(text)
        is_utc = moment.utcoffset() == timedelta()
        return moment.astimezone(_CHINA).date() if is_utc else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _mail_time(text: str) -> datetime:
    """Return a time as in e-mail, where UTC may be called GMT.

    Raises:
        ValueError: It is none.
    """
    moment = parsedate_to_datetime(text)
    if moment.tzinfo is None and text.endswith(("GMT", "UTC", "Z")):
        return moment.replace(tzinfo=UTC)
    return moment


def _body(row: Mapping[str, Any]) -> str:
    """Return the longest text of an entry in HTML; nothing if it is not the whole article."""
    texts = [*(_get(row, "content") or ()), _get(row, "summary_detail") or {}]
    bodies = [_as_html(one) for one in texts]
    longest = _without_trailer(max(bodies, key=len))
    plain = _plain(longest)
    is_cut = _pattern("cut").search(plain[-_END:])
    return "" if is_cut or len(plain) < _MIN_TEXT else longest


def _as_html(content: Mapping[str, Any]) -> str:
    value = str(content.get("value") or "")
    if content.get("type") != "text/plain":
        return value
    return "".join(f"<p>{escape(line)}</p>\n" for line in value.splitlines() if line.strip())


def _without_trailer(html: str) -> str:
    """Return a text without a last paragraph in which the program of the site names it."""
    rest, tag, last = html.rpartition("<p")
    plain = _plain(tag + last)
    is_trailer = len(plain) < _MAX_TRAILER and _pattern("trailer").search(plain)
    return rest if is_trailer else html


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return the patterns of feeds.toml under a name, as one for the end of a text."""
    patterns = read_table("corpus", "feeds.toml")[name]
    return re.compile(rf"(?:{'|'.join(patterns)})[^\w]{{0,8}}$", re.IGNORECASE)
