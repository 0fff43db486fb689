"""Changes of the collection in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.messages import Language, messages
from bot.views.changes import change_in_words
from corpus.changes import Change, ChangedFile

TITLES = ("未来的菜", "腌咸菜", "规矩")


def change(by: str, subject: str, *names: str) -> Change:
    """Return a change that added some files."""
    files = tuple(ChangedFile(name, "added") for name in names)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Change(1, at, by, "add", subject, files, undone=False)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.SIMPLIFIED, "添加了《未来的菜》《腌咸菜》《规矩》"),
        (Language.TRADITIONAL, "加入了《未来的菜》《腌咸菜》《规矩》"),
        (Language.ENGLISH, "added “未来的菜”, “腌咸菜”, “规矩”"),
    ],
)
def test_titles_that_a_feed_brought(language: Language, words: str) -> None:
    """Each title stands in its own marks; a title with a comma is one."""
    texts, names = messages(language), ("a.html", "b.html", "c.html")
    several = change("feed", "、".join(TITLES), *names, "sources.toml")
    one = change("telegram:7", "、".join(TITLES), "a.html")

    assert words == change_in_words(texts, several)
    assert "、".join(TITLES) in change_in_words(texts, one)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.SIMPLIFIED, "（内容已不再保留）"),
        (Language.TRADITIONAL, "（內容已不再保留）"),
        (Language.ENGLISH, "(no longer kept)"),
    ],
)
def test_a_question_that_is_no_longer_kept(language: Language, words: str) -> None:
    """Where the question is gone, the history says so."""
    assert words in change_in_words(messages(language), change("telegram:7", ""))
