"""Kept tables give back what was put in, also from a file, and a damaged file is made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.kept_table import KeptTable, Rows, open_tables, table_bytes

TEXTS = st.text(st.characters(exclude_characters="\n\t"), max_size=5)
VALUES = st.lists(TEXTS, min_size=1, max_size=3)


@given(st.dictionaries(TEXTS, VALUES), st.lists(TEXTS))
def test_lookups(rows: dict[str, list[str]], others: list[str]) -> None:
    """Every key has its values, and no other text is a key."""
    table = KeptTable(table_bytes(rows))
    assert rows == {key: table.get(key) for key in rows}
    assert [key in rows for key in others] == [key in table for key in others]
    assert [list(rows.get(key, ())) for key in others] == [list(table.get(key)) for key in others]
    assert sorted(rows.items()) == sorted(table.rows())


def test_a_key_without_values() -> None:
    """A table may be a set of keys."""
    table = KeptTable(table_bytes({"上海": ()}))
    assert "上海" in table
    assert "上" not in table


@pytest.mark.parametrize("rows", [{"a\nb": ["c"]}, {"a": ["b\tc"]}])
def test_what_is_no_line(rows: Rows) -> None:
    """A line break or a tab would give other rows, and is refused."""
    with pytest.raises(ValueError, match="not a line"):
        table_bytes(rows)


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_damaged_file_is_made_again(tmp_path: Path, *, is_cut: bool) -> None:
    """Tables whose file is cut off or has a wrong byte are computed again."""
    made = []

    def compute() -> dict[str, Rows]:
        made.append(1)
        return {"words": {"银行": ["bank", "river"]}}

    for _ in range(2):
        assert ["bank", "river"] == open_tables(tmp_path, "t", "1", compute)["words"].get("银行")
    (path,) = tmp_path.glob("t/*-words")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data[:-1] if is_cut else data)
    assert ["bank", "river"] == open_tables(tmp_path, "t", "1", compute)["words"].get("银行")
    assert 2 == len(made)
