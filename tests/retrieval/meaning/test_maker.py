"""Making and storing vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.meaning.encoder import EncoderError
from retrieval.meaning.maker import VectorMaker
from tests.retrieval.meaning.concepts import ConceptEncoder


def corpus_of(*texts: str, title: str = "题") -> Corpus:
    """Return a corpus of one article, whose passages have their text as id."""
    passages = tuple(Passage(text, "a", text) for text in texts)
    return Corpus((Article("a", "a.txt", title, passages=passages),))


def test_only_new_passages_are_encoded(tmp_path: Path) -> None:
    """Vectors are stored, mapped when they are opened, and made of what is new alone."""
    first, second = ConceptEncoder(), ConceptEncoder()
    reports: list[tuple[int, int | None]] = []
    VectorMaker(first, tmp_path).make(corpus_of("省钱", "睡觉"))

    maker = VectorMaker(second, tmp_path)
    known = maker.known(corpus_of("省钱", "睡觉", "下雨"))
    made = maker.make(corpus_of("睡觉", "下雨"), lambda *done: reports.append(done))

    assert (3, 1) == (known.total, known.missing)
    assert ["题\n下雨"] == second.encoded
    assert (2, 0) == (made.total, made.missing)
    assert [(2, 2)] == reports
    assert isinstance(made.table.codes.base, np.memmap)
    asked = made.asked("暴雨")
    assert asked
    assert [pytest.approx(1.0, abs=0.02)] == asked.cosines(["下雨"])


@pytest.mark.parametrize(
    ("encoder", "corpus"),
    [
        (ConceptEncoder("2"), corpus_of("省钱")),
        (ConceptEncoder(), corpus_of("省钱", title="另题")),
    ],
    ids=["version", "title"],
)
def test_what_makes_vectors_worthless(
    tmp_path: Path, encoder: ConceptEncoder, corpus: Corpus
) -> None:
    """Another version of the encoder, or another title above a passage, has it encoded again."""
    VectorMaker(ConceptEncoder(), tmp_path).make(corpus_of("省钱"))

    assert 1 == VectorMaker(encoder, tmp_path).known(corpus).missing


def test_a_failure_keeps_what_was_made(tmp_path: Path) -> None:
    """What was encoded before a failure is stored, and the next run goes on from there."""
    corpus, again = corpus_of("省钱", "睡觉", "下雨"), ConceptEncoder()
    with pytest.raises(EncoderError, match="broken"):
        VectorMaker(ConceptEncoder(fails_after=2), tmp_path).make(corpus)

    VectorMaker(again, tmp_path).make(corpus)

    assert ["题\n下雨"] == again.encoded


def test_making_stops_when_it_is_not_wanted(tmp_path: Path) -> None:
    """A reload in the meantime ends it, and what was made stays."""
    maker = VectorMaker(ConceptEncoder(), tmp_path)

    meaning = maker.make(corpus_of("省钱", "睡觉"), is_wanted=lambda: False)

    assert 1 == meaning.missing
    assert meaning.asked("省钱") is None


def test_damaged_files_are_made_again(tmp_path: Path) -> None:
    """A file that was cut off counts as missing."""
    VectorMaker(ConceptEncoder(), tmp_path).make(corpus_of("省钱"))
    (codes,) = (tmp_path / "meaning").glob("*-codes.npy")
    codes.write_bytes(codes.read_bytes()[:-1])

    assert 1 == VectorMaker(ConceptEncoder(), tmp_path).known(corpus_of("省钱")).missing


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Vectors that cannot be stored answer until the program ends."""
    (tmp_path / "meaning").write_text("no folder", "utf-8")

    assert 0 == VectorMaker(ConceptEncoder(), tmp_path).make(corpus_of("省钱")).missing


def test_forgotten_vectors_are_made_again(tmp_path: Path) -> None:
    """`yinju corpus reindex` encodes all passages again."""
    encoder = ConceptEncoder()
    maker = VectorMaker(encoder, tmp_path)
    maker.make(corpus_of("省钱"))
    maker.forget()
    maker.make(corpus_of("省钱"))

    assert ["题\n省钱"] * 2 == encoder.encoded
