"""Title and headings of a text whose file does not mark them, recognized while it is parsed.

`corpus.sections` lists the sections of a finished article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from corpus.days import REAL_DAY
from corpus.document import Block
from corpus.sentences import STOPS

_TITLE_LABEL = re.compile(
    r"[【\[（(]?(?:文章|新闻|新聞)?(?:标题|標題|题目|題目|篇名|title)[】\]）)]?\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
"""The word before a title, as some programs write it."""

_IN_BRACKETS = re.compile(r"[《【〈「](?P<title>[^《》【】〈〉「」]{2,40})[》】〉」]")
"""A title that is the name of a work."""

_NUMERALS = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"[（(]?(?P<number>\d{{1,2}}|[{_NUMERALS}])(?:[）)、．]|\.(?!\d))|(?P<bullet>[•·◦▪])"
)
"""The beginning of an item of a list."""

_NO_HEADING = re.compile(
    r"(?:浏览|瀏覽|阅读|閱讀)(?:量|数|時間約|时间约)?[:：\s]*\d[\d,.]*\s*(?:次|万|分[钟鐘])?$|\s[>›»]\s.*\s[>›»]\s"
    r"|[\s　/／（(][㐀-鿿]{2,8}\s*[摄攝][）)]?$|(?:摄影|攝影|资料图|資料圖)[）)]?$"
)
"""Matches what sites print around a text, such as 浏览 203 at the end of a line, and the credit of
a picture, whose caption it is."""

_PART = r"[^\s>›»/|｜·・。！？!?；;，,：:][^>›»/|｜·・。！？!?；;，,：:]{0,13}"
_PLACE_ON_SITE = re.compile(
    rf"{_PART}(?>\s*(?:>+|›|»)\s*{_PART}){{1,7}}|{_PART}(?>(?:\s*[|｜]\s*|\s*[·・]\s*|\s*/\s+){_PART}){{2,9}}"
)
"""Where an article stands on a site: 职场百科 > 假期与考勤 > 年休假."""

_BAR = re.compile(r"(?>[^\s|｜>›»：:\d]+(?:[\s|｜/·]+|\s*[>›»]+\s*|[：:]\s*|$)){3,}")
"""A menu of a site, or a path, in at least three parts."""

_TITLE_ENDS = "？?！!…”’」』）)】》"
"""Marks of `STOPS` that a title may end in as well, where a line of the page follows."""

_NOTED = re.compile(r"[^，,。；;：:！!？?（(\n]{4,40}[（(][^，,。；;：:！!？?（(）)\n]{1,12}[）)]")
"""A title with a short note in brackets: 外婆的八宝鸭（六人份）."""

_DATED = re.compile(rf"[^。！？，,]*?(?:{REAL_DAY})(?![一-鿿])[^。！？，,]*")
_MAX_DATED = 110
"""A line of the page that says when the article was published, and its maximum length."""

_PATH_MARK = re.compile(r"[>›»]|(?:[|｜].*){3}")
"""What divides the parts of a path or a menu, and hardly those of a title."""

_MIN_TITLE = 5
"""Minimum length of a title below a path, in characters."""

_MAX_SITE, _LONG_TITLE = 12, 8
"""Maximum length of the name of a site, above its bars, and minimum length of the title below
these, in characters."""

_MAX_ABOVE = 30
"""Maximum number of lines of a site above the only first-level heading."""

_SPEAKS = re.compile(
    "[：:]|^(?:问|問|答|大家|各位|亲爱|親愛|同学|同學|朋友|老师|老師|你们|你們|您)"
)
"""Matches a question of a dialogue or a letter, which is no title."""

_MIN_QUESTION = 6
"""Minimum length of a question that is the title, in characters."""

_MIN_BLOCKS = 2
"""Number of blocks from which one of them may be the title."""

MAX_TITLE = 80
_MAX_HEADING = 40
"""Maximum length of a line that may be the title, or a heading, in characters."""


def mark_title(blocks: Sequence[Block], known: str | None = None) -> tuple[Block, ...]:
    """Return the blocks; a first one that is labelled as the title is a heading without label.

    If the title is not *known*, so is one in brackets, without them, and one with a mark at its
    end (see `_is_title_with_mark`).
    """
    for position, block in enumerate(blocks):
        if block.is_furniture:
            continue
        label = _TITLE_LABEL.match(block.text)
        title = block.text[label.end() :] if label else ""
        if known is None and (named := _IN_BRACKETS.fullmatch(block.text)):
            title = named["title"]
        elif known is None and not title and _is_title_with_mark(blocks, position):
            title = block.text
        if 0 < len(title) <= MAX_TITLE and "\n" not in title:
            heading = replace(block, kind="heading", level=1, text=title)
            return (*blocks[:position], heading, *blocks[position + 1 :])
        break
    return tuple(blocks)


def _is_title_with_mark(blocks: Sequence[Block], place: int) -> bool:
    """Return True for a first line that ends like a sentence and is the title nevertheless.

    A line of the page stands below it, or it ends in a note in brackets, or it is the only
    question on a line, above longer prose.
    """
    first = blocks[place]
    if first.kind != "paragraph":
        return False
    if _ends_above_page(blocks[place:]) or _NOTED.fullmatch(first.text):
        return True
    if _SPEAKS.search(first.text):
        return False
    questions = [block for block in blocks if _is_question(block)]
    below = (block.text for block in blocks[place + 1 :] if not block.is_furniture)
    text = next(below, "")
    is_prose = len(text) > len(first.text) and text[-1] in STOPS
    return is_prose and questions == [first]


def _is_question(block: Block) -> bool:
    """Return True for a question on a line of its own."""
    is_short = _MIN_QUESTION <= len(block.text) <= _MAX_HEADING and "\n" not in block.text
    return is_short and not block.is_furniture and block.text.endswith(("？", "?"))


def take_title(
    blocks: Sequence[Block], known: str | None = None
) -> tuple[str | None, tuple[Block, ...]]:
    """Return an article's title and the blocks without it.

    If the title is not *known*, the first block that is not furniture is the title, provided that
    it is a heading or a line that does not end like a sentence, and not all that there is. Short
    lines above the only first-level heading are no title; that heading is.
    """
    visible = [place for place, block in enumerate(blocks) if not block.is_furniture]
    if len(visible) < _MIN_BLOCKS:
        return known, tuple(blocks)
    chapters = [place for place in visible if _is_first_level(blocks[place])]
    place = visible[0]
    if chapters == visible[1:2] and (known is None or _is_above_title(blocks, visible, known)):
        place = visible[1]
    elif known is None and len(chapters) == 1 and _are_short(blocks[: chapters[0]]):
        place = chapters[0]
    block = blocks[place]
    if may_be_title(blocks[place:]) and known in (None, block.text):
        return block.text, (*blocks[:place], *blocks[place + 1 :])
    return known, tuple(blocks)


def may_be_title(blocks: Sequence[Block]) -> bool:
    """Return True if the first block is a heading, or a line that may be the title of the others.

    It does not end like a sentence, except with a mark that a question or a name may end in,
    above a line of the page.
    """
    is_line_or_heading = blocks[0].kind == "heading" or is_line(blocks[0], MAX_TITLE)
    return is_line_or_heading or _ends_above_page(blocks)


def _ends_above_page(blocks: Sequence[Block]) -> bool:
    """Return True for a line that ends in one of `_TITLE_ENDS`, above a line of the page."""
    text = blocks[0].text
    bare = text.rstrip(_TITLE_ENDS)
    is_one = bare not in {"", text} and "。" not in bare
    return (
        is_one and is_line(replace(blocks[0], text=bare), MAX_TITLE) and _is_of_page(blocks[1:2])
    )


def is_line_of_site(blocks: Sequence[Block]) -> bool:
    """Return True if the first block names the site, or a place on it, above the article's title.

    Below the title comes a line of the page; without one, the first line may be the title. So may
    one whose parts are not divided as those of a path are, if a shorter line follows.
    """
    first, following = blocks[0], blocks[1:]
    if first.kind != "paragraph" or not following:
        return False
    if is_path(first.text):
        least = 0 if _PATH_MARK.search(first.text) else len(first.text)
        is_long = len(following[0].text) >= max(_MIN_TITLE, least)
        return is_long and may_be_title(following) and _is_of_page(following[1:2])
    below = [*dropwhile(lambda block: block.is_furniture, following)]
    bars = following[: len(following) - len(below)]
    return (
        bool(below)
        and any(_BAR.fullmatch(block.text) for block in bars)
        and is_line(first, _MAX_SITE)
        and len(below[0].text) >= max(_LONG_TITLE, len(first.text))
        and may_be_title(below)
        and _is_of_page(below[1:3])
    )


def is_path(text: str) -> bool:
    """Return True for a line that may say where on a site an article stands."""
    return _PLACE_ON_SITE.fullmatch(text) is not None


def _is_of_page(blocks: Sequence[Block]) -> bool:
    """Return True for a block of furniture, or a line with the day of publication."""
    return any(
        block.is_furniture
        or (
            block.kind == "paragraph"
            and len(block.text) <= _MAX_DATED
            and _DATED.fullmatch(block.text) is not None
        )
        for block in blocks
    )


def _is_above_title(blocks: Sequence[Block], visible: Sequence[int], known: str) -> bool:
    """Return True if a line stands above the title, as papers print what an article is about."""
    first, second = blocks[visible[0]], blocks[visible[1]]
    may_be_above = first.kind == "heading" or is_line(first, _MAX_HEADING)
    return second.text == known != first.text and may_be_above


def _are_short(blocks: Sequence[Block]) -> bool:
    """Return True for a few lines and items that end like no sentence, as a menu has them."""
    shown = [block for block in blocks if not block.is_furniture]
    return len(shown) <= _MAX_ABOVE and all(
        is_line(replace(block, kind="paragraph"), _MAX_HEADING) for block in shown
    )


def _is_first_level(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def mark_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks; if none is marked as a heading, mark lines that look like one.

    Such a line does not end like a sentence and is followed by longer prose. The items of a list
    are none.
    """
    if any(block.kind == "heading" and not block.is_furniture for block in blocks):
        return tuple(blocks)
    following: Block | None = None
    backwards: list[Block] = []
    for block, items in zip(reversed(blocks), reversed(_are_items(blocks)), strict=True):
        is_heading = following is not None and not items and _introduces(block, following)
        backwards.append(replace(block, kind="heading", level=1) if is_heading else block)
        if not block.is_furniture:
            following = block
    return tuple(reversed(backwards))


