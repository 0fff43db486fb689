"""The contract of both engines: the embedded one, and the one on a database server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.loading import LoadResult
from corpus.model import Article, Corpus, Passage
from retrieval.answer.answerer import Answerer
from retrieval.answer.candidate import Candidate
from retrieval.answer.features import WeightedQuestion
from retrieval.evaluation.judged import read_passages, read_ranked_questions
from retrieval.index.searcher import Query
from retrieval.library import Library, Snapshot
from retrieval.publishing import overlap
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import SINGLE, Analyzer
from tests.scale.conftest import MakeSnapshot, Publish, article_of

Open = Callable[..., Snapshot]

STRANGE = (
    "the and about of",
    "学校的𠮷野家在𠀀城，𠮷野家很小",
    "用 C++ 写的 node.js 和 at&t",
    "e 与 é 不同，Ａ 与 a 相同",
    "人工智能。人，人工，智能",
    "k" * 200,
    "一" * 100,
    "x_y foo-bar 100% #5 'q'",
    "结尾的空格 ",
)
"""Texts that a server may cut, fold or leave out."""


@pytest.fixture(params=["embedded", "database"])
def open_collection(
    request: pytest.FixtureRequest, embedded: MakeSnapshot, publish: Publish
) -> Open:
    """Opens a corpus of an article's passages with an engine."""

    def open_collection(*texts: str, corpus: Corpus | None = None) -> Snapshot:
        snapshot = embedded(corpus or Corpus((article_of("a", *texts),)))
        return snapshot if request.param == "embedded" else publish(snapshot)

    return open_collection


def found(snapshot: Snapshot, *terms: str, limit: int = 10) -> list[str]:
    """Return the texts of the passages with some terms, best first."""
    hits = snapshot.searcher.search(Query(dict.fromkeys(terms, 1.0)), limit)
    passages = (snapshot.corpus.passage(hit.passage_id) for hit in hits)
    return [passage.text for passage in passages if passage]


def test_search(open_collection: Open) -> None:
    """A search finds the passages with a term, the best first, and no more than wanted."""
    snapshot = open_collection("流量流量", "流量和土壤在一起", "空中楼阁")

    assert ["流量流量", "流量和土壤在一起"] == found(snapshot, "流量")
    assert ["流量和土壤在一起", "流量流量"] == found(snapshot, "流量", "土壤")
    assert ["流量流量"] == found(snapshot, "流量", limit=1)
    assert [] == found(snapshot, "流量", limit=0)
    assert [] == found(snapshot, "没有的词")
    assert [] == found(snapshot)


def test_weights_count(open_collection: Open) -> None:
    """The weights of terms decide between passages that have one each."""
    snapshot = open_collection("流量很大", "土壤很好")
    heavy, light = Query({"流量": 0.1, "土壤": 1.0}), Query({"流量": 1.0, "土壤": 0.1})
    first = [snapshot.searcher.search(one, 1)[0].passage_id for one in (heavy, light)]

    assert ["土壤很好", "流量很大"] == [snapshot.texts.of(name).folded for name in first]


def test_terms_of_little_weight(open_collection: Open) -> None:
    """Where passages with the heavy terms are too few, those with a light one are found, too."""
    snapshot = open_collection("流量很大", "土壤很好", "这里的土壤都很不好", "空中楼阁")
    query = Query({"流量": 1.0, "土壤": 0.05})
    names = [hit.passage_id for hit in snapshot.searcher.search(query, 10)]

    assert ["流量很大", "土壤很好", "这里的土壤都很不好"] == [
        snapshot.texts.of(name).folded for name in names
    ]
    assert names[:1] == [hit.passage_id for hit in snapshot.searcher.search(query, 1)]


def test_every_term_is_found(open_collection: Open, analyzer: Analyzer) -> None:
    """Each term finds the passages that have it, which are shown as they were written."""
    snapshot = open_collection(*STRANGE)
    bags = {text: analyzer.bag(text) for text in STRANGE}

    for term in {term for bag in bags.values() for term in bag}:
        is_searched = not term.startswith(SINGLE)
        expected = {text for text, bag in bags.items() if term in bag and is_searched}
        assert expected == set(found(snapshot, term)), term


