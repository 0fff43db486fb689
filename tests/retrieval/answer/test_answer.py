"""Answers as values."""

from __future__ import annotations

from functools import partial

from corpus.model import Article, Passage
from retrieval.answer.answer import Answer, Citation, LazyCitations
from retrieval.answer.excerpt import whole_excerpt

PASSAGES = tuple(Passage(f"{number:016x}", "a", f"{number}。") for number in range(3))
ARTICLE = Article("a", "a.md", "T", passages=PASSAGES)
CITATIONS = tuple(Citation(ARTICLE, one, whole_excerpt(one.text), 1.0) for one in PASSAGES)


def test_a_citation_is_made_when_it_is_looked_at() -> None:
    """None is made before, and none twice."""
    made: list[Citation] = []

    def make(citation: Citation) -> Citation:
        made.append(citation)
        return citation

    lazy = LazyCitations(partial(make, one) for one in CITATIONS)
    assert 3 == len(lazy)
    assert lazy
    assert [] == made

    assert CITATIONS[1:2] == lazy[1:2]
    assert [CITATIONS[1]] == made

    assert CITATIONS == tuple(lazy)
    assert CITATIONS[-1] is lazy[-1]
    assert [CITATIONS[1], CITATIONS[0], CITATIONS[2]] == made


def test_answers_with_the_same_citations_are_equal() -> None:
    """It makes no difference to an answer when its citations are made."""
    lazy = LazyCitations(partial(lambda made: made, one) for one in CITATIONS)
    answer = Answer("?", CITATIONS)

    assert answer == Answer("?", lazy)
    assert Answer("?", lazy) == answer
    assert answer != Answer("?", lazy[:2])
    assert repr(answer) == repr(Answer("?", lazy))
    assert hash(answer) == hash(Answer("?", lazy))
