"""What buttons and links carry comes back as it was, and is never too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback_data import MAX_DATA_BYTES, Press
from bot.views.links import ArticleKeys, DeepLink, Place, article_key, read_payload
from corpus.model import Article, Corpus

PART = st.text(
    alphabet=st.characters(exclude_characters=":", exclude_categories=["Cs"]), max_size=20
)
PRESSES = st.builds(Press, PART, st.lists(PART, max_size=3).map(tuple))


@given(press=PRESSES)
def test_a_press_is_read_as_it_was_written(press: Press) -> None:
    """What fits comes back; what does not is refused with its data named."""
    if press.fits:
        assert press == Press.read(press.data)
        assert len(press.data.encode()) <= MAX_DATA_BYTES
    else:
        with pytest.raises(ValueError, match="a button takes 64 bytes"):
            assert press.data


@given(press=PRESSES.filter(lambda one: one.fits), back=PRESSES)
def test_the_way_back(press: Press, back: Press) -> None:
    """A press knows the way back, or has no room for it and works without."""
    longer = press.then(back)

    assert longer.fits
    assert longer == press or back == longer.back(len(press.arguments))


def test_no_way_back() -> None:
    """Where there is none, none is found."""
    press = Press.of("read", "0123456789abcdef")

    assert press is press.then(None)
    assert press.back(1) is None


@pytest.mark.parametrize("place", ["article", "passage", "question"])
def test_a_link_leads_where_it_was_made_for(place: Place) -> None:
    """A payload is read as the place that it was written for."""
    link = DeepLink(place, "0123456789ab")

    assert link == read_payload(link.payload)
    assert f"https://t.me/some_bot?start={link.payload}" == link.address("some_bot")


@pytest.mark.parametrize(
    "payload", ["", "x_0123456789ab", "a_", "a_0123", "p_XYZ", "a-0123456789ab"]
)
def test_what_is_no_link(payload: str) -> None:
    """Anything else is no place."""
    assert read_payload(payload) is None


def test_articles_by_their_keys() -> None:
    """A key leads to its article, in the corpus of the moment."""
    keys = ArticleKeys()
    first, second = (Corpus((Article(name, "a.md", "题"),)) for name in ("甲" * 500, "\udc80"))
    key = article_key(first.articles[0])

    assert first.articles[0] is keys.find(first, key)
    assert keys.find(second, key) is None
    assert second.articles[0] is keys.find(second, article_key(second.articles[0]))
