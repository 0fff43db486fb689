"""Texts that a server has: what an answer needs of them is read while it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import Reason
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.searcher import UnavailableError
from retrieval.index.text_arrays import AnalyzedText
from retrieval.library import Library, Snapshot
from retrieval.text.analysis import Analyzer
from tests.retrieval.answer.test_enumeration import POINTS

QUESTION = "挑茶有哪几点要看"


class RemoteTexts(AnalyzedTexts):
    """Texts of a server that can be away."""

    is_remote = True
    is_away = False

    def at(self, row: int) -> AnalyzedText:
        """See `AnalyzedTexts`."""
        if self.is_away:
            raise UnavailableError("row {row}", row=row)
        return super().at(row)


@pytest.fixture
def texts(index: Callable[..., Snapshot]) -> tuple[Snapshot, RemoteTexts]:
    """A snapshot over texts that can be away."""
    snapshot = index(corpus=POINTS)
    texts = RemoteTexts(snapshot.texts.arrays, snapshot.texts.passages)
    return replace(snapshot, texts=texts), texts


async def test_a_server_that_goes_away_after_an_answer(
    texts: tuple[Snapshot, RemoteTexts], analyzer: Analyzer
) -> None:
    """What was quoted can still be looked at."""
    snapshot, remote = texts
    answer = await Answerer(Library(lambda: snapshot, snapshot), analyzer).answer(QUESTION, 4)
    remote.is_away = True

    assert isinstance(answer, Answer)
    assert ["首先", "其次", "最后"] == [one.excerpt.text[:2] for one in answer.citations[1:]]


async def test_a_server_that_goes_away_during_an_answer(
    texts: tuple[Snapshot, RemoteTexts], analyzer: Analyzer
) -> None:
    """The question is declined, as where nothing could be searched."""
    snapshot, remote = texts
    remote.is_away = True
    answer = await Answerer(Library(lambda: snapshot, snapshot), analyzer).answer(QUESTION)

    assert Abstention(QUESTION, Reason.UNAVAILABLE) == answer
