"""Segmentation: blocks to quotable passages with the headings above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.document import Block
from corpus.limits import Limits
from corpus.model import Passage, passage_ids
from corpus.rows import tables
from corpus.sentences import breaks, sentences

Path = tuple[str, ...]
"""Headings, outermost first."""

Span = tuple[int, int]

_ANNOUNCES = re.compile(
    r"(?:[二三四五六七八九十两兩几幾\d]|以下|如下)(?:大|个|個)?"
    r"(?:个|個|条|條|点|點|项|項|种|種|步|层|層|类|類|件事|方面|理由|原因|区别|區別)[^。！？!?]{0,12}[。.]?$"
    r"|(?:如下|有[二两兩三四五六七八九十])[。.]?$"
)
"""The end of a paragraph that announces a list: 给出两条区别。"""

_ANNOUNCES_TABLE = re.compile(
    r"(?:(?:下[面列]?|附|本)(?:的|[这這][张張]|列)?|[见見如])表(?![示演扬揚现現达達姐弟面哥妹])|(?<![代手])表\s*\d"
    r"|以下是?[^。！？!?]{0,8}(?<!代)表|表格?[^。！？!?]{0,4}如下|如下(?:[（(][^）)]*[）)])?[。.：:]?$"
)
"""Announces a table, in the last sentence before it: 下表列出各项金额。"""

_REPORTS = re.compile(
    r"(?:(?<![所没沒只])有(?:人|同[业業行]|[专專]家|[网網]友|[评評][论論]|[业業][内內]人士)[^，。！？,!?]{0,4}"
    r"|(?:不少|很多|[许許]多|多[数數])人(?:都|[^。！？!?]{0,12}[，,](?=[觉認认覺以])|)"
    r"|(?:主[张張]|[赞贊]成|反[对對]|支持)[^，。！？,!?我]{1,10}的人[，,]?[常最爱愛]{0,2})"
    r"(?:[说說](?![话話明服起出不])|[讲講](?![究座述解课課话話价價故笑英普粤粵方])|[认認][为為]|[觉覺]得|以[为為]|[担擔]心|[断斷]言|抱怨|主[张張]"
    r"|[声聲][称稱]|宣[称稱])"
    r"|(?:流[传傳行]着?|(?:[还還也另]|(?:^|(?<=[，。！？：,!?:\n]))[^，。！？：,!?:\n我你他她]{0,4})有|另)一?[个個种種]"
    r"[^，。！？,!?]{0,5}(?:[说說]法|[观觀][点點]|看法|[误誤]解|意[见見]|[声聲]音|[论論][调調])"
    r"[^，。！？：,!?:]{0,6}(?:[认認][为為]|是|[说說]|[，,：:])"
)
"""A statement that others make: 还有人断言."""

_DISAGREES = re.compile(
    r"我(?:可|却|倒|并)?不(?:同意|[这這]么|[这這][样樣]|[赞贊]成|[认認]同|信[，。])|我看未必"
    r"|[这這](?:[话話]|[种種个個]?[说說]法)[^。！？!?]{0,8}(?:不|没|沒|[错錯]|害人)"
    r"|[这這](?:[条條]路|[笔筆][账帳]|[个個]算盘)[^。！？，!?]{0,4}(?:堵死|走不通|算?[错錯])"
    r"|(?:[实實][际際]|事[实實])(?:上)?[并並](?:非|不)|[并並]非如此|其[实實]不然"
    r"|[^。！？!?]{0,16}[恰正](?:[恰好])?相反"
)
"""The beginning of a paragraph with which an author takes back what the one before says."""

_OBJECTS = re.compile(
    r"可(?:是(?!否)|(?![以能见見谓謂惜靠否笑怜憐爱愛观觀行信是乐樂口持降燃视視再])[^，。]{1,8}[不没沒])"
    r"|但(?![丁凡愿願])|然而|其[实實]|事[实實]上|[实實][际際]上"
)
"""The beginning of one that may do so, if the one before says what others say."""

_QUESTION, _REPLY = re.compile(r"[问問]\s*[：:]"), re.compile(r"答\s*[：:]")
"""The beginnings of the two parts of an interview."""

_MAX_CLAIM = 120
"""Maximum length of a paragraph with what others say that is joined to the next one."""

_ORDINAL = re.compile(
    r"(?:第[一1](?:[，,、：:是]|[个個点點条條步种種类類项項])|[一1][、.．是](?!\d)|[（(][一1][）)]"
    r"|首先|其一|一则|一則|①|•)"
)
"""The beginning of the first item of a list."""


_INDENT = "\u3000"
"""Stands before an item as often as there are items that it stands in."""
_FURTHER_ARTICLE = re.compile(
    r"第(?![一1][条條])[〇零一二三四五六七八九十百\d]{1,6}[条條][\s　:：]"
)
"""The beginning of an article of a law other than the first."""

_MAX_DEPTH = 8
"""Number of items within each other that are told apart."""

_MAX_CUTS = 4
"""Number of lengths that are tried, each shorter, to make room for notes."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A text that becomes one passage or several, its headings, its notes, and spans of code."""

    text: str
    heading: Path
    notes: tuple[str, ...] = ()
    code: tuple[Span, ...] = ()


