"""Passages are indexed by what is above them and their text."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.index.indexed_text import BREAK, FIRST, ChosenTexts, IndexedTexts

HEADINGS = ((), (), ("收盐",), ("收盐", "雨季"), ("收盐", "雨季"), ("收盐",))


def corpus_of(*titles: str) -> Corpus:
    """Return an article for each title, with a passage below each of the headings."""
    articles = []
    for title in titles:
        passages = (
            Passage(f"{title}{place}", title, f"第{place}段", heading)
            for place, heading in enumerate(HEADINGS)
        )
        articles.append(Article(title, f"{title}.md", title, passages=tuple(passages)))
    return Corpus(tuple(articles))


def test_the_first_passage_below_its_headings_is_marked() -> None:
    """Each has its title and headings before its text, and the first one below them a mark."""
    texts = list(IndexedTexts(corpus_of("盐田", "海")).values())

    assert [
        f"{FIRST}盐田{BREAK}第0段",
        f"盐田{BREAK}第1段",
        f"{FIRST}盐田 收盐{BREAK}第2段",
        f"{FIRST}盐田 收盐 雨季{BREAK}第3段",
        f"盐田 收盐 雨季{BREAK}第4段",
        f"{FIRST}盐田 收盐{BREAK}第5段",
    ] == texts[: len(HEADINGS)]
    assert f"{FIRST}海{BREAK}第0段" == texts[len(HEADINGS)]


@pytest.mark.parametrize("title", ["盐田", f"{FIRST}盐{BREAK}田"])
def test_texts_are_the_same_however_they_are_read(title: str) -> None:
    """One by one, some of them, and all in order; a title's own marks are blanks."""
    texts = IndexedTexts(corpus_of("海", title))
    every = list(texts.values())
    chosen = np.arange(len(every)) % 2 == 1

    assert [texts[name] for name in texts] == every
    assert every[1::2] == list(ChosenTexts(texts, chosen))
    assert [1] * len(every) == [one.count(BREAK) for one in every]
    assert [4, 4] == [sum(FIRST in one for one in part) for part in (every[:6], every[6:])]
