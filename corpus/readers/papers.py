"""Papers: the lines between the title and the text, which name the authors, and other fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from corpus.byline import bare_author
from corpus.document import Block
from corpus.own_lines import own_lines
from corpus.people import HAN_NAME, begins_with_surname
from corpus.readers.citations import is_citation, without_sources
from corpus.readers.marks import EDGE
from corpus.readers.official import read_official
from corpus.sentences import STOPS
from corpus.tables import read_table

_MAX_FIELD = 1000
"""Length from which a field, such as a note on the authors, is text after all."""

_MAX_LINE = 200
"""Maximum length of a line with names or places of work."""

_MAX_LINES, _MAX_OTHERS = 24, 3
"""Number of lines below a title among which names are looked for, and of others among them."""

_MAX_FRONT = 80
"""Number of blocks on a first page that are looked at."""

_MAX_NAMES = 20
_MIN_PROSE, _MIN_SMALL_WORDS = 30, 6
_SMALL_WORD = re.compile(r"\b[a-z]+\b")

_AFFIX = re.compile(
    r"\ufdd0[^\ufdd0]{0,40}\ufdd0|[⁰¹²³⁴⁵⁶⁷⁸⁹]|\^\([^()]{0,12}\)|\^\S|[①-⑳]"
    r"|[\[(（]\s?(?:\d[\d,，、\s]{0,8}|通[讯訊信]作者)\s?[\])）]|[\d*†‡§#✉◎□■●○◆◇▲△★☆]"
)
"""The marks behind names that lead to places of work."""

_APART = re.compile(r"\s*(?:[，,、；;/／&|｜\n]|\band\b)\s*")
_HAN_NAME = re.compile(HAN_NAME)
_LATIN_NAME = re.compile(r"(?:[A-Z][A-Za-z.'’\-]*\s){1,3}[A-Z][A-Za-z.'’\-]+")
_IN_BRACKETS = re.compile(r"[（(][^（()）]{0,120}[)）]?")
_MAIL = re.compile(r"e-?mail|电子邮|邮箱|信箱|[\w.\-]{1,64}@[\w\-]{1,63}\.", re.IGNORECASE)
_PARTED = re.compile(r"[（(，,\d\s]")
_POSTCODE = re.compile(r"[㐀-鿿][\s，,]{0,3}\d{6}(?!\d)")
_DAY = re.compile(
    r"[（(]?\s*(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*[-/.年]\s*[\d一二三四五六七八九十]{1,2}"
    r"(?:\s*[-/.月](?:\s*[\d一二三四五六七八九十]{1,3}\s*日?)?)?\s*[)）]?"
)
_OUTLINE = re.compile(r"目\s*[录錄次]|contents|agenda|outline|提\s*纲", re.IGNORECASE)
_EDGES = re.compile(
    r"^(?:[•·●■▪◆>\-]|[（(]?[一二三四五六七八九十\d.]{1,6}[）)、.．]?|第[一二三四五六七八九十\d]{1,3}[章节部篇])"
    r"|[….·\d]{1,200}$"
)
_SUBTITLE = re.compile(r"[—–-]{1,2}")
_LABEL = re.compile(r"[（(\[]?\s*(?:\d|[①-⑳]|[a-z][.)])|[（(⁰¹²³⁴⁵⁶⁷⁸⁹]|\ufdd0")
_BIO = re.compile(
    r"(?:[*＊\[【]\s*)?(?:第一)?作者(?:简介|簡介|信息)?\s*[】\]]?\s*[:：]?\s*"
    r"(?P<name>[㐀-䶿一-鿿]{2,4})(?=[（(，,])"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """The blocks of a paper that are its text, and what its lines say of author and date."""

    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)


def read_paper(blocks: Sequence[Block], title: str | None, front: int) -> Paper:
    """Return the text of a paper, without its sources, and its authors.

    Args:
        blocks: All blocks, marks of notes enclosed.
        title: The text of the block with the title, None if it is not known.
        front: The number of blocks on the first page, where the lines about the paper stand.
    """
    if official := read_official(blocks):
        return Paper(without_sources(official.blocks), official.metadata)
    blocks = _without_outline(blocks)
    front = min(front, len(blocks), _MAX_FRONT)
    start = _below(blocks, title)
    lines = _Lines()
    lines.read(blocks, start)
    for place in range(start, front):
        if _latin_names(blocks[place].text) and not lines.holds(place):
            lines.read(blocks, place, is_further=True)
    kept: list[Block] = []
    metadata: dict[str, str] = {}
    end, own = _end(blocks), own_lines(blocks)
    for place, block in enumerate(blocks):
        if lines.holds(place):
            kept += [replace(block, is_furniture=True)] if _DAY.fullmatch(block.text) else []
        elif front <= place < end or block.text in own or not _states(block, metadata):
            rest = _without_field_notes(block) if block.notes else block
            kept += [rest] if rest.text else []
    if lines.names:
        metadata["author"] = "、".join(lines.names)
    return Paper(without_sources(kept), metadata)


def _without_outline(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return blocks without a list of their own headings below a heading such as 目录."""
    start = next((at for at, one in enumerate(blocks) if _OUTLINE.fullmatch(one.text)), None)
    if start is None:
        return blocks
    headings = {_bare(one.text) for one in blocks[start + 1 :] if one.kind == "heading"}
    stop = start + 1
    while (
        stop < len(blocks)
        and blocks[stop].kind != "heading"
        and all(_bare(line) in headings for line in blocks[stop].text.split("\n"))
    ):
        stop += 1
    return (*blocks[:start], *blocks[stop:]) if stop > start + 1 else blocks


