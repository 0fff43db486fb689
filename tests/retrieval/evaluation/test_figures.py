"""Answers are judged, figures computed, and files of judged questions read."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Article, Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from retrieval.evaluation.figures import gold_faults, judge, quotations, ranking_report, report
from retrieval.evaluation.judged import (
    Gold,
    JudgedFileError,
    JudgedQuestion,
    read_passages,
    read_questions,
    read_ranked_questions,
)


def answer(*texts: tuple[str, str]) -> Answer:
    """Return an answer that quotes these passages, given by file and text."""
    citations = []
    for path, text in texts:
        passage = Passage(text, path, text)
        article = Article(path, path, path, passages=(passage,))
        citations.append(Citation(article, passage, Excerpt(text, 0, ()), 1.0))
    return Answer("q", tuple(citations))


def asked(kind: str, *gold: Gold) -> JudgedQuestion:
    """Return a judged question of this kind."""
    return JudgedQuestion(kind, "?", kind, gold)


@pytest.mark.parametrize(
    ("question", "result", "is_right"),
    [
        (
            asked("natural", Gold("000", "基礎設施")),
            answer(("000_a.txt", "「基础」，设施。")),
            True,
        ),
        (asked("natural", Gold("000", "基础")), answer(("001_a.txt", "基础")), False),
        (asked("natural", Gold("000", "基础")), answer(("000", "基础" * 301)), False),
        (asked("natural", Gold("0", "丁")), answer(*(("0", text) for text in "甲乙丙丁")), False),
        (asked("article", Gold("0", "丁")), answer(*(("0", text) for text in "甲乙丙丁")), True),
        (asked("article", Gold("000")), answer(("000", "任何一段")), True),
        (asked("cross", Gold("0", "甲"), Gold("1", "乙")), answer(("0", "甲"), ("1", "乙")), True),
        (
            asked("cross", Gold("0", "甲"), Gold("0", "乙")),
            answer(("0", "甲"), ("0", "乙")),
            False,
        ),
        (asked("natural", Gold("0", "甲")), Abstention("q", Reason.NOT_COVERED), False),
        (asked("out-of-scope"), Abstention("q", Reason.NOT_COVERED), True),
        (asked("out-of-scope"), answer(("0", "甲")), False),
    ],
)
def test_judge(question: JudgedQuestion, result: Answer | Abstention, *, is_right: bool) -> None:
    """Each kind of question has its own rule for a right answer."""
    assert is_right is judge(question, quotations(result)).is_right


@pytest.mark.parametrize(
    ("gold", "is_shown"),
    [
        (Gold("0", "甲乙"), False),
        (Gold("0", "乙丙"), True),
        (Gold("0", "甲乙", shows="丙"), True),
        (Gold("0", "乙丙", shows="甲"), False),
        (Gold("0"), True),
        (Gold("1", "丙"), False),
    ],
)
def test_the_words_that_the_excerpt_shows(gold: Gold, *, is_shown: bool) -> None:
    """A right passage is shown only if its excerpt contains the words that must be seen."""
    passage = Passage("p", "0", "甲乙丙")
    citation = Citation(Article("0", "0", "0"), passage, Excerpt("乙丙", 1, ()), 1.0)

    judged = judge(asked("natural", gold), quotations(Answer("q", (citation,))))

    assert is_shown is judged.is_shown


def test_report() -> None:
    """The report counts right answers by kind, refusals and misses."""
    judgements = [
        judge(asked("natural", Gold("0", "甲")), quotations(answer(("0", "甲")))),
        judge(asked("noise", Gold("0", "乙")), quotations(answer(("0", "甲"), ("0", "乙")))),
        judge(asked("keyword", Gold("0", "丙")), quotations(Abstention("q", Reason.NOT_COVERED))),
        judge(asked("article", Gold("0")), quotations(answer(("0", "甲")))),
        judge(asked("out-of-scope"), quotations(answer(("0", "甲")))),
    ]

    figures = report(judgements)

    assert {"n": 3, "hit@1": 1, "hit@3": 2, "MRR@5": 0.5} == figures["single"]
    assert [2, 2] == figures["shown"]
    assert [0, 1] == figures["refused"]
    assert [1, 4] == figures["false_refusals"]
    assert ["keyword", "out-of-scope"] == figures["misses"]
    assert {"n": 1, "right": 0} == figures["kinds"]["out-of-scope"]


def test_ranking_report() -> None:
    """The report has shares of questions, and percentiles of the times."""
    figures = ranking_report([1, 2, 4, None], [0.001, 0.002, 0.003, 0.004])

    assert (4, 0.25, 0.5, 0.75) == tuple(figures[key] for key in ("n", "R@1", "R@3", "R@5"))
    assert 0.4375 == figures["MRR@10"]
    assert (3.0, 4.0) == (figures["p50_ms"], figures["p99_ms"])
    assert 0 == ranking_report([], [])["n"]


def test_questions_are_read(tmp_path: Path) -> None:
    """Both keys for the text are read, and blank lines are skipped."""
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"id": 1, "query": "甲？", "kind": "k", "gold": [{"article": "0", "contains": "乙"}]}\n'
        '\n{"id": "b", "text": "丙？", "gold": []}\n',
        "utf-8",
    )

    assert [
        JudgedQuestion("1", "甲？", "k", (Gold("0", "乙"),)),
        JudgedQuestion("b", "丙？"),
    ] == read_questions(file)


def test_conversations_are_read(tmp_path: Path) -> None:
    """The last of several turns is judged; the others come before it."""
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"id": "a", "turns": ["甲？", "乙？"], "gold": [{"article": "0", "shows": "丙"}]}\n'
        '{"id": "b", "turns": ["甲？", "乙？"], "query": "乙？", "gold": []}\n',
        "utf-8",
    )

    assert [
        JudgedQuestion("a", "乙？", gold=(Gold("0", shows="丙"),), earlier=("甲？",)),
        JudgedQuestion("b", "乙？", earlier=("甲？",)),
    ] == read_questions(file)


@pytest.mark.parametrize(
    ("gold", "fault"),
    [
        (Gold("000", "基礎「設施」"), None),
        (Gold("000", "基础", shows="站得稳"), None),
        (Gold("000"), None),
        (Gold("001"), "no article is called 001"),
        (Gold("000", "基础设旋"), "no passage of 000 contains “基础设旋”"),
        (Gold("000", "基础", shows="土壤"), "no right passage of 000 contains “土壤”"),
    ],
)
def test_gold_that_nothing_matches(gold: Gold, fault: str | None) -> None:
    """Gold is at fault if its article is missing, or none of its passages has its words."""
    passages = (Passage("1", "a", "基础设施站得稳。"), Passage("2", "a", "土壤很重要。"))
    article = Article("a", "000_a.txt", "题", passages=passages)
    question = asked("natural", gold)

    faults = [(one, str(why)) for one, why in gold_faults([question], [article])]
    assert [(question, fault)] * bool(fault) == faults


def test_passages_of_one_title_are_one_article(tmp_path: Path) -> None:
    """Passages of one title are one article; each passage without a title is its own."""
    file = tmp_path / "p.jsonl"
    file.write_text(
        '{"id": "p1", "title": "题", "text": "一"}\n{"id": "p2", "title": "题", "text": "二"}\n'
        '{"id": "p3", "title": "", "text": "三"}\n{"id": "p4", "text": "四"}\n',
        "utf-8",
    )

    assert [("题", 2), ("", 1), ("", 1)] == [
        (article.title, len(article.passages)) for article in read_passages(file).articles
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", r":1: is not JSON"),
        (r'{"id": "a", "text": "\ud800", "gold": []}', r":1: has half of a surrogate pair"),
        ("[1]", r":1: is not a JSON object"),
        ('{"id": "a", "gold": []}', r":1: lacks 'query' or 'text'"),
        ('{"id": "a", "text": "b"}', r":1: 'gold' is not a list"),
        ('{"id": "a", "text": "b", "gold": ["p"]}', r"lacks 'article'"),
        ('{"id": "a", "turns": [], "gold": []}', r"'turns' is not a list of questions"),
        ('{"id": "a", "turns": ["b", 1], "gold": []}', r"an entry of 'turns' is not a question"),
        (
            '{"id": "a", "turns": ["b", "c"], "query": "b", "gold": []}',
            r":1: 'turns' ends with another question than 'query'",
        ),
        (
            '{"id": "a", "text": "b", "kind": "out-of-scope", "gold": [{"article": "0"}]}',
            r":1: a question of kind 'out-of-scope' has gold",
        ),
    ],
)
def test_broken_question_files(tmp_path: Path, line: str, message: str) -> None:
    """The error for a broken file names the line."""
    file = tmp_path / "q.jsonl"
    file.write_text(line, "utf-8")

    with pytest.raises(JudgedFileError, match=message):
        read_questions(file)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """The error for a missing file, or another encoding, names the file."""
    (tmp_path / "gbk").write_bytes("坏".encode("gbk"))

    with pytest.raises(JudgedFileError, match=r"nowhere: cannot be read"):
        read_ranked_questions(tmp_path / "nowhere")
    with pytest.raises(JudgedFileError, match=r"gbk: is not UTF-8"):
        read_passages(tmp_path / "gbk")
