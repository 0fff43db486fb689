"""Inline markup beyond CommonMark that a pattern recognizes by itself.

Formulas, super- and subscripts, links of wikis, and attributes in braces. Each pattern begins at
a character that markdown-it stops at, and reads no further than the next character that could
begin it again, so that none takes quadratic time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline

_FORMULA = re.compile(
    r"""
    \$\$ (?!\$) (?>(?:[^$\\]|\\.){1,2000}) \$\$ (?!\$)
    | (?<![\d$])
      \$ (?![\s$] | \d[\d.,]*\s*[^\W\d_a-zA-Z])  # Not 从$100涨到$ …
      (?>(?:[^$\\，。；！？]|\\.){1,500})
      (?<!\s) \$ (?![\d$])
    """,
    re.DOTALL | re.VERBOSE,
)
_SUPERSCRIPT = re.compile(
    r"(?<=[0-9A-Za-z)\]])\^([-+−]?\d{1,3}[-+]?|[-+]|[ijkmnxT]|st|nd|rd|th)\^(?!\^)"
)
"""Numbers and the usual exponents; anything may stand between the eyes of a face (`^o^`)."""

_SUBSCRIPT = re.compile(r"(?<=[A-Za-z)\]])~(\d{1,3}[-+]?|[ijkmn])~(?![~\d])")
"""What follows a letter; `5~10` is a range."""

_COMMENT = re.compile(r"(?<![A-Za-z%])%%(?!\s*[，。；：、！？）%])(?>(?:[^%]|%(?!%))*)%%")
"""A comment of a notebook; `%d%%` is a format."""

_EMBED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]")
_WIKI_LINK = re.compile(
    r"\[\[(?!\s)(?=[^\[\]]{0,200}[^\W\d_]|\d{4}-\d\d-\d\d)(?P<target>[^\[\]\n|]{1,200})"
    r"(?:\|(?P<label>[^\[\]\n]{1,200}))?\]\](?![(\[])"
)
"""`[[page|text]]` or a diary's day, but neither `[[1]](address)` nor `[[1, 2]]`."""

_KRAMDOWN = re.compile(r"\{:[ \w.#=\"'%:;,/-]{1,200}\}")
_ATTRIBUTES = re.compile(r"(?<=[])`*_~=])\{(?:[.#]\w|[\w-]{1,40}=)[^{}\n]{0,200}\}")
"""Attributes behind an element: `![](a.png){width=50%}`, `**重点**{.red}`."""

_ESCAPED_BOLD = re.compile(
    r"\\\*\\\*(?P<text>[^\w\s\\*][^\\*\n]{0,200}|[^\s\\*][^\\*\n]{0,200}[^\w\s\\*])\\\*\\\*"
)
"""Bold beside a mark: formatters that know no Chinese write `\\*\\*重点。\\*\\*后面` for it."""


def use_patterns(parser: MarkdownIt) -> None:
    """Let a parser read the markup of this module."""
    parser.inline.ruler.before("escape", "escaped_bold", _read_escaped_bold)
    # Before `link`, because of [[, and before `emphasis`, because of ~ in pairs.
    parser.inline.ruler.before("emphasis", "patterns", _read_pattern)


def _formula(match: re.Match[str]) -> str:
    return f'<span class="math">{escapeHtml(match[0])}</span>'


def _superscript(match: re.Match[str]) -> str:
    return f"<sup>{escapeHtml(match[1])}</sup>"


def _subscript(match: re.Match[str]) -> str:
    return f"<sub>{escapeHtml(match[1])}</sub>"


def _nothing(_: re.Match[str]) -> str:
    return ""


_PATTERNS: Mapping[str, Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]] = {
    "$": ((_FORMULA, _formula),),
    "^": ((_SUPERSCRIPT, _superscript),),
    "~": ((_SUBSCRIPT, _subscript),),
    "!": ((_EMBED, _nothing),),
    "%": ((_COMMENT, _nothing),),
    "{": ((_KRAMDOWN, _nothing), (_ATTRIBUTES, _nothing)),
}
"""Patterns and the HTML they stand for, by their first character."""


def _read_pattern(state: StateInline, silent: bool) -> bool:
    first = state.src[state.pos]
    if first == "[":
        return _read_wiki_link(state, silent)
    for pattern, html in _PATTERNS.get(first, ()):
        if match := pattern.match(state.src, state.pos, state.posMax):
            if not silent:
                state.push("html_inline", "", 0).content = html(match)
            state.pos = match.end()
            return True
    return False


def _read_wiki_link(state: StateInline, silent: bool) -> bool:
    """Read the text of a link to a page, which may have markup of its own."""
    match = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent and not match["label"] and "#" in match["target"]:
        state.push("text", "", 0).content = _shown_target(match["target"])
    elif not silent:
        _tokenize(state, match.span("label" if match["label"] else "target"))
    state.pos = match.end()
    return True


def _read_escaped_bold(state: StateInline, silent: bool) -> bool:
    match = _ESCAPED_BOLD.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        _tokenize(state, match.span("text"))
    state.pos = match.end()
    return True


def _tokenize(state: StateInline, part: tuple[int, int]) -> None:
    """Read a part of the text with the markup in it."""
    maximum = state.posMax
    state.pos, state.posMax = part
    state.push("span_open", "span", 1)
    state.md.inline.tokenize(state)
    state.push("span_close", "span", -1)
    state.posMax = maximum


def _shown_target(target: str) -> str:
    """Return a page and its headings as a notebook shows them, without the ids of blocks."""
    parts = [part.strip() for part in target.split("#")]
    return " > ".join(part for part in parts if part and not part.startswith("^"))