def _are_items(blocks: Sequence[Block]) -> list[bool]:
    """Return True for each block that has a bullet, or the number after that of the one before.

    So has the first item below a line that ends in a colon, unless text stands below it.
    """
    found: list[bool] = []
    before, number = "", 0
    for block, following in zip(blocks, _numbers_below(blocks), strict=True):
        if block.is_furniture:
            found.append(False)
            continue
        match = _ITEM.match(block.text)
        own = _number(block)
        is_next = own > 1 and own == number + 1
        is_first = own == 1 and before.endswith(("：", ":")) and following == 2
        found.append(is_next or is_first or bool(match and match["bullet"]))
        before, number = block.text, own
    return found


def _numbers_below(blocks: Sequence[Block]) -> list[int]:
    """Return for each block the number of the item below it, 0 if there is none."""
    found, below = [0] * len(blocks), 0
    for position in range(len(blocks) - 1, -1, -1):
        found[position] = below
        if not blocks[position].is_furniture:
            below = _number(blocks[position])
    return found


def _number(block: Block) -> int:
    """Return the number that a block begins with as an item of a list, 0 if it has none."""
    match = _ITEM.match(block.text)
    return _value(match["number"]) if match and match["number"] else 0


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else _NUMERALS.index(number) + 1


def _introduces(block: Block, following: Block) -> bool:
    """Return True if a block is a short line and the block after it is longer prose.

    A line that sites print around a text is none.
    """
    is_prose = following.text[-1] in STOPS and len(following.text) > len(block.text)
    return is_line(block, _MAX_HEADING) and is_prose and not _NO_HEADING.search(block.text)


def is_line(block: Block, longest: int) -> bool:
    """Return True if a block is one line that does not end like a sentence."""
    return (
        block.kind == "paragraph"
        and not block.is_furniture
        and len(block.text) <= longest
        and "\n" not in block.text
        and block.text[-1] not in STOPS
    )
