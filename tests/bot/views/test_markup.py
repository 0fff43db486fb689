"""Pieces of markup: what Telegram's parser makes of them is what they say they show."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.standin.formatting import parse, utf16_length
from bot.views.markup import RichText, bold, highlighted, joined, link, quote, text

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
PIECES = st.recursive(
    TEXT.map(text),
    lambda piece: st.one_of(
        piece.map(bold),
        st.tuples(piece, piece).map(lambda pair: pair[0] + pair[1]),
        piece.map(lambda one: link(one, "https://example.org/?a=1&b=<2>")),
    ),
    max_leaves=6,
)


@given(piece=PIECES)
def test_what_is_shown_is_what_was_put_in(piece: RichText) -> None:
    """Telegram's own parser shows exactly the text, and not more entities than were counted."""
    padded = text("x") + piece + text("x")

    shown = parse(padded.markup, "HTML")

    assert padded.shown == shown.text
    marked = [e for e in shown.entities if e["type"] in {"bold", "text_link"}]
    assert len(marked) <= padded.entities


@given(before=TEXT, inside=TEXT.filter(str.strip), after=TEXT)
def test_highlights_fall_where_they_belong(before: str, inside: str, after: str) -> None:
    """A span of code points becomes the same stretch in UTF-16."""
    whole = f"x{before}{inside}{after}x"
    start = len(before) + 1

    shown = parse(highlighted(whole, [(start, start + len(inside))]).markup, "HTML")

    (entity,) = [e for e in shown.entities if e["type"] == "bold"]
    assert utf16_length(whole[:start]) == entity["offset"]


def test_limits() -> None:
    """A piece knows whether Telegram would take it."""
    assert text("🐜" * 4096).fits
    assert not text("🐜" * 4097).fits
    assert not text("<" * 4000 + "🐜" * 4096).fits
    assert not joined([bold(text("x"))] * 101).fits
    assert not joined([link(text("x"), "https://e.com/" + "a" * 2000)] * 5).fits
    assert joined([link(text("x"), "https://e.com/" + "a" * 1000)] * 5).fits


def test_empty_pieces_leave_no_trace() -> None:
    """Nothing is put around nothing, and no separator beside it."""
    assert RichText() == bold(text(""))
    assert "a-b" == joined([text("a"), RichText(), quote(text("")), text("b")], "-").shown
    assert html.escape("a<b") == text("a\x00<b").markup