def test_what_is_known_of_an_article(open_collection: Open) -> None:
    """Articles and passages are as they were published."""
    texts = ("第一段。很短。", "第二段，有代码", "第三段")
    ids = ("1", "2", "3")
    headings: tuple[tuple[str, ...], ...] = ((), ("甲",), ("甲", "乙"))
    passages = tuple(
        Passage(name, "x", text, heading, ((0, 3),) if name == "2" else ())
        for name, text, heading in zip(ids, texts, headings, strict=True)
    )
    article = Article("x", "x.md", "標題", "作者", None, "https://x.cn/", ("甲", "乙"), passages)
    corpus = open_collection(corpus=Corpus((article, article_of("b", "另一篇")))).corpus
    read = corpus.article("x")

    assert read
    assert ["x", "b"] == [one.id for one in corpus.articles]
    assert passages == tuple(read.passages) == tuple(corpus.passages)[:3]
    assert passages[1:] == read.passages[1:]
    assert passages[2] == read.passages[-1] == corpus.passage("3")
    assert 1 == read.passages.index(passages[1])
    assert passages[0] in read.passages
    assert passages[::-1] == tuple(reversed(read.passages))
    assert "第一段。很短。" == read.lead
    assert read is corpus.article_of(passages[0])
    assert 4 == len(corpus)
    assert corpus.passage("nobody") is None
    assert corpus.article("nobody") is None
    with pytest.raises(ValueError, match=r"x not in tuple|another"):
        read.passages.index(Passage("another", "x", "另一段"))


def test_what_ranking_reads(open_collection: Open, analyzer: Analyzer) -> None:
    """The analyzed text of a passage, and what the lexicon knows, are those of the analyzer."""
    snapshot = open_collection("Ａ公司說：流量。不夠！", "土壤")
    hits = snapshot.searcher.search(Query({"流量": 1.0}), 5)
    text = snapshot.texts.of(hits[0].passage_id)

    assert "a公司说:流量。不够!" == text.folded
    assert "一篇" == text.above
    assert ((0, 8), (8, 11)) == tuple(text.sentences)
    assert 1 == snapshot.lexicon.document_frequency("流量")
    assert 0 == snapshot.lexicon.document_frequency("没有")
    assert ["流量"] == list(snapshot.lexicon.sounding_like("liuliang"))
    assert 1.0 < snapshot.lexicon.lengths(np.array([text.row]))[0] < 2.0
    with pytest.raises(KeyError):
        snapshot.texts.of("nobody")


def test_features_have_the_same_digits(
    embedded: MakeSnapshot, publish: Publish, analyzer: Analyzer
) -> None:
    """What ranking counts in passages is the same, whichever of them are read, in any order."""
    own = embedded(Corpus((article_of("a", *STRANGE), article_of("b", *reversed(STRANGE)))))
    other = publish(own)
    rows = list(range(0, len(own.corpus), 2))[::-1]
    for text in ("𠮷野家在哪里", "e 与 é", "人工智能是什么"):
        question = parse_question(text, analyzer, own.lexicon, own.aliases)
        features, names = [], []
        for one in (own, other):
            candidates = [Candidate(one, row, 1.0) for row in rows]
            features.append(WeightedQuestion(question, one.lexicon).features(candidates))
            names.append([candidate.passage.id for candidate in candidates])
        assert features[0] == features[1]
        assert names[0] == names[1]


@pytest.mark.parametrize("name", ["cmrc_dev_chunk", "seeds", "packaged"])
async def test_both_find_the_same(
    request: pytest.FixtureRequest,
    embedded: MakeSnapshot,
    publish: Publish,
    analyzer: Analyzer,
    name: str,
) -> None:
    """Of ten passages both engines find 99 in 100, with the same scores and excerpts."""
    corpus, questions = material(request, name)
    own = embedded(corpus)
    other = publish(own, *questions)
    shares, same = [], 0
    for question in questions:
        query = Query(parse_question(question, analyzer, own.lexicon, own.aliases).terms)
        shares.append(overlap(own.searcher, other.searcher, query))
        answers = [await answerer(one, analyzer).rank(question, 10) for one in (own, other)]
        same += answers[0] == answers[1]

    assert sum(shares) / len(shares) >= 0.99
    assert same / len(questions) >= 0.95


def material(request: pytest.FixtureRequest, name: str) -> tuple[Corpus, list[str]]:
    """Return a collection and questions about it."""
    if name == "packaged":
        packaged: Path = request.getfixturevalue("packaged")
        from corpus.loading import load

        corpus = load(packaged, request.getfixturevalue("analyzer").frequency).corpus
        return corpus, [one.text[:30] for one in corpus.passages]
    shared: Path = request.getfixturevalue("shared")
    if name == "seeds":
        loaded: LoadResult = request.getfixturevalue("seeds")
        asked = read_ranked_lines(shared / "eval/seed-questions.jsonl")
        return loaded.corpus, asked
    folder = shared / "eval/public" / name
    asked = [one.text for one in read_ranked_questions(folder / "queries.jsonl")]
    return read_passages(folder / "passages.jsonl"), asked[::20]


def read_ranked_lines(path: Path) -> list[str]:
    """Return the texts of judged questions."""
    from retrieval.evaluation.judged import read_questions

    return [one.text for one in read_questions(path)]


def answerer(snapshot: Snapshot, analyzer: Analyzer) -> Answerer:
    """Return an answerer over a snapshot."""
    return Answerer(Library(lambda: snapshot, snapshot), analyzer)