def passages(article_id: str, blocks: Iterable[Block], limits: Limits) -> tuple[Passage, ...]:
    """Split an article's blocks (without furniture) into passages.

    A footnote stands at the end of the passage that refers to it.
    """
    found = [
        piece
        for part in _joined(_under_headings(blocks), limits)
        for piece in _pieces(part, limits.longest_passage)
    ]
    ids = passage_ids(article_id, (piece.text for piece in found))
    return tuple(
        Passage(passage_id, article_id, piece.text, piece.heading, piece.code)
        for passage_id, piece in zip(ids, found, strict=True)
    )


def _joined(blocks: Iterable[tuple[Block, Path]], limits: Limits) -> Iterator[_Part]:
    """Yield the texts of blocks; a question, a lead-in or a few words are joined to the next one.

    So are the announcement of a list to its first item, that of a table to the table, and items
    that are marked up as such to each other, as long as they make one passage together, and a
    paragraph that ends in what others say to the author's reply.
    """
    placed = list(blocks)
    sizes = _sizes([block for block, _ in placed], limits.longest_passage)
    waiting = _Part("", ())
    for (block, heading), following, size in zip_longest(placed, placed[1:], sizes[1:]):
        part = _with_block(waiting, block, heading)
        next_block = following[0] if following and following[1] == heading else None
        if next_block and _belongs_with(block, next_block, (len(part.text), size), limits):
            waiting = part
        else:
            yield part
            waiting = _Part("", ())


def _sizes(blocks: Sequence[Block], longest: int) -> list[int]:
    """Return the length of each block, of an item with those in it if one passage holds them."""
    sizes: list[int] = []
    inner = 0
    for block in reversed(blocks):
        length = len(block.text) + block.level + 1
        is_inner = block.kind == "item" and block.level > 0
        whole = length if is_inner else length + inner
        sizes.append(whole if whole <= longest else length)
        inner = inner + length if is_inner else 0
    return sizes[::-1]


def _with_block(part: _Part, block: Block, heading: Path) -> _Part:
    """Return a part with a block added to it."""
    indent = _INDENT * min(block.level, _MAX_DEPTH) if block.kind == "item" else ""
    text = f"{part.text}\n{indent}{block.text}" if part.text else block.text
    code = ((len(text) - len(block.text), len(text)),) if block.kind == "code" else ()
    return _Part(text, heading, part.notes + block.notes, part.code + code)


