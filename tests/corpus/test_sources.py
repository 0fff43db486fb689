"""sources.toml completes and overrides the metadata of files; its faults are reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import LoadResult, load


def load_with(folder: Path, sources: str) -> LoadResult:
    """Load a file without metadata and one with much, with this sources.toml."""
    (folder / "a.txt").write_text("正文。", "utf-8")
    (folder / "sub").mkdir(exist_ok=True)
    (folder / "sub/b.html").write_text(
        "---\ntitle: 题\nauthor: 某某网\ndate: 2021-01-02\n---\n<p data-post-id=77>正文。</p>",
        "utf-8",
    )
    (folder / "sources.toml").write_text(sources, "utf-8")
    return load(folder, lambda _: 0)


def test_entries_override_metadata(tmp_path: Path) -> None:
    """An entry applies to the files that match; a later entry overrides an earlier one."""
    loaded = load_with(
        tmp_path,
        """
        [[source]]
        match = "*"
        author = "甲"
        title = "新的题"
        [[source]]
        match = "sub/*.html"
        author = "乙"
        date = 2022-03-04
        [[source]]
        match = "b.html"
        id = "x"
        """,
    )
    first, second = loaded.corpus.articles

    assert () == loaded.problems
    assert ("新的题", "甲", None) == (first.title, first.author, first.date)
    assert ("x", "新的题", "乙") == (second.id, second.title, second.author)
    assert date(2022, 3, 4) == second.date


def test_entries_that_only_fill(tmp_path: Path) -> None:
    """An entry with fill only adds metadata that the file lacks."""
    loaded = load_with(
        tmp_path, '[[source]]\nmatch = "*"\nfill = true\ntitle = "补"\nauthor = "补"\n'
    )

    assert [("补", "补"), ("题", "某某网")] == [
        (a.title, a.author) for a in loaded.corpus.articles
    ]


def test_addresses_with_placeholders(tmp_path: Path) -> None:
    """An address is built from the post id; without a post id there is no address."""
    loaded = load_with(
        tmp_path, '[[source]]\nmatch = "*"\nurl = "https://example.org/{post_id}.html"\n'
    )

    assert [None, "https://example.org/77.html"] == [a.url for a in loaded.corpus.articles]


def test_entries_name_the_site(tmp_path: Path) -> None:
    """If a file's author is the site, a byline names the writer."""
    (tmp_path / "c.md").write_text("---\nauthor: 某某网\n---\n作者：王小明\n\n正文。", "utf-8")
    loaded = load_with(tmp_path, '[[source]]\nmatch = "c.md"\nsite = "某某网"\n')

    assert "王小明" == next(a.author for a in loaded.corpus.articles if a.id == "c")


@pytest.mark.parametrize(
    ("sources", "line", "words"),
    [
        ("[[source]]\nmatch = x", 2, "not TOML"),
        ("source = 1", None, "[[source]]"),
        ("[[source]]\nauthor = '甲'", None, "match"),
        ("[[source]]\nmatch = 'a.txt'\nauthr = '甲'", None, "authr"),
        ("[[source]]\nmatch = 'a.txt'\nurl = 'ftp://x'", None, "https://"),
        ("[[source]]\nmatch = 'a.txt'\nurl = 'https://x/{no}'", None, "{no}"),
        ("[[source]]\nmatch = 'a.txt'\nurl = 'https://x/{'", None, "url"),
        ("[[source]]\nmatch = 'gone.txt'\nauthor = '甲'", None, "gone.txt"),
        ("[sorce]", None, "sorce"),
    ],
)
def test_faults_are_reported(tmp_path: Path, sources: str, line: int | None, words: str) -> None:
    """A fault is a warning that names the place; all articles are loaded."""
    loaded = load_with(tmp_path, sources)
    (problem,) = loaded.problems

    assert 2 == len(loaded.corpus.articles)
    assert ("warning", "sources.toml", line) == (problem.severity, problem.path, problem.line)
    assert words in problem.message


def test_seeds_get_their_addresses(shared: Path, tmp_path: Path) -> None:
    """The post ids of three seed articles give addresses by a template."""
    for path in (shared / "seeds").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nmatch = "*"\nurl = "https://example.org/{post_id}"\n', "utf-8"
    )
    loaded = load(tmp_path, lambda _: 0)

    numbers = ("5265839", "5575923", "5198917")
    expected = [*(f"https://example.org/{number}" for number in numbers), None, None]
    assert expected == [article.url for article in loaded.corpus.articles]
