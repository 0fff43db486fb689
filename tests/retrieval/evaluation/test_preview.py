"""The effect of a change is told by what people said and what was quoted."""

from __future__ import annotations

import pytest

from corpus.model import Article, Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import whole_excerpt
from retrieval.evaluation.preview import ChangedAnswer, Outcome, RecentQuestion, outcome_of

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
        (NOTHING, quoting("a"), "", "", Outcome.ANSWERED),
        (NOTHING, quoting("a", doubtful=True), "", "", Outcome.TENTATIVE),
        (quoting("a", doubtful=True), quoting("a"), "", "", Outcome.SURER),
        (quoting("a", doubtful=True), quoting("a"), "", "a", Outcome.UNCLEAR),
        (quoting("a"), quoting("a", doubtful=True), "", "", Outcome.WORSE),
        (quoting("a"), NOTHING, "", "", Outcome.WORSE),
        (quoting("ab"), quoting("ba"), "", "", Outcome.WORSE),
        (quoting("ab"), quoting("ac"), "", "", Outcome.UNCLEAR),
        (quoting("ab"), quoting("cd"), "", "", Outcome.WORSE),
        (quoting("ab"), quoting("ca"), "", "", Outcome.WORSE),
        (quoting("a"), quoting("ab"), "", "", Outcome.UNCLEAR),
        (quoting("a"), quoting("ab"), "a", "", Outcome.WORSE),
        (quoting("ab"), quoting("ac"), "a", "", Outcome.WORSE),
        (quoting("a", doubtful=True), quoting("ab"), "a", "", Outcome.WORSE),
        (quoting("ab"), quoting("a"), "a", "", Outcome.UNCLEAR),
        (quoting("abc"), quoting("acb"), "a", "", Outcome.UNCLEAR),
        (quoting("a"), quoting("ab"), "b", "", Outcome.UNCLEAR),
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
    """People's verdicts decide, then doubt, then what the answer begins with."""
    question = RecentQuestion("?", frozenset(liked), frozenset(disliked))

    assert expected == outcome_of(question, before, after)


@pytest.mark.parametrize(
    ("liked", "expected"), [(frozenset({None}), Outcome.WORSE), (frozenset(), Outcome.ANSWERED)]
)
def test_a_decline_that_was_liked(liked: frozenset[str | None], expected: Outcome) -> None:
    """An answer in place of nothing is worse where somebody liked that nothing was quoted."""
    assert expected == outcome_of(RecentQuestion("?", liked), NOTHING, quoting("a"))


@pytest.mark.parametrize(
    ("before", "after", "added", "dropped", "beginning"),
    [
        (quoting("ab"), quoting("acd"), "cd", "b", "same"),
        (quoting("ab"), quoting("cab"), "c", "", "other"),
        (quoting("a", doubtful=True), quoting("a"), "", "", "other"),
        (quoting("ab"), NOTHING, "", "ab", "other"),
    ],
)
def test_what_joins_and_goes(
    before: Answer | Abstention,
    after: Answer | Abstention,
    added: str,
    dropped: str,
    beginning: str,
) -> None:
    """A changed answer tells which quotations join and go, and if its beginning stays."""
    changed = ChangedAnswer("?", before, after, Outcome.UNCLEAR)

    def names(citations: tuple[Citation, ...]) -> str:
        return "".join(one.passage.id for one in citations if one.passage)

    assert (added, dropped) == (names(changed.added), names(changed.dropped))
    assert (beginning == "same") == changed.has_same_beginning
