"""The metadata of a web page: JSON-LD, Open Graph, links and meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from lxml import html

from corpus.tables import read_table

_META = "//meta[@content] | //*[@itemprop and @content]"
_TIMES = (
    "//article//time/@datetime | //time[@pubdate or contains(@itemprop, 'ublished')"
    " or @itemprop='dateCreated']/@datetime"
)
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "sailthru.author", "parsely-author")
_DATES = ("article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date")
_MORE_DATES = ("datepublished", "dc.date", "dc.date.issued", "sailthru.date", "date")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_SAVED_FROM = re.compile(r"<!--[^>]{0,400}?\burl(?:=\(\d+\)|:)\s*(https?://[^\s<>\"]+)")
_HOME = re.compile(r"https?://[^/?#]+/?(?:index\.\w+)?")
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—·]+\s+")
_MARK = re.compile(r"\s*[-–—_|｜·•»>:：]|\s")
_END = re.compile(r"(?P<title>.{3,}?[^\s\-–—_|｜])\s*[-–—_|｜]+\s*(?P<site>[^-–—_|｜]{2,24})$")
_MIN_SHARE = 0.4
"""Minimum share of a title that a line must be to be all of it but the name of the site."""

_WECHAT_TIME = re.compile(r"\bvar\s+ct\s*=\s*[\"'](1\d{9})[\"']")
_CHINA = timezone(timedelta(hours=8))
_HEAD = 4000
"""Number of characters at the start of a page in which browsers note the address it is from."""

_MAX_DEPTH = 20
"""Number of levels of JSON-LD that are searched."""

_MAX_TITLE = 1000
"""Number of characters of a stated title that are looked at."""

_MIN_TITLE = 4
"""Minimum length of a title; a shorter part before a dash is not the whole title."""


def page_metadata(root: html.HtmlElement, text: str, lines: Sequence[str] = ()) -> dict[str, Any]:
    """Return title, author, date, address, site and text of a page's article, as far as given.

    Args:
        root: The tree of the page.
        text: Its source, in which browsers note the address.
        lines: The texts that the page shows, one of which may be its title.
    """
    meta = _meta(root)
    article = next(_articles(root), {})
    site = meta.get("og:site_name")
    found = {
        "title": _title(root, [article.get("headline"), *_named(meta, _TITLES)], site, lines),
        "author": _author(article.get("author")) or _first(_named(meta, _AUTHORS)),
        "date": article.get("datePublished") or _date(root, meta) or _wechat_date(text),
        "url": _address(root, meta, article, text),
        "site": site,
        "text": article.get("articleBody"),
    }
    return {name: value for name, value in found.items() if value}


def _meta(root: html.HtmlElement) -> dict[str, str]:
    """Return the first meta element of each name."""
    found: dict[str, str] = {}
    for element in root.xpath(_META):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (content := element.get("content").strip()):
            found.setdefault(name.strip().lower(), content)
    return found


def _articles(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of a page that have a headline, outermost first."""
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _with_headline(data, _MAX_DEPTH)


def _with_headline(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects in a JSON value that have a headline, down to *depth* levels below it."""
    inner: Iterable[Any] = ()
    if isinstance(data, dict):
        inner = data.values()
        if isinstance(data.get("headline"), str):
            yield data
    elif isinstance(data, list):
        inner = data
    for value in inner:
        if depth and isinstance(value, dict | list):
            yield from _with_headline(value, depth - 1)


def _author(value: Any) -> str | None:
    """Return the names in a JSON-LD author: a string, an object, or a list of these."""
    values = value if isinstance(value, list) else [value]
    names = (part.get("name") if isinstance(part, dict) else part for part in values)
    return "、".join(name.strip() for name in names if isinstance(name, str) and name.strip())


def _date(root: html.HtmlElement, meta: dict[str, str]) -> str | None:
    times = map(str, root.xpath(_TIMES))
    return _first([*_named(meta, _DATES), *_named(meta, _MORE_DATES), *times])


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
    stated = [*canonical, meta.get("og:url"), article.get("url"), saved[1] if saved else None]
    urls = (str(value).strip() for value in stated if value)
    return next((url for url in urls if url.startswith("http") and not _HOME.fullmatch(url)), None)


def _title(
    root: html.HtmlElement, stated: Iterable[str | None], site: str | None, lines: Sequence[str]
) -> str | None:
    """Return the title that the page prints as a heading or line, else the stated one.

    A heading counts if it makes up half of a stated title or more, another line if the rest of a
    stated title is a site's name behind a mark.
    """
    written = (name[:_MAX_TITLE] for name in (*stated, _head_title(root)) if name)
    names = [" ".join(name.split()) for name in written]
    titles = [_without_site(name, site) for name in names if name]
    titles = [title for title in titles if not _site_name().fullmatch(title)] or titles
    for heading in root.xpath("//h1"):
        text = " ".join(heading.text_content().split())
        if any(text in title and 2 * len(text) >= len(title) for title in titles):
            return text
    for name in names:
        if printed := _printed(name, lines):
            return printed
    return titles[0] if titles else None


def _printed(title: str, lines: Sequence[str]) -> str | None:
    """Return the line of a page that is its title, or all of it up to the name of the site."""
    found = None
    for line in lines:
        if line == title:
            return title
        if (
            len(line) >= max(_MIN_TITLE, _MIN_SHARE * len(title))
            and title.startswith(line)
            and _MARK.match(title, len(line))
        ):
            found = line
    return found


def _head_title(root: html.HtmlElement) -> str:
    return str(root.xpath("string(//head/title)"))


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the names of site and section at its end."""
    while match := _END.match(title):
        if not (match["site"] == site or _site_name().fullmatch(match["site"])):
            break
        title = match["title"]
    parts = _SITE.split(title)
    if site and parts[-1] == site:
        return title[: -len(site)].rstrip(" _|｜-–—·")
    title = title.rstrip(" _|｜-–—·")
    return parts[0] if len(parts[0]) >= _MIN_TITLE else title


@cache
def _site_name() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["site_names"]), re.IGNORECASE)


def _named(meta: dict[str, str], names: Iterable[str]) -> list[str]:
    return [meta[name] for name in names if name in meta]


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
