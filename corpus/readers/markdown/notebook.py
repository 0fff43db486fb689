"""Marks of notebooks such as Obsidian that their readers do not see as text.

Comments between `%%`, ids of blocks (`^3f2a`), lines of nothing but tags, and queries, which stand
in a listing where readers see what was found.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from corpus.readers.markdown.blocks import push_inline

_COMMENT = "%%"
_QUERIES = frozenset({"button", "dataview", "dataviewjs", "query", "tasks"})
"""Languages of listings that stand for something else."""

_TAG = r"#(?!\d+#?(?:\s|\Z))[^\s#，。！？、；：“”‘’（）《》…()\[\]`*]{1,50}#?"
_TAG_LINES = re.compile(rf"^[ \t]*(?:{_TAG}[ \t]*)+(?:\n|\Z)", re.MULTILINE)
_BLOCK_ID = re.compile(
    r"(?:^[ \t]*|(?<![\sA-Za-z0-9)\]])[ \t]+|(?<=\S)[ \t]+(?=\^[A-Za-z0-9-]{6}))"
    r"\^(?=[A-Za-z0-9-]{0,99}[A-Za-z0-9])[A-Za-z0-9-]{1,100}[ \t]*$",
    re.MULTILINE,
)
"""An id at the end of a line; behind a letter or a digit a short one is an exponent."""

_TITLE = re.compile(r"#(?P<title>[^\s#!，。；：/]{2,40})[ \t]*$", re.MULTILINE)
_MIN_TITLE = 5
"""Minimum length of a first line that may be a title; shorter ones are tags."""

_HEADING = re.compile(r"^# +\S", re.MULTILINE)


def use_notebooks(parser: MarkdownIt) -> None:
    """Let a parser leave out the marks of this module."""
    breaks = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "comment", _read_comment, breaks)  # type: ignore[arg-type]
    parser.block.ruler.before("heading", "tight_title", _read_title)
    parser.core.ruler.after("block", "notebook", _remove_marks)


def _read_comment(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Skip the lines from a mark at the start of a line to the next mark; text may follow it."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(_COMMENT, start) or state.is_code_block(line):
        return False
    if state.src.find(_COMMENT, start + 2, state.eMarks[line]) >= 0:
        return False  # It ends on its line, and is read there.
    last = _end_of_comment(state, line + 1, end)
    if last is None:
        return False
    if not silent:
        place = state.src.index(_COMMENT, state.bMarks[last], state.eMarks[last])
        push_inline(state, "p", state.src[place + 2 : state.eMarks[last]].strip(), last)
        state.line = last + 1
    return True


def _end_of_comment(state: StateBlock, line: int, end: int) -> int | None:
    """Return the line with the next mark, None if there is none before *end*."""
    unclosed = state.env.setdefault("unclosed_comments", set())
    if end in unclosed:
        return None
    for place in range(line, end):
        if state.src.find(_COMMENT, state.bMarks[place], state.eMarks[place]) >= 0:
            return place
    unclosed.add(end)
    return None


def _read_title(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """Read a first line of one long tag as the title, unless the text has another heading.

    In such a text, further lines of one tag are headings too.
    """
    start = state.bMarks[line] + state.tShift[line]
    if silent or state.level or not state.src.startswith("#", start):
        return False
    match = _TITLE.match(state.src, start, state.eMarks[line])
    if not match or (state.tokens and "tight_title" not in state.env):
        return False
    if not state.tokens:
        if len(match["title"]) < _MIN_TITLE or _HEADING.search(state.src):
            return False
        state.env["tight_title"] = True
    push_inline(state, "h1", match["title"], line)
    state.line = line + 1
    return True


def _remove_marks(state: StateCore) -> None:
    state.tokens = [token for token in state.tokens if not _is_query(token)]
    for token in state.tokens:
        if token.type == "inline":
            token.content = _without_marks(token.content)


def _without_marks(text: str) -> str:
    if "#" in text:
        text = _TAG_LINES.sub("", text).strip("\n")
    return _BLOCK_ID.sub("", text).strip("\n") if "^" in text else text


def _is_query(token: Token) -> bool:
    words = token.info.split(None, 1) if token.type == "fence" else []
    return bool(words) and words[0].lower() in _QUERIES
