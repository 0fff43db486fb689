"""The metadata of a web page: JSON-LD, Open Graph, links and meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from html import unescape
from itertools import islice
from typing import Any

from lxml import html

from corpus.days import find_day
from corpus.people import is_author
from corpus.readers.content import short_text
from corpus.readers.page_author import marked_author, scoped_author
from corpus.readers.page_title import head_title, is_site, page_title

_META = "//meta[@content] | //*[@itemprop and @content]"
_TIMES = (
    "//article//time/@datetime | //time[@pubdate or contains(@itemprop, 'ublished')"
    " or @itemprop='dateCreated']/@datetime"
)
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "sailthru.author", "parsely-author")
_DATES = ("article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date")
_MORE_DATES = ("datepublished", "dc.date", "dc.date.issued", "sailthru.date", "date")
_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title", "headline")
_APPLICATIONS = ("application-name", "apple-mobile-web-app-title")
_MAX_NAME = 200
_MAX_SITES = 20
"""Number of statements of the site's name, and of headings, that are looked at."""

_SCOPED_DATES = ("datepublished", "datecreated")
_DATED = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' date-header ')]"
    " | //*[contains(concat(' ', normalize-space(@class), ' '), ' month ')]/.."
)
"""The day above the posts of a blog, and the element whose parts are day, month and year."""

