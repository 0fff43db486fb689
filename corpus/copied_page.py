"""Pages that were copied whole as plain text: what stands around their article is furniture.

Who selects all of a page and copies it gets its menus, counts and comments as lines like any
other. Such a text is known by the words of menus above its first sentence, and of buttons and
lists below its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from typing import Any

from corpus.days import REAL_DAY
from corpus.document import Block
from corpus.headings import MAX_TITLE, is_path
from corpus.people import surname_pattern
from corpus.tables import read_table

_MIN_WORDS = 5
"""Number of words of sites, around the article, from which a page was copied whole."""

_MIN_CERTAIN = 2
"""How many of them are words that only sites have."""

_MIN_ABOVE = 2
"""How many of them stand above the first sentence if lines there are looked through for the title;
without, the first one is the title, as in any text."""

_MIN_BAR, _LONG_BAR = 5, 8
"""Number of short words on a line from which it is a menu if one of them is a word of menus, and
from which it is certainly one."""

_MAX_WORD = 8
"""Maximum length of a word of a menu, in characters."""

_LONG, _SENTENCE = 60, 25
"""Length from which a line is prose, and from which one with a full stop is, in characters."""

_SHORTEST_TITLE, _LONG_TITLE = 3, 40
"""Minimum length of a title, and the number of Chinese characters from which a longer one is no
likelier."""

_LONGEST_SITE = 8
"""Number of Chinese characters that the name of a site has at most."""

_LONGEST_WORD = 5
"""Number of Chinese characters that a word of a menu, which is not known, has at most."""

_BELOW_BONUS = 12
"""How many characters a title may be shorter that stands above a subtitle or a day."""

_MOST = 0.8
"""Share of the prose that stands above a line that ends the article."""

_HOME = ("首页", "首頁")
_NO_TITLE_ENDS = ("。", "，", ",", "；", "：", ":")
_DIVIDER = re.compile(r"[\s|｜·•/>»›]+")
_BELOW_TITLE = re.compile(rf"^[—–]|{REAL_DAY}")
"""Matches a subtitle, and a line with a day."""

_OFFICE = re.compile(
    "(?:网|網|报|報|委员会|委員會|政府|大学|大學|学院|學院|医院|醫院|银行|銀行|公司|馆|館|中心|事务所|协会|论坛|論壇|频道|社区|周刊|杂志|晚报|日报|之家|社)$"
)
"""The end of the name of a site, or of whom it belongs to."""

_NO_HEADINGS = frozenset({"广告", "廣告", "播报", "播报编辑"})
"""Words above a sentence that are buttons and advertisements nevertheless."""

_HAN = re.compile("[㐀-鿿]")
_COUNT = re.compile(r"[\d.,+]{1,10}\s*[万萬wk]?|\d+/\d+")


def mark_copied_page(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the lines of a plain text, with what is no part of its article marked as furniture.

    If it is a page that was copied whole, that is all below its end, lines of buttons and counts
    and, where a menu stands above, what is of the site above its title, which becomes a heading.
    """
    texts = [block.text for block in blocks]
    start = next((place for place, text in enumerate(texts) if _is_prose(text)), None)
    if start is None:
        return tuple(blocks)
    late = _late(texts, start)
    above, below = texts[:start], _not_above_sentences(texts, late)
    is_certain = sum(map(_certain_words, (*above, *below))) >= _MIN_CERTAIN
    counts = [sum(map(_site_words, part)) for part in (above, below)]
    if not is_certain or sum(counts) < _MIN_WORDS:
        return tuple(blocks)
    title = _title_place(above) if counts[0] >= _MIN_ABOVE else None
    ends = (place for place in range(late, len(texts)) if _ends().fullmatch(texts[place]))
    return tuple(_marked(blocks, title, next(ends, len(texts))))


def _marked(blocks: Sequence[Block], title: int | None, end: int) -> Iterator[Block]:
    """Yield the blocks, with the title as a heading and what is around the article marked.

    A line that is as long as a title is text above it as well, and so is a button above prose,
    which may be a heading.
    """
    for place, block in enumerate(blocks):
        text, after = block.text, [one.text for one in blocks[place + 1 : place + 2]]
        if place == title:
            yield replace(block, kind="heading", level=1)
        elif title is not None and place < title:
            is_text = _may_be_title(text) and not _may_name_site(text)
            yield block if is_text else replace(block, is_furniture=True)
        elif place >= end or (_is_of_site(text) and not _may_be_heading(text, after)):
            yield replace(block, is_furniture=True)
        else:
            yield block