def _bare(text: str) -> str:
    """Return a text without blanks, bullets and numbers before it and behind it."""
    return _EDGES.sub("", "".join(text.split()))


def is_field(text: str) -> bool:
    """Return True if a text states something about a paper, such as the day of its receipt."""
    if len(text) > _MAX_FIELD:
        return False
    if _patterns()["statements"].match(text):
        return True
    label = _patterns()["fields"].match(text)
    return label is not None and not _is_sentence(text[label.end() :].strip())


def _is_sentence(value: str) -> bool:
    """Return True for a value that no field has: prose of the author below such a label."""
    if is_citation(value):
        return False
    if value[-1:] == "." and ";" not in value:
        return len(_SMALL_WORD.findall(value)) >= _MIN_SMALL_WORDS
    return value[-1:] in {*"。！？!?"} and bool(_patterns()["sentence"].search(value))


def _without_field_notes(block: Block) -> Block:
    """Return a block without notes that state something about the paper, and their marks."""
    text, notes = block.text, list[str]()
    for note in block.notes:
        mark, _, written = note.partition(" ")
        if is_field(written):
            text = re.sub(rf"(?<!{EDGE}){re.escape(mark)}", "", text, count=1)
        else:
            notes.append(note)
    is_same = len(notes) == len(block.notes)
    return block if is_same else replace(block, text=text.strip(), notes=(*notes,))


def _states(block: Block, metadata: dict[str, str]) -> bool:
    """Put what a block states about the paper into the metadata; return False if it is text."""
    if block.kind == "table" or block.is_furniture:
        return False
    text = block.text
    writer = _patterns()["writers"].fullmatch(text)
    if writer and (names := _han_names(writer["names"])):
        metadata.setdefault("author", "、".join(names))
        return True
    if not is_field(text):
        return False
    if (bio := _BIO.match(text)) and (name := _name(bio["name"])):
        metadata.setdefault("author", name)
    if published := _patterns()["published"].match(text):
        metadata.setdefault("date", published["day"])
    return True


def _below(blocks: Sequence[Block], title: str | None) -> int:
    """Return the place below the title, or below the first line if the title is not known."""
    first = next((at for at, block in enumerate(blocks) if not block.is_furniture), 0)
    return next((at for at, block in enumerate(blocks) if block.text == title), first) + 1


def _end(blocks: Sequence[Block]) -> int:
    """Return the place behind the text, from which on all that stands there is about the paper."""
    end = len(blocks)
    while end and (blocks[end - 1].is_furniture or is_field(blocks[end - 1].text)):
        end -= 1
    return end


