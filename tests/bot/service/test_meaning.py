"""The encoder of meanings as a service."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.service.bootstrap import ENGINES
from bot.service.meaning import CarefulEncoder, CollectionMeaning
from corpus.loading import LoadResult
from retrieval.library import Snapshot, build_snapshot
from retrieval.meaning.encoder import EncoderError
from retrieval.meaning.maker import VectorMaker
from retrieval.question.aliases import Aliases
from retrieval.text.analysis import Analyzer
from tests.retrieval.conftest import corpus_of
from tests.retrieval.meaning.concepts import ConceptEncoder


@pytest.fixture
def snapshot(analyzer: Analyzer) -> Snapshot:
    """A snapshot of three passages."""
    loaded = LoadResult(corpus_of("猫睡觉。", "下雨了。", "省钱。"), ())
    return build_snapshot(loaded, analyzer, ENGINES["bm25"], Aliases(()))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """A function that returns the lines of the log."""
    caplog.set_level(logging.INFO, "bot.service.meaning")
    return lambda: [
        record.getMessage() for record in caplog.records if record.name == "bot.service.meaning"
    ]


def test_an_outage_is_one_line(log: Callable[[], list[str]]) -> None:
    """A dead encoder is told of once, and is tried again after a pause."""
    encoder = ConceptEncoder()
    careful = CarefulEncoder(encoder, pause=0)
    encoder.is_broken = True
    for _ in range(3):
        with pytest.raises(EncoderError):
            careful.question("猫")
    encoder.is_broken = False
    careful.question("猫")

    assert [
        "questions are answered by words alone: it is broken",
        "questions are answered by meaning again",
    ] == log()


def test_a_dead_encoder_is_left_alone() -> None:
    """After a failure it is not asked before the pause is over, so that no question waits."""
    encoder = ConceptEncoder()
    careful = CarefulEncoder(encoder)
    encoder.is_broken = True
    with pytest.raises(EncoderError, match="broken"):
        careful.question("猫")
    encoder.is_broken = False

    with pytest.raises(EncoderError, match="a moment ago"):
        careful.question("猫")
    assert [] == encoder.questions


def test_a_collection_is_encoded(
    snapshot: Snapshot, tmp_path: Path, log: Callable[[], list[str]]
) -> None:
    """The log says what is encoded, and the encoder is ready for questions then."""
    encoder = ConceptEncoder()
    meaning = CollectionMeaning(VectorMaker(encoder, tmp_path))

    known = meaning.known(snapshot)
    assert known.meaning
    assert 3 == known.meaning.missing
    completed = meaning.complete(known, lambda: True)

    assert completed.meaning
    assert 0 == completed.meaning.missing
    assert 1 == len(encoder.questions)
    assert ["encoding 3 passages", "encoded 3 passages"] == [
        line[:19].strip(" f") for line in log()
    ]


def test_progress_is_logged_now_and_again(
    snapshot: Snapshot, log: Callable[[], list[str]]
) -> None:
    """While it takes long, the log says how far it is."""
    meaning = CollectionMeaning(VectorMaker(ConceptEncoder()), logged_every=0)
    meaning.complete(meaning.known(snapshot), lambda: True)

    assert "encoded 2 of 3 passages for their meaning" in log()


def test_a_collection_that_cannot_be_encoded(
    snapshot: Snapshot, log: Callable[[], list[str]]
) -> None:
    """Words alone answer until the next reload, which goes on from what was made."""
    encoder = ConceptEncoder(fails_after=2)
    meaning = CollectionMeaning(VectorMaker(encoder))
    known = meaning.known(snapshot)

    assert meaning.complete(known, lambda: True) is known
    assert "words alone answer until the next reload: it is broken" in log()
    again = meaning.known(replace(snapshot))
    assert again.meaning
    assert 1 == again.meaning.missing