def _may_be_heading(text: str, after: Sequence[str]) -> bool:
    """Return True for a word above a sentence that is neither a count nor an advertisement."""
    is_word = any(_HAN.findall(text)) and text not in _NO_HEADINGS
    return is_word and any("。" in one for one in after) and not _within().fullmatch(text)


def _may_name_site(text: str) -> bool:
    """Return True for a line that may be the name of a site, or a word of its menus."""
    return len(_HAN.findall(text)) <= _LONGEST_WORD or _OFFICE.search(text) is not None


def _not_above_sentences(texts: Sequence[str], late: int) -> list[str]:
    """Return the lines below most of the prose, without those above a sentence: headings."""
    pairs = zip_longest(texts[late:], texts[late + 1 :], fillvalue="")
    return [text for text, after in pairs if "。" not in after]


def _is_prose(text: str) -> bool:
    return len(text) >= _LONG or (len(text) >= _SENTENCE and "。" in text)


def _is_of_site(text: str) -> bool:
    """Return True for a line of buttons and counts, or another one that sites write."""
    words = _words(text)
    buttons = sum(bool(word in _known("buttons") or _COUNT.fullmatch(word)) for word in words)
    is_bar = len(words) >= _MIN_BAR and _menu_words(text) and 2 * buttons > len(words)
    return bool(words and buttons == len(words)) or bool(is_bar or _within().fullmatch(text))


def _words(text: str) -> list[str]:
    return [word for word in _DIVIDER.split(text.lower()) if word]


def _menu_words(text: str) -> int:
    """Return the number of words of menus and buttons in a line that has hardly anything else."""
    words = _words(text)
    known = _known("menus", "buttons")
    found = sum(word in known or word.endswith(_HOME) for word in words)
    if not all(len(word) <= _MAX_WORD for word in words):
        return 0
    if found and len(words) >= _MIN_BAR:
        return len(words)
    return found if 2 * found >= len(words) else 0


def _certain_words(text: str) -> int:
    """Return the number of words that only sites have; a long menu counts as enough of them."""
    words, found = _words(text), _menu_words(text)
    certain = sum(word in _known("certain") or word.endswith(_HOME) for word in words)
    return max(certain, _MIN_CERTAIN * (found >= _LONG_BAR)) if found else 0


def _site_words(text: str) -> int:
    """Return the number of words of sites in a line; one that ends an article counts as one."""
    return _menu_words(text) or int(_ends().fullmatch(text) is not None)


def _title_place(above: Sequence[str]) -> int | None:
    """Return the place of the title among the lines above the first sentence: the longest one.

    A shorter one is the title as well if a subtitle or a line with a day follows it, and so is a
    first line that is longer than the name of a site.
    """
    places = [place for place, text in enumerate(above) if _may_be_title(text)]
    is_long = bool(places) and len(_HAN.findall(above[places[0]])) > _LONGEST_SITE
    if is_long and places[0] == 0 and not _OFFICE.search(above[0]):
        return 0

    def likelihood(place: int) -> int:
        is_above = any(map(_BELOW_TITLE.search, above[place + 1 : place + 2]))
        return min(len(_HAN.findall(above[place])), _LONG_TITLE) + _BELOW_BONUS * is_above

    return max(reversed(places), key=likelihood, default=None)


def _may_be_title(text: str) -> bool:
    is_long = _SHORTEST_TITLE <= len(text) <= MAX_TITLE
    is_of_site = _site_words(text) or _is_of_site(text) or is_path(text)
    is_none = is_of_site or _no_title().search(text) or _name().fullmatch(text)
    return is_long and not is_none and not text.endswith(_NO_TITLE_ENDS) and text[0] not in "—–"


def _late(texts: Sequence[str], start: int) -> int:
    """Return the place of the first line below most of the prose, which begins at *start*."""
    lengths = [len(text) if _is_prose(text) else 0 for text in texts]
    above, most = 0, _MOST * sum(lengths)
    for place in range(start, len(texts)):
        if above >= most:
            return place
        above += lengths[place]
    return len(texts)


@cache
def _known(*names: str) -> frozenset[str]:
    """Return the words of lists of copied_page.toml; those of buttons are furniture.toml's too."""
    lists = [_table()[name] for name in names]
    if "buttons" in names:
        lists.append(read_table("corpus", "furniture.toml")["buttons"])
    return frozenset(" ".join(lists).lower().split())


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile(_table()["no_title"])


@cache
def _name() -> re.Pattern[str]:
    return re.compile(surname_pattern())


@cache
def _within() -> re.Pattern[str]:
    return re.compile(_table()["within"])


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(_table()["ends"], re.IGNORECASE)


def _table() -> Mapping[str, Any]:
    return read_table("corpus", "copied_page.toml")