class _Lines:
    """The lines between a title and its text, with the names of the authors."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._places: set[int] = set()

    def holds(self, place: int) -> bool:
        """Return True if the block in a place names authors, or where they work."""
        return place in self._places

    def read(self, blocks: Sequence[Block], start: int, *, is_further: bool = False) -> None:
        """Read the lines from a place on; further ones repeat the names in another language."""
        found: list[str] = []
        places: set[int] = set()
        others, is_open = 0, False
        for place in range(start, min(start + _MAX_LINES, len(blocks))):
            block = blocks[place]
            following = _below_names(blocks, place)
            if block.is_furniture or is_field(block.text):
                continue
            if is_open or (found and _is_place(block)):
                places.add(place)
                is_open = _is_open(block.text)
            elif names := _names(block, following) or (found and _latin_names(block.text)):
                found += names
                places.add(place)
            elif _ends(block) or (found and not _SUBTITLE.match(block.text)):
                break
            elif (others := others + 1) > _MAX_OTHERS:
                return
        if found:
            self._places |= places
            self.names += [] if is_further and self.names else dict.fromkeys(found)


def _below_names(blocks: Sequence[Block], place: int) -> str:
    """Return the text of the first block below a place that is no line of several names."""
    below = (block.text for block in blocks[place + 1 : place + _MAX_LINES])
    return next((text for text in below if len(text) > _MAX_LINE or not _is_list(text)), "")


def _is_list(text: str) -> bool:
    return not _patterns()["abstract"].match(text) and len(_han_names(text)) > 1


def _ends(block: Block) -> bool:
    """Return True if the text begins with a block."""
    text = block.text
    is_prose = len(text) >= _MIN_PROSE and text[-1] in STOPS
    return is_prose or block.kind in {"table", "code"} or bool(_patterns()["abstract"].match(text))


def _names(block: Block, following: str) -> list[str]:
    """Return the authors that a line names, [] if it may be something else, as a class list is.

    Marks, brackets or a place of work tell authors, or what follows below them.
    """
    text = block.text
    if not following or len(text) > _MAX_LINE or text[-1] in "。！？!?：:":
        return []
    if _patterns()["groups"].fullmatch(text.strip()):
        return [text.strip()]
    names = _han_names(text) or (
        _latin_names(text) if _is_workplace(following) or following.startswith("(") else []
    )
    is_known = (
        _AFFIX.search(text)
        or _IN_BRACKETS.search(text)
        or _has_office(text)
        or _is_workplace(following)
        or _MAIL.match(following)
        or _DAY.fullmatch(following[:_MAX_LINE])
        or _latin_names(following)
        or _patterns()["abstract"].match(following)
    )
    return names if is_known else []


def _han_names(text: str) -> list[str]:
    """Return the Chinese names that a text consists of, beside places of work, else []."""
    found: list[str] = []
    first = _patterns()["others"].split(text, maxsplit=1)[0]
    for part in _APART.split(_AFFIX.sub("，", _IN_BRACKETS.sub("，", first))):
        for written in _joined(part.split()):
            name = _name(written)
            if name:
                found.append(name)
            elif not (_has_office(written) or _patterns()["roles"].fullmatch(written)):
                return []
    return found if len(found) <= _MAX_NAMES else []


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Yield words, characters that stand alone as one name: 李 雷."""
    if len(words) == 4 and all(len(word) == 1 for word in words):
        yield from (words[0] + words[1], words[2] + words[3])
        return
    single = ""
    for word in words:
        if len(word) == 1:
            single += word
            continue
        if single:
            yield single
            single = ""
        yield word
    if single:
        yield single


def _name(text: str) -> str | None:
    """Return a text if it is a Chinese name."""
    return bare_author(text, "", begins_with_surname) if _HAN_NAME.fullmatch(text) else None


def _latin_names(text: str) -> list[str]:
    """Return the names in Latin letters that a line consists of, else []."""
    if len(text) > _MAX_LINE:
        return []
    parts = [part.strip() for part in _APART.split(_AFFIX.sub(",", text)) if part.strip(" .")]
    return parts if all(map(_LATIN_NAME.fullmatch, parts)) else []


def _is_place(block: Block) -> bool:
    """Return True if a line below names is a place of work, an address or a day."""
    text = block.text
    if block.kind == "heading" and not _PARTED.search(text):
        return False
    if len(text) > 2 * _MAX_LINE or text[-1] in "。！？":
        return False
    if _MAIL.search(text) or _DAY.fullmatch(text) or _POSTCODE.search(text):
        return True
    return _has_office(text) and not _patterns()["abstract"].match(text)


def _is_workplace(text: str) -> bool:
    """Return True if a line names a place of work or its address, and is no sentence."""
    is_line = 0 < len(text) <= 2 * _MAX_LINE and text[-1] not in "。！？"
    return is_line and (_has_office(text) or bool(_POSTCODE.search(text)))


def _has_office(text: str) -> bool:
    return bool(text) and len(text) <= 2 * _MAX_LINE and bool(_patterns()["offices"].search(text))


def _is_open(text: str) -> bool:
    """Return True if a bracket at the beginning of a line is not closed on it."""
    opened = text.count("（") + text.count("(")
    return text[:1] in "（(" and opened > text.count("）") + text.count(")")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of papers.toml about the lines of a paper."""
    table = read_table("corpus.readers", "papers.toml")
    fields, statements = "|".join(table["fields"]), "|".join(table["statements"])
    end = r"\s*(?:[\]】）)]\s*[:：]?|[:：]|\s(?=[A-Z\d])|(?=\d))"
    day = r"\s*+[\]】]?\s*+[:：]?\s*+(?P<day>\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})"
    written = {
        "fields": rf"[\s\[【（(*＊]{{0,4}}(?:{fields}){end}",
        "statements": rf"[\s\[【（(*＊]{{0,4}}(?:{statements}){end}",
        "sentence": table["sentence"],
        "published": rf"[\s\[【（(]{{0,4}}{table['published']}{day}",
        "abstract": rf"[\[【（(]?\s*(?:{table['abstract']})(?![㐀-鿿])",
        "offices": table["offices"],
        "groups": table["groups"],
        "roles": table["roles"],
        "others": table["others"],
        "writers": rf"(?:{table['writers']})\s*[:：]\s*(?P<names>.{{2,60}})",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in written.items()}
