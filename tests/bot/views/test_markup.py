"""Rich text: Telegram's parser shows the text that was predicted."""

from __future__ import annotations

import html
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.playground.standin.formatting import parse, utf16_length, utf16_slice
from bot.views.markup import (
    RichText,
    Span,
    bold,
    code,
    filled,
    harmless,
    highlighted,
    joined,
    link,
    quote,
    quote_with_code,
    text,
)

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


WORDS = st.text(alphabet="abc字。 \n<&>🐜", min_size=1, max_size=12)


@st.composite
def quotations(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    """Draw a text with lines of code in it, and spans of both kinds."""
    pieces = draw(
        st.lists(st.tuples(st.booleans(), WORDS.filter(str.strip)), min_size=1, max_size=5)
    )
    plain, listings = "", list[Span]()
    for is_code, piece in pieces:
        plain += "\n" if plain else ""
        listings += [(len(plain), len(plain) + len(piece))] if is_code else []
        plain += piece
    ends = sorted(draw(st.sets(st.integers(0, len(plain)), max_size=6)))
    return plain, list(zip(ends[::2], ends[1::2], strict=False)), listings


@given(drawn=quotations(), expandable=st.booleans())
def test_code_stands_in_blocks_of_its_own(
    drawn: tuple[str, list[Span], list[Span]],
    expandable: bool,  # noqa: FBT001 - a case
) -> None:
    """Each stretch of code is one monospaced block, without bold text or a quotation around it."""
    plain, bold_spans, listings = drawn
    content = quote_with_code(plain, bold_spans, listings, expandable=expandable)

    shown = parse((text("x\n") + content + text("\nx")).markup, "HTML")
    kinds = {entity["type"] for entity in shown.entities}
    pre = [entity for entity in shown.entities if entity["type"] == "pre"]

    assert [plain[start:end].strip() for start, end in listings] == [
        utf16_slice(shown.text, entity["offset"], entity["length"]).strip() for entity in pre
    ]
    assert kinds <= {"pre", "bold", "expandable_blockquote" if expandable else "blockquote"}
    assert not [e for e in shown.entities if e["type"] != "pre" and _meets(e, pre)]
    assert "".join(plain.split()) == "".join(shown.text[1:-1].split())


def _meets(entity: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    end = entity["offset"] + entity["length"]
    return any(
        entity["offset"] < other["offset"] + other["length"] and other["offset"] < end
        for other in others
    )


def test_a_quotation_without_code() -> None:
    """A text without code is one quotation with its highlights."""
    assert quote(highlighted("甲乙丙", [(1, 2)])) == quote_with_code("甲乙丙", [(1, 2)])


def test_a_highlight_across_code() -> None:
    """A highlight that spans code is bold before and after it, not in it."""
    content = quote_with_code("甲乙\nx = 1\n丙丁", [(1, 10)], [(3, 8)])

    assert (
        "<blockquote>甲<b>乙</b></blockquote>\n<pre>x = 1</pre>\n"
        "<blockquote><b>丙</b>丁</blockquote>"
    ) == content.markup


def test_templates_are_filled_with_rich_text() -> None:
    """Values stand in place of their names, whatever braces and markup they hold."""
    shown = filled("<{a}> & {b}", {"a": bold(text("{b}")), "b": code(text("<i>"))})

    assert "&lt;<b>{b}</b>&gt; &amp; <code>&lt;i&gt;</code>" == shown.markup
    assert ("<{b}> & <i>", 2) == (shown.shown, shown.entities)


@given(plain=st.text(st.characters() | st.sampled_from("\0\u202e\u2066\ud83d\u200d"), max_size=9))
def test_no_text_turns_what_follows(plain: str) -> None:
    """Characters that change the direction, and what cannot be encoded, are not shown."""
    shown = harmless(plain)

    assert shown == shown.encode().decode()
    assert not {"\0", "\u202e", "\u2066"}.intersection(shown)
    assert plain.count("\u200d") == shown.count("\u200d")
