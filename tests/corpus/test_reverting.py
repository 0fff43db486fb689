"""A change is taken out of a TOML file, and the others stay."""

from __future__ import annotations

import tomllib
from itertools import permutations

import pytest

from corpus.reverting import reverted
from retrieval.question.taught import with_alias

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


HEADS = [
    b"",
    b"# By hand.\n",
    b'groups = [["m", "n"]]\n',
    b'groups = [\n  ["m", "n"],\n  ["o",\n   "p"]\n]\n',
]


@pytest.mark.parametrize("before", HEADS)
@pytest.mark.parametrize("number", range(4))
def test_a_line_of_an_array_is_removed_alone(before: bytes, number: int) -> None:
    """Of lists added to an array line by line, each can be taken back, also the first of all."""
    words = [("甲", "乙"), ("丙", "丁"), ("戊", "己"), ("庚", "辛")]
    states = [before]
    for pair in words:
        states.append(with_alias(states[-1].decode(), *pair).encode())
    present = groups_of(states[-1])

    without = reverted(states[number], states[number + 1], states[-1])

    assert without is not None
    assert [one for one in present if one != list(words[number])] == groups_of(without)


def test_a_list_that_has_grown_since_stays() -> None:
    """A list of an array is not taken back once it has more in it; that must go first."""
    first = with_alias("", "甲", "乙")
    second = with_alias(first, "丙", "乙")
    third = with_alias(second, "丁", "戊").encode()

    assert reverted(b"", first.encode(), third) is None
    without = reverted(first.encode(), second.encode(), third)
    assert without is not None
    assert [["甲", "乙"], ["丁", "戊"]] == groups_of(without)


def groups_of(data: bytes) -> list[list[str]]:
    """Return the lists of an array."""
    groups: list[list[str]] = tomllib.loads(data.decode())["groups"]
    return groups


def example(*questions: str, passage: str = "1") -> bytes:
    """Return an entry of questions with the passage that answers them."""
    return (
        f'\n# Mine.\n[[example]]\nquestions = {list(questions)}\npassage = "{passage}"\n'.encode()
    )


@pytest.mark.parametrize("before", [b"", HEAD, example("x", passage="2")])
@pytest.mark.parametrize("number", range(3))
def test_an_element_of_a_list_is_removed_alone(before: bytes, number: int) -> None:
    """Of questions added to one entry, each can be taken back, also the one that came with it."""
    questions = ["鹽田", "盐田要晒几天？", "“晒盐”"]
    states = [before, *(before + example(*questions[:count]) for count in (1, 2, 3))]
    later = example("y", passage="3")

    without = reverted(states[number], states[number + 1], states[3] + later)

    others = [one for one in questions if one != questions[number]]
    assert without is not None
    assert tomllib.loads((before + example(*others) + later).decode()) == tomllib.loads(
        without.decode()
    )
    assert without.count(b"# Mine.") == (states[3] + later).count(b"# Mine.")


@pytest.mark.parametrize("head", [b"", HEAD, b"# Entries are [[example]].\n\n# By hand.\n"])
def test_an_entry_goes_with_its_last_element(head: bytes) -> None:
    """If each question of an entry is taken back, in any order, the entry is gone as well."""
    first, both, later = example("a"), example("a", "b"), example("c", passage="2")

    without = reverted(head, head + first, head + both + later)

    assert without is not None
    assert head + later == reverted(head + first, head + both, without)


def test_an_element_that_was_removed_returns() -> None:
    """A question that was taken out of an entry stands there again, at its end."""
    before, after, current = example("a", "b"), example("b"), example("b", "c")

    without = reverted(before, after, current)

    assert without is not None
    (entry,) = tomllib.loads(without.decode())["example"]
    assert ["b", "c", "a"] == entry["questions"]


@pytest.mark.parametrize(
    "current",
    [
        example("b"),
        example("a", "b", passage="2"),
        example("a", "b") + example("a", "c"),
        example("a", "b").replace(b"['a', 'b']", b"'a'"),
    ],
)
def test_an_entry_that_was_changed_otherwise_stays(current: bytes) -> None:
    """Where the element is gone, or its entry is another or there twice, nothing is done."""
    assert reverted(b"", example("a"), current) is None
