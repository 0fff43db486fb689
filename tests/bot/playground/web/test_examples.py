"""Example questions are taken from the collection and have an answer."""

from __future__ import annotations

from pathlib import Path

from bot.playground.web.examples import examples
from bot.service.bootstrap import load_collection, make_answerer
from corpus.limits import Limits
from corpus.model import Corpus
from retrieval.answer.answer import Answer
from retrieval.text.analysis import Analyzer


async def test_each_has_an_answer(packaged: Path, analyzer: Analyzer) -> None:
    """Three different headings in form of a question are chosen, all answered without doubt."""
    loaded = load_collection(packaged, analyzer, Limits())
    answerer = make_answerer(loaded, analyzer)

    found = await examples(loaded.corpus, answerer)

    assert 3 == len(set(found))
    assert all(question.endswith("？") for question in found)
    for question in found:
        answer = await answerer.answer(question)
        assert isinstance(answer, Answer)
        assert not answer.doubtful


async def test_a_collection_without_headings(tmp_path: Path, analyzer: Analyzer) -> None:
    """Titles are used if there are no headings; an empty collection has no examples."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: 论海带的种植\n---\n海带长在冷水里，种植要看水温。\n", "utf-8"
    )
    loaded = load_collection(tmp_path, analyzer, Limits())
    answerer = make_answerer(loaded, analyzer)

    assert ("论海带的种植",) == await examples(loaded.corpus, answerer)
    assert () == await examples(Corpus(), answerer)