_CHANGED = re.compile(
    r"[本此](?:页面?|頁面?|条目|條目|词条|詞條)最[后後](?:修订|修訂|编辑|編輯|修改|更新)[于於]?[:：\s]{0,3}"
    r"(\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
"""The line in which an encyclopedia says when its page was last changed."""

_QUESTION = "ancestor::*[@itemtype][1][contains(@itemtype, 'Question')]"
_SAVED_FROM = re.compile(r"<!--[^>]{0,400}?\burl(?:=\(\d+\)|:)\s*(https?://[^\s<>\"]+)")
_HOME = re.compile(r"https?://[^/?#]+/?(?:index\.\w+)?")
_SCOPED = "//*[@itemprop]"
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?Z")
_HAN = re.compile("[一-鿿]")
_MAX_DAY = 60
_MAX_PRINTED = 40
_WECHAT_TIME = re.compile(r"var\s+ct\s*=\s*[\"'](1\d{9})[\"']")
_CHINA = timezone(timedelta(hours=8))
_HEAD = 4000
"""Number of characters at the start of a page in which browsers note the address it is from."""

_PROPERTIES = "<!--enpproperty"
_PROPERTY = re.compile(r"<(date|author|title|url)>([^<>]{1,200})</\1>")
_MAX_PROPERTIES = 4000
"""The comment in which programs for newspapers state an article's fields, and its length."""

_MAX_DEPTH = 20
"""Number of levels of JSON-LD that are searched."""


def page_metadata(root: html.HtmlElement, text: str, lines: Sequence[str] = ()) -> dict[str, Any]:
    """Return title, author, date, address, site and text of a page's article, as far as given.

    Args:
        root: The tree of the page.
        text: Its source, in which browsers note the address.
        lines: The texts that the page shows, one of which may be its title.
    """
    meta = _meta(root, text)
    objects = list(_objects(root))
    article = next(filter(_is_article, objects), {})
    known = {str(one.get("@id")): one.get("name") for one in objects if "name" in one}
    site = meta.get("og:site_name")
    titles = [article.get("headline") or article.get("title"), *_named(meta, _TITLES)]
    names = [_author(article.get("author"), known), *_named(meta, _AUTHORS)]
    stated = (name for name in names if name and is_author(name) and not _is_host(root, name))
    day = article.get("datePublished") or article.get("pubDate") or _date(root, meta)
    found = {
        "title": page_title(root, titles, _sites(root, meta, objects, titles), lines),
        "author": _first(stated) or scoped_author(root),
        "marked_author": marked_author(root),
        "content_source": meta.get("contentsource"),
        "date": _in_china(day, text) or _wechat_date(text),
        "modified": _changed(lines),
        "url": _address(root, meta, article, text),
        "site": site,
        "text": article.get("articleBody"),
    }
    return {name: value for name, value in found.items() if value}


def _meta(root: html.HtmlElement, text: str) -> dict[str, str]:
    """Return the first meta element of each name, and what the comment of a newspaper states."""
    start = text.find(_PROPERTIES)
    stated = text[start : start + _MAX_PROPERTIES] if start >= 0 else ""
    found = {name: unescape(value) for name, value in _PROPERTY.findall(stated)}
    if "title" in found:
        found["articletitle"] = found["title"]
    for element in root.xpath(_META):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (content := element.get("content").strip()):
            found.setdefault(name.strip().lower(), content)
    return found


def _sites(
    root: html.HtmlElement,
    meta: dict[str, str],
    objects: Iterable[Mapping[str, Any]],
    titles: Iterable[str | None],
) -> frozenset[str]:
    """Return the names of the site, as a page states them in several places.

    The name of an application is none where pages state their title in its place.
    """
    websites = islice(filter(_is_website, objects), _MAX_SITES)
    stated = [*_named(meta, ("og:site_name",)), *(one.get("name") for one in websites)]
    shown = _plain(head_title(root))
    headings = (_plain(short_text(one, _MAX_NAME)) for one in islice(root.iter("h1"), _MAX_SITES))
    others = {shown, *map(_plain, titles), *filter(shown.startswith, headings)}
    applications = set(map(_plain, _named(meta, _APPLICATIONS))) - others
    names = {*map(_plain, stated), *applications}
    return frozenset(name for name in names if 0 < len(name) <= _MAX_NAME)


def _plain(text: Any) -> str:
    """Return a text with single spaces, an empty one for anything else."""
    return " ".join(text.split()) if isinstance(text, str) else ""


def _is_website(data: Mapping[str, Any]) -> bool:
    return data.get("@type") == "WebSite"


def _objects(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of a page, outermost first."""
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _within(data, _MAX_DEPTH)


def _within(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects in a JSON value, down to *depth* levels below it."""
    inner: Iterable[Any] = ()
    if isinstance(data, dict):
        inner = data.values()
        yield data
    elif isinstance(data, list):
        inner = data
    for value in inner:
        if depth and isinstance(value, dict | list):
            yield from _within(value, depth - 1)


def _is_article(data: dict[str, Any]) -> bool:
    """Return True if an object has a headline, or a title and a day of publication."""
    is_titled = isinstance(data.get("title"), str) and "pubDate" in data
    return is_titled or isinstance(data.get("headline"), str)


def _author(value: Any, known: Mapping[str, Any]) -> str | None:
    """Return the names in a JSON-LD author: a string, an object, or a list of these.

    Some objects are *known* by an id, and named elsewhere.
    """
    values = value if isinstance(value, list) else [value]
    names = (
        part.get("name") or known.get(str(part.get("@id"))) if isinstance(part, dict) else part
        for part in values
    )
    return "、".join(name.strip() for name in names if isinstance(name, str) and name.strip())


def _is_host(root: html.HtmlElement, name: str) -> bool:
    """Return True if a name is that of the site, as the title that browsers show ends in it."""
    return is_site(name, ()) and head_title(root).strip().endswith(name)


def _date(root: html.HtmlElement, meta: dict[str, str]) -> str | None:
    times = map(str, root.xpath(_TIMES))
    days = [*_named(meta, _DATES), *_named(meta, _MORE_DATES), *times]
    return _first(_scoped_dates(root)) or _first(days) or _printed_date(root)


def _printed_date(root: html.HtmlElement) -> str | None:
    """Return the day that a blog prints above its only post, or in boxes beside it."""
    days = {day for _, day in _printed_days(root)}
    return str(days.pop()) if len(days) == 1 else None


def _printed_days(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, date]]:
    """Yield the elements that hold nothing but a day, as blogs mark it, and these days."""
    for element in root.xpath(_DATED)[:_MAX_PRINTED]:
        if day := find_day(" ".join((short_text(element, _MAX_DAY, " ") or "").split())):
            yield element, day


def hide_printed_days(root: html.HtmlElement) -> None:
    """Hide the days that blogs print in boxes, which are no text; their metadata are read yet."""
    for element, _ in _printed_days(root):
        element.set("hidden", "hidden")


def _changed(lines: Iterable[str]) -> str | None:
    """Return the day of the last change that a page prints."""
    return next(
        (match[1] for line in lines if (match := _CHANGED.match(line.removeprefix("• ")))), None
    )


def _scoped_dates(root: html.HtmlElement) -> Iterator[str]:
    """Yield the days in microdata, without those of questions: what is read are the answers."""
    elements = root.xpath(_SCOPED)
    for name in _SCOPED_DATES:
        for element in elements:
            if element.get("itemprop").lower() == name and not element.xpath(_QUESTION):
                stated = element.get("content") or element.get("datetime")
                yield stated or short_text(element, _MAX_DAY) or ""


def _in_china(value: Any, text: str) -> Any:
    """Return the day in China of a time in UTC on a page in Chinese, any other value as it is."""
    if not (isinstance(value, str) and _UTC.fullmatch(value) and _HAN.search(text)):
        return value
    try:
        return str(datetime.fromisoformat(value).astimezone(_CHINA).date())
    except (ValueError, OverflowError):
        return value


def _wechat_date(text: str) -> str | None:
    """Return the day on which WeChat published a page, in China, from the page's own script."""
    match = _WECHAT_TIME.search(text)
    return str(datetime.fromtimestamp(int(match[1]), _CHINA).date()) if match else None


def _address(
    root: html.HtmlElement, meta: dict[str, str], article: dict[str, Any], text: str
) -> str | None:
    """Return the first address that is an article's, not that of a site's home page."""
    canonical = root.xpath('//link[translate(@rel, "CANOIL", "canoil")="canonical"]/@href')
    saved = _SAVED_FROM.search(text, 0, _HEAD)
    stated = [
        *canonical,
        meta.get("og:url"),
        meta.get("url"),
        article.get("url"),
        saved[1] if saved else None,
    ]
    urls = (str(value).strip() for value in stated if value)
    return next((url for url in urls if url.startswith("http") and not _HOME.fullmatch(url)), None)


def _named(meta: dict[str, str], names: Iterable[str]) -> list[str]:
    return [meta[name] for name in names if name in meta]


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
