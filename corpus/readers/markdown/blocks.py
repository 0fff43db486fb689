"""Blocks beyond CommonMark: formulas, callouts, task lists, places for a table of contents.

Some are what Chinese writers write otherwise than CommonMark expects: headings without a blank
behind the marks, and paragraphs that begin with blanks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise, zip_longest

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, code, heading, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar

_DIRECTIVE = re.compile(
    r"@?\[toc\](?:\([^()]*\))?|\[\[_?toc_?\]\]|\$\{toc\}|\{:[^{}]*\}|\{#[\w-]+\}"
    r"|</?aside(?: [^<>]*)?>",
    re.IGNORECASE,
)
"""Lines that are no text: places for a table of contents, attributes of the block beside them, and
tags around a callout, as Notion exports it."""

_CONTENTS_ITEM = re.compile(r"[*+-] \S{1,20}")
"""The list that kramdown replaces by a table of contents, with `{:toc}` below it."""

_HEADING_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][\w:.-]+(?: [^{}]*)?\}\s*\Z")
_ATTRIBUTES = re.compile(r"(?<=\s)\{:?[#.][\w:.-]{1,50}(?: [^{}]{0,200})?\}\Z")
"""Attributes of a heading, and of a paragraph."""

_CALLOUT = re.compile(r"\A\[![\w-]{1,40}(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|\Z)")
_CONTAINER = re.compile(r":{3,}[ \t]*\{?\.?[\w-]*\}?[ \t]*(?P<title>[^\n:{}]{0,80})\Z")
"""The first or the last line of a box: `::: tip 提示`."""

_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w -]{0,40}?(?:[ \t]*\"(?P<title>[^\"\n]{0,80})\")?\Z"
)
"""The first line of a box whose text is indented: `!!! note "提示"`."""

_MAX_LEVEL = 10
"""Depth from which no further boxes are told; the parser drops what is twice as deep."""

_TASK = re.compile(r"\A\[(?P<tick>[ xX/<>!?*-])\]\s+")

_BEGINNING = re.compile(r"　|第[〇零一二三四五六七八九十百\d]{1,6}[条條章节節编編][\s　:：]")
"""The beginning of a paragraph, whatever line is above it."""

_FIELD = re.compile(
    r"[>\s]*\**(?:作者|撰文|撰稿|文字?|图文?|圖文?|执笔|執筆|编写|編寫|撰写|撰寫|整理|供稿|审核|審核"
    r"|编辑|編輯|责任编辑|責任編輯|责编|責編|记者|記者|摄影|攝影|校对|校對|来源|來源|出处|出處)"
    r"\**\s*[:：/／|｜丨]\**[^。！？\n]{1,60}\Z"
    r"|[>\s]*\**(?:本文|文章)(?:作者|标题|標題|链接|鏈接|連結)\**\s*[:：]"
    r"|[>\s]*\**(?:版权|版權)(?:声明|聲明|说明|說明)\**\s*[:：]"
)
_DAY = re.compile(
    r"[>\s]*\**(?:(?:日期|时间|時間|(?:发布|發佈|發布|更新)(?:时间|時間|日期)?)\**\s*[:：/／|｜丨]\**\s*)?"
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2})?\s*\Z"
)
"""Lines that name a person or a source, and a day, as they follow each other below a title.

The last ones stand in the box with the licence of a blog.
"""

_MAX_FIELD = 80
"""Maximum length of such a line."""

_TIGHT_HEADING = re.compile(r"(#{2,6})[^#\s!]")
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_PROSE = re.compile(r"[，。；：！？、]")
_CODE = re.compile(r"[=;{}<>$`\\]|^#|^//")

_read_dollars = math_block_dollar(allow_labels=False, allow_blank_lines=False)


def use_blocks(parser: MarkdownIt) -> None:
    """Let a parser read the blocks of this module."""
    breaks: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    rules = parser.block.ruler
    rules.before("table", "directive", _read_directive, breaks)
    rules.before("table", "container", _read_container, breaks)
    rules.before("table", "admonition", _read_admonition, breaks)
    rules.before("table", "formula", _read_formula, breaks)
    rules.before("table", "indented", _begins_paragraph, {"alt": ["paragraph"]})
    rules.before("directive", "lone_line", _read_lone_line)
    rules.at("code", _read_code)
    rules.at("heading", _read_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.after("block", "block_marks", _replace_marks)
    parser.add_render_rule("math_block", _render_formula)


def _read_lone_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a line that only a paragraph can begin with, without asking all other rules.

    It begins with a letter beyond ASCII, and no line follows that could make something else of it.
    """
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 1] < "\x80" or state.is_code_block(line):
        return False
    if line + 1 < state.lineMax and not state.isEmpty(line + 1):
        return False
    if line + 2 < state.lineMax:
        below = state.bMarks[line + 2] + state.tShift[line + 2]
        if state.src[below : below + 1] in {":", "~"}:
            return False
    return paragraph(state, line, end, silent)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _read_directive(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 1] not in set("@[{$*+-<") or state.is_code_block(line):
        return False
    text = _line(state, line)
    length = 1
    if not _DIRECTIVE.fullmatch(text):
        if line + 1 >= end or not _CONTENTS_ITEM.fullmatch(text):
            return False
        if not _line(state, line + 1).startswith("{:toc"):
            return False
        length = 2
    if not silent:
        state.line = line + length
    return True


