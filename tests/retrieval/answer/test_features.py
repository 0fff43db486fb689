"""The features of passages, and their weighted sum, which is the ranking."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import LoadResult
from corpus.model import Article, Corpus, Passage
from retrieval.answer.candidate import Candidate, candidate_of
from retrieval.answer.compiled_features import count_compiled
from retrieval.answer.features import READ, Count, Features, WeightedQuestion, count_with_numpy
from retrieval.answer.ranking import learnt_weights, rank
from retrieval.index.bm25 import Bm25Searcher
from retrieval.index.postings import build_postings
from retrieval.index.searcher import Query
from retrieval.index.terms import TermTable
from retrieval.library import Engine, Snapshot, build_snapshot
from retrieval.question.aliases import read_aliases
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer

Find = Callable[..., dict[str, Features]]


def corpus_of(texts: tuple[str, ...], title: str) -> Corpus:
    """Return one article with a passage for each text, whose id is the text."""
    passages = tuple(Passage(text, "a", text) for text in texts)
    return Corpus((Article("a", "a.md", title, passages=passages),))


def candidates_of(snapshot: Snapshot, terms: Query) -> list[Candidate]:
    """Return the passages that a query finds."""
    return [
        candidate_of(snapshot, passage, hit.score)
        for hit in snapshot.searcher.search(terms, 50)
        if (passage := snapshot.corpus.passage(hit.passage_id))
    ]


@pytest.fixture
def find(index: Callable[..., Snapshot], analyzer: Analyzer) -> Find:
    """Return a function that gives the features of the texts that a question finds."""

    def features(asked: str, *texts: str, title: str = "盐田") -> dict[str, Features]:
        snapshot = index(corpus=corpus_of(texts, title))
        question = parse_question(asked, analyzer, snapshot.lexicon, snapshot.aliases)
        candidates = candidates_of(snapshot, Query(question.terms))
        found = WeightedQuestion(question, snapshot.lexicon).features(candidates)
        return {one.passage.text: row for one, row in zip(candidates, found, strict=True)}

    return features


@pytest.mark.parametrize(
    ("feature", "asked", "more", "less"),
    [
        (
            "evidence",
            "海盐怎么晾晒？",
            "海盐要在浅池里晾晒十天。",
            "海盐一年只收两次，雨季不收。",
        ),
        (
            "sentence",
            "盐工几点收盐？",
            "盐工在傍晚收盐。随后歇工。",
            "盐工住在堤上。海边的盐很粗，要收。",
        ),
        (
            "united",
            "盐工的帽子是什么做的？",
            "盐工的帽子用麦秆编成。",
            "盐工起得很早。帽子挂在门后。",
        ),
        ("value", "盐田有多少亩？", "盐田如今剩下三百亩。", "盐田如今剩下不多了。"),
    ],
)
def test_a_feature_is_higher_where_the_answer_is(
    find: Find, feature: str, asked: str, more: str, less: str
) -> None:
    """Of two passages, the one that answers has more of the feature."""
    found = find(asked, more, less, "别处的天气与此无关。")

    assert getattr(found[more], feature) > getattr(found[less], feature)


def test_a_title_counts_where_the_question_contains_it(find: Find) -> None:
    """An article whose title the question contains is named by it, a similar one is not."""
    text = "那里的盐很白。"

    assert 1.0 == find("盐田的盐什么颜色？", text)[text].title_named
    assert 0.0 == find("盐田的盐什么颜色？", text, title="盐田旧事")[text].title_named


def test_the_first_passage_of_a_section_leads_it(
    index: Callable[..., Snapshot], analyzer: Analyzer
) -> None:
    """What was asked for in the headings counts for the first passage below them, by its share."""
    lead, next_one, harvest = "那里很白。", "那里也很热。", "那里一年两次。"
    passages = [Passage(text, "a", text) for text in (lead, next_one)]
    passages.append(Passage(harvest, "a", harvest, ("收盐",)))
    snapshot = index(corpus=Corpus((Article("a", "a.md", "盐田", passages=tuple(passages)),)))
    question = parse_question("那里的盐田收盐吗？", analyzer, snapshot.lexicon, snapshot.aliases)
    candidates = candidates_of(snapshot, Query(question.terms))

    found = WeightedQuestion(question, snapshot.lexicon).features(candidates)

    leads = {one.passage.text: row.lead for one, row in zip(candidates, found, strict=True)}
    assert 0.0 == leads[next_one] < leads[lead] < leads[harvest] < 1.0


@pytest.mark.parametrize(
    "text", ["盐工是收盐的人。", "“盐工”（旧称盐丁）住在堤上。", "盐工，住在堤上。"]
)
def test_a_passage_is_named_by_what_it_begins_with(find: Find, text: str) -> None:
    """A passage that begins with a name is about it, not one that has it further on."""
    others = "从前盐工住在堤上。", "盐，住在堤上。"
    found = find("盐工住在哪里？", text, *others)

    assert [1.0, 0.0, 0.0] == [found[one].opening_named for one in (text, *others)]


def test_a_sentence_counts_by_its_rarest_terms(find: Find) -> None:
    """A sentence that says all is worth 1, and of the others that which has the rarer word."""
    both, rare, common = "盐工收盐。", "盐工走了。", "大家收盐。"
    found = find("盐工收盐", both, rare, common, "今年收盐。", "明年收盐。", "后年收盐。")

    assert 1.0 == pytest.approx(found[both].sentence)
    assert 1.0 > found[rare].sentence > found[common].sentence


def test_features_are_shares(find: Find) -> None:
    """No feature is outside the range that its weight was learnt for, for any question."""
    for asked in ("为什么？", "盐", "What is 盐田 1987?", "盐田" * 300):
        for features in find(asked, "盐田是什么，为什么？", "盐", "1987年，盐田。").values():
            assert all(0 <= value <= 1.0001 for value in features[:-1])
            assert -1 <= features.value <= 1


def test_passages_far_behind_are_not_read(find: Find) -> None:
    """Beyond the best ones by BM25, a passage has that score alone, and stays behind."""
    best = [f"盐田里的盐工在第{n}条堤上收盐。" for n in range(READ)]

    found = find("盐工怎么收盐？", *best, "从前有一位盐工离开了海边，去城里学木匠，再没有回来。")

    last = found["从前有一位盐工离开了海边，去城里学木匠，再没有回来。"]
    assert Features(last.bm25) == last
    assert all(found[text].bm25 > last.bm25 and found[text].evidence for text in best)


def test_weights_are_of_the_features() -> None:
    """Every feature has a weight, none is negative, and BM25's is the unit."""
    weights = learnt_weights()

    assert 1.0 == weights.bm25
    assert min(weights) >= 0


