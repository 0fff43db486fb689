"""The title of a web page's article, without the names of site and section around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice

from lxml import html

from corpus.readers.content import short_text
from corpus.readers.title_parts import (
    above_prose,
    beginning_among,
    is_side,
    side_among,
    side_heading,
    without_sides,
)
from corpus.tables import read_table

_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—·«»]+\s+")
_BAR = re.compile(r"[_|｜]|::")
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
    root: html.HtmlElement,
    stated: Iterable[str | None],
    sites: Collection[str],
    lines: Sequence[str],
) -> str | None:
    """Return the title that the page prints as a heading or line, else the stated one.

    None is returned if nothing is stated but words that stand in place of titles.

    Args:
        root: The tree of the page.
        stated: Titles from its metadata, besides the one that browsers show.
        sites: The names of the site, as the page states them.
        lines: The texts that the page shows.
    """
    written = (name[:_MAX_TITLE] for name in (*stated, head_title(root)) if name)
    names = [name for text in written if (name := " ".join(text.split()))]
    whole = [_without_site(name, sites) for name in names]
    if post := _post_title(root, sites):
        return post
    titles = [title for title in whole if not is_site(title, sites)]
    headings = list(_headings(root, sites, ["h1"]))
    above = [line for line in above_prose(lines) if not is_site(line, sites)]
    lower = list(_headings(root, sites, ["h2", "h3"]))
    for name in names:
        if heading := side_heading(name, headings, lower, above):
            return heading
    if not headings and not titles:
        headings = list(_marked(root, sites))
    if heading := _fitting(headings, titles, names, sites):
        return heading
    for name in names:
        if any(is_side(name, other) for other in names) and not is_site(name, sites):
            return name
    for name in names:
        printed = _printed(name, lines, lower) or beginning_among(name, above)
        if printed and not is_site(printed, sites):
            return printed
    last = (title for title in whole if not _no_title().fullmatch(title))
    return next(iter((*titles, *headings, *last)), None)


def _fitting(
    headings: Sequence[str], titles: Sequence[str], names: Sequence[str], sites: Collection[str]
) -> str | None:
    """Return the heading that says what a title does, or that is a name without those of sites."""
    for fits in (_is_contained, _is_continued):
        for heading in headings:
            if any(fits(heading, title) for title in titles):
                return heading
    for heading in headings:
        if any(_is_between_sites(heading, name, sites) for name in names):
            return heading
    return None


def _headings(
    root: html.HtmlElement, sites: Collection[str], levels: Iterable[str]
) -> Iterator[str]:
    """Yield the headings of some levels of a page that do not name its site."""
    for heading in islice(chain.from_iterable(map(root.iter, levels)), _MAX_HEADINGS):
        links = (str(link.get("href", "")) for link in heading.iter("a"))
        names = f"{heading.get('class', '')} {heading.get('id', '')}"
        if _LOGO.search(names) or any(map(_HOME.fullmatch, links)):
            continue
        text = " ".join((short_text(heading, _MAX_TITLE) or "").split())
        if len(text) > 1 and not is_site(text, sites):
            yield text


def _post_title(root: html.HtmlElement, sites: Collection[str]) -> str | None:
    """Return the title of the only post of a blog, None if there are several or none."""
    headings = (one for level in ("h2", "h3", "h4") for one in root.iter(level))
    marked = list(islice((one for one in headings if _POST.search(one.get("class", ""))), 2))
    if len(marked) != 1 or not any(one.xpath(_BODY) for one in _around(marked[0])):
        return None
    text = " ".join((short_text(marked[0], _MAX_MARKED) or "").split())
    return text if len(text) > 1 and not is_site(text, sites) else None


def _around(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the two elements around an element."""
    return islice(element.iterancestors(), 2)


def _marked(root: html.HtmlElement, sites: Collection[str]) -> Iterator[str]:
    """Yield the texts of elements whose class or id is that of a title, and name no site."""
    for element in islice(root.xpath(_TITLED), _MAX_HEADINGS):
        text = " ".join((short_text(element, _MAX_MARKED) or "").split())
        if len(text) >= _MIN_TITLE and not is_site(text, sites):
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


def _is_between_sites(heading: str, name: str, sites: Collection[str]) -> bool:
    """Return True if a name is a heading, with an explanation in brackets, and names of sites."""
    before, found, behind = name.partition(heading)
    if not found:
        return False
    parts = _PARTS.split(f"{before} {_BRACKETS.sub('', behind)}")
    return all(is_site(part, sites) for part in parts if part)


def is_site(text: str, sites: Collection[str]) -> bool:
    """Return True if a text is the name of the site or of any, or stands for a title."""
    patterns = (_site_name(), _no_title())
    is_stated = text.casefold() in map(str.casefold, sites)
    return is_stated or any(pattern.fullmatch(text) for pattern in patterns)


def _printed(title: str, lines: Sequence[str], headings: Sequence[str]) -> str | None:
    """Return the line of a page that is its title, or all of it but the name of the site.

    One of the *headings* may have the name of the site before it, and be short.
    """
    if title in lines:
        return title
    if side := side_among(title, (line for line in above_prose(lines) if line in headings)):
        return side
    return next((line for line in reversed(lines) if _is_most(line, title)), None)


def _is_most(line: str, title: str) -> bool:
    """Return True if a title begins with a line, which is a good part of it, up to a mark."""
    least = max(_MIN_TITLE, _MIN_SHARE * len(title))
    return len(line) >= least and title.startswith(line) and bool(_MARK.match(title, len(line)))


def head_title(root: html.HtmlElement) -> str:
    """Return the title that browsers show."""
    return str(root.xpath("string(//head/title)"))


def _without_site(title: str, sites: Collection[str]) -> str:
    """Return a title without the names of site and section at its ends.

    A dash is the title's own if the site's name, as the page states it, stands behind a bar.
    """
    title = _HOST.sub("", title) or title
    if review := _REVIEW.match(title):
        title = review["title"]
    bare = without_sides(title, sites)
    has_own_dash = bool(_BAR.search(title.replace(bare, "", 1))) and not _BAR.search(bare)
    while match := _END.match(bare):
        if not is_site(match["site"], sites):
            break
        bare = match["title"]
    bare = bare.rstrip(_MARKS)
    if has_own_dash:
        return bare
    parts = _SITE.split(bare)
    own = next((part for part in parts[:-1] if not is_site(part, sites)), parts[-1])
    return own if len(own) >= _MIN_TITLE else bare


@cache
def _site_name() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["site_names"]), re.IGNORECASE)


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["no_title"]), re.IGNORECASE)
