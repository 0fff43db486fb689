"""The effect of a change is told by what people said and what was quoted."""

from __future__ import annotations

import pytest

from corpus.model import Article, Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import whole_excerpt
from retrieval.evaluation.preview import Outcome, RecentQuestion, outcome_of

NOTHING = Abstention("?", Reason.NOT_COVERED)


def quoting(passages: str, *, doubtful: bool = False) -> Answer:
    """Return an answer that quotes passages, one a letter."""
    found = [Passage(name, "art", "一句话。") for name in passages]
    article = Article("art", "art.md", "题", passages=tuple(found))
    citations = (Citation(article, one, whole_excerpt(one.text), 1.0) for one in found)
    return Answer("?", tuple(citations), doubtful)


@pytest.mark.parametrize(
    ("before", "after", "liked", "disliked", "expected"),
    [
        (NOTHING, NOTHING, "", "", None),
        (quoting("abc"), quoting("abc"), "a", "", None),
        (NOTHING, quoting("a"), "", "", Outcome.BETTER),
        (NOTHING, quoting("a", doubtful=True), "", "", Outcome.BETTER),
        (quoting("a", doubtful=True), quoting("a"), "", "", Outcome.BETTER),
        (quoting("a"), quoting("a", doubtful=True), "", "", Outcome.WORSE),
        (quoting("a"), NOTHING, "", "", Outcome.WORSE),
        (quoting("ab"), quoting("ba"), "", "", Outcome.UNCLEAR),
        (quoting("ab"), quoting("ac"), "", "", Outcome.UNCLEAR),
        (quoting("ab"), quoting("cd"), "", "", Outcome.WORSE),
        (quoting("ab"), quoting("ba"), "a", "", Outcome.WORSE),
        (quoting("ab"), quoting("ba"), "b", "", Outcome.BETTER),
        (quoting("ab"), quoting("cd"), "", "a", Outcome.BETTER),
        (quoting("ab"), quoting("ba"), "", "b", Outcome.WORSE),
        (quoting("a", doubtful=True), quoting("b"), "a", "", Outcome.WORSE),
        (NOTHING, quoting("b"), "", "b", Outcome.WORSE),
    ],
)
def test_outcomes(
    before: Answer | Abstention,
    after: Answer | Abstention,
    liked: str,
    disliked: str,
    expected: Outcome | None,
) -> None:
    """People's verdicts decide, then doubt, then whether anything is quoted as before."""
    question = RecentQuestion("?", frozenset(liked), frozenset(disliked))

    assert expected == outcome_of(question, before, after)


@pytest.mark.parametrize(
    ("liked", "expected"), [(frozenset({None}), Outcome.WORSE), (frozenset(), Outcome.BETTER)]
)
def test_a_decline_that_was_liked(liked: frozenset[str | None], expected: Outcome) -> None:
    """An answer in place of nothing is worse where somebody liked that nothing was quoted."""
    assert expected == outcome_of(RecentQuestion("?", liked), NOTHING, quoting("a"))
