"""Previews of files that admins send, within Telegram's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.messages import Language, messages
from bot.views.markup import RichText
from bot.views.problems import render_problem
from bot.views.reader import Reader
from bot.views.uploads import PASSAGES_PER_PAGE, about_upload, preview
from corpus.adding import Addition
from corpus.catalogue import ParsedFile
from corpus.loading import with_checked_day
from corpus.message import Message
from corpus.model import Article, Passage, Problem, Repair

LONG = "渔船出海" * 150
"""A passage of the greatest length."""


def article(count: int, text: str = LONG, repairs: int = 0) -> Article:
    """Return an article with this many different passages and repairs."""
    passages = tuple(Passage(str(n), "a", f"{n}{text}"[:600]) for n in range(count))
    why = Message("a radical stands for the character")
    repaired = tuple(Repair("甲" * 99, "乙" * 99, why) for _ in range(repairs))
    return Article("a", "a.md", "题" * 300, "名" * 300, passages=passages, repairs=repaired)


@pytest.mark.parametrize("language", Language)
def test_the_longest_preview_is_one_message(language: Language) -> None:
    """Of all lists as much is shown as fits, and no passage of the page is left out."""
    new, old = article(7, repairs=50), article(40, "盐田" * 300)
    problem = Problem("warning", "长" * 300, 1, Message("x" * 300))
    file = ParsedFile(new, (problem,) * 50)
    addition = Addition("replaced", "a.md", file, {"a.md": b""}, ParsedFile(old, ()))
    reader = Reader(language, "yinju_bot")
    about = about_upload(reader.texts, "集" * 300, "名" * 300)
    text, page = preview(reader, addition, new, 1, about)

    assert text.fits
    assert PASSAGES_PER_PAGE == len(page.items)
    assert all(passage.text in text.shown for passage in page.items)


def test_short_lists_are_shown_whole() -> None:
    """A few warnings and repairs are all named."""
    new = replace(article(1, "短。"), title="渔港")
    repairs = tuple(Repair(one, "丁", Message(f"why {one}")) for one in "甲乙丙")
    file = ParsedFile(replace(new, repairs=repairs), ())
    text, _ = preview(
        Reader(Language.ENGLISH, "yinju_bot"),
        Addition("added", "a.md", file),
        file.article or new,
        1,
        RichText(),
    )

    assert all(f"{one} → 丁 (why {one})" in text.shown for one in "甲乙丙")


def test_a_repair_that_removes() -> None:
    """A repair that leaves nothing is shown as such."""
    new = replace(article(1, "短。"), repairs=(Repair("※", "", Message("why")),))
    addition = Addition("added", "a.md", ParsedFile(new, ()))
    text, _ = preview(Reader(Language.ENGLISH, "yinju_bot"), addition, new, 1, RichText())

    assert "※ → ∅ (why)" in text.shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.SIMPLIFIED, "可以在 /articles 里打开这篇文章，点“编辑”改正"),
        (Language.TRADITIONAL, "可以在 /articles 裡開啟這篇文章，點「編輯」改正"),
        (Language.ENGLISH, "correct it under /articles, by Edit on its page"),
    ],
)
def test_a_day_in_the_future(language: Language, words: str) -> None:
    """Of a file that was sent, the warning of its date names what can be done in the chat."""
    dated = replace(article(1), date=date(2999, 1, 1))
    (problem,) = with_checked_day(ParsedFile(dated, ())).problems

    assert words in render_problem(messages(language), problem, is_sent=True).shown
