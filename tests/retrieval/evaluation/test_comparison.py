"""Two runs are compared: changed questions, and the significance of the change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.comparison import compare

SCORES = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(0, 1), max_size=12)


@given(scores=SCORES)
def test_equal_answers_do_not_differ(scores: dict[str, float]) -> None:
    """Equal runs have no difference, and no question changes."""
    comparison = compare(scores, scores)

    assert ((), (), 0.0) == (comparison.better, comparison.worse, comparison.difference)
    assert not comparison.is_more_than_chance


def test_changed_questions() -> None:
    """Only questions in both runs count; those that changed are named."""
    comparison = compare({"a": 0.0, "b": 1.0, "c": 0.5}, {"a": 1.0, "b": 0.5, "c": 0.5, "d": 1.0})

    assert (3, ("a",), ("b",)) == (comparison.n, comparison.better, comparison.worse)
    assert (1.0 - 0.5) / 3 == comparison.difference
    assert not comparison.is_more_than_chance


def test_a_significant_change() -> None:
    """Thirty better questions of fifty, and none worse, are significant in either direction."""
    before = {str(number): 0.0 for number in range(50)}
    after = {name: float(int(name) < 30) for name in before}

    up, down = compare(before, after), compare(after, before)

    assert up.is_more_than_chance
    assert down.is_more_than_chance
    assert up.interval[0] <= up.difference <= up.interval[1]
    assert up.difference == -down.difference
