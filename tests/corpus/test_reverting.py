"""A change is taken out of a TOML file, and the others stay."""

from __future__ import annotations

from itertools import permutations

import pytest

from corpus.reverting import reverted

HEAD = b"# All by hand.\n"
ONE = b'\n# The first one.\n[[source]]\nmatch = "one.txt"\n'
TWO = b'\n[[source]]\nmatch = "two.txt"\ntitle = "\xe4\xba\x8c"\n'
THREE = b'\n[[source]]\nmatch = "three.txt"\n'


@pytest.mark.parametrize("order", list(permutations([ONE, TWO, THREE])))
def test_an_added_table_is_removed_alone(order: tuple[bytes, ...]) -> None:
    """Of tables added one after the other, each can be taken back, and the others stay."""
    states = [b"".join((HEAD, *order[:number])) for number in range(4)]

    for number in range(3):
        others = b"".join(one for one in order if one != order[number])
        assert HEAD + others == reverted(states[number], states[number + 1], states[3])


@pytest.mark.parametrize("gone", [ONE, TWO, THREE])
def test_a_removed_table_returns_to_its_place(gone: bytes) -> None:
    """A table that was removed stands where it stood, although others have been added."""
    before = HEAD + ONE + TWO + THREE
    after = before.replace(gone, b"")
    new = b'\n[[source]]\nmatch = "new.txt"\n'

    assert before + new == reverted(before, after, after + new)


def test_a_changed_table_gets_its_old_form() -> None:
    """A change within a table is undone, and a later change of another table stays."""
    before, after = HEAD + ONE + TWO, HEAD + ONE.replace(b"one", b"eins") + TWO
    current = after.replace(b"two", b"zwei")

    assert before.replace(b"two", b"zwei") == reverted(before, after, current)


@pytest.mark.parametrize(
    "current",
    [
        THREE + ONE + b'author = "\xe7\x8e\x8b"\n',
        THREE,
        b"",
        THREE + ONE + ONE,
        THREE + ONE.replace(b"first", b"last"),
    ],
)
def test_a_table_that_was_changed_since_stays(current: bytes) -> None:
    """Where the table that was added is another by now, gone, or there twice, nothing is done."""
    assert reverted(THREE, THREE + ONE, current) is None


def test_a_last_line_without_its_end() -> None:
    """A file whose last line had no end keeps its tables apart."""
    before = b'[[source]]\nmatch = "a"'
    after = before + b"\n" + ONE

    assert before + b"\n" + TWO == reverted(before, after, after + TWO)


def test_the_first_table_of_all() -> None:
    """A file that a change created is empty without it, but for what came later."""
    assert TWO == reverted(b"", ONE, ONE + TWO)
