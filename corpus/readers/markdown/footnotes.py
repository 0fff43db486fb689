"""Footnotes: `[^1]`, `[^1]: …`, `^[…]`."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline, footnote_ref

_REFERENCE = re.compile(r"\[\^[^\[\]\s]{1,100}\]")
_INLINE = re.compile(r"\^\[(?>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\]){1,1000})\]", re.DOTALL)
"""A note in its sentence, with links at most; bounds keep notes within notes from recursion."""

_FULL_WIDTH = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)"
    r"|(?P<label>^ {0,3}\[\^[^\[\]\s]{1,100}\])：",
    re.DOTALL | re.MULTILINE,
)


def use_footnotes(parser: MarkdownIt) -> None:
    """Let a parser read footnotes, and end the HTML with `<section class="footnotes">`."""
    parser.use(footnote_plugin)
    parser.inline.ruler.at("footnote_ref", _read_reference)
    parser.inline.ruler.at("footnote_inline", _read_inline)
    parser.core.ruler.after("normalize", "footnote_colons", _narrow_colons)
    parser.core.ruler.before("footnote_tail", "footnote_definitions", _order_definitions)
    parser.add_render_rule("footnote_anchor", _no_anchor)


def _read_reference(state: StateInline, silent: bool) -> bool:
    # The plugin would look for the end of a label as far as the text goes, at each [^.
    return bool(_REFERENCE.match(state.src, state.pos, state.posMax)) and footnote_ref(
        state, silent
    )


def _read_inline(state: StateInline, silent: bool) -> bool:
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    maximum, state.posMax = state.posMax, match.end()
    is_read = footnote_inline(state, silent)
    state.posMax = maximum
    return is_read


def _narrow_colons(state: StateCore) -> None:
    """Let a definition have a full-width colon; in fenced code nothing changes."""
    if "]：" in state.src:
        state.src = _FULL_WIDTH.sub(
            lambda match: match[0] if match["label"] is None else f"{match['label']}:", state.src
        )


def _order_definitions(state: StateCore) -> None:
    """Move definitions to the end, one behind the other, as the plugin expects them.

    A definition that nothing refers to, or that repeats a label, stays where it is as text.
    """
    references = state.env.get("footnotes", {}).get("refs", {})
    if not references:
        return
    body: list[Token] = []
    moved: list[Token] = []
    taken: set[str] = set()
    open_lists = [body]
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            is_note = references[f":{label}"] >= 0 and label not in taken
            taken.add(label)
            open_lists.append([token] if is_note else open_lists[-1])
        elif token.type == "footnote_reference_close":
            own = open_lists.pop()
            if own is not open_lists[-1]:
                moved += [*own, token]
        else:
            open_lists[-1].append(token)
    state.tokens = body + moved


def _no_anchor(*_: Any) -> str:
    return ""
