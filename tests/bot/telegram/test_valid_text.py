"""Updates whose texts are no valid Unicode."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.valid_text import with_valid_text

TEXTS = st.text(st.characters(codec=None) | st.characters(categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(value=VALUES)
def test_every_text_can_be_encoded(value: object) -> None:
    """What comes out can be encoded, wherever in the update a text stands."""
    text = json.dumps(with_valid_text(value), ensure_ascii=False)

    assert text == text.encode().decode()


@given(text=TEXTS)
def test_offsets_stay(text: str) -> None:
    """A text keeps its length, and what is valid stays as it is."""
    changed = with_valid_text(text)

    assert len(text) == len(changed)
    assert all(a == b for a, b in zip(text, changed, strict=True) if b != "\ufffd")
