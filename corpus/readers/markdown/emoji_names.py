"""Emoji by their names on GitHub: `:smile:` is 😄; names that are unknown stay."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_NAME = re.compile(r"(?<![A-Za-z0-9]):[a-z0-9_+-]{1,50}:(?![A-Za-z0-9])")


def use_emoji(parser: MarkdownIt) -> None:
    """Let a parser read the names of emoji."""
    parser.inline.ruler.before("emphasis", "emoji", _read_name)


def _read_name(state: StateInline, silent: bool) -> bool:
    match = _NAME.match(state.src, state.pos, state.posMax)
    if not match or (found := _emoji(match[0])) == match[0]:
        return False
    if not silent:
        state.push("text", "", 0).content = found
    state.pos = match.end()
    return True


def _emoji(name: str) -> str:
    from emoji import emojize  # Takes 30 ms, and few collections need it.

    return emojize(name, language="alias")
