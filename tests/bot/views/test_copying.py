"""The clipboard text of any quotation fits its button."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.views.copying import MAX_COPY_LENGTH, clipboard_text
from corpus.model import Article, Passage
from retrieval.answer.answer import Citation
from retrieval.answer.excerpt import whole_excerpt
from retrieval.text.script import Display


def citation(
    text: str, title: str = "题", author: str | None = None, url: str | None = None
) -> Citation:
    """Return a citation of a whole passage."""
    passage = Passage("0", "a", text)
    article = Article("a", "a.md", title, author, date(2021, 12, 28), url, passages=(passage,))
    return Citation(article, passage, whole_excerpt(text), 1.0)


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600)


@given(text=TEXT, title=TEXT, author=st.none() | TEXT, display=st.sampled_from(Display))
def test_any_quotation_fits(text: str, title: str, author: str | None, display: Display) -> None:
    """The text of any quotation has at most the maximum number of UTF-16 code units."""
    found = clipboard_text(
        citation(text, title, author, "https://example.org/" + "x" * 20), display
    )

    assert 1 <= len(found.encode("utf-16-le")) // 2 <= MAX_COPY_LENGTH
    assert found.startswith("“")


def test_a_short_one_is_whole() -> None:
    """A short quotation is copied in full, with author, title, date and URL."""
    one = citation("流量不是目标。", "土壤", "林一", "https://example.org/a")

    expected = "“流量不是目标。”\n——林一《土壤》，2021-12-28\nhttps://example.org/a"
    assert expected == clipboard_text(one, Display.PRINTED)


def test_a_long_one_is_cut() -> None:
    """The quotation is shortened, not its source; a URL that is too long is omitted."""
    long = clipboard_text(citation("流量🐜" * 200, "土壤"), Display.PRINTED)
    addressed = clipboard_text(
        citation("流量。", url="https://e.org/" + "x" * 300), Display.PRINTED
    )

    assert long.endswith("…”\n——《土壤》，2021-12-28")
    assert MAX_COPY_LENGTH - 2 <= len(long.encode("utf-16-le")) // 2 <= MAX_COPY_LENGTH
    assert "“流量。”\n——《题》，2021-12-28" == addressed
