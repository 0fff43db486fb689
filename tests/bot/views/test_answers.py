"""Answers as rich text: any answer fits in one message."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Language, messages
from bot.views.answers import (
    abstention_text,
    render_abstention,
    render_answer,
    suggestion_label,
)
from bot.views.article_cards import render_about
from bot.views.articles import render_list, render_outline, render_place
from bot.views.pagination import Page
from bot.views.reader import Reader
from corpus.model import Article, Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.article_lookup import MAX_CARDS
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from retrieval.answer.related import MAX_SUGGESTION_COLUMNS, columns
from retrieval.question.patterns import Aspect
from retrieval.text.script import Display

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600)
ENGLISH = Reader(Language.ENGLISH, "some_bot")
URLS = st.none() | st.integers(1, 3000).map(lambda n: f"https://example.org/{'%E7%94%B2' * n}")


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw an article of one to three passages."""
    found = draw(st.lists(TEXT, min_size=1, max_size=3))
    heading = tuple(draw(st.lists(TEXT, max_size=2)))
    passages = tuple(Passage(f"{n:016x}", "a", text, heading) for n, text in enumerate(found))
    return Article(
        id=draw(TEXT),
        path="a.md",
        title=draw(TEXT),
        author=draw(st.none() | TEXT),
        date=draw(st.none() | st.dates(min_value=date(1900, 1, 1))),
        url=draw(URLS),
        headings=heading,
        passages=passages,
    )


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """Draw a citation of a passage with every second character highlighted, or of a card."""
    article = draw(articles())
    passage = article.passages[0]
    spans = tuple((place, place + 1) for place in range(0, len(passage.text), 2))
    is_card = draw(st.booleans())
    return Citation(article, None if is_card else passage, Excerpt(passage.text, 0, spans), 1.0)


ANSWERS = st.builds(
    Answer,
    question=TEXT,
    citations=st.lists(citations(), min_size=1, max_size=9).map(tuple),
    doubtful=st.booleans(),
)


@given(answer=ANSWERS, display=st.sampled_from(Display), language=st.sampled_from(Language))
def test_any_answer_fits(answer: Answer, display: Display, language: Language) -> None:
    """Any answer fits in one message, which is not empty."""
    text = render_answer(Reader(language, "some_bot", display), answer)

    assert text.fits
    assert text


@given(answer=ANSWERS, aspect=st.sampled_from(Aspect))
def test_any_card_fits(answer: Answer, aspect: Aspect) -> None:
    """Any answer about articles fits in one message, which is not empty."""
    cards = (tuple(answer.citations) * MAX_CARDS)[:MAX_CARDS]
    asked = Answer(answer.question, cards, aspect=aspect, articles=len(cards) + 1)

    text = render_about(ENGLISH, asked)

    assert text.fits
    assert text


@given(article=articles(), display=st.sampled_from(Display))
def test_any_page_fits(article: Article, display: Display) -> None:
    """Lists, outlines, passages and abstentions fit in one message, which is not empty."""
    reader = Reader(Language.TRADITIONAL, "some_bot", display)
    for text in (
        render_list(reader, Page.of([article] * 8, 1, 8), "8"),
        render_outline(reader, article),
        *(render_place(reader, article, one) for one in article.passages),
        render_abstention(reader, Abstention("问", Reason.NOT_COVERED), [article] * 9),
    ):
        assert text.fits
        assert text


@pytest.mark.parametrize(("count", "expected"), [(5, False), (6, True)])
def test_a_large_collection_is_not_listed_whole(count: int, expected: bool) -> None:  # noqa: FBT001 - a case
    """An abstention lists the first five articles, and the number of the others."""
    passage = Passage("0" * 16, "a", "正文。")
    found = [Article(str(n), "a.md", f"第{n}篇", passages=(passage,)) for n in range(count)]
    declined = Abstention("问", Reason.NOT_COVERED)

    shown = render_abstention(ENGLISH, declined, found).shown

    assert expected is ("… and 1 more: /articles" in shown)
    assert "5. 第4篇" in shown
    assert "第5篇" not in shown


def test_nothing_to_ask_about() -> None:
    """An abstention over an empty collection is one sentence."""
    declined = Abstention("问", Reason.NOT_COVERED)

    expected = "I found no answer to this in the articles."
    assert expected == render_abstention(ENGLISH, declined).shown


@pytest.mark.parametrize("language", Language)
def test_every_reason_is_said(language: Language) -> None:
    """Each reason for declining has its own sentence, in each language."""
    said = [abstention_text(messages(language), reason) for reason in Reason]

    assert len(set(said)) == len(Reason)
    assert (language is Language.ENGLISH) is all(sentence.isascii() for sentence in said)


def test_what_does_not_fit_is_left_out() -> None:
    """Of more quotations than fit in one message, the first ones are shown in full."""
    passages = tuple(Passage(f"{n:016x}", "a", f"{n}{'流' * 598}。") for n in range(9))
    article = Article("a", "a.md", "题", passages=passages)
    found = (Citation(article, one, Excerpt(one.text, 0, ()), 1.0) for one in passages)

    text = render_answer(ENGLISH, Answer("问", tuple(found)))

    assert text.fits
    assert [True] * 6 + [False] * 3 == [one.text in text.shown for one in passages]


@pytest.mark.parametrize(
    ("words", "title", "label"),
    [
        ("平时怎么养", "铁锅怎么开锅、怎么养", "铁锅怎么开锅、怎么养 › 平时怎么养"),
        ("该买哪个", "三款扫地机器人横评：净宝X3、小旋风S1", "三款扫地机器人横评：净… › 该买哪个"),
        ("开锅的步骤", "铁锅怎么开锅、怎么养", "开锅的步骤"),
        ("锅洗过以后第二天就生锈了怎么办", "铁锅怎么开锅", "锅洗过以后第二天就生锈了怎么办"),
        ("该买哪个", "", "该买哪个"),
    ],
)
def test_the_label_of_a_suggestion(words: str, title: str, label: str) -> None:
    """A heading that says nothing alone stands behind its article's title, in one line."""
    assert label == suggestion_label(words, title, Display.PRINTED)
    assert columns(label) <= MAX_SUGGESTION_COLUMNS


def test_the_script_of_a_suggestion() -> None:
    """Both the title and the heading are shown in the reader's script."""
    label = suggestion_label("平时怎么养", "铁锅怎么开锅", Display.TRADITIONAL)

    assert "鐵鍋怎麼開鍋 › 平時怎麼養" == label


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.NOT_COVERED, "I found no answer to this in the articles."),
        (
            Reason.DETAIL_MISSING,
            "I found something close to this in the articles, but not what you asked about.",
        ),
        (Reason.NO_MORE, "That is all I found about it in the articles."),
    ],
)
def test_a_search_that_finds_nothing(reason: Reason, words: str) -> None:
    """What is not found is said not to be found, in every language, not to be in no article."""
    simplified, traditional = (
        abstention_text(messages(one), reason)
        for one in (Language.SIMPLIFIED, Language.TRADITIONAL)
    )

    assert words == abstention_text(ENGLISH.texts, reason)
    assert "找到" in simplified
    assert "找到" in traditional