def _pieces(part: _Part, longest: int) -> Iterator[_Part]:
    """Yield a part in pieces of at most *longest* characters, each with the notes to its marks.

    The text is cut shorter where that makes room for the notes; a piece's notes for which there
    is no room follow it.
    """
    cuts = [list(_cut(part, longest))]
    while len(cuts) < _MAX_CUTS and any(len(_whole(piece)) > longest for piece in cuts[-1]):
        cuts.append(list(_cut(part, longest // (len(cuts) + 1))))
    fits = all(len(_whole(piece)) <= longest for piece in cuts[-1])
    for piece in cuts[-1 if fits else 0]:
        if len(_whole(piece)) <= longest:
            yield replace(piece, text=_whole(piece), notes=())
        else:
            yield replace(piece, notes=())
            left = "\n".join(piece.notes)
            yield from (_Part(left[i:j], part.heading) for i, j in _split(left, longest))


def _cut(part: _Part, longest: int) -> Iterator[_Part]:
    """Yield a part's text in pieces of at most *longest* characters, with its notes and code.

    Each piece of a table has its head above it, unless that is long.
    """
    spans = list(_split(part.text, longest))
    waiting = list(part.notes)
    heads = [one for one in tables(part.text) if one.head and len(one.head) <= longest // 3]
    for start, stop in spans:
        is_code = any(first < start < last for first, last in part.code)
        within = (one for one in heads if one.start < start < one.end and not is_code)
        above = next((f"{one.head}\n" for one in within), "")
        text = above + part.text[start:stop]
        notes = [note for note in waiting if note.split(" ", 1)[0] in text or stop == spans[-1][1]]
        waiting = [note for note in waiting if note not in notes]
        code = tuple(
            (max(first, start) - start + len(above), min(last, stop) - start + len(above))
            for first, last in part.code
            if first < stop and start < last
        )
        yield _Part(text, part.heading, tuple(notes), code)


def _whole(part: _Part) -> str:
    return "\n".join((part.text, *part.notes))


def _belongs_with(
    block: Block, following: Block, lengths: tuple[int, int], limits: Limits
) -> bool:
    """Return True if a block is joined to the following one.

    Args:
        block: The last block so far.
        following: The one after it.
        lengths: The number of characters so far, and of the following block with what is in it.
        limits: The lengths of passages.
    """
    if _FURTHER_ARTICLE.match(following.text):
        return False
    length, size = lengths
    are_items = block.kind == following.kind == "item"
    belongs = are_items or _announces(block.text, following.text)
    if belongs and length + size <= limits.longest_passage:
        return True
    # The last item of a list is not alone, however short it is.
    alone = length if block.kind == "item" and not are_items else len(block.text)
    if block.kind == "code":
        return False
    is_lead_in = (
        block.text.endswith(("？", "?", "：", ":"))
        or alone < limits.shortest_passage
        or (length == len(block.text) <= _MAX_CLAIM and _is_taken_up(block.text, following.text))
    )
    return is_lead_in and length <= limits.longest_passage // 2


def _announces(text: str, following: str) -> bool:
    """Return True if the last sentence of a text announces the list or the table that follows."""
    if _ORDINAL.match(following) and _ANNOUNCES.search(text):
        return True
    is_table = any(table.start == 0 for table in tables(following))
    starts = [start for start, _ in sentences(text)]
    return is_table and bool(starts) and bool(_ANNOUNCES_TABLE.search(text, starts[-1]))


def _is_taken_up(text: str, following: str) -> bool:
    """Return True for a question of an interview with its reply, or what others say with one."""
    if _QUESTION.match(text) and _REPLY.match(following):
        return True
    if ends_in_report(text) or _DISAGREES.match(following):
        return True
    return bool(_REPORTS.search(text) and _OBJECTS.match(following))


def ends_in_report(text: str) -> bool:
    """Return True if the last sentence of a text says what others say: 还有人断言."""
    starts = [start for start, _ in sentences(text)]
    return bool(starts) and bool(_REPORTS.search(text, starts[-1]))


def _under_headings(blocks: Iterable[Block]) -> Iterator[tuple[Block, Path]]:
    """Yield every block other than headings, with the headings above it."""
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            path = [(level, text) for level, text in path if level < block.level]
            path.append((block.level, block.text))
        else:
            yield block, tuple(text for _, text in path)


def _split(text: str, longest: int) -> Iterator[Span]:
    """Yield spans of at most *longest* characters, broken at the best places."""
    start = 0
    for stop in breaks(text, longest):
        part = text[start:stop]
        first = start + len(part) - len(part.lstrip())
        last = start + len(part.rstrip())
        if first < last:
            yield first, last
        start = stop
