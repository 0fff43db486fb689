"""Markdown as Chinese writers write it, converted to HTML and read as such.

CommonMark with tables, footnotes, definition lists, formulas, highlighting, the tags of site
generators and the marks of notebooks. Rules of our own read emphasis beside Chinese, where
CommonMark leaves the asterisks.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from corpus.document import Document
from corpus.readers.markdown.blocks import use_blocks
from corpus.readers.markdown.emoji_names import use_emoji
from corpus.readers.markdown.emphasis import use_emphasis
from corpus.readers.markdown.footnotes import use_footnotes
from corpus.readers.markdown.notebook import use_notebooks
from corpus.readers.markdown.patterns import use_patterns
from corpus.readers.markdown.shortcodes import use_shortcodes
from corpus.readers.markup import read_markup

_ASIDE = re.compile(r"(</?)aside\b", re.IGNORECASE)


def read_markdown(text: str) -> Document:
    """Read a Markdown text."""
    return read_markup(render(text))


def render(text: str) -> str:
    """Return a Markdown text as HTML.

    What stands aside in the text of an author is a callout, and no furniture as on a page.
    """
    return _ASIDE.sub(r"\1div", str(_PARSER.render(text)))


def _parser() -> MarkdownIt:
    """Return a parser to which the tags of site generators are text."""
    parser = MarkdownIt("commonmark").enable("table").use(deflist_plugin)
    use_emphasis(parser)
    use_patterns(parser)
    use_emoji(parser)
    use_footnotes(parser)
    use_blocks(parser)
    use_notebooks(parser)
    return parser


_PARSER = _parser()
use_shortcodes(_PARSER, raw=_parser().render)
