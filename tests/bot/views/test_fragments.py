"""Text fragments: used only for words that are certain to be on the page."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.fragments import to_paragraph
from corpus.message import Message
from corpus.model import Article, Passage, Repair
from retrieval.answer.excerpt import Excerpt

URL = "https://example.org/a"
TEXT = "首先，流量不再是目标。“底层的土壤”——才是，土壤和养分一样重要！"


def article(
    *texts: str, url: str | None = URL, annotations: int = 0, repairs: tuple[Repair, ...] = ()
) -> Article:
    """Return an article of some passages."""
    passages = tuple(Passage(f"{place:016x}", "a", text) for place, text in enumerate(texts))
    return Article(
        "a", "a.md", "题", url=url, passages=passages, annotations=annotations, repairs=repairs
    )


def words(found: str | None) -> str:
    """Return the words of a text fragment."""
    return unquote((found or "").partition(":~:text=")[2])


def link(one: Article, start: int = 0) -> str | None:
    """Return the link to the first passage, quoted from an offset on."""
    passage = one.passages[0]
    return to_paragraph(one, passage, Excerpt(passage.text[start:], start, ()))


@pytest.mark.parametrize(
    ("start", "expected"), [(0, "流量不再是目标"), (12, "底层的土壤"), (19, "土壤和养分一样重要")]
)
def test_the_first_clause_that_says_enough(start: int, expected: str) -> None:
    """The fragment is the first clause without punctuation that is long enough."""
    assert expected == words(link(article(TEXT), start))


def test_what_stands_twice_leads_nowhere_certain() -> None:
    """A clause that occurs twice is skipped; if no other is left, there is no fragment."""
    assert "底层的土壤" == words(link(article(TEXT, "他说流量不再是目标。")))
    assert URL == link(article(TEXT, TEXT))


def test_what_was_repaired_is_not_named() -> None:
    """A clause with repaired characters is skipped, as the page may contain others."""
    why = Message("a reason")
    repairs = (Repair("�", "再", why), Repair("�", "", why), Repair("x", "不在文中", why))

    assert "底层的土壤" == words(link(article(TEXT, repairs=repairs)))


def test_annotated_articles_are_linked_as_a_whole() -> None:
    """An annotated article has no fragments, as its page was changed in unknown ways."""
    assert URL == link(article(TEXT, annotations=3))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org/a#b", "https://e.org/a#b:~:text="),
        ("https://e.org/a?b=1", "https://e.org/a?b=1#:~:text="),
        ("https://e.org/a#:~:text=x", "https://e.org/a#:~:text=x"),
    ],
)
def test_addresses_that_have_a_fragment(url: str, expected: str) -> None:
    """The fragment is appended to the URL; a URL that has one is unchanged."""
    assert (link(article(TEXT, url=url)) or "").startswith(expected)


def test_no_address() -> None:
    """An article without a URL has no link."""
    assert link(article(TEXT, url=None)) is None


@given(text=st.text(min_size=1), start=st.integers(0, 40))
def test_what_is_named_stands_in_the_passage(text: str, start: int) -> None:
    """The link is ASCII for any text, and its words occur in the quotation."""
    found = link(article(text), min(start, len(text)))

    assert found is not None
    assert found.isascii()
    assert words(found) in text[start:]
