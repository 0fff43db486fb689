"""Rich text: Telegram's parser shows the text that was predicted."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.standin.formatting import parse, utf16_length
from bot.views.markup import RichText, bold, code, filled, highlighted, joined, link, quote, text

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TEXTS = st.recursive(
    TEXT.map(text),
    lambda content: st.one_of(
        content.map(bold),
        st.tuples(content, content).map(lambda pair: pair[0] + pair[1]),
        content.map(lambda one: link(one, "https://example.org/?a=1&b=<2>")),
    ),
    max_leaves=6,
)


@given(content=TEXTS)
def test_what_is_shown_is_what_was_put_in(content: RichText) -> None:
    """Telegram's parser shows exactly the text, and no more entities than were counted."""
    padded = text("x") + content + text("x")

    shown = parse(padded.markup, "HTML")

    assert padded.shown == shown.text
    marked = [e for e in shown.entities if e["type"] in {"bold", "text_link"}]
    assert len(marked) <= padded.entities


@given(before=TEXT, inside=TEXT.filter(str.strip), after=TEXT)
def test_highlights_fall_where_they_belong(before: str, inside: str, after: str) -> None:
    """A span of code points becomes the same span in UTF-16."""
    whole = f"x{before}{inside}{after}x"
    start = len(before) + 1

    shown = parse(highlighted(whole, [(start, start + len(inside))]).markup, "HTML")

    (entity,) = [e for e in shown.entities if e["type"] == "bold"]
    assert utf16_length(whole[:start]) == entity["offset"]


def test_limits() -> None:
    """A text fits exactly if it is within all of the limits."""
    assert text("🐜" * 4096).fits
    assert not text("🐜" * 4097).fits
    assert not text("<" * 4000 + "🐜" * 4096).fits
    assert not joined([bold(text("x"))] * 101).fits
    assert not joined([link(text("x"), "https://e.com/" + "a" * 2000)] * 5).fits
    assert joined([link(text("x"), "https://e.com/" + "a" * 1000)] * 5).fits


def test_empty_pieces_leave_no_trace() -> None:
    """An empty text gets no tags and no separator."""
    assert RichText() == bold(text(""))
    assert "a-b" == joined([text("a"), RichText(), quote(text("")), text("b")], "-").shown
    assert html.escape("a<b") == text("a\x00<b").markup


def test_templates_are_filled_with_rich_text() -> None:
    """Values stand in place of their names, whatever braces and markup they hold."""
    shown = filled("<{a}> & {b}", {"a": bold(text("{b}")), "b": code(text("<i>"))})

    assert "&lt;<b>{b}</b>&gt; &amp; <code>&lt;i&gt;</code>" == shown.markup
    assert ("<{b}> & <i>", 2) == (shown.shown, shown.entities)
