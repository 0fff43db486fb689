"""[[feeds]] and [[pages]] of sources.toml, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.sources import read_sources


@pytest.mark.parametrize(
    ("entry", "fault", "line"),
    [
        ("[[feeds]]\nurl = 1\n", "url must be the address of a feed, in quotes", 3),
        ("[[feeds]]\nurl = 'ftp://example.org/'\n", "ftp://example.org/ is not an address", 3),
        ("[[feeds]]\nurl = 'https://a:b@example.org/'\n", "https://a:b@example.org/ is no", 3),
        ("[[feeds]]\nurl = 'https://example.org/'\nevery = 1\n", "unknown key every", 3),
        ("[[feeds]]\nurl = 'https://example.org/'\nauthor = ''\n", "author must be a name", 3),
        ("[[ pages ]]\naddresses = 'https://example.org/'\n", "addresses must be a list", 3),
        ("[[pages]]\naddresses = [1]\n", "1 is not an address", 3),
        ("feeds = [1]\n", "it must begin with [[feeds]]", None),
        ("[feeds]\n", "url must be the address of a feed", None),
        (
            "[[feeds]]\nurl = 'https://example.org/'\n[[feeds]]\nurl = 'https://example.org/'\n",
            "https://example.org/ is followed already",
            5,
        ),
    ],
)
def test_a_faulty_entry_is_a_problem(
    tmp_path: Path, entry: str, fault: str, line: int | None
) -> None:
    """A faulty entry is ignored and told with its line; the others count."""
    good = "[[pages]]\naddresses = ['https://example.org/1']\n"
    (tmp_path / "sources.toml").write_text(f"# 来源\n\n{entry}\n{good}", "utf-8")

    sources = read_sources(tmp_path)

    (problem,) = sources.problems
    assert fault in str(problem.message)
    assert line == problem.line
    assert "https://example.org/1" in [one.url for one in sources.followed]