def _read_container(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """Read the first or the last line of a box; its title is a paragraph."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", start) or state.is_code_block(line):
        return False
    match = _CONTAINER.match(_line(state, line))
    if not match:
        return False
    if not silent:
        push_inline(state, "p", match["title"].strip(), line)
        state.line = line + 1
    return True


def _read_admonition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a box with an indented text, which is read as if it were not indented."""
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 3] not in {"!!!", "???"} or state.is_code_block(line):
        return False
    match = _ADMONITION.match(_line(state, line))
    if not match or state.level > _MAX_LEVEL:
        return False
    if silent:
        return True
    indent = state.sCount[line] + 4
    stop = line + 1
    while stop < end and (state.isEmpty(stop) or state.sCount[stop] >= indent):
        stop += 1
    state.push("admonition_open", "div", 1)
    push_inline(state, "p", match["title"] or "", line)
    outer = state.blkIndent, state.lineMax
    state.blkIndent, state.lineMax = indent, stop
    state.md.block.tokenize(state, line + 1, stop)
    state.blkIndent, state.lineMax = outer
    state.push("admonition_close", "div", -1)
    state.line = stop
    return True


def push_inline(state: StateBlock, tag: str, text: str, line: int) -> None:
    """Push a paragraph or a heading of one line, unless it is empty."""
    if not text:
        return
    name = "paragraph" if tag == "p" else "heading"
    state.push(f"{name}_open", tag, 1)
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [line, line + 1], []
    state.push(f"{name}_close", tag, -1)


def _read_formula(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("$$", start):
        return False
    if silent:
        # The plugin reads even when it is only asked; a line of dollars ends a paragraph.
        return _line(state, line) == "$$"
    return _read_dollars(state, line, end, silent)


def _begins_paragraph(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """Let an indented line, or the next article of a law, end the paragraph above it."""
    start = state.bMarks[line] + state.tShift[line]
    return silent and bool(_BEGINNING.match(state.src, start))


def _read_code(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read indented code, but leave an indented paragraph of Chinese to the other rules."""
    return (
        state.is_code_block(line)
        and not _is_chinese_prose(_line(state, line))
        and code(state, line, end, silent)
    )


def _is_chinese_prose(text: str) -> bool:
    return (
        2 * len(_HAN.findall(text)) > len(text)
        and bool(_PROSE.search(text))
        and not _CODE.search(text)
    )


def _read_heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a heading, also one without a blank behind its marks (`##标题`)."""
    if heading(state, line, end, silent):
        return True
    match = _TIGHT_HEADING.match(state.src, state.bMarks[line] + state.tShift[line])
    if not match or state.is_code_block(line):
        return False
    if not silent:
        push_inline(state, f"h{len(match[1])}", _line(state, line).strip("#").strip(), line)
        state.line = line + 1
    return True


def _replace_marks(state: StateCore) -> None:
    """Replace the marks of tasks and callouts, and remove attributes at the end of headings."""
    outer = above = ""
    for token in state.tokens:
        if token.type == "inline":
            if above == "heading_open":
                token.content = _HEADING_ATTRIBUTES.sub("", token.content)
            elif outer == "list_item_open":
                token.content = _TASK.sub(_box, token.content)
            elif outer == "blockquote_open":
                token.content = _CALLOUT.sub(_callout_title, token.content)
            if above == "paragraph_open":
                if token.content.endswith("}"):
                    token.content = _ATTRIBUTES.sub("", token.content)
                token.content = _with_breaks(token.content)
        outer, above = above, token.type


def _with_breaks(text: str) -> str:
    """Return a text that keeps the ends of lines around fields."""
    lines = text.split("\n") if "\n" in text else ()
    short = [line if len(line) <= _MAX_FIELD else "" for line in lines]
    if not any(map(_FIELD.match, short)):
        return text
    are_fields = [bool(_FIELD.match(line) or _DAY.match(line)) for line in short]
    ends = ["  \n" if any(pair) else "\n" for pair in pairwise(are_fields)]
    return "".join(chain.from_iterable(zip_longest(lines, ends, fillvalue="")))


def _box(match: re.Match[str]) -> str:
    """Return a box, ticked if the task is done."""
    return "☑ " if match["tick"] in "xX" else "☐ "


def _callout_title(match: re.Match[str]) -> str:
    """Return the title of a callout as a line of its own."""
    return f"{match['title']}  \n" if match["title"] else ""


def _render_formula(_: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    """Return a formula between its dollars, as it is written."""
    return f'<p><span class="math">$${escapeHtml(tokens[index].content)}$$</span></p>\n'