def test_ranking_adds_up_features(index: Callable[..., Snapshot], analyzer: Analyzer) -> None:
    """The score of a passage is the weighted sum of its features, best first."""
    snapshot = index("盐工在傍晚收盐。", "盐工住在堤上。", "天气不好。")
    question = parse_question("盐工几点收盐？", analyzer, snapshot.lexicon, snapshot.aliases)
    candidates = candidates_of(snapshot, Query(question.terms))
    features = WeightedQuestion(question, snapshot.lexicon).features(candidates)

    ranked = rank(question, candidates, snapshot.lexicon)

    sums = [sum(w * v for w, v in zip(learnt_weights(), row, strict=True)) for row in features]
    assert sorted(sums, reverse=True) == pytest.approx([one.score for one in ranked])


def test_sums_are_of_all_features(index: Callable[..., Snapshot], analyzer: Analyzer) -> None:
    """A title that is named and a value that is given or missing count by their weights, too."""
    texts = ("盐工在傍晚六点收盐。", "盐工住在堤上，收盐。")
    snapshot = index(corpus=corpus_of(texts, "盐工"))
    question = parse_question("盐工几点收盐？", analyzer, snapshot.lexicon, snapshot.aliases)
    candidates = candidates_of(snapshot, Query(question.terms))
    weights = Features(1.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

    reading = WeightedQuestion(question, snapshot.lexicon).read(candidates, weights)

    rows = {one.passage.text: row for one, row in zip(candidates, reading.features, strict=True)}
    assert [(1.0, 1.0), (1.0, -1.0)] == [tuple(rows[text][-2:]) for text in texts]
    assert (reading.features @ weights).tolist() == pytest.approx(reading.sums)


WORDS = (
    *("盐田", "盐工", "收盐", "图书馆", "图书", "书馆", "三百亩", "1280万", "1,280万", "12800000"),
    *("两个", "2个", "𠮷家", "𠮷", "晾", "晾晒", "的", "因为", "salt", "《", "“"),
)
MARKS = ("", "", "", "。", "，", "\n", "1", "是", "》")
TITLES = ("盐田", "盐", "图书馆 salt", "𠮷家", "")
QUESTIONS = st.lists(st.sampled_from((*WORDS, "？", "为什么", "多少")), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def varied(analyzer: Analyzer) -> Snapshot:
    """Articles whose passages are random words, some with marks between, some below a heading."""
    random = Random(7)
    articles = []
    for number, title in enumerate(TITLES * 4):
        texts = {
            "".join(
                random.choice(WORDS) + random.choice(MARKS) for _ in range(random.randrange(24))
            )
            for _ in range(10)
        }
        passages = (
            Passage(f"{number}/{text}", str(number), text, (title, "盐工")[: len(text) % 3])
            for text in sorted(texts)
        )
        articles.append(Article(str(number), f"{number}.md", title, passages=tuple(passages)))
    engine: Engine[TermTable] = Engine(lambda table: Bm25Searcher(build_postings(table)))
    loaded = LoadResult(Corpus(tuple(articles)), ())
    return build_snapshot(loaded, analyzer, engine, read_aliases())


@given(
    words=QUESTIONS,
    rows=st.lists(st.integers(0, 180), min_size=1, max_size=READ + 9, unique=True),
    scores=st.lists(st.floats(0, 9), min_size=READ + 9, max_size=READ + 9),
    all_topics=st.booleans(),
)
def test_compiled_and_with_numpy_every_digit_is_the_same(
    varied: Snapshot,
    analyzer: Analyzer,
    words: list[str],
    rows: list[int],
    scores: list[float],
    *,
    all_topics: bool,
) -> None:
    """Both ways count the same in passages of any shape, whatever the engine's scores are."""
    question = parse_question("".join(words), analyzer, varied.lexicon, varied.aliases)
    candidates = [Candidate(varied, row, score) for row, score in zip(rows, scores, strict=False)]
    weighted = WeightedQuestion(question, varied.lexicon)

    def counted(count: Count) -> list[object]:
        found = count(weighted, candidates, learnt_weights(), all_topics=all_topics)
        wanted = slice(None) if all_topics else found.is_read
        named = [
            may_be and bool(one.title) and one.title in question.folded
            for one, may_be in zip(candidates, found.may_be_named.tolist(), strict=True)
        ]
        tables = found.features, found.sums, found.is_read, found.covered, found.topics[wanted]
        return [named, *(table.tolist() for table in tables)]

    assert counted(count_with_numpy) == counted(count_compiled)
