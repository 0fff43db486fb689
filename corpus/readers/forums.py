"""Pages of forums and of questions with answers: which posts are text, gathered in one element.

A thread in which somebody tells something is an article: posts in which the same person goes on
belong to it, and those of others are comments. Where somebody asks, the answers are the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from lxml import etree, html

from corpus.tables import read_table

_MIN_POSTS = 2
"""Number of posts with a name, if there are as many, from which a page is a thread."""

_MAX_POSTS = 2000
_MAX_NAME = 40
_FRAMES = frozenset({"html", "body", "head"})

_MIN_TOLD = 80
"""Number of characters by the first poster from which a thread may be an article."""

_MAX_ASKED = 400
"""Number of characters from which a first post is an article, even if it ends in a question."""

_ENDS_QUOTED = 60
"""Number of characters at the end of a first post that are searched for a question."""

THREAD = "posts-of-thread"
"""Class of the element that holds the posts which are text."""


@dataclass(frozen=True, slots=True)
class Forum:
    """A program that makes pages of posts; forums.toml describes each field."""

    name: str
    mark: str
    text: str
    poster: str
    first_poster: str | None
    answers: bool


@dataclass(frozen=True, slots=True)
class _Post:
    """A post: the element around it, the element with its text, and the name of its writer."""

    element: html.HtmlElement
    text: html.HtmlElement
    poster: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The posts of a page that are text, and who wrote them if one person did."""

    author: str | None


def gather_posts(root: html.HtmlElement, source: str) -> Thread | None:
    """Gather the posts of a page that are text in one element, and remove the others.

    None is returned, and nothing changed, if the page is none of posts.
    """
    for forum in forums():
        if forum.mark in source:
            posts = _posts(root, forum)
            names = sum(bool(post.poster) for post in posts)
            if names >= min(len(posts), _MIN_POSTS) > 0 or (forum.answers and len(posts) > 1):
                return _gathered(root, posts, answers=forum.answers)
    return None


def is_told(title: str, first: str, own: int) -> bool:
    """Return True if a thread tells something: its first poster's words are an article.

    Args:
        title: The title of the thread.
        first: The first post.
        own: The number of characters that its poster has written in all.
    """
    end = first.rstrip()[-_ENDS_QUOTED:]
    asks = len(first) < _MAX_ASKED and bool(_asks().search(title) or _asks().search(end))
    return own >= _MIN_TOLD and not asks


@cache
def forums() -> tuple[Forum, ...]:
    """Return the programs of forums.toml."""
    return tuple(
        Forum(
            row["name"],
            row["mark"],
            row["text"],
            row["poster"],
            row.get("first_poster"),
            row.get("answers", False),
        )
        for row in read_table("corpus.readers", "forums.toml")["forum"]
    )


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(read_table("corpus.readers", "forums.toml")["asks"])


def _posts(root: html.HtmlElement, forum: Forum) -> list[_Post]:
    """Return the posts of a page: each reaches as far around its text as no other text does."""
    texts: dict[html.HtmlElement, None] = {}
    held = Counter[html.HtmlElement]()
    for text in root.xpath(forum.text)[:_MAX_POSTS]:
        around = list(text.iterancestors())
        if text.tag not in _FRAMES and texts.keys().isdisjoint(around):
            texts[text] = None
            held.update(around)
    others = _name(root, forum.first_poster) if forum.first_poster else ""
    posts: list[_Post] = []
    for text in texts:
        element = text
        while (above := element.getparent()).tag not in _FRAMES and held[above] == 1:
            element = above
        posts.append(_Post(element, text, _name(element, forum.poster) or others))
    return posts


def _name(element: html.HtmlElement, path: str) -> str:
    """Return the name that an XPath leads to, as an attribute or as the text of an element."""
    for found in element.xpath(path):
        written = found if isinstance(found, str) else found.text_content()
        if name := " ".join(written.split()):
            return str(name) if len(name) <= _MAX_NAME else ""
    return ""


def _gathered(root: html.HtmlElement, posts: list[_Post], *, answers: bool) -> Thread:
    """Move the posts that are text into one element behind the first, and drop the others."""
    noise = read_table("corpus.readers", "forums.toml")["noise"]
    for post in posts:
        for added in post.text.xpath(noise):
            added.drop_tree()
    first = posts[0]
    own = [post for post in posts if post.poster == first.poster]
    told = sum(len(_content(post)) for post in own)
    is_article = (
        not answers and bool(first.poster) and is_told(_title(root), _content(first), told)
    )
    thread = html.Element("article", {"class": THREAD})
    first.element.addnext(thread)
    has_names = not is_article and len(posts) > 1 and all(post.poster for post in posts[1:])
    for post in own if is_article else posts:
        if has_names and post.poster:
            heading = etree.SubElement(thread, "h2")
            heading.text = post.poster
        thread.append(_taken(post.text))
    for post in posts[1:]:
        if post.element is not post.text:
            post.element.drop_tree()
    return Thread(first.poster if is_article else None)


def _taken(text: html.HtmlElement) -> html.HtmlElement:
    """Take a text from its place, without what its element says of it."""
    placeholder = html.Element("div")
    placeholder.tail, text.tail = text.tail, None
    text.getparent().replace(text, placeholder)
    text.tag = "section"
    for name in ("class", "id", "style", "hidden"):
        text.attrib.pop(name, None)
    return text


def _content(post: _Post) -> str:
    return "".join(post.text.text_content().split())


def _title(root: html.HtmlElement) -> str:
    headline = root.xpath("string(//h1)").strip()
    return str(headline or root.xpath("string(//head/title)").split(" - ")[0]).strip()
