"""The title of a web page's article, without the names of site and section around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from lxml import html

from corpus.readers.content import short_text
from corpus.tables import read_table

_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—·«»]+\s+")
_MARKS = " _|｜-–—·«»"
_MARK = re.compile(r"\s*[-–—_|｜·•»>:：]|\s")
_END = re.compile(r"(?P<title>.+?[^\s\-–—_|｜«»])\s*[-–—_|｜«»]+\s*(?P<site>[^-–—_|｜«»]{2,24})$")
_PARTS = re.compile(r"[-–—_|｜«»·>:：\s]+")
_BRACKETS = re.compile(r"^\s?[（(][^（()）]{1,40}[)）]")
_LOGO = re.compile(r"logo|brand|site-?(?:title|name)|blog-?(?:title|name)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:\s+@\s+[^@]{1,60}?)?\s*::\s*(?:痞客邦|隨意窩|xuite)[^:]{0,20}(?:::)?\s*\Z", re.IGNORECASE
)
"""The name of a blog and of its host at the end of a title."""

_REVIEW = re.compile(r"(?P<title>.{2,}?)\s?（[^（）]{1,80}）\s?(?:影评|书评|剧评|乐评)\Z")
"""The title of a review, in front of the work that it is about."""

_POST = re.compile(r"(?:^|\s)(?:post-title|entry-title)(?:\s|$)")
_BODY = (
    "boolean(.//*[contains(@class, 'post-body') or contains(@class, 'post-content')"
    " or contains(@class, 'entry-content')])"
)
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.\w+)?")
_MIN_SHARE = 0.4
"""Minimum share of a title that a line must be to be all of it but the name of the site."""

_MAX_TITLE = 1000
"""Number of characters of a stated title that are looked at."""

_TITLED = "//h2 | //body//*[contains(@class, 'title') or contains(@id, 'title')]"
_MAX_MARKED = 200
"""Maximum length of a title that is no heading, white space in its markup included."""

_MAX_HEADINGS = 20
"""Number of headings of a page that are looked at."""

_MIN_TITLE = 4
"""Minimum length of a title; a shorter part before a dash is not the whole title."""


def page_title(
    root: html.HtmlElement, stated: Iterable[str | None], site: str | None, lines: Sequence[str]
) -> str | None:
    """Return the title that the page prints as a heading or line, else the stated one.

    None is returned if nothing is stated but words that stand in place of titles.

    Args:
        root: The tree of the page.
        stated: Titles from its metadata, besides the one that browsers show.
        site: The name of the site.
        lines: The texts that the page shows.
    """
    written = (name[:_MAX_TITLE] for name in (*stated, head_title(root)) if name)
    names = [name for text in written if (name := " ".join(text.split()))]
    whole = [_without_site(name, site) for name in names]
    if post := _post_title(root, site):
        return post
    titles = [title for title in whole if not is_site(title, site)]
    headings = list(_headings(root, site)) or ([] if titles else list(_marked(root, site)))
    for fits in (_is_contained, _is_continued):
        for heading in headings:
            if any(fits(heading, title) for title in titles):
                return heading
    for heading in headings:
        if any(_is_between_sites(heading, name, site) for name in names):
            return heading
    for name in names:
        if (printed := _printed(name, lines)) and not is_site(printed, site):
            return printed
    last = (title for title in whole if not _no_title().fullmatch(title))
    return next(iter((*titles, *headings, *last)), None)


def _headings(root: html.HtmlElement, site: str | None) -> Iterator[str]:
    """Yield the first-level headings of a page that do not name its site."""
    for heading in islice(root.iter("h1"), _MAX_HEADINGS):
        links = (str(link.get("href", "")) for link in heading.iter("a"))
        names = f"{heading.get('class', '')} {heading.get('id', '')}"
        if _LOGO.search(names) or any(map(_HOME.fullmatch, links)):
            continue
        text = " ".join((short_text(heading, _MAX_TITLE) or "").split())
        if len(text) > 1 and not is_site(text, site):
            yield text


def _post_title(root: html.HtmlElement, site: str | None) -> str | None:
    """Return the title of the only post of a blog, None if there are several or none."""
    headings = (one for level in ("h2", "h3", "h4") for one in root.iter(level))
    marked = list(islice((one for one in headings if _POST.search(one.get("class", ""))), 2))
    if len(marked) != 1 or not any(one.xpath(_BODY) for one in _around(marked[0])):
        return None
    text = " ".join((short_text(marked[0], _MAX_MARKED) or "").split())
    return text if len(text) > 1 and not is_site(text, site) else None


def _around(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the two elements around an element."""
    return islice(element.iterancestors(), 2)


def _marked(root: html.HtmlElement, site: str | None) -> Iterator[str]:
    """Yield the texts of elements whose class or id is that of a title, and name no site."""
    for element in islice(root.xpath(_TITLED), _MAX_HEADINGS):
        text = " ".join((short_text(element, _MAX_MARKED) or "").split())
        if len(text) >= _MIN_TITLE and not is_site(text, site):
            yield text


def _is_contained(heading: str, title: str) -> bool:
    """Return True if a heading is half of a title or more."""
    return heading in title and 2 * len(heading) >= len(title)


def _is_continued(heading: str, title: str) -> bool:
    """Return True if a heading begins with a title that is cut off, or has no subtitle."""
    stem = title.rstrip("….。 ")
    if len(stem) < _MIN_TITLE or not heading.startswith(stem):
        return False
    return stem != title or _MARK.match(heading, len(stem)) is not None


def _is_between_sites(heading: str, name: str, site: str | None) -> bool:
    """Return True if a name is a heading, with an explanation in brackets, and names of sites."""
    before, found, behind = name.partition(heading)
    if not found:
        return False
    parts = _PARTS.split(f"{before} {_BRACKETS.sub('', behind)}")
    return all(is_site(part, site) for part in parts if part)


def is_site(text: str, site: str | None) -> bool:
    """Return True if a text is the name of the site or of any, or stands for a title."""
    patterns = (_site_name(), _no_title())
    return text == site or any(pattern.fullmatch(text) for pattern in patterns)


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


def head_title(root: html.HtmlElement) -> str:
    """Return the title that browsers show."""
    return str(root.xpath("string(//head/title)"))


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the names of site and section at its end."""
    title = _HOST.sub("", title) or title
    if review := _REVIEW.match(title):
        title = review["title"]
    while match := _END.match(title):
        if not is_site(match["site"], site):
            break
        title = match["title"]
    parts = _SITE.split(title)
    if site and parts[-1] == site:
        return title[: -len(site)].rstrip(_MARKS)
    title = title.rstrip(_MARKS)
    own = next((part for part in parts[:-1] if not is_site(part, site)), parts[-1])
    return own if len(own) >= _MIN_TITLE else title


@cache
def _site_name() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["site_names"]), re.IGNORECASE)


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["no_title"]), re.IGNORECASE)
