"""Tags of site generators: `{% note %}`, `{{< figure >}}`, `{{ page.title }}`.

They are not text; what stands between two of them is, or is code, by shortcodes.toml. Within code
they stay, because code is read first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from corpus.tables import read_table

_TAG = re.compile(
    r"""
    \{%-? (?P<liquid>[^{}]*+) (?<=%)\}
    | \{\{(?P<bracket>[<%]) (?P<hugo>[^{}]*+) (?<=[>%])\}\}
    | \{\{-?\s* (?!\d) (?P<expression>[$.\w][^{}\u0080-\U0010ffff]*+) \}\}
    """,
    re.VERBOSE,
)
_TARGET = re.compile(
    r"""
    ^[ \t>]*+ (?P<fence>`{3,}|~{3,}) .*? (?:^[ \t>]*+(?P=fence)|\Z)
    | `[^`\n]*`
    | (?P<before>
        (?: \]\(\s*<? | ^\ {0,3}\[[^\[\]\n]{1,200}\]:[ ]*<? | \b(?:href|src)=["'] )
        [^\s()<>{}"'`]{0,200}
      )
      (?: \{%[^{}]*+(?<=%)\} | \{\{[^{}]*+\}\} )
      (?>(?: \{%[^{}]*+(?<=%)\} | \{\{[^{}]*+\}\} | [^\s()<>{}"'`] )*)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
"""A tag that gives the target of a link, which may hold blanks and quotation marks; or code."""

_PARTS = re.compile(r"\s*(?P<name>/?[a-z][\w-]*)(?P<arguments>.*)", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"/\*(.*)\*/", re.DOTALL)
"""A tag of Hugo that an article shows to its readers."""

_MAX_INLINE = 2000
"""Maximum length of code or raw text within a line."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag: its name in lower case, without `end` or `/`, and what follows the name."""

    name: str = ""
    arguments: str = ""
    is_end: bool = False
    literal: str = ""


def use_shortcodes(parser: MarkdownIt, raw: Callable[[str], str]) -> None:
    """Let a parser read tags.

    Args:
        parser: The parser.
        raw: Renders Markdown in which tags are text.
    """
    parser.block.ruler.before(
        "table",
        "shortcodes",
        partial(_read_line, raw=raw),
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    parser.inline.ruler.before("emphasis", "shortcodes", _read_inline)
    parser.core.ruler.after("normalize", "shortcode_targets", _replace_targets)


def _replace_targets(state: StateCore) -> None:
    """Make plain targets of links whose targets are tags; in code nothing changes."""
    if "{%" in state.src or "{{" in state.src:
        state.src = _TARGET.sub(
            lambda match: match[0] if match["before"] is None else f"{match['before']}#", state.src
        )


@cache
def _kinds() -> Mapping[str, str]:
    """Return what stands between the tags of each name: code, raw, hidden or quotation."""
    table = read_table("corpus.readers.markdown", "shortcodes.toml")
    return {name: kind for kind in ("code", "raw", "hidden", "quotation") for name in table[kind]}


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """Return patterns of the words in a tag's arguments, by the tag's name."""
    entries: list[Mapping[str, Any]] = read_table("corpus.readers.markdown", "shortcodes.toml")[
        "words"
    ]
    return {name: re.compile(entry["pattern"]) for entry in entries for name in entry["names"]}


def _tag(match: re.Match[str]) -> _Tag:
    body = match["liquid"] or match["hugo"] or ""
    body = body.rstrip("-%>/ \t\n") if not body.startswith("/*") else body.rstrip("%>")
    if escaped := _ESCAPED.fullmatch(body):
        bracket = match["bracket"]
        return _Tag(literal=f"{{{{{bracket}{escaped[1]}{'>' if bracket == '<' else '%'}}}}}")
    parts = _PARTS.match(body)
    if not parts:
        return _Tag()
    name = parts["name"].lower()
    is_end = name.startswith(("end", "/"))
    return _Tag(name.removeprefix("/").removeprefix("end"), parts["arguments"].strip(), is_end)


def _read_line(
    state: StateBlock, line: int, end: int, silent: bool, *, raw: Callable[[str], str]
) -> bool:
    """Read a line, or the lines of one tag, on which nothing but tags stand."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("{", start) or state.is_code_block(line):
        return False
    tags, place = _tags_at(state.src, start)
    if not tags or any(map(_is_shown, tags)) or (len(tags) > 1 and any(map(_encloses, tags))):
        return False
    while line < end and state.eMarks[line] < place:
        line += 1
    if line == end or state.eMarks[line] != place:
        return False
    if not silent:
        state.line = line + 1
        for tag in tags:
            _push(state, tag, end, raw)
    return True


def _tags_at(text: str, place: int) -> tuple[list[_Tag], int]:
    """Return the tags at a position, and the position behind the last and its blanks."""
    tags = []
    while match := _TAG.match(text, place):
        tags.append(_tag(match))
        place = match.end()
        while text[place : place + 1] in {" ", "\t"}:
            place += 1
    return tags, place


def _is_shown(tag: _Tag) -> bool:
    return bool(tag.literal) or tag.name in _words()


def _encloses(tag: _Tag) -> bool:
    """Return True for a tag whose text up to its end tag is no Markdown of the article."""
    return _kinds().get(tag.name) in {"code", "raw", "hidden"}


def _push(state: StateBlock, tag: _Tag, end: int, raw: Callable[[str], str]) -> None:
    """Push what a tag begins or ends; `state.line` is the line behind it."""
    kind = _kinds().get(tag.name)
    if kind == "quotation":
        _push_html(state, "</blockquote>" if tag.is_end else "<blockquote>")
    elif kind and not tag.is_end:
        start, stop = state.line, _end_line(state, tag.name, end)
        if stop is None:
            return
        text = state.getLines(start, stop, state.blkIndent, True)  # noqa: FBT003 - not ours
        state.line = stop + 1
        if kind == "code":
            _push_html(state, f"<pre><code>{escapeHtml(text)}</code></pre>")
        elif kind == "raw":
            _push_html(state, raw(text))


def _push_html(state: StateBlock, html: str) -> None:
    state.push("html_block", "", 0).content = f"{html}\n"


def _end_line(state: StateBlock, name: str, end: int) -> int | None:
    """Return the next line with the end tag of a name."""
    searched = state.env.setdefault("unclosed", set())
    if (name, end) in searched:
        return None
    pattern = _end_tag(name)
    for line in range(state.line, end):
        if pattern.search(state.src, state.bMarks[line], state.eMarks[line]):
            return line
    searched.add((name, end))
    return None


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    """Return a pattern of the end tags of a name."""
    return re.compile(
        rf"\{{%-?\s*end{name}\b[^{{}}]*%\}}|\{{\{{[<%]\s*/\s*{name}\b[^{{}}]*\}}\}}", re.IGNORECASE
    )


def _read_inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    match = _TAG.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    tag = _tag(match)
    html, place = _inline_html(state, tag, match.end())
    if not silent:
        state.push("html_inline", "", 0).content = html
    state.pos = place
    return True


def _inline_html(state: StateInline, tag: _Tag, place: int) -> tuple[str, int]:
    """Return the HTML of a tag within a line, and the position behind what it reads."""
    if _encloses(tag) and not tag.is_end:
        limit = min(state.posMax, place + _MAX_INLINE)
        if end := _end_tag(tag.name).search(state.src, place, limit):
            text = escapeHtml(state.src[place : end.start()])
            shown = {"code": f"<code>{text}</code>", "raw": text, "hidden": ""}
            return shown[_kinds()[tag.name]], end.end()
    words = _words().get(tag.name)
    if words and not tag.is_end and (match := words.fullmatch(tag.arguments)):
        return escapeHtml(match["text"]), place
    return escapeHtml(tag.literal), place
