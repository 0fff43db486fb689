"""Names are found in a question as one regular expression of all of them would find them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.aliases import Aliases

NAMES = ("a", "ab", "ab1", "银行", "银行卡", "行卡", "卡", "1卡", "bank", "b", "卡a", "。", "…卡")


def _pattern(names: set[str]) -> re.Pattern[str]:
    """Return a pattern that matches the longest name at a place, Latin ones at their borders."""
    found = sorted(names, key=len, reverse=True)
    return re.compile(
        "|".join(
            ("(?<![a-z0-9])" if one[0].isascii() else "")
            + re.escape(one)
            + ("(?![a-z0-9])" if one[-1].isascii() else "")
            for one in found
        )
        or "(?!)"
    )


@given(
    st.sets(st.sampled_from(NAMES), max_size=8),
    st.lists(st.sampled_from((*NAMES, " ", "1", "x"))).map("".join),
)
def test_mentions(names: set[str], text: str) -> None:
    """Of the names that begin at a place the longest is found, and none within another."""
    found = Aliases([[name] for name in sorted(names)]).mentions(text)
    expected = [match.span() for match in _pattern(names).finditer(text)]
    assert expected == [(one.start, one.end) for one in found]
