"""The clipboard text of any quotation fits its button, or a message."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Language
from bot.views.copying import (
    MAX_COPY_LENGTH,
    clipboard_text,
    render_to_copy,
    shortened_clipboard_text,
)
from bot.views.reader import Reader
from corpus.model import Article, Passage
from retrieval.answer.answer import Citation
from retrieval.answer.excerpt import whole_excerpt

READER = Reader(Language.SIMPLIFIED, "some_bot")


def citation(
    text: str, title: str = "题", author: str | None = None, url: str | None = None
) -> Citation:
    """Return a citation of a whole passage."""
    passage = Passage("0", "a", text)
    article = Article("a", "a.md", title, author, date(2021, 12, 28), url, passages=(passage,))
    return Citation(article, passage, whole_excerpt(text), 1.0)


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600)
URL = "https://example.org/a"


@given(text=TEXT, title=TEXT, author=st.none() | TEXT, language=st.sampled_from(Language))
def test_any_quotation_fits(text: str, title: str, author: str | None, language: Language) -> None:
    """The text of any quotation has at most the maximum number of UTF-16 code units."""
    reader, one = Reader(language, "some_bot"), citation(text, title, author, URL)
    found = shortened_clipboard_text(reader, one)

    assert 1 <= len(found.encode("utf-16-le")) // 2 <= MAX_COPY_LENGTH
    assert found.startswith("「" if language is Language.TRADITIONAL else "“")
    assert render_to_copy(reader, [one] * 9).fits


def test_short_ones_are_whole() -> None:
    """Short quotations are copied in full, each with author, title, date and URL."""
    one, other = citation("流量不是目标。", "土壤", "林一", URL), citation("水到渠成。")

    expected = f"“流量不是目标。”\n——林一《土壤》，2021-12-28\n{URL}"
    assert expected == clipboard_text(READER, [one])
    assert expected == shortened_clipboard_text(READER, one)
    assert f"{expected}\n\n“水到渠成。”\n——《题》，2021-12-28" == clipboard_text(
        READER, [one, other]
    )


def test_a_long_one_is_cut_or_sent() -> None:
    """A button shortens the quotation, not its source, and omits a URL that is too long."""
    text, far = "流量🐜" * 200, citation("流量。", url="https://e.org/" + "x" * 300)
    long = shortened_clipboard_text(READER, citation(text, "土壤"))

    assert long.endswith("…”\n——《土壤》，2021-12-28")
    assert MAX_COPY_LENGTH - 2 <= len(long.encode("utf-16-le")) // 2 <= MAX_COPY_LENGTH
    assert "“流量。”\n——《题》，2021-12-28" == shortened_clipboard_text(READER, far)
    assert clipboard_text(READER, [far]) is None
    assert (
        f"“{text}”\n——《土壤》，2021-12-28"
        == render_to_copy(READER, [citation(text, "土壤")]).shown
    )
